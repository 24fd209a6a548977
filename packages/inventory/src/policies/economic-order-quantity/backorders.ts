import { requireNonNegative, requirePositive, requireProbability } from '@granary/statistics';
import type { OrderQuantity, OrderQuantityCosts } from './economic-order-quantity.ts';

export interface BackorderCosts extends OrderQuantityCosts {
  /** money per unit backordered and time unit, greater than 0 [p] */
  stockoutCost: number;
}

export interface OrderQuantityWithBackorders extends OrderQuantity {
  /** share of demand that waits for the next order, 0 to 1 [x] */
  stockoutFraction: number;
}

/**
 * Order quantity and share of demand to backorder at the least cost, when demand is steady and known and
 * customers wait at a cost that grows with the time they wait. Not for customers who leave.
 *
 * @returns Q* = √(2Kλ(h+p)/(hp)), x* = h/(h+p), and their cost √(2Kλhp/(h+p)) per time unit
 * @throws RangeError when the holding or stock-out cost is not greater than 0, the fixed cost or the demand rate
 *   negative
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (3.27) to (3.29)
 * @example economicOrderQuantityWithBackorders({ fixedCost: 8, holdingCost: 0.225, stockoutCost: 5, demandRate: 1300 })
 *   // { orderQuantity: 310.81, stockoutFraction: 0.0431, cost: 66.92 }
 */
export function economicOrderQuantityWithBackorders(costs: BackorderCosts): OrderQuantityWithBackorders {
  const { fixedCost, holdingCost, stockoutCost, demandRate } = costs;
  const stockoutFraction = cheapestStockoutFraction({ holdingCost, stockoutCost });
  requireNonNegative('fixedCost', fixedCost);
  requireNonNegative('demandRate', demandRate);
  const orderQuantity = Math.sqrt(
    (2 * fixedCost * demandRate * (holdingCost + stockoutCost)) / (holdingCost * stockoutCost),
  );
  const plan = { orderQuantity, stockoutFraction };
  return { ...plan, cost: orderQuantity > 0 ? orderQuantityCostWithBackorders({ ...costs, ...plan }) : 0 };
}

/**
 * Share of demand to backorder, h/(h+p): the same for every order quantity.
 *
 * @throws RangeError when a cost is not greater than 0
 * @see Snyder, Shen (2019), eq. (3.27) to (3.29)
 */
export function cheapestStockoutFraction(costs: { holdingCost: number; stockoutCost: number }): number {
  const { holdingCost, stockoutCost } = costs;
  requirePositive('holdingCost', holdingCost);
  requirePositive('stockoutCost', stockoutCost);
  return holdingCost / (holdingCost + stockoutCost);
}

/**
 * Money per time unit of ordering, holding and backorders when every order is Q units and a share x of
 * demand waits for it: hQ(1−x)²/2 + pQx²/2 + Kλ/Q.
 *
 * @param options.orderQuantity    units per order, greater than 0 [Q]
 * @param options.stockoutFraction share of demand backordered, 0 to 1 [x]
 * @throws RangeError when the quantity is not greater than 0, the share no share, a cost or the rate negative
 * @see Snyder, Shen (2019), section 3.5
 */
export function orderQuantityCostWithBackorders(
  options: BackorderCosts & { orderQuantity: number; stockoutFraction: number },
): number {
  const { fixedCost, holdingCost, stockoutCost, demandRate, orderQuantity, stockoutFraction } = options;
  requireNonNegative('fixedCost', fixedCost);
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('stockoutCost', stockoutCost);
  requireNonNegative('demandRate', demandRate);
  requirePositive('orderQuantity', orderQuantity);
  requireProbability('stockoutFraction', stockoutFraction);
  const onHand = (orderQuantity * (1 - stockoutFraction) ** 2) / 2;
  const backordered = (orderQuantity * stockoutFraction ** 2) / 2;
  return holdingCost * onHand + stockoutCost * backordered + (fixedCost * demandRate) / orderQuantity;
}
