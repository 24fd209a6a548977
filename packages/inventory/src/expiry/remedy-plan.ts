import { meanOf, quantilesOf } from '../projection/path-quantiles.ts';
import type { RemedyInput, RemedyStep } from './remedy-types.ts';
import type { OriginDecision, RemedyValuation } from './remedy-valuation.ts';

export interface PlannedTransfer {
  /** position in `input.destinations` */
  destination: number;
  units: number;
}

/** A combination of remedies for the batch: transfers, then one markdown or one liquidation of the rest. */
export interface RemedyPlan {
  transfers: PlannedTransfer[];
  liquidated: number;
  /** percent; 0: no markdown */
  discountPct: number;
  /** first day of the markdown; 1 when there is none */
  markdownFromDay: number;
}

export const DO_NOTHING: RemedyPlan = { transfers: [], liquidated: 0, discountPct: 0, markdownFromDay: 1 };

export function transferredUnits(plan: RemedyPlan): number {
  let units = 0;
  for (const transfer of plan.transfers) units += transfer.units;
  return units;
}

export function originDecision(plan: RemedyPlan): OriginDecision {
  const { liquidated, discountPct, markdownFromDay } = plan;
  return { removed: transferredUnits(plan) + liquidated, discountPct, markdownFromDay };
}

/** What a liquidator pays for one unit less what handing it over costs; negative: it costs money to be rid of it. */
export function netRecoveryPerUnit({ origin, rules }: RemedyInput): number {
  return rules.liquidationRecoveryShareOfCost * origin.unitCost - rules.liquidationHandlingPerUnit;
}

export function transferCost(input: RemedyInput, transfer: PlannedTransfer): number {
  const { costPerUnit, fixedCost } = input.destinations[transfer.destination]!.lane;
  return fixedCost + costPerUnit * transfer.units;
}

/** Expected savings of a plan against doing nothing, over the origin and its destinations. */
export function expectedSavings(input: RemedyInput, valuation: RemedyValuation, plan: RemedyPlan): number {
  let savings = plan.liquidated * netRecoveryPerUnit(input);
  savings +=
    valuation.origin(originDecision(plan)).meanNet - valuation.origin(originDecision(DO_NOTHING)).meanNet;
  for (const transfer of plan.transfers) {
    const { destination, units } = transfer;
    savings +=
      valuation.destination(destination, units).meanNet - valuation.destination(destination, 0).meanNet;
    savings -= transferCost(input, transfer);
  }
  return savings;
}

/** The same per path, on common random numbers. */
export function savingsPerPath(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
): Float64Array {
  const savings = new Float64Array(valuation.paths);
  const addDifference = (after: Float64Array, before: Float64Array, cost: number) => {
    for (let path = 0; path < savings.length; path++) savings[path]! += after[path]! - before[path]! - cost;
  };
  const before = valuation.origin(originDecision(DO_NOTHING));
  addDifference(
    valuation.origin(originDecision(plan)).net,
    before.net,
    -plan.liquidated * netRecoveryPerUnit(input),
  );
  for (const transfer of plan.transfers) {
    const { destination, units } = transfer;
    addDifference(
      valuation.destination(destination, units).net,
      valuation.destination(destination, 0).net,
      transferCost(input, transfer),
    );
  }
  return savings;
}

/** Units of the batch wasted per path, at the origin and where the plan moves it. */
export function unsoldPerPath(valuation: RemedyValuation, plan: RemedyPlan): Int32Array {
  const unsold = Int32Array.from(valuation.origin(originDecision(plan)).batchWasted);
  for (const { destination, units } of plan.transfers) {
    const wasted = valuation.destination(destination, units).batchWasted;
    for (let path = 0; path < unsold.length; path++) unsold[path]! += wasted[path]!;
  }
  return unsold;
}

/** The plan cut into its steps, each with the plan up to and including it. */
export function stepsOf(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
): { step: RemedyStep; upTo: RemedyPlan }[] {
  const steps: { step: RemedyStep; upTo: RemedyPlan }[] = plan.transfers.map((transfer, i) => ({
    step: {
      kind: 'TRANSFER',
      qty: transfer.units,
      toStoreId: input.destinations[transfer.destination]!.storeId,
    },
    upTo: { ...DO_NOTHING, transfers: plan.transfers.slice(0, i + 1) },
  }));
  const rest = valuation.batch.units - transferredUnits(plan);
  if (plan.discountPct > 0) {
    steps.push({
      step: { kind: 'MARKDOWN', qty: rest, discountPct: plan.discountPct, startDay: plan.markdownFromDay },
      upTo: plan,
    });
  }
  if (plan.liquidated > 0) steps.push({ step: { kind: 'LIQUIDATE', qty: plan.liquidated }, upTo: plan });
  return steps;
}

export interface SavingsSpread {
  expectedSavings: number;
  savingsLow: number;
  savingsHigh: number;
  probabilityOfGain: number;
}

export function spreadOf(savings: Float64Array): SavingsSpread {
  let gains = 0;
  // Sums of money carry rounding noise; a gain below a millionth is none.
  for (let path = 0; path < savings.length; path++) if (savings[path]! > 1e-6) gains++;
  const [savingsLow, savingsHigh] = quantilesOf(savings, [0.1, 0.9]);
  return {
    expectedSavings: meanOf(savings),
    savingsLow: savingsLow!,
    savingsHigh: savingsHigh!,
    probabilityOfGain: gains / savings.length,
  };
}

/** Identity of a plan, whatever the order of its transfers. */
export function planKey(plan: RemedyPlan): string {
  const transfers = plan.transfers.map(({ destination, units }) => `${destination}:${units}`).sort();
  return `${transfers.join(',')} ${plan.liquidated} ${plan.discountPct} ${plan.markdownFromDay}`;
}

/** The better of two plans; on a tie the one with fewer steps. */
export function betterPlan(
  input: RemedyInput,
  valuation: RemedyValuation,
  a: RemedyPlan,
  b: RemedyPlan,
): RemedyPlan {
  const difference = expectedSavings(input, valuation, b) - expectedSavings(input, valuation, a);
  if (Math.abs(difference) > 1e-9) return difference > 0 ? b : a;
  return stepsOf(input, valuation, b).length < stepsOf(input, valuation, a).length ? b : a;
}
