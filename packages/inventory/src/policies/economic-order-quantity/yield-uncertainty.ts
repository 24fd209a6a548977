import { requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';
import type { OrderQuantity, OrderQuantityCosts } from './economic-order-quantity.ts';

/** Of an order of Q units, Q + Y arrive. */
export interface AdditiveYieldCosts extends OrderQuantityCosts {
  /** units arriving beyond the order on average, negative when some are missing [E[Y]] */
  yieldMean: number;
  /** units, at least 0 [SD[Y]] */
  yieldStandardDeviation: number;
}

/** Of an order of Q units, Q × Z arrive. */
export interface MultiplicativeYieldCosts extends OrderQuantityCosts {
  /** share of the order arriving on average, greater than 0 [E[Z]] */
  yieldMean: number;
  /** at least 0 [SD[Z]] */
  yieldStandardDeviation: number;
}

/**
 * Order quantity with the least cost when the units that arrive differ from the units ordered by an amount
 * that does not depend on the size of the order. Demand is steady and known, the next order arrives when the
 * stock reaches zero. Assumes that an order never brings fewer than no units.
 *
 * @returns Q* = √(2Kλ/h + SD²) − E[Y] units and its cost per time unit
 * @throws RangeError when a cost, the rate or the standard deviation is out of range, or when Q* would not be
 *   greater than 0: so much arrives unordered that ordering has no optimum
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (9.22), (9.23), example 9.4
 * @example economicOrderQuantityWithAdditiveYield({ fixedCost: 18500, holdingCost: 0.06, demandRate: 75000,
 *   yieldMean: -15000, yieldStandardDeviation: 9000 }) // { orderQuantity: 230246.37, cost: 12914.78 }
 */
export function economicOrderQuantityWithAdditiveYield(costs: AdditiveYieldCosts): OrderQuantity {
  const { fixedCost, holdingCost, demandRate, yieldMean, yieldStandardDeviation } = costs;
  requireNonNegative('fixedCost', fixedCost);
  requirePositive('holdingCost', holdingCost);
  requireNonNegative('demandRate', demandRate);
  requireFinite('yieldMean', yieldMean);
  requireNonNegative('yieldStandardDeviation', yieldStandardDeviation);
  const arriving = Math.sqrt((2 * fixedCost * demandRate) / holdingCost + yieldStandardDeviation ** 2);
  if (!(yieldMean < arriving)) {
    throw new RangeError(
      `yieldMean is ${yieldMean}; it must be less than ${arriving}, the units that should arrive per order`,
    );
  }
  const orderQuantity = arriving - yieldMean;
  return { orderQuantity, cost: arriving > 0 ? additiveYieldCost({ ...costs, orderQuantity }) : 0 };
}

/**
 * Money per time unit for ordering and holding when Q units are ordered and Q + Y arrive:
 * Kλ/m + h(m + SD²/m)/2 with m = Q + E[Y]. Larger arrivals are held longer, hence the variance.
 *
 * @param plan.orderQuantity units per order, greater than 0 [Q]
 * @throws RangeError when nothing would arrive on average, or a cost, rate or deviation is negative
 * @see Snyder, Shen (2019), eq. (9.22)
 */
export function additiveYieldCost(plan: AdditiveYieldCosts & { orderQuantity: number }): number {
  requirePositive('orderQuantity', plan.orderQuantity);
  requireFinite('yieldMean', plan.yieldMean);
  const arriving = plan.orderQuantity + plan.yieldMean;
  if (!(arriving > 0)) {
    throw new RangeError(
      `yieldMean is ${plan.yieldMean}; it must be greater than ${-plan.orderQuantity}, so that units arrive`,
    );
  }
  return arrivalCost(plan, arriving, plan.yieldStandardDeviation);
}

/**
 * Order quantity with the least cost when a random share of each order arrives usable. Demand is steady and
 * known, the next order arrives when the stock reaches zero.
 *
 * @returns Q* = √(2Kλ/(h(SD² + E[Z]²))) units and its cost per time unit
 * @throws RangeError when a cost, the rate, the mean or the standard deviation of the yield is out of range
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (9.24), (9.25), example 9.5
 * @example economicOrderQuantityWithMultiplicativeYield({ fixedCost: 18500, holdingCost: 0.06, demandRate: 75000,
 *   yieldMean: 5 / 6, yieldStandardDeviation: Math.sqrt(5 / 252) }) // { orderQuantity: 254460.21, cost: 13086.53 }
 */
export function economicOrderQuantityWithMultiplicativeYield(costs: MultiplicativeYieldCosts): OrderQuantity {
  const { fixedCost, holdingCost, demandRate, yieldMean, yieldStandardDeviation } = costs;
  requireNonNegative('fixedCost', fixedCost);
  requirePositive('holdingCost', holdingCost);
  requireNonNegative('demandRate', demandRate);
  requirePositive('yieldMean', yieldMean);
  requireNonNegative('yieldStandardDeviation', yieldStandardDeviation);
  const orderQuantity = Math.sqrt(
    (2 * fixedCost * demandRate) / (holdingCost * (yieldStandardDeviation ** 2 + yieldMean ** 2)),
  );
  return {
    orderQuantity,
    cost: orderQuantity > 0 ? multiplicativeYieldCost({ ...costs, orderQuantity }) : 0,
  };
}

/**
 * Money per time unit for ordering and holding when Q units are ordered and Q × Z arrive:
 * Kλ/(Q·E[Z]) + hQ(SD² + E[Z]²)/(2·E[Z]).
 *
 * @param plan.orderQuantity units per order, greater than 0 [Q]
 * @throws RangeError when the quantity or mean yield is not greater than 0, or another value is negative
 * @see Snyder, Shen (2019), eq. (9.24)
 */
export function multiplicativeYieldCost(plan: MultiplicativeYieldCosts & { orderQuantity: number }): number {
  requirePositive('orderQuantity', plan.orderQuantity);
  requirePositive('yieldMean', plan.yieldMean);
  const { orderQuantity, yieldMean, yieldStandardDeviation } = plan;
  return arrivalCost(plan, orderQuantity * yieldMean, orderQuantity * yieldStandardDeviation);
}

/** @param standardDeviation of the units arriving; checked under the name the caller knows it by */
function arrivalCost(
  costs: OrderQuantityCosts & { yieldStandardDeviation: number },
  arriving: number,
  standardDeviation: number,
): number {
  const { fixedCost, holdingCost, demandRate } = costs;
  requireNonNegative('fixedCost', fixedCost);
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('demandRate', demandRate);
  requireNonNegative('yieldStandardDeviation', costs.yieldStandardDeviation);
  const held = (arriving + standardDeviation ** 2 / arriving) / 2;
  return (fixedCost * demandRate) / arriving + holdingCost * held;
}
