import {
  cheapest,
  type DiscountCosts,
  type DiscountedOrderQuantity,
  orderingCost,
  priceRegionOf,
  priceRegions,
  requireDiscountCosts,
  requireDiscountPlan,
} from './price-breaks.ts';

/**
 * Order quantity with the least cost of purchase, ordering and holding when reaching a quantity lowers the
 * price of every unit of the order. Each price has its own order quantity; where that is below the quantity
 * which earns the price, the break itself is the candidate; where it is beyond the next break, the next price
 * is better, or, where prices rise, just below that break is. Time grows with the number of price breaks.
 *
 * @returns the quantity, the index of its price break, and its cost per time unit, purchase included. On
 *   equal cost the smaller quantity.
 * @throws RangeError when the holding cost rate or a price is not greater than 0, the fixed cost or the demand
 *   negative, the breaks do not start at 0 with growing quantities, or the price rises at a break and orders just
 *   below it cost less than any other: there is no best one then
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 3.4, eq. (3.18), (3.19)
 * @example economicOrderQuantityWithAllUnitsDiscounts({ fixedCost: 200, holdingCostRate: 0.2, demandRate: 1000,
 *   priceBreaks: [{ fromQuantity: 0, unitCost: 500 }, { fromQuantity: 200, unitCost: 475 }, { fromQuantity: 500, unitCost: 450 }] })
 *   // { orderQuantity: 500, region: 2, cost: 472900 }
 */
export function economicOrderQuantityWithAllUnitsDiscounts(costs: DiscountCosts): DiscountedOrderQuantity {
  requireDiscountCosts(costs);
  const { fixedCost, holdingCostRate, demandRate, priceBreaks } = costs;
  const regions = priceRegions(priceBreaks).map((region) => {
    const unbounded = Math.sqrt((2 * fixedCost * demandRate) / (holdingCostRate * region.unitCost));
    return { ...region, orderQuantity: Math.max(unbounded, region.fromQuantity) };
  });
  const candidates = regions.flatMap(({ region, unitCost, orderQuantity, toQuantity }) =>
    orderQuantity < toQuantity
      ? [{ orderQuantity, region, cost: costAtPrice(costs, unitCost, orderQuantity) }]
      : [],
  );
  const best = cheapest(candidates);
  for (const { region, unitCost, orderQuantity, toQuantity } of regions) {
    if (orderQuantity >= toQuantity && costAtPrice(costs, unitCost, toQuantity) < best.cost) {
      throw new RangeError(
        `priceBreaks[${region + 1}].unitCost is ${priceBreaks[region + 1]?.unitCost}; it must be at most ${unitCost}, ` +
          `the one before it: no order is better than one just below ${toQuantity} units`,
      );
    }
  }
  return best;
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
  const { holdingCostRate, demandRate } = costs;
  return (
    unitCost * demandRate +
    orderingCost({ ...costs, orderQuantity }) +
    (holdingCostRate * unitCost * orderQuantity) / 2
  );
}
