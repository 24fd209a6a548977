import { quantileType7 } from '@granary/statistics';

/** Fewer outcomes than this say nothing about a tail. */
const LEAST_ROWS = 100;
const NARROWEST = 0.7;
const WIDEST = 2.5;

/**
 * By how much the distance of each quantile from the median is to be multiplied, so that central intervals hold as
 * many of the held-out outcomes as they should. Trees fit the quantiles of the examples they have seen, which are
 * always a little too close together.
 *
 * @param levels    ascending; a level without its mirror image (p and 1 - p) is left alone, factor 1
 * @param quantiles of the held-out rows by a model that has not seen them, one array per level
 * @param targets   what came
 * @see Romano, Patterson, Candes (2019), Conformalized Quantile Regression; here the score is relative to the width
 */
export function widthFactors(
  levels: readonly number[],
  quantiles: readonly Float64Array[],
  targets: Float64Array,
): Float64Array {
  const factors = new Float64Array(levels.length).fill(1);
  const middle = levels.findIndex((level) => Math.abs(level - 0.5) < 1e-9);
  if (middle < 0 || targets.length < LEAST_ROWS) return factors;
  for (let low = 0; low < middle; low++) {
    const high = levels.length - 1 - low;
    if (Math.abs(levels[low]! + levels[high]! - 1) > 1e-9) continue;
    const scores = relativeErrors(targets, quantiles[low]!, quantiles[middle]!, quantiles[high]!);
    if (scores.length < LEAST_ROWS) continue;
    const inside = levels[high]! - levels[low]!;
    const factor = Math.max(NARROWEST, Math.min(WIDEST, quantileType7(scores.sort(), inside)));
    factors[low] = factor;
    factors[high] = factor;
  }
  return factors;
}

/** Distance of each outcome from the median, in distances of the quantile on its side. */
function relativeErrors(
  targets: Float64Array,
  low: Float64Array,
  median: Float64Array,
  high: Float64Array,
): Float64Array {
  const errors = new Float64Array(targets.length);
  let count = 0;
  for (let row = 0; row < targets.length; row++) {
    const error = targets[row]! - median[row]!;
    const width = error > 0 ? high[row]! - median[row]! : median[row]! - low[row]!;
    if (width > 0) errors[count++] = Math.abs(error) / width;
  }
  return errors.subarray(0, count);
}
