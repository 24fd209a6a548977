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
 * Order quantity with the least cost of purchase, ordering and holding when each price holds only for the
 * units beyond its break. An order at price j costs v + cQ, where v is what the first units cost more, so each
 * price is an economic order quantity with fixed cost K + v, or its break where that is not reached. Prices may
 * also rise, as where the units beyond a contract are dearer. Time grows with the number of breaks.
 *
 * @returns the quantity, the index of its price break, and its cost per time unit, purchase included. On
 *   equal cost the smaller quantity.
 * @throws RangeError when the holding cost rate or a price is not greater than 0, the fixed cost or the demand
 *   negative, or the breaks do not start at 0 with growing quantities
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 3.4, eq. (3.20) to (3.22)
 * @example economicOrderQuantityWithIncrementalDiscounts({ fixedCost: 150, holdingCostRate: 0.25, demandRate: 2400,
 *   priceBreaks: [{ fromQuantity: 0, unitCost: 100 }, { fromQuantity: 300, unitCost: 90 }, { fromQuantity: 600, unitCost: 80 }] })
 *   // { orderQuantity: 1481.89, region: 2, cost: 222762.81 }
 */
export function economicOrderQuantityWithIncrementalDiscounts(costs: DiscountCosts): DiscountedOrderQuantity {
  requireDiscountCosts(costs);
  const { fixedCost, holdingCostRate, demandRate, priceBreaks } = costs;
  const candidates = priceRegions(priceBreaks).flatMap(
    ({ region, unitCost, surcharge, fromQuantity, toQuantity }) => {
      const perOrder = Math.max(0, fixedCost + surcharge);
      const unbounded = Math.sqrt((2 * perOrder * demandRate) / (holdingCostRate * unitCost));
      const orderQuantity = Math.max(unbounded, fromQuantity);
      // The cost has no jumps: beyond the next break its price is as good or better.
      if (orderQuantity >= toQuantity) return [];
      return [{ orderQuantity, region, cost: costOnLine(costs, { unitCost, surcharge, orderQuantity }) }];
    },
  );
  return cheapest(candidates);
}

/**
 * Money per time unit for purchase, ordering and holding when every order is `orderQuantity` units and each
 * price holds only for the units beyond its break: cλ + iv/2 + (K+v)λ/Q + icQ/2, v being what the first units
 * cost more than at price c.
 *
 * @param plan.orderQuantity units per order, greater than 0 [Q]
 * @throws RangeError when the quantity is not greater than 0, a cost negative, or the breaks malformed
 * @see Snyder, Shen (2019), eq. (3.22)
 */
export function incrementalDiscountCost(plan: DiscountCosts & { orderQuantity: number }): number {
  requireDiscountPlan(plan);
  const { unitCost, surcharge } = priceRegionOf(plan.priceBreaks, plan.orderQuantity);
  return costOnLine(plan, { unitCost, surcharge, orderQuantity: plan.orderQuantity });
}

function costOnLine(
  costs: DiscountCosts,
  line: { unitCost: number; surcharge: number; orderQuantity: number },
): number {
  const { fixedCost, holdingCostRate, demandRate } = costs;
  const { unitCost, surcharge, orderQuantity } = line;
  return (
    unitCost * demandRate +
    (holdingCostRate * surcharge) / 2 +
    orderingCost({ fixedCost: fixedCost + surcharge, demandRate, orderQuantity }) +
    (holdingCostRate * unitCost * orderQuantity) / 2
  );
}
