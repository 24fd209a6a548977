import { isAtMost, type LotSizingHeuristicInput, planByCover } from './cover-heuristic.ts';
import type { LotSizingPlan } from './lot-sizing-plan.ts';

/**
 * Least unit cost: each order covers one more period while fixed plus holding cost **per unit** ordered does
 * not rise; a tie extends the cover, so a period without demand always joins it. An order starts at a period
 * with demand. O(n).
 *
 * Large demands draw earlier ones into long covers, so it tends to cost more than Silver and Meal's rule.
 *
 * @param demand       units wanted in each period, at least 0 [d]
 * @param fixedCost    currency per order, at least 0 [K]
 * @param holdingCost  currency per unit at the end of a period, at least 0 [h]
 * @throws RangeError if a number is out of range
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., chapter 5
 * @example leastUnitCostPlan({ demand: [10, 62, 12, 130, 154], fixedCost: 54, holdingCost: 0.4 }).orderQuantities
 * // [84, 0, 0, 284, 0]
 */
export function leastUnitCostPlan(input: LotSizingHeuristicInput): LotSizingPlan {
  const { fixedCost } = input;
  return planByCover(input, (longer, shorter) =>
    isAtMost(
      (fixedCost + longer.holdingCost) / longer.units,
      (fixedCost + shorter.holdingCost) / shorter.units,
    ),
  );
}
