import { meanOf } from '../projection/path-quantiles.ts';
import { noticedUplift } from './markdown.ts';
import {
  netRecoveryPerUnit,
  originDecision,
  type RemedyPlan,
  savingsPerPath,
  spreadOf,
  stepsOf,
  unsoldPerPath,
} from './remedy-plan.ts';
import type {
  RejectionReason,
  RemedyAlternative,
  RemedyInput,
  RemedyKind,
  RemedyStep,
} from './remedy-types.ts';
import type { RemedyValuation } from './remedy-valuation.ts';

/** A plan that was valued, told beside the one chosen. */
export function valuedAlternative(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
  options: { chosen: boolean; reason?: RejectionReason },
): RemedyAlternative {
  const steps = stepsOf(input, valuation, plan).map(({ step }) => step);
  const {
    expectedSavings: savings,
    savingsLow,
    savingsHigh,
  } = spreadOf(savingsPerPath(input, valuation, plan));
  const rejectedBecause = options.chosen ? undefined : (options.reason ?? reasonAgainst(input, savings));
  return {
    kind: steps.length === 1 ? steps[0]!.kind : 'MIX',
    steps,
    expectedSavings: savings,
    savingsLow,
    savingsHigh,
    unsoldUnits: meanOf(unsoldPerPath(valuation, plan)),
    ...markdownFigures(input, valuation, plan),
    ...liquidationFigures(input, plan),
    ...(rejectedBecause ? { rejectedBecause } : {}),
  };
}

/** A remedy that was not possible, so it has no value. */
export function impossibleAlternative(
  step: { kind: RemedyKind } & RemedyStep,
  rejectedBecause: RejectionReason,
): RemedyAlternative {
  return {
    kind: step.kind,
    steps: [step],
    expectedSavings: null,
    savingsLow: null,
    savingsHigh: null,
    unsoldUnits: null,
    rejectedBecause,
  };
}

function reasonAgainst(input: RemedyInput, savings: number): RejectionReason {
  if (savings <= 1e-9) return 'cost exceeds gain';
  return savings < input.rules.minSavings ? 'saves less than the minimum' : 'saves less than the plan';
}

/** How strongly a markdown draws customers and how much of the batch it clears; nothing for other plans. */
export function markdownFigures(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
): { demandUplift?: number; clearanceRate?: number } {
  if (plan.discountPct === 0) return {};
  const decision = originDecision(plan);
  const marked = valuation.batch.units - decision.removed;
  return {
    demandUplift: noticedUplift({
      discountPct: plan.discountPct,
      elasticity: input.elasticity.value,
      noticedShare: input.rules.markdownNoticedShare ?? 1,
    }),
    clearanceRate: marked === 0 ? 1 : valuation.origin(decision).batchSold / marked,
  };
}

/** What a liquidation brings after its handling; nothing for other plans. */
export function liquidationFigures(
  input: RemedyInput,
  plan: RemedyPlan,
): { netRecovery?: number; dispose?: true } {
  if (plan.liquidated === 0) return {};
  const perUnit = netRecoveryPerUnit(input);
  return { netRecovery: perUnit * plan.liquidated, ...(perUnit < 0 ? { dispose: true } : {}) };
}

/** Best first; what was not possible comes last, in the order it was looked at. */
export function rankAlternatives(alternatives: RemedyAlternative[]): RemedyAlternative[] {
  return alternatives
    .map((alternative, place) => ({ alternative, place }))
    .sort((a, b) => {
      const savingsA = a.alternative.expectedSavings ?? Number.NEGATIVE_INFINITY;
      const savingsB = b.alternative.expectedSavings ?? Number.NEGATIVE_INFINITY;
      return savingsA === savingsB ? a.place - b.place : savingsB - savingsA;
    })
    .map(({ alternative }) => alternative);
}
