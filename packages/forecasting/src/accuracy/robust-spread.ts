import { meanOf, medianOf } from '../series/averages.ts';

/** Median absolute deviation to standard deviation for normal values [1 / quantile(.75)]. */
const MEDIAN_DEVIATION_FACTOR = 1.4826;
/** Mean absolute deviation to standard deviation for normal values [√(π / 2)]. */
const MEAN_DEVIATION_FACTOR = 1.2533;
/** Values further from the median are moved to it, in standard deviations. */
const FURTHEST = 3;
/** Standard deviation of standard normal values that were moved so [√(1 - 2 (3 φ(3) - 8 (1 - Φ(3))))]. */
const MOVED_DEVIATION = 0.99751;

/** Level and spread of known values that a few wild ones hardly move. */
export interface RobustSpread {
  /** mean of the values, the wild ones moved in */
  mean: number;
  /** their standard deviation, about that of normal values; 0 only if all are equal */
  spread: number;
  /** the values with the wild ones moved in */
  values: Float64Array;
}

/**
 * The mean and the standard deviation after values further than three standard deviations from the median were
 * moved to that distance. What a standard deviation is, is told by the median absolute deviation or, where more
 * than half of the values are equal (intermittent demand), by the mean absolute deviation.
 *
 * @param values all known, at least one
 * @see Huber, Ronchetti (2009), Robust Statistics, section 1.4 (winsorised values) and 5.1 (the median deviation)
 */
export function robustSpread(values: Float64Array): RobustSpread {
  const centre = medianOf(values);
  const deviations = Float64Array.from(values, (value) => Math.abs(value - centre));
  const half = medianOf(deviations);
  const rough = half > 0 ? MEDIAN_DEVIATION_FACTOR * half : MEAN_DEVIATION_FACTOR * meanOf(deviations);
  const moved = Float64Array.from(values, (value) =>
    Math.min(centre + FURTHEST * rough, Math.max(centre - FURTHEST * rough, value)),
  );
  const level = meanOf(moved);
  const squares = moved.map((value) => (value - level) ** 2);
  const freedom = Math.max(1, squares.length - 1);
  const spread = Math.sqrt((meanOf(squares) * squares.length) / freedom) / MOVED_DEVIATION;
  return { mean: level, spread, values: moved };
}
