import { type Distribution, requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';

/** One period: what is left over costs, and so does what was missing. */
export interface NewsvendorCosts {
  /** money per unit left at the end of the period (overage), greater than 0 [h] */
  holdingCost: number;
  /** money per unit of unmet demand (underage), greater than 0 [p] */
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
 * @param options.demand demand over the period to protect, of any distribution
 * @throws RangeError when a cost is not greater than 0
 * @see Arrow, Harris, Marschak (1951), Optimal Inventory Policy; Snyder, Shen (2019), Fundamentals of Supply
 *   Chain Theory, 2nd ed., eq. (4.27), (4.24)
 * @example newsvendor({ holdingCost: 0.18, stockoutCost: 0.7, demand: normal.distribution({ mean: 50, standardDeviation: 8 }) })
 *   // { orderUpToLevel: 56.60, cost: 1.9976, criticalRatio: 0.7955 }
 */
export function newsvendor(options: NewsvendorCosts & { demand: Distribution }): NewsvendorPlan {
  const criticalRatio = newsvendorCriticalRatio(options);
  const orderUpToLevel = options.demand.quantile(criticalRatio);
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
 * @throws RangeError when a cost is not greater than 0
 * @see Snyder, Shen (2019), eq. (4.27)
 * @example newsvendorCriticalRatio({ holdingCost: 1, stockoutCost: 4 }) // 0.8
 */
export function newsvendorCriticalRatio({ holdingCost, stockoutCost }: NewsvendorCosts): number {
  requireNewsvendorCosts({ holdingCost, stockoutCost });
  return stockoutCost / (holdingCost + stockoutCost);
}

/** @throws RangeError when a cost is not greater than 0: every level, or none, would be enough */
export function requireNewsvendorCosts({ holdingCost, stockoutCost }: NewsvendorCosts): void {
  requirePositive('holdingCost', holdingCost);
  requirePositive('stockoutCost', stockoutCost);
}
