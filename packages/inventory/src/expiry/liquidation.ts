import { largestAt } from './concave-search.ts';
import {
  DO_NOTHING,
  expectedSavings,
  type PlannedTransfer,
  type RemedyPlan,
  transferredUnits,
} from './remedy-plan.ts';
import type { RemedyInput } from './remedy-types.ts';
import type { RemedyValuation } from './remedy-valuation.ts';

/**
 * The quantity, at least 1, that is best sold to a liquidator on the first day besides the given
 * transfers: the units that would hardly sell go, those that sell surely stay.
 */
export function bestLiquidation(
  input: RemedyInput,
  valuation: RemedyValuation,
  transfers: PlannedTransfer[],
): { plan: RemedyPlan; savings: number } | undefined {
  const bare: RemedyPlan = { ...DO_NOTHING, transfers };
  const rest = valuation.batch.units - transferredUnits(bare);
  if (rest < 1) return undefined;
  const best = largestAt(rest - 1, (step) =>
    expectedSavings(input, valuation, { ...bare, liquidated: step + 1 }),
  );
  return { plan: { ...bare, liquidated: best.step + 1 }, savings: best.value };
}
