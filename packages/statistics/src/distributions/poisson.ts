import type { Distribution } from '../distribution.ts';
import { requireNonNegative, requireNumber, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { gammaLowerMoment, gammaUpperMoment } from '../special/gamma-partial-moments.ts';
import { logPoissonTerm, poissonTerm } from '../special/poisson-term.ts';
import { boundDistribution, type DistributionFunctions } from './bound-distribution.ts';
import {
  type CountSums,
  countCdf,
  countComplementaryLoss,
  countComplementarySecondLoss,
  countLoss,
  countSecondLoss,
  countSurvival,
} from './count-losses.ts';
import { countQuantile } from './count-quantile.ts';

/** Mean and variance are the same number, at least 0. */
export interface PoissonParameters {
  /** [λ] */
  mean: number;
}

/** Probability of exactly `count`; 0 unless it is a whole number, at least 0. */
export function pmf(count: number, { mean }: PoissonParameters): number {
  requireNumber('count', count);
  requireNonNegative('mean', mean);
  if (count < 0 || !Number.isInteger(count)) return 0;
  return poissonTerm(count, mean);
}

/** Natural logarithm of `pmf`, also where that is below the smallest number; minus infinity where it is 0. */
export function logPmf(count: number, { mean }: PoissonParameters): number {
  requireNumber('count', count);
  requireNonNegative('mean', mean);
  if (count < 0 || !Number.isInteger(count)) return Number.NEGATIVE_INFINITY;
  return logPoissonTerm(count, mean);
}

/** Probability of at most `x`, which need not be whole. */
export function cdf(x: number, parameters: PoissonParameters): number {
  requireNonNegative('mean', parameters.mean);
  return countCdf(x, SUMS, parameters);
}

/** Probability of more than `x`, with its digits where it is small. */
export function survival(x: number, parameters: PoissonParameters): number {
  requireNonNegative('mean', parameters.mean);
  return countSurvival(x, SUMS, parameters);
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

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3.4
 * @example loss(5, { mean: 7 }) // 2.2926…
 */
export function loss(x: number, parameters: PoissonParameters): number {
  requireNonNegative('mean', parameters.mean);
  return countLoss(x, SUMS, parameters);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, parameters: PoissonParameters): number {
  requireNonNegative('mean', parameters.mean);
  return countComplementaryLoss(x, SUMS, parameters);
}

/** ½ E[(X − x)⁺ ((X − x)⁺ − 1)] [n⁽²⁾(x)]. */
export function secondLoss(x: number, parameters: PoissonParameters): number {
  requireNonNegative('mean', parameters.mean);
  return countSecondLoss(x, SUMS, parameters);
}

/** ½ E[(x − X)⁺ ((x − X)⁺ + 1)] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, parameters: PoissonParameters): number {
  requireNonNegative('mean', parameters.mean);
  return countComplementarySecondLoss(x, SUMS, parameters);
}

/** The distribution with its parameter bound. @throws RangeError as the functions above do */
export function distribution({ mean }: PoissonParameters): Distribution {
  requireNonNegative('mean', mean);
  return boundDistribution({ mean }, FUNCTIONS, { support: 'counts', mean, variance: mean });
}

const FUNCTIONS: DistributionFunctions<PoissonParameters> = {
  density: pmf,
  logDensity: logPmf,
  cdf,
  survival,
  quantile,
  loss,
  complementaryLoss,
  secondLoss,
  complementarySecondLoss,
  sample,
};

/** A Poisson count reaches k exactly when a gamma variable of shape k stays below the mean. */
const SUMS: CountSums<PoissonParameters> = {
  above: (order, count, { mean }) => (count === 0 && order === 0 ? 1 : gammaLowerMoment(order, count, mean)),
  below: (order, count, { mean }) => gammaUpperMoment(order, count, mean),
};
