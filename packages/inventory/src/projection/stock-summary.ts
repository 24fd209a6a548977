import { requireWhole } from './daily-demand.ts';
import { endsAsWaste, exactOutcome, whySampled } from './exact-projection.ts';
import { countedSummary, createPathCounter } from './path-counter.ts';
import { projectPath } from './project-path.ts';
import { type PreparedLocation, prepareLocation } from './projection-input.ts';
import { certainQuantity, exactQuantity } from './quantity-summary.ts';
import type { StockInput } from './stock-types.ts';
import type { BatchSummary, StockSummary } from './summary-types.ts';

export interface SummaryOptions {
  /**
   * `auto`, the default: exact where demand is given as daily distributions, no decision acts along paths, and
   * the joint stock has at most `mostStates`, gone through in at most `mostTransitions`; else sampled.
   */
  method?: 'auto' | 'exact' | 'sampled';
  /** product of (units + 1) over batches that the exact method may take on, default 1,000,000: 8 MB */
  mostStates?: number;
  /** changes of state it may go through, default 20,000,000: about a tenth of a second */
  mostTransitions?: number;
  /** default 0.1, 0.5, 0.9 */
  quantileProbabilities?: number[];
}

/**
 * Distributions of what becomes of the stock of one location: sales, waste, lost sales and closing stock, per
 * batch and in total. The model is that of `projectStock`, the memory is not: paths are counted one by one and
 * forgotten.
 *
 * A sampled probability of 0 is not a proof: with n paths the true one may reach 3/n (rule of three, 95 %).
 *
 * @throws RangeError naming the parameter; also when `method` is exact and the input cannot be
 * @example summariseStock({ batches: [{ batchId: 'a', units: 5, sellableDays: 2 }], demand: { daily: [[0, 1], [0, 1]] },
 *   freshestFirstShare: 0, seed: 1 }).batches[0].wasted.mean // 3, exact
 */
export function summariseStock(input: StockInput & SummaryOptions): StockSummary {
  const prepared = prepareLocation(input);
  const batchIds = input.batches.map(({ batchId }) => batchId);
  const options = summaryOptions(input);
  if (options.method === 'sampled') return sampledSummary(prepared, batchIds, options);
  const reason = whySampled(prepared.run);
  const exact = reason ? undefined : exactSummary(prepared, batchIds, input.freshestFirstShare, options);
  if (exact) return exact;
  const why = reason ?? 'the joint stock has too many states';
  if (options.method === 'exact') throw new RangeError(`method is exact; it must be auto or sampled: ${why}`);
  return { ...sampledSummary(prepared, batchIds, options), whySampled: why };
}

/** @throws RangeError naming the option */
export function summaryOptions(options: SummaryOptions): Required<SummaryOptions> {
  const { method = 'auto', mostStates = 1_000_000, mostTransitions = 20_000_000 } = options;
  const { quantileProbabilities = [0.1, 0.5, 0.9] } = options;
  if (!['auto', 'exact', 'sampled'].includes(method)) {
    throw new RangeError(`method is ${method}; it must be auto, exact or sampled`);
  }
  requireWhole('mostStates', mostStates, 1);
  requireWhole('mostTransitions', mostTransitions, 0);
  quantileProbabilities.forEach((p, index) => {
    if (!(p >= 0 && p <= 1)) {
      throw new RangeError(`quantileProbabilities[${index}] is ${p}; it must lie between 0 and 1`);
    }
  });
  return { method, mostStates, mostTransitions, quantileProbabilities };
}

function sampledSummary(
  prepared: PreparedLocation,
  batchIds: string[],
  options: Required<SummaryOptions>,
): StockSummary {
  const { run } = prepared;
  const { paths, days } = run.customers;
  const counter = createPathCounter(run);
  const locations = [run];
  for (let path = 0; path < paths; path++) {
    projectPath(locations, days, path);
    counter.count(path);
  }
  return countedSummary(counter, prepared, batchIds, options.quantileProbabilities);
}

function exactSummary(
  prepared: PreparedLocation,
  batchIds: string[],
  freshestFirstShare: number,
  { quantileProbabilities, ...limits }: Required<SummaryOptions>,
): StockSummary | undefined {
  const { run, slotOf } = prepared;
  const outcome = exactOutcome(run, freshestFirstShare, limits);
  if (!outcome) return undefined;
  const quantity = (probabilities: Float64Array) => exactQuantity(probabilities, quantileProbabilities);
  const none = certainQuantity(0, quantileProbabilities);
  const batches = batchIds.map((batchId, index): BatchSummary => {
    const slot = slotOf[index]!;
    const unsold = quantity(outcome.unsold[slot]!);
    const isWaste = endsAsWaste(run, slot);
    const removals = run.removals.filter((removal) => removal.slot === slot);
    const held = outcome.unsold[slot]!.length - 1;
    const removed = run.opening[slot]! - held;
    const planned = removals.filter(({ day }) => day === run.arrivalDay[slot]);
    const liquidated = planned.reduce(
      (sum, { kind, units }) => sum + (kind === 'liquidation' ? units : 0),
      0,
    );
    return {
      batchId,
      sold: quantity(Float64Array.from(outcome.unsold[slot]!).reverse()),
      wasted: isWaste ? unsold : none,
      closing: isWaste ? none : unsold,
      soldAtMarkdown: 0,
      transferredUnits: removed === 0 ? 0 : removed - liquidated,
      liquidatedUnits: removed === 0 ? 0 : liquidated,
    };
  });
  return {
    method: 'exact',
    paths: 0,
    days: run.customers.days,
    batches,
    total: {
      sold: quantity(outcome.totalSold),
      wasted: quantity(outcome.totalWasted),
      closing: quantity(outcome.totalClosing),
      lostSales: { mean: outcome.expectedLostSales, standardError: 0 },
    },
  };
}
