import { isAtMost, type LotSizingHeuristicInput, planByCover } from './cover-heuristic.ts';
import type { LotSizingPlan } from './lot-sizing-plan.ts';

/**
 * Silver and Meal's heuristic: each order covers one more period while fixed plus holding cost **per period**
 * covered does not rise; a tie extends the cover. An order starts at a period with demand; periods without
 * demand inside the cover count as periods. O(n).
 *
 * It looks no further than the first rise, so the plan may cost more than `wagnerWhitinPlan`'s: little where
 * demand is steady, much where it falls fast or is zero in many periods.
 *
 * @param demand       units wanted in each period, at least 0 [d]
 * @param fixedCost    currency per order, at least 0 [K]
 * @param holdingCost  currency per unit at the end of a period, at least 0 [h]
 * @throws RangeError if a number is out of range
 * @see Silver, Meal (1973), A Heuristic for Selecting Lot Size Quantities …, Production and Inventory
 *      Management 14; Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains,
 *      4th ed., chapter 5
 * @example silverMealPlan({ demand: [10, 62, 12, 130], fixedCost: 54, holdingCost: 0.4 }).orderQuantities
 * // [84, 0, 0, 130]
 */
export function silverMealPlan(input: LotSizingHeuristicInput): LotSizingPlan {
  const { fixedCost } = input;
  return planByCover(input, (longer, shorter) =>
    isAtMost(
      (fixedCost + longer.holdingCost) / longer.periods,
      (fixedCost + shorter.holdingCost) / shorter.periods,
    ),
  );
}
