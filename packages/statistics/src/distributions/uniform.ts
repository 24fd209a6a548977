import type { Distribution } from '../distribution.ts';
import { requireFinite, requireNumber, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { boundDistribution, type DistributionFunctions } from './bound-distribution.ts';

/** Every value between two bounds is equally likely. */
export interface UniformParameters {
  /** finite [a] */
  low: number;
  /** finite, above `low` by a finite width [b] */
  high: number;
}

/** Density at `x`, 0 outside the bounds. */
export function pdf(x: number, { low, high }: UniformParameters): number {
  check(x, low, high);
  return x < low || x > high ? 0 : 1 / (high - low);
}

/** Natural logarithm of the density at `x`, minus infinity outside the bounds. */
export function logPdf(x: number, { low, high }: UniformParameters): number {
  check(x, low, high);
  return x < low || x > high ? Number.NEGATIVE_INFINITY : -Math.log(high - low);
}

/** Probability of a value of at most `x`. */
export function cdf(x: number, { low, high }: UniformParameters): number {
  check(x, low, high);
  return Math.min(1, Math.max(0, (x - low) / (high - low)));
}

/** Probability of a value above `x`. */
export function survival(x: number, { low, high }: UniformParameters): number {
  check(x, low, high);
  return Math.min(1, Math.max(0, (high - x) / (high - low)));
}

/** The value that is not exceeded with probability `p`. */
export function quantile(p: number, { low, high }: UniformParameters): number {
  requireProbability('p', p);
  checkBounds(low, high);
  return p < 0.5 ? low + p * (high - low) : high - (1 - p) * (high - low);
}

/** One draw: one call of `next` each. */
export function sample(random: RandomStream, parameters: UniformParameters): number {
  return quantile(random.next(), parameters);
}

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 * @example loss(4, { low: 2, high: 12 }) // 8² / (2 × 10) = 3.2
 */
export function loss(x: number, { low, high }: UniformParameters): number {
  check(x, low, high);
  if (x <= low) return low - x + 0.5 * (high - low);
  return x >= high ? 0 : (0.5 * (high - x) ** 2) / (high - low);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, { low, high }: UniformParameters): number {
  check(x, low, high);
  if (x >= high) return x - high + 0.5 * (high - low);
  return x <= low ? 0 : (0.5 * (x - low) ** 2) / (high - low);
}

/** ½ E[((X − x)⁺)²] [n⁽²⁾(x)]. */
export function secondLoss(x: number, { low, high }: UniformParameters): number {
  check(x, low, high);
  if (x <= low) return wholeSecondLoss(low - x, high - low);
  return x >= high ? 0 : (high - x) ** 3 / (6 * (high - low));
}

/** ½ E[((x − X)⁺)²] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, { low, high }: UniformParameters): number {
  check(x, low, high);
  if (x >= high) return wholeSecondLoss(x - high, high - low);
  return x <= low ? 0 : (x - low) ** 3 / (6 * (high - low));
}

/** The distribution with its parameters bound. @throws RangeError as the functions above do */
export function distribution({ low, high }: UniformParameters): Distribution {
  checkBounds(low, high);
  const moments = {
    support: 'continuous',
    mean: low + 0.5 * (high - low),
    variance: (high - low) ** 2 / 12,
  } as const;
  return boundDistribution({ low, high }, FUNCTIONS, moments);
}

const FUNCTIONS: DistributionFunctions<UniformParameters> = {
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

/** ½ E[(distance + U)²] with U uniform between 0 and `width`. */
function wholeSecondLoss(distance: number, width: number): number {
  return 0.5 * (distance * distance + distance * width) + (width * width) / 6;
}

function check(x: number, low: number, high: number): void {
  requireNumber('x', x);
  checkBounds(low, high);
}

function checkBounds(low: number, high: number): void {
  requireFinite('low', low);
  requireFinite('high', high);
  if (!(high > low)) throw new RangeError(`high is ${high}; it must be greater than low, which is ${low}`);
  if (high - low === Number.POSITIVE_INFINITY) {
    throw new RangeError(
      `high is ${high}; it must be less than ${Number.MAX_VALUE} above low, which is ${low}`,
    );
  }
}
