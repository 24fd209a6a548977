import { meanOf, quantilesOf } from '../projection/path-quantiles.ts';
import { riskScore } from './batch-risk.ts';
import { liquidationFigures, markdownFigures } from './remedy-alternatives.ts';
import {
  DO_NOTHING,
  expectedSavings,
  originDecision,
  type RemedyPlan,
  savingsPerPath,
  spreadOf,
  stepsOf,
  unsoldPerPath,
} from './remedy-plan.ts';
import type {
  ProposedAction,
  RemedyAlternative,
  RemedyComparison,
  RemedyInput,
  RemedySummary,
  StockBand,
} from './remedy-types.ts';
import type { RemedyValuation } from './remedy-valuation.ts';
import { savingsTerms } from './savings-terms.ts';

/** The answer of `compareRemedies` for the plan it settled on. */
export function report(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
  alternatives: RemedyAlternative[],
): RemedyComparison {
  const actions = proposedActions(input, valuation, plan);
  if (actions.length === 0 && isHighRisk(input, valuation)) actions.push(disposal(input, valuation));
  return {
    plan: actions,
    ...spreadOf(savingsPerPath(input, valuation, plan)),
    terms: savingsTerms(input, valuation, plan),
    alternatives,
    doNothing: summary(valuation, DO_NOTHING, plan, 0),
    withPlan: summary(valuation, plan, plan, expectedSavings(input, valuation, plan)),
    stockBands: { doNothing: stockBand(valuation, DO_NOTHING), withPlan: stockBand(valuation, plan) },
  };
}

/** Each step with what it adds to the steps before it. */
function proposedActions(input: RemedyInput, valuation: RemedyValuation, plan: RemedyPlan): ProposedAction[] {
  let before: Float64Array = new Float64Array(valuation.paths);
  return stepsOf(input, valuation, plan).map(({ step, upTo }) => {
    const after = savingsPerPath(input, valuation, upTo);
    const share = after.map((savings, path) => savings - before[path]!);
    before = after;
    const lane = input.destinations.find(({ storeId }) => storeId === step.toStoreId)?.lane;
    const endDay = {
      TRANSFER: 1 + (lane?.leadTimeDays ?? 0),
      MARKDOWN: valuation.batch.sellableDays,
      LIQUIDATE: 1,
    };
    return {
      ...step,
      startDay: step.startDay ?? 1,
      endDay: endDay[step.kind],
      ...spreadOf(share),
      ...(step.kind === 'MARKDOWN' ? markdownFigures(input, valuation, upTo) : {}),
      ...(step.kind === 'LIQUIDATE' ? liquidationFigures(input, upTo) : {}),
    };
  });
}

/** Nothing can be recovered: what is left on the last day is written off, which costs the same anyway. */
function disposal(input: RemedyInput, valuation: RemedyValuation): ProposedAction {
  const day = Math.max(1, valuation.batch.sellableDays);
  const units = meanOf(unsoldPerPath(valuation, DO_NOTHING));
  const qty = Math.max(1, Math.round(units));
  return {
    kind: 'LIQUIDATE',
    qty,
    startDay: day,
    endDay: day,
    expectedSavings: 0,
    savingsLow: 0,
    savingsHigh: 0,
    probabilityOfGain: 0,
    netRecovery: 0 - qty * input.rules.disposalCostPerUnit,
    dispose: true,
  };
}
function wasteProbability(unsold: Int32Array): number {
  let wasting = 0;
  for (let path = 0; path < unsold.length; path++) if (unsold[path]! > 0) wasting++;
  return wasting / unsold.length;
}

/** `scope` is the plan whose destinations count, so that both summaries value the same stores. */
function summary(
  valuation: RemedyValuation,
  plan: RemedyPlan,
  scope: RemedyPlan,
  savings: number,
): RemedySummary {
  const unsold = unsoldPerPath(valuation, plan);
  const [low, high] = quantilesOf(unsold, [0.1, 0.9]);
  let netValue = valuation.origin(originDecision(DO_NOTHING)).meanNet + savings;
  for (const { destination } of scope.transfers) netValue += valuation.destination(destination, 0).meanNet;
  return {
    unsoldUnits: { mean: meanOf(unsold), low: low!, high: high! },
    wasteProbability: wasteProbability(unsold),
    netValue,
  };
}

function stockBand(valuation: RemedyValuation, plan: RemedyPlan): StockBand {
  const { paths, batch, baseDemand } = valuation;
  const units = valuation.batchPerDay(originDecision(plan));
  const band: StockBand = { low: [], median: [], high: [] };
  const today = new Int32Array(paths);
  for (let day = 0; day < batch.sellableDays; day++) {
    for (let path = 0; path < paths; path++) today[path] = units[path * baseDemand.days + day]!;
    const [low, median, high] = quantilesOf(today, [0.1, 0.5, 0.9]);
    band.low.push(low!);
    band.median.push(median!);
    band.high.push(high!);
  }
  return band;
}

/** True when the batch, left alone, reaches the score at which a proposal is due. */
export function isHighRisk(input: RemedyInput, valuation: RemedyValuation): boolean {
  const unsold = unsoldPerPath(valuation, DO_NOTHING);
  return riskScore(wasteProbability(unsold)) >= (input.rules.highRiskScore ?? 70) && meanOf(unsold) > 0;
}
