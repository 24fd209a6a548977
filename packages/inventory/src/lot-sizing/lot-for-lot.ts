import { type LotSizingCosts, type LotSizingPlan, lotSizingPlanCost } from './lot-sizing-plan.ts';

/**
 * Lot for lot: each period with demand has an order of just that. No stock, and the most fixed costs; optimal
 * where holding one period's demand over always costs more than an order. O(n).
 *
 * @param demand       units wanted in each period, at least 0 [d]
 * @param fixedCost    currency per order, at least 0 [K]
 * @param holdingCost  currency per unit at the end of a period, at least 0 [h]
 * @param purchaseCost currency per unit ordered, at least 0 [c]; 0 if left out
 * @throws RangeError if a number is out of range
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., chapter 5
 * @example lotForLotPlan({ demand: [90, 120, 80, 70], fixedCost: 500, holdingCost: 2 }).cost // 2000
 */
export function lotForLotPlan({
  demand,
  ...costs
}: { demand: readonly number[] } & LotSizingCosts): LotSizingPlan {
  return lotSizingPlanCost({ demand, orderQuantities: demand, ...costs });
}
