import { requireNonNegative, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { poissonTerm, regularisedGammaQ } from '../special/incomplete-gamma.ts';
import { countQuantile } from './count-quantile.ts';

/** Mean and variance are the same number, at least 0. */
export interface PoissonParameters {
  mean: number;
}

/** Probability of exactly `count`; 0 unless it is a whole number of at least 0. */
export function pmf(count: number, { mean }: PoissonParameters): number {
  requireNonNegative('mean', mean);
  if (count < 0 || !Number.isInteger(count)) return 0;
  return poissonTerm(count, mean);
}

/** Probability of at most `count`. */
export function cdf(count: number, { mean }: PoissonParameters): number {
  requireNonNegative('mean', mean);
  if (count < 0) return 0;
  if (mean === 0 || count === Number.POSITIVE_INFINITY) return 1;
  return regularisedGammaQ(Math.floor(count) + 1, mean);
}

/** The smallest count that is not exceeded with probability at least `p`; infinity at 1. */
export function quantile(p: number, { mean }: PoissonParameters): number {
  requireProbability('p', p);
  requireNonNegative('mean', mean);
  if (p === 0 || mean === 0) return 0;
  return countQuantile(p, {
    mean,
    standardDeviation: Math.sqrt(mean),
    skewness: 1 / Math.sqrt(mean),
    cdf: (count) => cdf(count, { mean }),
    pmf: (count) => poissonTerm(count, mean),
    ratio: (count) => mean / (count + 1),
  });
}

/** One draw, by inversion: one call of `next` each, and never fewer units at a larger mean. */
export function sample(random: RandomStream, parameters: PoissonParameters): number {
  return quantile(random.next(), parameters);
}
