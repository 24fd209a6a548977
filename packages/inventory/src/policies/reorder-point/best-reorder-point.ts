import { type Distribution, requirePositive } from '@granary/statistics';
import { requireComparableCosts } from '../safety-stock/cost-ratio.ts';
import { levelOfShortShare } from '../safety-stock/fill-rate.ts';

/**
 * The reorder point of least cost for a given order quantity: where g(r) = g(r+Q), the newsvendor cost being the
 * same at both ends of the range the position moves in. That is where the share h/(h+p) of demand is short: for
 * continuous demand the best fill rate is p/(h+p), whatever the quantity. For whole units, the smallest r with
 * g(r+1) ≤ g(r+Q+1).
 *
 * @param options.orderQuantity  units per order, greater than 0 [Q]
 * @param options.leadTimeDemand demand over the lead time, any distribution
 * @param options.holdingCost    money per unit on hand and time unit, greater than 0 [h]
 * @param options.stockoutCost   money per unit backordered and time unit, greater than 0 [p]
 * @param options.tolerance      units, greater than 0, for continuous demand; a 1e-13th of the quantity if left
 *   out
 * @returns r, units
 * @throws RangeError when quantity or a cost is not greater than 0, one cost more than 1e12 times the other, or
 *   the quantity not whole for whole units
 * @see Zheng (1992), On Properties of Stochastic Inventory Systems; Snyder, Shen (2019), Fundamentals of Supply
 *   Chain Theory, 2nd ed., eq. (5.9)
 * @example bestReorderPoint({ orderQuantity: 318, holdingCost: 0.225, stockoutCost: 7.5,
 *   leadTimeDemand: normalLeadTimeDemand({ demandMean: 1300, demandStandardDeviation: 150, leadTime: 1 / 12 })
 *   }) // 127.79
 */
export function bestReorderPoint(options: {
  orderQuantity: number;
  leadTimeDemand: Distribution;
  holdingCost: number;
  stockoutCost: number;
  tolerance?: number;
}): number {
  const { orderQuantity, leadTimeDemand, holdingCost, stockoutCost, tolerance } = options;
  requirePositive('orderQuantity', orderQuantity);
  requireComparableCosts(options);
  if (leadTimeDemand.support === 'counts' && !Number.isInteger(orderQuantity)) {
    throw new RangeError(
      `orderQuantity is ${orderQuantity}; it must be a whole number for demand in whole units`,
    );
  }
  if (tolerance !== undefined) requirePositive('tolerance', tolerance);
  const share = holdingCost / (holdingCost + stockoutCost);
  const level = levelOfShortShare({ demand: leadTimeDemand, orderQuantity, share, tolerance });
  // Whole positions are r+1..r+Q: the level is where their lowest and the next above their highest are compared.
  return leadTimeDemand.support === 'counts' ? level - 1 : level;
}
