import { type Distribution, requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';

const NO_STOCK_OUTS = { name: 'stockoutCost', other: 'holdingCost', bound: 'lower' } as const;
const NO_HOLDING = { name: 'holdingCost', other: 'stockoutCost', bound: 'upper' } as const;

/** One period: what is left over costs, and so does what was missing. */
export interface NewsvendorCosts {
  /** money per unit left at the end of the period (overage), at least 0 [h] */
  holdingCost: number;
  /** money per unit of unmet demand (underage), at least 0; one of the two greater than 0 [p] */
  stockoutCost: number;
}

export interface NewsvendorPlan {
  /** units to have at the start of the period, or on hand and on order with a lead time [S] */
  orderUpToLevel: number;
  /** expected money per period at that level [g(S)] */
  cost: number;
  /** probability with which demand should be met in full, p/(h+p); for counts the level's own is at least this */
  criticalRatio: number;
}

/**
 * Stock level with the least expected cost of units left over and units short, for demand of any distribution:
 * the smallest level that meets demand in full with the critical ratio p/(h+p). With a lead time pass the
 * distribution of demand over lead time plus one period; unmet demand is then backordered.
 *
 * Where one of the costs is 0 the level is the least or the largest demand there can be.
 *
 * @param options.demand demand over the period to protect, of any distribution
 * @throws RangeError when a cost is negative or both are 0, or when one is 0 and demand has no such bound
 * @see Arrow, Harris, Marschak (1951), Optimal Inventory Policy; Snyder, Shen (2019), Fundamentals of Supply
 *   Chain Theory, 2nd ed., eq. (4.27), (4.24)
 * @example newsvendor({ holdingCost: 0.18, stockoutCost: 0.7, demand: normal.distribution({ mean: 50, standardDeviation: 8 }) })
 *   // { orderUpToLevel: 56.60, cost: 1.9976, criticalRatio: 0.7955 }
 */
export function newsvendor(options: NewsvendorCosts & { demand: Distribution }): NewsvendorPlan {
  const criticalRatio = newsvendorCriticalRatio(options);
  const orderUpToLevel = options.demand.quantile(criticalRatio);
  if (!Number.isFinite(orderUpToLevel)) {
    const { name, other, bound } = criticalRatio === 0 ? NO_STOCK_OUTS : NO_HOLDING;
    throw new RangeError(
      `${name} is ${options[name]}; it must be greater than 0 and not vanish beside ${other} ${options[other]}, ` +
        `for demand without ${bound} bound`,
    );
  }
  return { orderUpToLevel, cost: newsvendorCost({ ...options, orderUpToLevel }), criticalRatio };
}

/**
 * Expected money per period of a given level: h E[(S − D)⁺] + p E[(D − S)⁺].
 *
 * @param options.orderUpToLevel units, any finite number [S]
 * @throws RangeError when a cost is negative or the level not finite
 * @see Snyder, Shen (2019), eq. (4.24)
 */
export function newsvendorCost(
  options: NewsvendorCosts & { demand: Distribution; orderUpToLevel: number },
): number {
  const { holdingCost, stockoutCost, demand, orderUpToLevel } = options;
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('stockoutCost', stockoutCost);
  requireFinite('orderUpToLevel', orderUpToLevel);
  return holdingCost * demand.complementaryLoss(orderUpToLevel) + stockoutCost * demand.loss(orderUpToLevel);
}

/**
 * Probability with which demand should be met in full: p/(h+p).
 *
 * @throws RangeError when a cost is negative or both are 0
 * @see Snyder, Shen (2019), eq. (4.27)
 * @example newsvendorCriticalRatio({ holdingCost: 1, stockoutCost: 4 }) // 0.8
 */
export function newsvendorCriticalRatio({ holdingCost, stockoutCost }: NewsvendorCosts): number {
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('stockoutCost', stockoutCost);
  if (holdingCost + stockoutCost === 0) {
    throw new RangeError('holdingCost and stockoutCost are 0; one of them must be greater than 0');
  }
  return stockoutCost / (holdingCost + stockoutCost);
}

/** For methods that need both. @throws RangeError when a cost is not greater than 0: every level, or none, would do */
export function requireNewsvendorCosts({ holdingCost, stockoutCost }: NewsvendorCosts): void {
  requirePositive('holdingCost', holdingCost);
  requirePositive('stockoutCost', stockoutCost);
}
