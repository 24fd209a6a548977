import type { Distribution } from '../distribution.ts';
import { requireFinite, requireNumber, requirePositive, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { boundDistribution, type DistributionFunctions } from './bound-distribution.ts';
import { exponentialExcess } from './exponential-excess.ts';
import { standardCdf, standardDensity, standardQuantile } from './standard-normal.ts';

/** A variable whose natural logarithm is normal. Its mean is exp(μ + σ²/2), its variance (exp σ² − 1) mean². */
export interface LognormalParameters {
  /** mean of the logarithm, finite [μ] */
  logMean: number;
  /** standard deviation of the logarithm, greater than 0 [σ] */
  logStandardDeviation: number;
}

/** Density at `x`, 0 up to 0. */
export function pdf(x: number, parameters: LognormalParameters): number {
  const z = standardised(x, parameters);
  if (x <= 0 || x === Number.POSITIVE_INFINITY) return 0;
  return standardDensity(z) / (x * parameters.logStandardDeviation);
}

/** Natural logarithm of the density at `x`, also where the density itself is below the smallest number. */
export function logPdf(x: number, parameters: LognormalParameters): number {
  const z = standardised(x, parameters);
  if (x <= 0 || x === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  return -0.5 * z * z - Math.log(x) - Math.log(parameters.logStandardDeviation) - HALF_LOG_TWO_PI;
}

/** Probability of a value of at most `x`. */
export function cdf(x: number, parameters: LognormalParameters): number {
  return standardCdf(standardised(x, parameters));
}

/** Probability of a value above `x`, with its digits where it is small. */
export function survival(x: number, parameters: LognormalParameters): number {
  return standardCdf(-standardised(x, parameters));
}

/** The value that is not exceeded with probability `p`; 0 at 0, infinity at 1. */
export function quantile(p: number, { logMean, logStandardDeviation }: LognormalParameters): number {
  requireProbability('p', p);
  check(logMean, logStandardDeviation);
  return Math.exp(logMean + logStandardDeviation * standardQuantile(p));
}

/** One draw, by inversion: exactly one number of the stream each. */
export function sample(random: RandomStream, parameters: LognormalParameters): number {
  return quantile((random.nextUint32() + 0.5) / 4294967296, parameters);
}

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 * @example loss(10, { logMean: 2, logStandardDeviation: 0.3 }) // 0.283649…
 */
export function loss(x: number, parameters: LognormalParameters): number {
  const z = standardised(x, parameters);
  if (x <= 0) return meanOf(parameters) - x;
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (z < 0) return complementaryLoss(x, parameters) + excessMean(x, z, parameters);
  return exponentialExcess(1, x, z, parameters.logStandardDeviation);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, parameters: LognormalParameters): number {
  const z = standardised(x, parameters);
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (z >= 0 && isNarrow(parameters)) return loss(x, parameters) - excessMean(x, z, parameters);
  return exponentialExcess(1, x, -z, -parameters.logStandardDeviation);
}

/** ½ E[((X − x)⁺)²] [n⁽²⁾(x)]. */
export function secondLoss(x: number, parameters: LognormalParameters): number {
  const z = standardised(x, parameters);
  if (x <= 0) return 0.5 * (varianceOf(parameters) + (meanOf(parameters) - x) ** 2);
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (z < 0) return wholeSecondLoss(x, z, parameters) - complementarySecondLoss(x, parameters);
  return exponentialExcess(2, x, z, parameters.logStandardDeviation);
}

/** ½ E[((x − X)⁺)²] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, parameters: LognormalParameters): number {
  const z = standardised(x, parameters);
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (z >= 0 && isNarrow(parameters)) return wholeSecondLoss(x, z, parameters) - secondLoss(x, parameters);
  return exponentialExcess(2, x, -z, -parameters.logStandardDeviation);
}

/** The distribution with its parameters bound. @throws RangeError as the functions above do */
export function distribution({ logMean, logStandardDeviation }: LognormalParameters): Distribution {
  check(logMean, logStandardDeviation);
  const parameters = { logMean, logStandardDeviation };
  const moments = {
    support: 'continuous',
    mean: meanOf(parameters),
    variance: varianceOf(parameters),
  } as const;
  return boundDistribution(parameters, FUNCTIONS, moments);
}

const FUNCTIONS: DistributionFunctions<LognormalParameters> = {
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

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** Wider ones have so much of their mean far above the median that the difference of both sides loses digits. */
function isNarrow({ logStandardDeviation }: LognormalParameters): boolean {
  return logStandardDeviation < 0.5;
}

function meanOf({ logMean, logStandardDeviation }: LognormalParameters): number {
  return Math.exp(logMean + 0.5 * logStandardDeviation ** 2);
}

/** exp(2 μ + 2 σ²) (1 − exp(−σ²)): no factor of it is infinite where the product is not. */
function varianceOf({ logMean, logStandardDeviation }: LognormalParameters): number {
  const square = logStandardDeviation ** 2;
  return -Math.exp(2 * (logMean + square)) * Math.expm1(-square);
}

/** mean − x at x = exp(μ + σ z), for wide ones only below the median, where nothing is lost by subtracting */
function excessMean(x: number, z: number, parameters: LognormalParameters): number {
  if (!isNarrow(parameters)) return meanOf(parameters) - x;
  const { logStandardDeviation } = parameters;
  return x * Math.expm1(logStandardDeviation * (0.5 * logStandardDeviation - z));
}

/** ½ E[(X − x)²] at x = exp(μ + σ z) */
function wholeSecondLoss(x: number, z: number, parameters: LognormalParameters): number {
  return 0.5 * (varianceOf(parameters) + excessMean(x, z, parameters) ** 2);
}

function standardised(x: number, { logMean, logStandardDeviation }: LognormalParameters): number {
  requireNumber('x', x);
  check(logMean, logStandardDeviation);
  return x <= 0 ? Number.NEGATIVE_INFINITY : (Math.log(x) - logMean) / logStandardDeviation;
}

function check(logMean: number, logStandardDeviation: number): void {
  requireFinite('logMean', logMean);
  requirePositive('logStandardDeviation', logStandardDeviation);
}
