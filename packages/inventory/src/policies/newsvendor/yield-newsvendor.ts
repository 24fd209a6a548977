import { type Distribution, requireFinite, requireNonNegative } from '@granary/statistics';
import { type NewsvendorCosts, requireNewsvendorCosts } from './newsvendor.ts';

/** Demand is known; of an order of Q units, Q + Y arrive. */
export interface YieldNewsvendorInput extends NewsvendorCosts {
  /** units demanded in the period, at least 0 [d] */
  demand: number;
  /** units arriving beyond the order, of any distribution, negative when some are missing [Y] */
  yieldDistribution: Distribution;
}

/**
 * Order with the least expected cost of units left over and units short when demand is known and what arrives
 * is not: Q* = d − F⁻¹(h/(h+p)) with F the distribution of the yield, and nothing where that is below 0. The
 * opposite of a newsvendor: what is uncertain comes in rather than goes out. Assumes that an order never brings
 * fewer than no units.
 *
 * @returns units to order and expected money per period
 * @throws RangeError when a cost is not greater than 0 or the demand negative
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (9.27), (9.28), example 9.6
 * @example newsvendorWithAdditiveYield({ holdingCost: 15, stockoutCost: 75, demand: 1.5,
 *   yieldDistribution: uniform.distribution({ low: -0.5, high: 0.5 }) }) // { orderQuantity: 1.8333, cost: 6.25 }
 */
export function newsvendorWithAdditiveYield(input: YieldNewsvendorInput): {
  orderQuantity: number;
  cost: number;
} {
  requireNewsvendorCosts(input);
  const { holdingCost, stockoutCost, demand, yieldDistribution } = input;
  requireNonNegative('demand', demand);
  const missing = yieldDistribution.quantile(holdingCost / (holdingCost + stockoutCost));
  const orderQuantity = Math.max(0, demand - missing);
  return { orderQuantity, cost: newsvendorAdditiveYieldCost({ ...input, orderQuantity }) };
}

/**
 * Expected money per period of a given order: h E[(Q + Y − d)⁺] + p E[(d − Q − Y)⁺].
 *
 * @param input.orderQuantity units, any finite number [Q]
 * @throws RangeError when a cost or the demand is negative, or the order not finite
 * @see Snyder, Shen (2019), eq. (9.27)
 */
export function newsvendorAdditiveYieldCost(input: YieldNewsvendorInput & { orderQuantity: number }): number {
  const { holdingCost, stockoutCost, demand, yieldDistribution, orderQuantity } = input;
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('stockoutCost', stockoutCost);
  requireNonNegative('demand', demand);
  requireFinite('orderQuantity', orderQuantity);
  const missing = demand - orderQuantity;
  return (
    holdingCost * yieldDistribution.loss(missing) +
    stockoutCost * yieldDistribution.complementaryLoss(missing)
  );
}
