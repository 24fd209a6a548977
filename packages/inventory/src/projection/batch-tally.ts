import { type QuantitySummary, rankOf, sampledMoments } from './quantity-summary.ts';

/**
 * One quantity of every slot counted over paths, in memory that does not grow with the paths: sums, and a
 * histogram of at most `MOST_CELLS` cells a slot. Counting in another order gives the same bytes.
 */
export interface BatchTally {
  sums: Float64Array;
  squares: Float64Array;
  any: Uint32Array;
  cells: Uint32Array;
  /** where the histogram of each slot begins, and after the last one ends */
  starts: Uint32Array;
  /** units per cell of each slot; 1 where quantiles are exact */
  widths: Uint32Array;
}

/** A batch of fewer units has exact quantiles; those of a larger one are rounded down to 1/512 of it. */
const MOST_CELLS = 512;

/** @param most largest value of each slot */
export function createBatchTally(most: Int32Array): BatchTally {
  const slots = most.length;
  const widths = Uint32Array.from(most, (units) => Math.ceil((units + 1) / MOST_CELLS));
  const starts = new Uint32Array(slots + 1);
  for (let slot = 0; slot < slots; slot++) {
    starts[slot + 1] = starts[slot]! + Math.floor(most[slot]! / widths[slot]!) + 1;
  }
  return {
    sums: new Float64Array(slots),
    squares: new Float64Array(slots),
    any: new Uint32Array(slots),
    cells: new Uint32Array(starts[slots]!),
    starts,
    widths,
  };
}

/** Counts the values of one path. */
export function countPath(tally: BatchTally, values: Int32Array): void {
  const { sums, squares, any, cells, starts, widths } = tally;
  for (let slot = 0; slot < values.length; slot++) {
    const units = values[slot]!;
    const width = widths[slot]!;
    cells[starts[slot]! + (width === 1 ? units : Math.floor(units / width))]!++;
    if (units === 0) continue;
    sums[slot]! += units;
    squares[slot]! += units * units;
    any[slot]!++;
  }
}

export function tallySummary(
  tally: BatchTally,
  slot: number,
  paths: number,
  quantileProbabilities: number[],
): QuantitySummary {
  const sums = { sum: tally.sums[slot]!, squares: tally.squares[slot]!, any: tally.any[slot]!, paths };
  const start = tally.starts[slot]!;
  return {
    ...sampledMoments(sums),
    quantiles: quantileProbabilities.map((p) => {
      const rank = rankOf(p, paths);
      let cell = start;
      for (let below = tally.cells[cell]!; below < rank; below += tally.cells[cell]!) cell++;
      return (cell - start) * tally.widths[slot]!;
    }),
  };
}
