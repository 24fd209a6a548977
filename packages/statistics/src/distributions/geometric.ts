import type { Distribution } from '../distribution.ts';
import { requireNumber, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { betaSum } from '../special/beta-sums.ts';
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

/** Failures before the first success: counts from 0, mean (1 − p) / p, variance (1 − p) / p². */
export interface GeometricParameters {
  /** of success in each trial, above 0 and at most 1 [p] */
  probability: number;
}

/** Probability of exactly `count`; 0 unless it is a whole number, at least 0. */
export function pmf(count: number, parameters: GeometricParameters): number {
  requireNumber('count', count);
  check(parameters);
  if (count < 0 || !Number.isInteger(count)) return 0;
  return parameters.probability * failures(count, parameters.probability);
}

/** Natural logarithm of `pmf`, also where that is below the smallest number; minus infinity where it is 0. */
export function logPmf(count: number, { probability }: GeometricParameters): number {
  requireNumber('count', count);
  check({ probability });
  if (count < 0 || !Number.isInteger(count)) return Number.NEGATIVE_INFINITY;
  return Math.log(probability) + (count === 0 ? 0 : count * Math.log1p(-probability));
}

/** Probability of at most `x`, which need not be whole. */
export function cdf(x: number, parameters: GeometricParameters): number {
  check(parameters);
  return countCdf(x, SUMS, parameters);
}

/** Probability of more than `x`, with its digits where it is small. */
export function survival(x: number, parameters: GeometricParameters): number {
  check(parameters);
  return countSurvival(x, SUMS, parameters);
}

/** The smallest count that is not exceeded with probability at least `p`; infinity at 1 unless success is certain. */
export function quantile(p: number, { probability }: GeometricParameters): number {
  requireProbability('p', p);
  check({ probability });
  if (p <= probability) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const count = Math.ceil(Math.log1p(-p) / Math.log1p(-probability)) - 1;
  // Rounding of the logarithms can be one step off.
  if (cdf(count - 1, { probability }) >= p) return count - 1;
  return cdf(count, { probability }) >= p ? count : count + 1;
}

/** One draw, by inversion: one call of `next` each. */
export function sample(random: RandomStream, parameters: GeometricParameters): number {
  return quantile(random.next(), parameters);
}

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 * @example loss(4, { probability: 0.2 }) // 0.8⁵ / 0.2 = 1.6384
 */
export function loss(x: number, parameters: GeometricParameters): number {
  check(parameters);
  return countLoss(x, SUMS, parameters);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, parameters: GeometricParameters): number {
  check(parameters);
  return countComplementaryLoss(x, SUMS, parameters);
}

/** ½ E[(X − x)⁺ ((X − x)⁺ − 1)] [n⁽²⁾(x)]. */
export function secondLoss(x: number, parameters: GeometricParameters): number {
  check(parameters);
  return countSecondLoss(x, SUMS, parameters);
}

/** ½ E[(x − X)⁺ ((x − X)⁺ + 1)] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, parameters: GeometricParameters): number {
  check(parameters);
  return countComplementarySecondLoss(x, SUMS, parameters);
}

/** The distribution with its parameters bound. @throws RangeError as the functions above do */
export function distribution({ probability }: GeometricParameters): Distribution {
  check({ probability });
  const mean = (1 - probability) / probability;
  return boundDistribution({ probability }, FUNCTIONS, {
    support: 'counts',
    mean,
    variance: mean / probability,
  });
}

const FUNCTIONS: DistributionFunctions<GeometricParameters> = {
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

const SUMS: CountSums<GeometricParameters> = {
  above: (order, count, { probability }) => failures(count + order, probability) / probability ** order,
  below: (order, count, { probability }) => {
    if (probability === 1) return order === 2 ? 0.5 * count * (count + 1) : order === 1 ? count : 1;
    if (order === 0) return -Math.expm1(count * Math.log1p(-probability));
    return (
      betaSum(order, 1, count, probability, 1 - probability) * ((1 - probability) / probability) ** order
    );
  },
};

/** (1 − p)ⁿ */
function failures(count: number, probability: number): number {
  return count === 0 ? 1 : Math.exp(count * Math.log1p(-probability));
}

function check({ probability }: GeometricParameters): void {
  if (!(probability > 0 && probability <= 1)) {
    throw new RangeError(`probability is ${probability}; it must be above 0 and at most 1`);
  }
}
