import { requireProbability } from './parameters.ts';
import { requireWeights } from './weights.ts';

/**
 * The nine sample quantiles of Hyndman and Fan, by what they are known for. The first three are steps, the
 * others interpolate between the order statistics x₁ … xₙ.
 *
 * | name | type | known as |
 * | --- | --- | --- |
 * | `inverse-cdf` | 1 | inverse of the empirical distribution; the only one besides type 3 that is always observed |
 * | `averaged-inverse-cdf` | 2 | type 1, averaged at jumps (SAS default) |
 * | `nearest-even` | 3 | the observation nearest to n p, even order on ties |
 * | `linear-inverse-cdf` | 4 | linear interpolation of the empirical distribution |
 * | `hazen` | 5 | midpoints of the steps (hydrology) |
 * | `weibull` | 6 | expected order statistics of the uniform: (n + 1) p (Minitab, SPSS, PERCENTILE.EXC) |
 * | `gumbel` | 7 | modes of the order statistics: (n − 1) p + 1 (R, NumPy, PERCENTILE.INC) |
 * | `median-unbiased` | 8 | about median-unbiased whatever the distribution; recommended by the authors |
 * | `normal-unbiased` | 9 | about unbiased for normal samples |
 */
export type QuantileDefinition =
  | 'inverse-cdf'
  | 'averaged-inverse-cdf'
  | 'nearest-even'
  | 'linear-inverse-cdf'
  | 'hazen'
  | 'weibull'
  | 'gumbel'
  | 'median-unbiased'
  | 'normal-unbiased';

/** Order statistic wanted, from 1, as (n + 1 − a − b) p + a, for the definitions that interpolate [a, b]. */
const PLOTTING_POSITIONS = {
  'linear-inverse-cdf': { a: 0, b: 1 },
  hazen: { a: 0.5, b: 0.5 },
  weibull: { a: 0, b: 0 },
  gumbel: { a: 1, b: 1 },
  'median-unbiased': { a: 1 / 3, b: 1 / 3 },
  'normal-unbiased': { a: 3 / 8, b: 3 / 8 },
} as const;

/**
 * Quantile of a sample by one of the nine definitions of Hyndman and Fan.
 *
 * @param sorted     ascending numbers, at least one
 * @param p          between 0 and 1
 * @param definition which of the nine
 * @returns a number between the first and the last of `sorted`
 * @throws RangeError if the sample is empty, p lies outside, or a number needed is NaN
 * @see Hyndman, Fan (1996), Sample Quantiles in Statistical Packages, The American Statistician 50(4)
 * @example sampleQuantile([1, 2, 4, 8], 0.5, 'inverse-cdf') // 2
 */
export function sampleQuantile(sorted: ArrayLike<number>, p: number, definition: QuantileDefinition): number {
  requireSample(sorted, p);
  const count = sorted.length;
  // Rounding of n p must not skip an observation, 0.07 · 100 is 7.000000000000001, nor a half: so the nearest half.
  const halves = Math.round(2 * count * p) / 2;
  const wanted = Math.abs(count * p - halves) <= 4 * Number.EPSILON * count ? halves : count * p;
  switch (definition) {
    case 'inverse-cdf':
      return observed(orderStatistic(sorted, Math.ceil(wanted)));
    case 'averaged-inverse-cdf':
      return between(sorted, { lower: Math.ceil(wanted), upper: Math.floor(wanted) + 1, share: 0.5 });
    case 'nearest-even':
      return observed(orderStatistic(sorted, nearestEven(wanted)));
    default: {
      const positions = PLOTTING_POSITIONS[definition];
      if (!positions) throw new RangeError(`definition is ${definition}; it must be one of the nine`);
      return interpolated(sorted, (count + 1 - positions.a - positions.b) * p + positions.a);
    }
  }
}

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
  requireSample(sorted, p);
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  return between(sorted, { lower: below + 1, upper: below + 2, share: position - below });
}

/**
 * Quantile of a weighted sample: the smallest value at or below which at least the share `p` of the weight
 * lies. With equal weights this is the definition 'inverse-cdf'.
 *
 * @param sorted  ascending numbers, at least one
 * @param weights one per number, at least 0, with a positive sum
 * @param p       between 0 and 1
 * @throws RangeError if the sample is empty, p lies outside, a weight is missing, negative or not finite, or all are 0
 * @example weightedQuantile([10, 20, 30], [1, 1, 8], 0.5) // 30
 */
export function weightedQuantile(sorted: ArrayLike<number>, weights: ArrayLike<number>, p: number): number {
  requireSample(sorted, p);
  const total = requireWeights(weights, { of: 'number', count: sorted.length });
  // Sums of weights lose up to half a digit of the last place per addition; that must not skip a value.
  const wanted = p * total - 4 * Number.EPSILON * sorted.length * total;
  let below = 0;
  let last = sorted[0]!;
  for (let index = 0; index < sorted.length; index++) {
    if (weights[index] === 0) continue;
    below += weights[index]!;
    last = sorted[index]!;
    if (below >= wanted) break;
  }
  return observed(last);
}

function requireSample(sorted: ArrayLike<number>, p: number): void {
  requireProbability('p', p);
  if (sorted.length === 0) throw new RangeError('sorted has length 0; it must hold at least one number');
}

/** xₖ from k = 1; the first below, the last above. */
function orderStatistic(sorted: ArrayLike<number>, order: number): number {
  return sorted[Math.min(sorted.length, Math.max(1, order)) - 1]!;
}

function interpolated(sorted: ArrayLike<number>, position: number): number {
  // Rounding must not reach for the next observation, which may be infinite.
  const whole = Math.round(position);
  const isWhole = Math.abs(position - whole) <= 4 * Number.EPSILON * Math.max(1, position);
  const below = isWhole ? whole : Math.floor(position);
  return between(sorted, { lower: below, upper: below + 1, share: isWhole ? 0 : position - below });
}

/** From one order statistic to another; infinite ones and distances that overflow included. */
function between(sorted: ArrayLike<number>, order: { lower: number; upper: number; share: number }): number {
  const lower = observed(orderStatistic(sorted, order.lower));
  const upper = observed(orderStatistic(sorted, order.upper));
  if (order.share === 0) return lower;
  const distance = upper - lower;
  if (Number.isFinite(distance)) return lower + order.share * distance;
  if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) {
    throw new RangeError('sorted goes from -Infinity to Infinity there; one of the two must be finite');
  }
  return (1 - order.share) * lower + order.share * upper;
}

function observed(value: number): number {
  if (Number.isNaN(value)) throw new RangeError('sorted holds NaN; it must hold numbers');
  return value;
}

/** The nearest whole number, the even one of two. */
function nearestEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
