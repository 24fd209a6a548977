import { requireProbability } from './parameters.ts';

/**
 * Quantile of a sample by linear interpolation of the order statistics, type 7 of Hyndman and Fan: the
 * default of R, NumPy and Excel's PERCENTILE.INC.
 *
 * @param sorted ascending numbers, at least one
 * @param p      between 0 and 1
 * @returns a number between the first and the last of `sorted`
 * @see Hyndman, Fan (1996), Sample Quantiles in Statistical Packages, definition 7
 * @example quantileType7([1, 2, 4, 8], 0.5) // 3
 */
export function quantileType7(sorted: ArrayLike<number>, p: number): number {
  requireProbability('p', p);
  if (sorted.length === 0) throw new RangeError('sorted has length 0; it must hold at least one number');
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const lower = sorted[below]!;
  const fraction = position - below;
  return fraction === 0 ? lower : lower + fraction * (sorted[below + 1]! - lower);
}
