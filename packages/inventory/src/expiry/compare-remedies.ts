import { bestPlan, type CandidatePlan } from './best-plan.ts';
import { discountGrid, markdownBarrier } from './markdown.ts';
import { impossibleAlternative, rankAlternatives, valuedAlternative } from './remedy-alternatives.ts';
import { DO_NOTHING, planKey } from './remedy-plan.ts';
import { report } from './remedy-report.ts';
import { checkRemedyInput } from './remedy-rules.ts';
import type { RemedyAlternative, RemedyComparison, RemedyInput } from './remedy-types.ts';
import { type RemedyValuation, valueRemedies } from './remedy-valuation.ts';
import { transferBarrier } from './transfer.ts';

/**
 * What to do about one batch at risk: nothing, a discount from the allowed grid, transfers, a
 * liquidation, or transfers with a markdown or liquidation of the rest. Each is valued by projecting
 * origin and destinations again on the same random numbers (`valueRemedies` states the value of one
 * path); expected savings are the mean difference to doing nothing.
 *
 * Doubt about demand is in the paths; doubt about the elasticity is spread over the paths of a
 * markdown (`elasticityOfPath`), so at least 10 paths are needed to see it.
 *
 * A batch whose risk score reaches `highRiskScore` always gets a proposal. If no remedy saves
 * `minSavings`, it is the liquidation that saves most, and if none saves anything, the disposal of what
 * is left on its last day, worth 0.
 *
 * Money is in major units, unrounded: round at the border. The answer is JSON-safe and depends on the
 * input alone.
 *
 * @throws RangeError naming the parameter: an unknown batch, demand that ends before the batch does,
 *   or demand paths that do not match
 */
export function compareRemedies(input: RemedyInput): RemedyComparison {
  checkRemedyInput(input);
  const valuation = valueRemedies(input);
  const considered: RemedyAlternative[] = [];
  const { batch } = valuation;
  if (batch.sellableDays < 1 || batch.units === 0) return expiredBatch(input, valuation);

  const destinations: number[] = [];
  input.destinations.forEach(({ storeId }, destination) => {
    const barrier = transferBarrier(input, valuation, destination);
    if (barrier)
      considered.push(impossibleAlternative({ kind: 'TRANSFER', qty: 0, toStoreId: storeId }, barrier));
    else destinations.push(destination);
  });
  const discounts: number[] = [];
  for (const discountPct of discountGrid(input.rules)) {
    const barrier = markdownBarrier(input, discountPct);
    const step = { kind: 'MARKDOWN', qty: batch.units, discountPct } as const;
    if (barrier) considered.push(impossibleAlternative(step, barrier));
    else discounts.push(discountPct);
  }

  const { chosen, candidates } = bestPlan(input, valuation, { destinations, discounts });
  const order: CandidatePlan[] = [{ plan: chosen }, ...candidates];
  const seen = new Set([planKey(DO_NOTHING)]);
  for (const { plan, reason } of order) {
    if (seen.has(planKey(plan))) continue;
    seen.add(planKey(plan));
    considered.push(valuedAlternative(input, valuation, plan, { chosen: plan === chosen, reason }));
  }
  return report(input, valuation, chosen, rankAlternatives(considered));
}

function expiredBatch(input: RemedyInput, valuation: RemedyValuation): RemedyComparison {
  const reason = 'past its last sellable day';
  const { units } = valuation.batch;
  const alternatives =
    units === 0
      ? []
      : [
          ...input.destinations.map(({ storeId }) =>
            impossibleAlternative({ kind: 'TRANSFER', qty: 0, toStoreId: storeId }, reason),
          ),
          impossibleAlternative({ kind: 'MARKDOWN', qty: units }, reason),
        ];
  return report(input, valuation, DO_NOTHING, alternatives);
}
