import { type Distribution, requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';
import { requireComparableCosts } from '../safety-stock/cost-ratio.ts';

/** Costs of a stock that is watched all the time and reordered in equal quantities, and its demand. */
export interface ReorderPointCosts {
  /** money per unit on hand and time unit, greater than 0 [h] */
  holdingCost: number;
  /** money per unit backordered and time unit, greater than 0 [p] */
  stockoutCost: number;
  /** money per order, at least 0 [K] */
  fixedCost: number;
  /** expected units per time unit, greater than 0 [λ] */
  demandRate: number;
}

/** Costs with the demand over the lead time, of any distribution. */
export interface ReorderPointProblem extends ReorderPointCosts {
  /** demand between placing an order and its receipt; without spread for no lead time */
  leadTimeDemand: Distribution;
}

/** A reorder point and a quantity, with what they cost. */
export interface ReorderPointPlan {
  /** order when stock on hand and on order, less backorders, falls to this many units; may be negative [r] */
  reorderPoint: number;
  /** units per order [Q] */
  orderQuantity: number;
  /** expected money per time unit [g(r, Q)] */
  cost: number;
}

/**
 * Expected cost per time unit of ordering Q whenever the position falls to r, exactly: (Kλ + ∫ g(y) dy)/Q over
 * r..r+Q, or the sum over r+1..r+Q for whole units, where g(y) = h n̄(y) + p n(y) is the newsvendor cost of
 * demand over the lead time. The position is spread evenly over that range when demand comes in single units
 * (Poisson) or steadily (normal); where customers take many units at a time the reorder point is passed, and
 * the cost is higher. Constant time: the integral is a difference of second loss functions, which keeps fewer than
 * 10 digits where Q is less than a millionth of the deviation.
 *
 * @throws RangeError when a cost is negative, rate or quantity not greater than 0, r not finite; for whole
 *   units also when r or Q is not whole
 * @see Hadley, Whitin (1963), Analysis of Inventory Systems, chapter 4; Snyder, Shen (2019),
 *   Fundamentals of Supply Chain Theory, 2nd ed., eq. (5.7) and (5.48)
 * @example reorderPointCost({ reorderPoint: 3, orderQuantity: 5, holdingCost: 20, stockoutCost: 150, fixedCost:
 *   100, demandRate: 1.5, leadTimeDemand: poisson.distribution({ mean: 3 }) }) // 107.92
 */
export function reorderPointCost(
  options: ReorderPointProblem & { reorderPoint: number; orderQuantity: number },
): number {
  const { holdingCost, stockoutCost, fixedCost, demandRate, leadTimeDemand } = options;
  const { reorderPoint, orderQuantity } = options;
  requireNonNegative('holdingCost', holdingCost);
  requireNonNegative('stockoutCost', stockoutCost);
  requireNonNegative('fixedCost', fixedCost);
  requirePositive('demandRate', demandRate);
  requireFinite('reorderPoint', reorderPoint);
  requirePositive('orderQuantity', orderQuantity);
  const wholeUnits = leadTimeDemand.support === 'counts';
  if (wholeUnits) {
    requireWholeUnits('reorderPoint', reorderPoint);
    requireWholeUnits('orderQuantity', orderQuantity);
  }
  const middle = reorderPoint + (orderQuantity + (wholeUnits ? 1 : 0)) / 2;
  return (fixedCost * demandRate) / orderQuantity + averageStockCost(options, middle);
}

/**
 * g(y) averaged over the positions: h(y − mean) + (h + p) n(y), or p(mean − y) + (h + p) n̄(y), which is the same.
 * The one is taken in which nothing cancels.
 */
function averageStockCost(
  options: ReorderPointProblem & { reorderPoint: number; orderQuantity: number },
  middle: number,
): number {
  const { holdingCost, stockoutCost, leadTimeDemand, reorderPoint, orderQuantity } = options;
  const both = holdingCost + stockoutCost;
  const highest = reorderPoint + orderQuantity;
  const excess = middle - leadTimeDemand.mean;
  if (excess >= 0) {
    const backorders = leadTimeDemand.secondLoss(reorderPoint) - leadTimeDemand.secondLoss(highest);
    return holdingCost * excess + (both * backorders) / orderQuantity;
  }
  const onHand =
    leadTimeDemand.complementarySecondLoss(highest) - leadTimeDemand.complementarySecondLoss(reorderPoint);
  return stockoutCost * -excess + (both * onHand) / orderQuantity;
}

/** @throws RangeError naming the first cost or rate out of range; a plan needs them all greater than 0, K at least 0 */
export function requireReorderPointCosts(costs: ReorderPointCosts): void {
  requireComparableCosts(costs);
  requireNonNegative('fixedCost', costs.fixedCost);
  requirePositive('demandRate', costs.demandRate);
}

function requireWholeUnits(name: string, value: number): void {
  if (!Number.isInteger(value)) {
    throw new RangeError(`${name} is ${value}; it must be a whole number for demand in whole units`);
  }
}
