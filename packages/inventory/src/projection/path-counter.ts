import { type BatchTally, countPath, createBatchTally, tallySummary } from './batch-tally.ts';
import { requireWhole } from './daily-demand.ts';
import type { LocationRun } from './project-path.ts';
import type { PreparedLocation } from './projection-input.ts';
import { sampledQuantity } from './quantity-summary.ts';
import type { BatchSummary, StockSummary } from './summary-types.ts';

/** What is kept of the paths of one location: counts per batch, and the totals of each path. */
export interface PathCounter {
  sold: BatchTally;
  wasted: BatchTally;
  closing: BatchTally;
  soldAtMarkdown: Float64Array;
  transferred: Float64Array;
  liquidated: Float64Array;
  totals: Record<'sold' | 'wasted' | 'closing' | 'lostSales', Float64Array>;
  /** counts the path that was run last */
  count(path: number): void;
}

/** @throws RangeError when there is one path only: it has no standard error */
export function createPathCounter(run: LocationRun, most: Int32Array = run.opening): PathCounter {
  const { paths } = run.customers;
  requireWhole('paths', paths, 2);
  const sums = () => new Float64Array(most.length);
  const perPath = () => new Float64Array(paths);
  const counter: PathCounter = {
    sold: createBatchTally(most),
    wasted: createBatchTally(most),
    closing: createBatchTally(most),
    soldAtMarkdown: sums(),
    transferred: sums(),
    liquidated: sums(),
    totals: { sold: perPath(), wasted: perPath(), closing: perPath(), lostSales: perPath() },
    count(path) {
      const { sold, wasted } = run.shelf;
      countPath(counter.sold, sold);
      countPath(counter.wasted, wasted);
      countPath(counter.closing, run.closing);
      counter.totals.sold[path] = total(sold);
      counter.totals.wasted[path] = total(wasted);
      counter.totals.closing[path] = total(run.closing);
      counter.totals.lostSales[path] = run.unmet;
      if (run.markdowns.length > 0) add(counter.soldAtMarkdown, run.soldAtMarkdown);
      if (run.removals.length > 0) {
        add(counter.transferred, run.transferred);
        add(counter.liquidated, run.liquidated);
      }
    },
  };
  return counter;
}

export function countedSummary(
  counter: PathCounter,
  prepared: PreparedLocation,
  batchIds: string[],
  quantileProbabilities: number[],
): StockSummary {
  const { paths, days } = prepared.run.customers;
  const { totals } = counter;
  const batches = batchIds.map((batchId, index): BatchSummary => {
    const slot = prepared.slotOf[index]!;
    const summary = (tally: BatchTally) => tallySummary(tally, slot, paths, quantileProbabilities);
    return {
      batchId,
      sold: summary(counter.sold),
      wasted: summary(counter.wasted),
      closing: summary(counter.closing),
      soldAtMarkdown: counter.soldAtMarkdown[slot]! / paths,
      transferredUnits: counter.transferred[slot]! / paths,
      liquidatedUnits: counter.liquidated[slot]! / paths,
    };
  });
  const quantity = (values: Float64Array) => sampledQuantity(values, quantileProbabilities);
  const total = {
    sold: quantity(totals.sold),
    wasted: quantity(totals.wasted),
    closing: quantity(totals.closing),
    lostSales: quantity(totals.lostSales),
  };
  return { method: 'sampled', paths, days, batches, total };
}

function add(sums: Float64Array, values: Int32Array): void {
  for (let slot = 0; slot < sums.length; slot++) sums[slot]! += values[slot]!;
}

function total(values: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
