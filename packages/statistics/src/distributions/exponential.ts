import type { Distribution } from '../distribution.ts';
import { requireNumber, requirePositive, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { gammaLowerMoment } from '../special/gamma-partial-moments.ts';
import { boundDistribution, type DistributionFunctions } from './bound-distribution.ts';

/** Mean and standard deviation are the same number. */
export interface ExponentialParameters {
  /** greater than 0 [1/λ] */
  mean: number;
}

/** Density at `x`, 0 below 0. */
export function pdf(x: number, { mean }: ExponentialParameters): number {
  check(x, mean);
  return x < 0 ? 0 : Math.exp(-x / mean) / mean;
}

/** Natural logarithm of the density at `x`, also where the density itself is below the smallest number. */
export function logPdf(x: number, { mean }: ExponentialParameters): number {
  check(x, mean);
  return x < 0 ? Number.NEGATIVE_INFINITY : -x / mean - Math.log(mean);
}

/** Probability of a value of at most `x`. */
export function cdf(x: number, { mean }: ExponentialParameters): number {
  check(x, mean);
  return x <= 0 ? 0 : -Math.expm1(-x / mean);
}

/** Probability of a value above `x`, with its digits where it is small. */
export function survival(x: number, { mean }: ExponentialParameters): number {
  check(x, mean);
  return x <= 0 ? 1 : Math.exp(-x / mean);
}

/** The value that is not exceeded with probability `p`; infinity at 1. */
export function quantile(p: number, { mean }: ExponentialParameters): number {
  requireProbability('p', p);
  requirePositive('mean', mean);
  return p === 0 ? 0 : -mean * Math.log1p(-p);
}

/** One draw, by inversion: one call of `next` each. */
export function sample(random: RandomStream, parameters: ExponentialParameters): number {
  return quantile(random.next(), parameters);
}

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 * @example loss(0.5, { mean: 0.5 }) // 0.5 / e = 0.1839…
 */
export function loss(x: number, { mean }: ExponentialParameters): number {
  check(x, mean);
  return x <= 0 ? mean - x : mean * Math.exp(-x / mean);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, { mean }: ExponentialParameters): number {
  check(x, mean);
  return x <= 0 ? 0 : mean * gammaLowerMoment(1, 1, x / mean);
}

/** ½ E[((X − x)⁺)²] [n⁽²⁾(x)]. */
export function secondLoss(x: number, { mean }: ExponentialParameters): number {
  check(x, mean);
  return x <= 0 ? 0.5 * (mean * mean + (mean - x) ** 2) : mean * mean * Math.exp(-x / mean);
}

/** ½ E[((x − X)⁺)²] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, { mean }: ExponentialParameters): number {
  check(x, mean);
  return x <= 0 ? 0 : mean * mean * gammaLowerMoment(2, 1, x / mean);
}

/** The distribution with its parameters bound. @throws RangeError as the functions above do */
export function distribution({ mean }: ExponentialParameters): Distribution {
  requirePositive('mean', mean);
  return boundDistribution({ mean }, FUNCTIONS, { support: 'continuous', mean, variance: mean * mean });
}

const FUNCTIONS: DistributionFunctions<ExponentialParameters> = {
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

function check(x: number, mean: number): void {
  requireNumber('x', x);
  requirePositive('mean', mean);
}
