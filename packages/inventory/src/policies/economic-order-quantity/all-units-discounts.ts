import {
  cheapest,
  type DiscountCosts,
  type DiscountedOrderQuantity,
  priceRegionOf,
  priceRegions,
  requireDiscountCosts,
  requireDiscountPlan,
} from './price-breaks.ts';

/**
 * Order quantity with the least cost of purchase, ordering and holding when reaching a quantity lowers the
 * price of every unit of the order. Each price has its own order quantity; where that is below the quantity
 * which earns the price, the break itself is the candidate; where it is beyond the next break, the next price
 * is better. Time grows with the number of price breaks.
 *
 * @returns the quantity, the index of its price break, and its cost per time unit, purchase included. On
 *   equal cost the smaller quantity.
 * @throws RangeError when a cost is not greater than 0, or the breaks do not start at 0 with growing
 *   quantities and prices that do not grow
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 3.4, eq. (3.18), (3.19)
 * @example economicOrderQuantityWithAllUnitsDiscounts({ fixedCost: 200, holdingCostRate: 0.2, demandRate: 1000,
 *   priceBreaks: [{ fromQuantity: 0, unitCost: 500 }, { fromQuantity: 200, unitCost: 475 }, { fromQuantity: 500, unitCost: 450 }] })
 *   // { orderQuantity: 500, region: 2, cost: 472900 }
 */
export function economicOrderQuantityWithAllUnitsDiscounts(costs: DiscountCosts): DiscountedOrderQuantity {
  requireDiscountCosts(costs);
  const { fixedCost, holdingCostRate, demandRate, priceBreaks } = costs;
  const candidates = priceRegions(priceBreaks).flatMap(({ region, unitCost, fromQuantity, toQuantity }) => {
    const unbounded = Math.sqrt((2 * fixedCost * demandRate) / (holdingCostRate * unitCost));
    const orderQuantity = Math.max(unbounded, fromQuantity);
    if (orderQuantity >= toQuantity) return [];
    return [{ orderQuantity, region, cost: costAtPrice(costs, unitCost, orderQuantity) }];
  });
  return cheapest(candidates);
}

/**
 * Money per time unit for purchase, ordering and holding when every order is `orderQuantity` units and all of
 * them have the price of the break they reach: cλ + Kλ/Q + icQ/2.
 *
 * @param plan.orderQuantity units per order, greater than 0 [Q]
 * @throws RangeError when the quantity is not greater than 0, a cost negative, or the breaks malformed
 * @see Snyder, Shen (2019), eq. (3.19)
 */
export function allUnitsDiscountCost(plan: DiscountCosts & { orderQuantity: number }): number {
  requireDiscountPlan(plan);
  const { unitCost } = priceRegionOf(plan.priceBreaks, plan.orderQuantity);
  return costAtPrice(plan, unitCost, plan.orderQuantity);
}

function costAtPrice(costs: DiscountCosts, unitCost: number, orderQuantity: number): number {
  const { fixedCost, holdingCostRate, demandRate } = costs;
  return (
    unitCost * demandRate +
    (fixedCost * demandRate) / orderQuantity +
    (holdingCostRate * unitCost * orderQuantity) / 2
  );
}
