import { requirePositive } from '@granary/statistics';
import { type LotSizingCosts, type LotSizingPlan, lotSizingPlanCost, ROUNDING } from './lot-sizing-plan.ts';

/**
 * Fixed order quantity: whenever the stock would not meet a period's demand, the smallest whole number of
 * lots that does. What is left at the end of the horizon is held, and paid for. O(n).
 *
 * @param demand        units wanted in each period, at least 0 [d]
 * @param orderQuantity units of one lot, greater than 0 [Q], such as the economic order quantity
 * @param fixedCost     currency per order, at least 0 [K]; several lots in one period are one order
 * @param holdingCost   currency per unit at the end of a period, at least 0 [h]
 * @param purchaseCost  currency per unit ordered, at least 0 [c]; 0 if left out
 * @throws RangeError if a number is out of range
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., chapter 5
 * @example
 * fixedOrderQuantityPlan({ demand: [90, 120, 80, 70], orderQuantity: 150, fixedCost: 500, holdingCost: 2 })
 *   .orderQuantities // [150, 150, 0, 150]
 */
export function fixedOrderQuantityPlan({
  demand,
  orderQuantity,
  ...costs
}: { demand: readonly number[]; orderQuantity: number } & LotSizingCosts): LotSizingPlan {
  requirePositive('orderQuantity', orderQuantity);
  let stock = 0;
  let wanted = 0;
  const orderQuantities = demand.map((units) => {
    wanted += units;
    // a shortage of a hair is rounding of the sums, not a reason for a lot
    const lots = Math.max(0, Math.ceil((units - stock - ROUNDING * wanted) / orderQuantity));
    stock += lots * orderQuantity - units;
    return lots * orderQuantity;
  });
  return lotSizingPlanCost({ demand, orderQuantities, ...costs });
}
