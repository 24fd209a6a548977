import { isAtMost, type LotSizingHeuristicInput, planByCover } from './cover-heuristic.ts';
import type { LotSizingPlan } from './lot-sizing-plan.ts';

/**
 * Part-period balancing: each order takes the longest cover whose holding cost does not exceed the fixed cost
 * of one order. The plain rule, without looking ahead or back. An order starts at a period with demand. O(n).
 *
 * It never costs more than twice the optimum, since an optimal plan pays at least one fixed cost for each of
 * its covers. The last order of the horizon is often cut short, so a short horizon is its weak place.
 *
 * @param demand       units wanted in each period, at least 0 [d]
 * @param fixedCost    currency per order, at least 0 [K]
 * @param holdingCost  currency per unit at the end of a period, at least 0 [h]
 * @throws RangeError if a number is out of range
 * @see Bitran, Magnanti, Yanasse (1984), Approximation Methods for the Uncapacitated Dynamic Lot Size Problem,
 *      Management Science 30 (the bound)
 * @see DeMatteis (1968), An Economic Lot-Sizing Technique I: The Part-Period Algorithm, IBM Systems Journal 7
 * @example partPeriodBalancingPlan({ demand: [10, 62, 12, 130], fixedCost: 54, holdingCost: 0.4 }).orderQuantities
 * // [84, 0, 0, 130]: holding 62 one and 12 two periods costs 34.40, with 130 for three it would be 190.40
 */
export function partPeriodBalancingPlan(input: LotSizingHeuristicInput): LotSizingPlan {
  return planByCover(input, (longer) => isAtMost(longer.holdingCost, input.fixedCost));
}
