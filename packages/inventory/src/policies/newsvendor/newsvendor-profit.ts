import { type Distribution, requireFinite, requireNonNegative } from '@granary/statistics';

/** Prices of one selling season or period, in money per unit. */
export interface NewsvendorPrices {
  /** for a unit sold [r] */
  revenue: number;
  /** for a unit bought [c] */
  unitCost: number;
  /** for a unit left over; negative where disposal costs money [v] */
  salvageValue: number;
  /** of a unit left over, beside its salvage value; 0 if left out [h] */
  holdingCost?: number;
  /** of a unit of unmet demand, beside the lost sale; 0 if left out [p] */
  stockoutCost?: number;
}

export interface NewsvendorProfitPlan {
  /** units to buy or to have [S] */
  orderUpToLevel: number;
  /** expected money at that level [π(S)] */
  profit: number;
  /** probability with which demand should be met in full, (r+p−c)/(r+p+h−v) */
  criticalRatio: number;
}

/**
 * Stock level with the largest expected profit from sales and leftovers, for demand of any distribution: the
 * smallest one that meets demand in full with probability (r+p−c)/(r+p+h−v).
 *
 * @param options.demand demand of the period, of any distribution
 * @throws RangeError when a unit sold earns nothing (r+p ≤ c), when a unit left over pays for itself (v−h ≥ c),
 *   so that no level is too large, or when an extra cost is negative
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., example 4.2
 * @example newsvendorProfitPlan({ revenue: 1, unitCost: 0.3, salvageValue: 0.12,
 *   demand: normal.distribution({ mean: 50, standardDeviation: 8 }) }) // { orderUpToLevel: 56.60, profit: 33.00, … }
 */
export function newsvendorProfitPlan(
  options: NewsvendorPrices & { demand: Distribution },
): NewsvendorProfitPlan {
  requirePrices(options);
  const { revenue, unitCost, salvageValue, holdingCost = 0, stockoutCost = 0, demand } = options;
  const underage = revenue + stockoutCost - unitCost;
  if (!(underage > 0)) {
    throw new RangeError(
      `unitCost is ${unitCost}; it must be less than revenue + stockoutCost = ${revenue + stockoutCost}`,
    );
  }
  const overage = unitCost + holdingCost - salvageValue;
  if (!(overage > 0)) {
    throw new RangeError(
      `salvageValue is ${salvageValue}; it must be less than unitCost + holdingCost = ${unitCost + holdingCost}`,
    );
  }
  const criticalRatio = underage / (underage + overage);
  const orderUpToLevel = demand.quantile(criticalRatio);
  return { orderUpToLevel, profit: newsvendorProfit({ ...options, orderUpToLevel }), criticalRatio };
}

/**
 * Expected profit of a given level: r E[min(D, S)] + (v − h) E[(S − D)⁺] − p E[(D − S)⁺] − cS.
 *
 * @param options.orderUpToLevel units bought, any finite number [S]
 * @throws RangeError when a price is not finite or an extra cost negative
 * @see Snyder, Shen (2019), example 4.2
 */
export function newsvendorProfit(
  options: NewsvendorPrices & { demand: Distribution; orderUpToLevel: number },
): number {
  requirePrices(options);
  const { revenue, unitCost, salvageValue, holdingCost = 0, stockoutCost = 0 } = options;
  const { demand, orderUpToLevel } = options;
  requireFinite('orderUpToLevel', orderUpToLevel);
  const short = demand.loss(orderUpToLevel);
  const left = demand.complementaryLoss(orderUpToLevel);
  return (
    revenue * (demand.mean - short) +
    (salvageValue - holdingCost) * left -
    stockoutCost * short -
    unitCost * orderUpToLevel
  );
}

function requirePrices(prices: NewsvendorPrices): void {
  requireFinite('revenue', prices.revenue);
  requireFinite('unitCost', prices.unitCost);
  requireFinite('salvageValue', prices.salvageValue);
  requireNonNegative('holdingCost', prices.holdingCost ?? 0);
  requireNonNegative('stockoutCost', prices.stockoutCost ?? 0);
}
