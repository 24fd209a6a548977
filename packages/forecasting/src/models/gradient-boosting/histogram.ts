import type { BinnedFeatures } from './binned-features.ts';

/** Where each feature's bins lie in a histogram: two numbers per bin, sum of gradients and sum of curvatures. */
export interface HistogramLayout {
  /** position of bin 0 of each feature */
  starts: Int32Array;
  /** bins of each feature, the one for missing values included */
  binCounts: Int32Array;
  /** length of a histogram */
  length: number;
}

export function histogramLayout(features: BinnedFeatures): HistogramLayout {
  const { cuts } = features.binning;
  const starts = new Int32Array(cuts.length);
  const binCounts = Int32Array.from(cuts, (cut) => cut.length + 2);
  let length = 0;
  for (let feature = 0; feature < cuts.length; feature++) {
    starts[feature] = length;
    length += 2 * binCounts[feature]!;
  }
  return { starts, binCounts, length };
}

/**
 * Sums gradients and curvatures by bin over `rows[from..to)`, for the features in `used`. The order of the sum is
 * that of the rows, so the bytes are the same wherever it runs. About 1 ns per row and feature.
 */
export function fillHistogram(
  histogram: Float64Array,
  table: BinnedFeatures,
  layout: HistogramLayout,
  used: Int32Array,
  rows: Uint32Array,
  from: number,
  to: number,
  gradients: Float64Array,
  curvatures: Float64Array,
): void {
  const { bins, features } = table;
  const { starts } = layout;
  const count = used.length;
  histogram.fill(0);
  for (let index = from; index < to; index++) {
    const row = rows[index]!;
    const gradient = gradients[row]!;
    const curvature = curvatures[row]!;
    const base = row * features;
    for (let place = 0; place < count; place++) {
      const feature = used[place]!;
      const cell = starts[feature]! + 2 * bins[base + feature]!;
      histogram[cell]! += gradient;
      histogram[cell + 1]! += curvature;
    }
  }
}

/** Turns the histogram of a node into that of one child by taking away the other child's. */
export function subtractHistogram(histogram: Float64Array, other: Float64Array): void {
  for (let cell = 0; cell < histogram.length; cell++) histogram[cell]! -= other[cell]!;
}
