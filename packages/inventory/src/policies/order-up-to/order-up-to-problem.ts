import { type Distribution, requireNonNegative, requirePositive } from '@granary/statistics';
import { requireComparableCosts } from '../safety-stock/cost-ratio.ts';

/**
 * Costs and demand of a stock in whole units that is reviewed every period and ordered up to S when its
 * position is at or below s. Unmet demand waits; costs are charged on the stock at the end of a period.
 */
export interface OrderUpToProblem {
  /** money per unit on hand at the end of a period, greater than 0 [h] */
  holdingCost: number;
  /** money per unit backordered at the end of a period, greater than 0 [p] */
  stockoutCost: number;
  /** money per order, at least 0 [K] */
  fixedCost: number;
  /** demand of one period in whole units, independent from period to period, of any distribution of counts */
  demand: Distribution;
  /**
   * demand over lead time plus one period, L + 1 in all, when orders take time; the demand of one period if
   * left out: an order arrives before the period's customers
   */
  protectionDemand?: Distribution;
}

/** Levels and what they cost. */
export interface OrderUpToPlan {
  /** order when the position is at or below this many units; may be negative [s] */
  reorderPoint: number;
  /** order up to this many units [S] */
  orderUpToLevel: number;
  /** expected money per period [c(s, S)] */
  cost: number;
}

/** @throws RangeError when a cost is out of range, demand not in whole units, or always 0 */
export function requireOrderUpToProblem(problem: OrderUpToProblem): void {
  requireComparableCosts(problem);
  requireNonNegative('fixedCost', problem.fixedCost);
  requireCounts('demand', problem.demand);
  if (problem.protectionDemand) requireCounts('protectionDemand', problem.protectionDemand);
}

function requireCounts(name: string, { support, mean }: Distribution): void {
  if (support !== 'counts') {
    throw new RangeError(`${name} has ${support} support; it must be a distribution of counts`);
  }
  requirePositive(`mean of ${name}`, mean);
}
