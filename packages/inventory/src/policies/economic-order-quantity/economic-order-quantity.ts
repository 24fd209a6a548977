import { requireNonNegative, requirePositive } from '@granary/statistics';

/** What an order quantity is chosen from. Rates and costs use one time unit, a year or a week. */
export interface OrderQuantityCosts {
  /** money per order, whatever its size, at least 0 [K] */
  fixedCost: number;
  /** money per unit on hand and time unit, greater than 0 [h] */
  holdingCost: number;
  /** units per time unit, at least 0 [λ] */
  demandRate: number;
}

export interface OrderQuantity {
  /** units per order; 0 where an order costs nothing or nothing is wanted: order each unit as it is wanted [Q] */
  orderQuantity: number;
  /** money per time unit: what the quantity beside it costs, without the purchase price [g(Q)] */
  cost: number;
}

/**
 * The order quantity with the least cost of ordering and holding, when demand is steady and known, every
 * order arrives whole when the stock reaches zero, and nothing may run out. The cost is flat around it: half
 * or double the quantity costs a quarter more. Not for demand that changes over time (see lot sizing).
 *
 * @returns Q* = √(2Kλ/h) units and its cost √(2Kλh) per time unit
 * @throws RangeError when the holding cost is not greater than 0, the fixed cost or the demand rate negative
 * @see Harris (1913), How Many Parts to Make at Once; Snyder, Shen (2019), Fundamentals of Supply Chain
 *   Theory, 2nd ed., eq. (3.4), (3.5)
 * @example economicOrderQuantity({ fixedCost: 8, holdingCost: 0.225, demandRate: 1300 })
 *   // { orderQuantity: 304.05, cost: 68.41 }
 */
export function economicOrderQuantity(costs: OrderQuantityCosts): OrderQuantity {
  const { fixedCost, holdingCost, demandRate } = costs;
  requireNonNegative('fixedCost', fixedCost);
  requirePositive('holdingCost', holdingCost);
  requireNonNegative('demandRate', demandRate);
  const orderQuantity = Math.sqrt((2 * fixedCost * demandRate) / holdingCost);
  return { orderQuantity, cost: orderQuantity > 0 ? orderQuantityCost({ ...costs, orderQuantity }) : 0 };
}

/**
 * Money per time unit for ordering and holding when every order is `orderQuantity` units: Kλ/Q + hQ/2.
 * Unlike the optimum, it is defined where a cost or the demand is 0.
 *
 * @param options.orderQuantity units per order, greater than 0 [Q]
 * @throws RangeError when the quantity is not greater than 0, or a cost or the demand rate is negative
 * @see Snyder, Shen (2019), section 3.2
 * @example orderQuantityCost({ orderQuantity: 400, fixedCost: 8, holdingCost: 0.225, demandRate: 1300 }) // 71
 */
export function orderQuantityCost(options: OrderQuantityCosts & { orderQuantity: number }): number {
  const { fixedCost, holdingCost, demandRate, orderQuantity } = options;
  requireNonNegative('fixedCost', fixedCost);
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('demandRate', demandRate);
  requirePositive('orderQuantity', orderQuantity);
  return (fixedCost * demandRate) / orderQuantity + (holdingCost * orderQuantity) / 2;
}
