/** A table of features as small whole numbers, which is all that histogram trees read of them. */
export interface BinnedFeatures {
  rows: number;
  features: number;
  /** row after row: `bins[row * features + feature]`; bin 0 is a missing value */
  bins: Uint8Array;
  binning: Binning;
}

/** Where the bins of each feature end; a forecast is binned as the training rows were. */
export interface Binning {
  /**
   * per feature, ascending: a value is in bin 1 up to and including the first cut, in bin 2 up to the second,
   * and so on; above the last cut it is in bin `cuts.length + 1`
   */
  cuts: readonly Float64Array[];
}

/** Bins for values, besides the one for missing values. */
export const MOST_BINS = 255;
/** Cut points are quantiles of at most this many rows, evenly spread over the table. */
const ROWS_READ = 20_000;

/**
 * Chooses cut points by quantiles, so that bins hold about equally many rows: monotone transforms of a feature
 * change nothing. A feature with no more distinct values than bins keeps each value apart.
 *
 * @param options.columns  one array per feature, all of one length; NaN is missing
 * @param options.mostBins 2 to 255
 * @see Ke, Meng, Finley and others (2017), LightGBM: A Highly Efficient Gradient Boosting Decision Tree, section 2.1
 */
export function chooseBinning(options: { columns: readonly Float64Array[]; mostBins: number }): Binning {
  const { columns, mostBins } = options;
  return { cuts: columns.map((column) => cutPoints(column, mostBins)) };
}

/** @returns the columns in the bins of `binning`, row after row */
export function binFeatures(columns: readonly Float64Array[], binning: Binning): BinnedFeatures {
  const features = columns.length;
  const rows = features === 0 ? 0 : columns[0]!.length;
  const bins = new Uint8Array(rows * features);
  for (let feature = 0; feature < features; feature++) {
    binColumn(columns[feature]!, binning.cuts[feature]!, bins, feature, features);
  }
  return { rows, features, bins, binning };
}

/** @returns the given rows of a table, in that order */
export function takeRows(table: BinnedFeatures, rows: readonly number[]): BinnedFeatures {
  const { features, binning } = table;
  const bins = new Uint8Array(rows.length * features);
  rows.forEach((row, at) => {
    bins.set(table.bins.subarray(row * features, (row + 1) * features), at * features);
  });
  return { rows: rows.length, features, bins, binning };
}

function binColumn(
  column: Float64Array,
  cuts: Float64Array,
  bins: Uint8Array,
  feature: number,
  features: number,
): void {
  const count = cuts.length;
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    if (Number.isNaN(value)) continue;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= cuts[middle]!) high = middle;
      else low = middle + 1;
    }
    bins[row * features + feature] = low + 1;
  }
}

function cutPoints(column: Float64Array, mostBins: number): Float64Array {
  const step = Math.max(1, Math.floor(column.length / ROWS_READ));
  const sample = new Float64Array(Math.ceil(column.length / step));
  let known = 0;
  for (let row = 0; row < column.length; row += step) {
    if (!Number.isNaN(column[row]!)) sample[known++] = column[row]!;
  }
  const sorted = sample.subarray(0, known).sort();
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  if (distinct.length <= mostBins) return between(distinct);
  const cuts: number[] = [];
  for (let bin = 1; bin < mostBins; bin++) {
    const place = Math.floor((bin * known) / mostBins);
    const cut = sorted[place - 1]!;
    if (cut < sorted[known - 1]! && (cuts.length === 0 || cut > cuts[cuts.length - 1]!)) cuts.push(cut);
  }
  return Float64Array.from(cuts);
}

function between(distinct: Float64Array): Float64Array {
  const cuts = new Float64Array(Math.max(0, distinct.length - 1));
  for (let index = 0; index < cuts.length; index++) {
    const low = distinct[index]!;
    const high = distinct[index + 1]!;
    const middle = low + (high - low) / 2;
    cuts[index] = middle < high ? middle : low;
  }
  return cuts;
}
