import { requireNonNegative, requirePositive } from '@granary/statistics';
import type { BackorderCosts } from './backorders.ts';
import type { OrderQuantity } from './economic-order-quantity.ts';

/** A supplier that fails and recovers; customers who find no stock leave. */
export interface DisruptionCosts extends Omit<BackorderCosts, 'stockoutCost'> {
  /** money per unit of demand lost, at least 0 [p] */
  stockoutCost: number;
  /** failures per time unit while the supplier works, at least 0 [λ] */
  disruptionRate: number;
  /** recoveries per time unit while it does not, greater than 0 [μ] */
  recoveryRate: number;
}

/**
 * Order quantity with the least cost when the supplier's working and failed times are exponential, orders
 * can only be placed while it works, demand is steady and sales during a stock-out are lost. Where losing all
 * sales (stockoutCost × demandRate) costs less than the cost returned, not to stock the item is cheaper.
 *
 * Exact: for a cost rate c the least of (cycle cost − c × cycle length) is found, and c is the cost rate of the
 * quantity found before, which falls to the optimum (Dinkelbach). That difference is concave up to one
 * quantity and convex beyond it, so its least point is a bisection away.
 *
 * @returns Q* in units and its cost per time unit; 0 where orders cost nothing and holding more than the sales lost
 *   without stock: order each unit as it is wanted, while the supplier works
 * @throws RangeError when the holding cost, the demand or the recovery rate is not greater than 0, or another cost
 *   or rate negative
 * @see Parlar, Berkin (1991), Future Supply Uncertainty in EOQ Models, with the correction of Berk,
 *   Arreola-Risa (1994); Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (9.5);
 *   Dinkelbach (1967), On Nonlinear Fractional Programming
 * @example economicOrderQuantityWithDisruptions({ fixedCost: 8, holdingCost: 0.225, stockoutCost: 5,
 *   demandRate: 1300, disruptionRate: 1.5, recoveryRate: 14 }) // { orderQuantity: 772.81, cost: 173.95 }
 */
export function economicOrderQuantityWithDisruptions(costs: DisruptionCosts): OrderQuantity {
  const start = approximateOrderQuantityWithDisruptions(costs).orderQuantity;
  const withoutStock = {
    orderQuantity: 0,
    cost: costs.stockoutCost * costs.demandRate * longRunFailed(costs),
  };
  if (start === 0) return withoutStock;
  const best = improved(costs, start);
  // With orders for free the cost has a limit at 0, which no quantity reaches.
  return costs.fixedCost === 0 && best.cost >= withoutStock.cost * (1 - 1e-12) ? withoutStock : best;
}

/**
 * Money per time unit when every order is `orderQuantity` units: cost of a cycle over its expected length,
 * (K + hQ²/2D + pDψ/μ) / (Q/D + ψ/μ), where ψ is the probability that the supplier has failed when the stock
 * reaches zero, λ/(λ+μ) × (1 − e^(−(λ+μ)Q/D)), for a demand rate D.
 *
 * @param plan.orderQuantity units per order, greater than 0 [Q]
 * @throws RangeError when the quantity, the demand or the recovery rate is not greater than 0, or another value negative
 * @see Snyder, Shen (2019), eq. (9.5)
 */
export function disruptionCost(plan: DisruptionCosts & { orderQuantity: number }): number {
  requirePlan(plan);
  return costPerTime(plan, failedAtReorder(plan));
}

/**
 * Order quantity from a closed form: ψ is taken at its value after a long cycle, λ/(λ+μ). Close when the
 * supplier fails or recovers several times within a cycle; the cost beside it is the approximate one, so
 * compare quantities with `disruptionCost`.
 *
 * @returns Q in units and its approximate cost per time unit, which is holdingCost × Q
 * @throws RangeError when the holding cost, the demand or the recovery rate is not greater than 0, or another cost
 *   or rate negative
 * @see Snyder (2014), A Tight Approximation for a Continuous-Review Inventory Model with Supplier
 *   Disruptions
 */
export function approximateOrderQuantityWithDisruptions(costs: DisruptionCosts): OrderQuantity {
  const { fixedCost, holdingCost, stockoutCost, demandRate, disruptionRate, recoveryRate } = costs;
  requireNonNegative('fixedCost', fixedCost);
  requirePositive('holdingCost', holdingCost);
  requireNonNegative('stockoutCost', stockoutCost);
  requirePositive('demandRate', demandRate);
  requireNonNegative('disruptionRate', disruptionRate);
  requirePositive('recoveryRate', recoveryRate);
  const waitUnits = (demandRate * longRunFailed(costs)) / recoveryRate;
  const orderQuantity =
    Math.sqrt(
      waitUnits ** 2 + (2 * (fixedCost * demandRate + stockoutCost * demandRate * waitUnits)) / holdingCost,
    ) - waitUnits;
  return {
    orderQuantity,
    cost: orderQuantity > 0 ? approximateDisruptionCost({ ...costs, orderQuantity }) : 0,
  };
}

/**
 * Approximate money per time unit of a given order quantity: as `disruptionCost` with ψ = λ/(λ+μ).
 *
 * @throws RangeError when the quantity, the demand or the recovery rate is not greater than 0, or another value negative
 * @see Snyder (2014), A Tight Approximation for a Continuous-Review Inventory Model with Supplier
 *   Disruptions
 */
export function approximateDisruptionCost(plan: DisruptionCosts & { orderQuantity: number }): number {
  requirePlan(plan);
  return costPerTime(plan, longRunFailed(plan));
}

/** Dinkelbach's iteration from a given quantity. */
function improved(costs: DisruptionCosts, start: number): OrderQuantity {
  let best = { orderQuantity: start, cost: disruptionCost({ ...costs, orderQuantity: start }) };
  for (;;) {
    const orderQuantity = cheapestAgainst(costs, best.cost);
    if (!(orderQuantity > 0)) return best;
    const cost = disruptionCost({ ...costs, orderQuantity });
    if (!(cost < best.cost)) return best;
    best = { orderQuantity, cost };
  }
}

/** @param failed probability that the supplier has failed when the stock reaches zero [ψ] */
function costPerTime(plan: DisruptionCosts & { orderQuantity: number }, failed: number): number {
  const { fixedCost, holdingCost, stockoutCost, demandRate, recoveryRate, orderQuantity } = plan;
  const sellingTime = orderQuantity / demandRate;
  const waitingTime = failed / recoveryRate;
  const cycleCost =
    fixedCost + (holdingCost * orderQuantity * sellingTime) / 2 + stockoutCost * demandRate * waitingTime;
  return cycleCost / (sellingTime + waitingTime);
}

function longRunFailed({ disruptionRate, recoveryRate }: DisruptionCosts): number {
  return disruptionRate / (disruptionRate + recoveryRate);
}

function failedAtReorder(plan: DisruptionCosts & { orderQuantity: number }): number {
  const { demandRate, disruptionRate, recoveryRate, orderQuantity } = plan;
  const decay = (disruptionRate + recoveryRate) / demandRate;
  return -longRunFailed(plan) * Math.expm1(-decay * orderQuantity);
}

/**
 * The quantity where (cycle cost − costRate × cycle length) is least. Its slope is
 * hQ/D − c/D + (pD − c) λ/(μD) e^(−aQ) with a = (λ+μ)/D; it rises beyond the bend of the function.
 * It falls at the bend, since the function is the fixed cost at 0 and 0 at the quantity that costs this rate.
 */
function cheapestAgainst(costs: DisruptionCosts, costRate: number): number {
  const { holdingCost, stockoutCost, demandRate, disruptionRate, recoveryRate } = costs;
  const decay = (disruptionRate + recoveryRate) / demandRate;
  const weight = ((stockoutCost * demandRate - costRate) * disruptionRate) / recoveryRate;
  const slope = (quantity: number) =>
    holdingCost * quantity - costRate + weight * Math.exp(-decay * quantity);
  let low = weight > 0 ? Math.max(0, Math.log((weight * decay) / holdingCost) / decay) : 0;
  // Beyond this quantity holding alone outweighs the cost rate, and what a smaller weight takes from it.
  let high = low + (costRate + Math.abs(weight)) / holdingCost;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
}

function requirePlan(plan: DisruptionCosts & { orderQuantity: number }): void {
  requireNonNegative('fixedCost', plan.fixedCost);
  requireNonNegative('holdingCost', plan.holdingCost);
  requireNonNegative('stockoutCost', plan.stockoutCost);
  requirePositive('demandRate', plan.demandRate);
  requireNonNegative('disruptionRate', plan.disruptionRate);
  requirePositive('recoveryRate', plan.recoveryRate);
  requirePositive('orderQuantity', plan.orderQuantity);
}
