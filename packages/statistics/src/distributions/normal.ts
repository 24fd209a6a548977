import type { Distribution } from '../distribution.ts';
import { requireFinite, requireNumber, requirePositive, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { boundDistribution, type DistributionFunctions } from './bound-distribution.ts';
import {
  standardCdf,
  standardDensity,
  standardLoss,
  standardQuantile,
  standardSecondLoss,
} from './standard-normal.ts';

export { standardCdf, standardDensity, standardLoss, standardQuantile, standardSecondLoss };

/** Parameters of a normal distribution; the standard normal if left out. */
export interface NormalParameters {
  /** [μ] */
  mean?: number;
  /** greater than 0 [σ] */
  standardDeviation?: number;
}

/** Density at `x`. */
export function pdf(x: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  const z = standardised(x, mean, standardDeviation);
  return standardDensity(z) / standardDeviation;
}

/** Natural logarithm of the density at `x`, also where the density itself is below the smallest number. */
export function logPdf(x: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  const z = standardised(x, mean, standardDeviation);
  return -0.5 * z * z - Math.log(standardDeviation) - HALF_LOG_TWO_PI;
}

/** Probability of a value of at most `x`. */
export function cdf(x: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  return standardCdf(standardised(x, mean, standardDeviation));
}

/** Probability of a value above `x`, with its digits where it is small. */
export function survival(x: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  return standardCdf(-standardised(x, mean, standardDeviation));
}

/** The value that is not exceeded with probability `p`; minus infinity at 0, infinity at 1. */
export function quantile(p: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  requireProbability('p', p);
  check(mean, standardDeviation);
  return mean + standardDeviation * standardQuantile(p);
}

/** One draw, by inversion: exactly one number of the stream each, so that runs stay comparable. */
export function sample(random: RandomStream, parameters: NormalParameters = {}): number {
  return quantile((random.nextUint32() + 0.5) / 4294967296, parameters);
}

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3.1, equation C.31
 * @example loss(11, { mean: 8, standardDeviation: 3 }) // 0.249946…
 */
export function loss(x: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  const z = standardised(x, mean, standardDeviation);
  return z < -CERTAIN ? mean - x : standardDeviation * standardLoss(z);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(
  x: number,
  { mean = 0, standardDeviation = 1 }: NormalParameters = {},
): number {
  const z = standardised(x, mean, standardDeviation);
  return z > CERTAIN ? x - mean : standardDeviation * standardLoss(-z);
}

/** ½ E[((X − x)⁺)²] [n⁽²⁾(x)]. */
export function secondLoss(x: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  const z = standardised(x, mean, standardDeviation);
  return z < -CERTAIN ? 0.5 * (mean - x) ** 2 : standardDeviation ** 2 * standardSecondLoss(z);
}

/** ½ E[((x − X)⁺)²] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(
  x: number,
  { mean = 0, standardDeviation = 1 }: NormalParameters = {},
): number {
  const z = standardised(x, mean, standardDeviation);
  return z > CERTAIN ? 0.5 * (x - mean) ** 2 : standardDeviation ** 2 * standardSecondLoss(-z);
}

/** The distribution with its parameters bound. @throws RangeError as the functions above do */
export function distribution({ mean = 0, standardDeviation = 1 }: NormalParameters = {}): Distribution {
  check(mean, standardDeviation);
  const moments = { support: 'continuous', mean, variance: standardDeviation ** 2 } as const;
  return boundDistribution({ mean, standardDeviation }, FUNCTIONS, moments);
}

const FUNCTIONS: DistributionFunctions<NormalParameters> = {
  density: pdf,
  logDensity: logPdf,
  cdf,
  survival,
  quantile,
  loss,
  complementaryLoss,
  secondLoss,
  complementarySecondLoss,
  sample,
};

/** From this many standard deviations on the spread no longer counts, and z or its square can overflow. */
const CERTAIN = 1e100;

const HALF_LOG_TWO_PI = 0.9189385332046728;

function standardised(x: number, mean: number, standardDeviation: number): number {
  requireNumber('x', x);
  check(mean, standardDeviation);
  return (x - mean) / standardDeviation;
}

function check(mean: number, standardDeviation: number): void {
  requireFinite('mean', mean);
  requirePositive('standardDeviation', standardDeviation);
}
