import { requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';

/** A distribution on the distinct values of a sample, each with its cumulative share. */
export interface EmpiricalDistribution {
  /** distinct, ascending */
  values: Float64Array;
  /** share of the weight at or below each value; the last is 1 */
  cumulative: Float64Array;
  mean: number;
}

/**
 * The empirical distribution of a sample. Observations that are not finite are left out.
 *
 * @param sample  observations, at least one of them finite
 * @param weights one per observation, at least 0 with a positive sum; all equal if left out
 */
export function empiricalDistribution(
  sample: ArrayLike<number>,
  weights?: ArrayLike<number>,
): EmpiricalDistribution {
  const weightOf = new Map<number, number>();
  let total = 0;
  let weighted = 0;
  for (let index = 0; index < sample.length; index++) {
    const value = sample[index]!;
    const weight = weights ? weights[index]! : 1;
    if (!Number.isFinite(value)) continue;
    if (!(weight >= 0)) throw new RangeError(`weights[${index}] is ${weight}; it must be at least 0`);
    weightOf.set(value, (weightOf.get(value) ?? 0) + weight);
    total += weight;
    weighted += weight * value;
  }
  if (!(total > 0)) throw new RangeError('sample has no finite observation with a weight above 0');
  const values = Float64Array.from(weightOf.keys()).sort();
  const cumulative = new Float64Array(values.length);
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    sum += weightOf.get(values[index]!)!;
    cumulative[index] = sum / total;
  }
  cumulative[values.length - 1] = 1;
  return { values, cumulative, mean: weighted / total };
}

/** Share of the sample at or below `x`. */
export function cdf(x: number, { values, cumulative }: EmpiricalDistribution): number {
  const above = firstIndex(values.length, (index) => values[index]! > x);
  return above === 0 ? 0 : cumulative[above - 1]!;
}

/** The smallest value at or below which at least the share `p` lies (the inverse of `cdf`, type 1). */
export function quantile(p: number, { values, cumulative }: EmpiricalDistribution): number {
  requireProbability('p', p);
  const index = firstIndex(values.length, (candidate) => cumulative[candidate]! >= p);
  return values[Math.min(index, values.length - 1)]!;
}

/** One draw of the sample, by inversion. */
export function sample(random: RandomStream, distribution: EmpiricalDistribution): number {
  return quantile(random.next(), distribution);
}

/** First index for which a condition holds that, once true, stays true; `length` if none. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
