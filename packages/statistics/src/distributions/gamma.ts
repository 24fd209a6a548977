import type { Distribution } from '../distribution.ts';
import { requireNumber, requirePositive, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { gammaLowerMoment, gammaUpperMoment } from '../special/gamma-partial-moments.ts';
import { logGamma } from '../special/log-gamma.ts';
import { logPoissonTerm, poissonTerm } from '../special/poisson-term.ts';
import { boundDistribution, type DistributionFunctions } from './bound-distribution.ts';
import { sample as sampleNormal, standardQuantile } from './normal.ts';

/** Mean is shape × scale, variance shape × scale². Both greater than 0. */
export interface GammaParameters {
  shape: number;
  scale: number;
}

/** Density at `x`, 0 below 0; infinite at 0 for shapes below 1. */
export function pdf(x: number, { shape, scale }: GammaParameters): number {
  check(x, shape, scale);
  if (x < 0 || x === Number.POSITIVE_INFINITY) return 0;
  if (x === 0) return shape < 1 ? Number.POSITIVE_INFINITY : shape === 1 ? 1 / scale : 0;
  return (poissonTerm(shape, x / scale) * shape) / x;
}

/** Natural logarithm of the density at `x`, also where the density is below the smallest number. */
export function logPdf(x: number, { shape, scale }: GammaParameters): number {
  check(x, shape, scale);
  if (x < 0 || x === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  if (x === 0) return Math.log(pdf(0, { shape, scale }));
  return Math.log(shape / x) + logPoissonTerm(shape, x / scale);
}

/** Probability of a value of at most `x`. */
export function cdf(x: number, { shape, scale }: GammaParameters): number {
  check(x, shape, scale);
  return x <= 0 ? 0 : gammaLowerMoment(0, shape, x / scale);
}

/** Probability of a value above `x`, with its digits where it is small. */
export function survival(x: number, { shape, scale }: GammaParameters): number {
  check(x, shape, scale);
  return x <= 0 ? 1 : gammaUpperMoment(0, shape, x / scale);
}

/**
 * The value that is not exceeded with probability `p`.
 *
 * Starts from Wilson and Hilferty's normal approximation of the cube root (or, deep in the lower tail, from
 * the first term of the series) and improves it by Halley steps on the smaller tail (far from it by
 * Newton steps on its logarithm), within a bracket.
 *
 * @see Wilson, Hilferty (1931), The Distribution of Chi-Square
 */
export function quantile(p: number, { shape, scale }: GammaParameters): number {
  requireProbability('p', p);
  checkParameters(shape, scale);
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  return scale * standardGammaQuantile(p, shape);
}

/**
 * One draw. Shapes from 1 by Marsaglia and Tsang (2000), A Simple Method for Generating Gamma Variables;
 * smaller ones from shape + 1 and one more uniform number, as they propose.
 */
export function sample(random: RandomStream, { shape, scale }: GammaParameters): number {
  checkParameters(shape, scale);
  if (shape < 1) {
    const boost = (1 - random.next()) ** (1 / shape);
    return boost * sample(random, { shape: shape + 1, scale });
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = sampleNormal(random);
    const v = (1 + c * z) ** 3;
    const u = 1 - random.next();
    if (v > 0 && Math.log(u) < 0.5 * z * z + d * (1 - v + Math.log(v))) return scale * d * v;
  }
}

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 * @example loss(4, { shape: 2, scale: 3 }) // 2.635971…
 */
export function loss(x: number, { shape, scale }: GammaParameters): number {
  check(x, shape, scale);
  return x <= 0 ? shape * scale - x : scale * gammaUpperMoment(1, shape, x / scale);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, { shape, scale }: GammaParameters): number {
  check(x, shape, scale);
  return x <= 0 ? 0 : scale * gammaLowerMoment(1, shape, x / scale);
}

/** ½ E[((X − x)⁺)²] [n⁽²⁾(x)]. */
export function secondLoss(x: number, { shape, scale }: GammaParameters): number {
  check(x, shape, scale);
  if (x <= 0) return 0.5 * (shape * scale ** 2 + (shape * scale - x) ** 2);
  return scale * scale * gammaUpperMoment(2, shape, x / scale);
}

/** ½ E[((x − X)⁺)²] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, { shape, scale }: GammaParameters): number {
  check(x, shape, scale);
  return x <= 0 ? 0 : scale * scale * gammaLowerMoment(2, shape, x / scale);
}

/** The distribution with its parameters bound. @throws RangeError as the functions above do */
export function distribution({ shape, scale }: GammaParameters): Distribution {
  checkParameters(shape, scale);
  const moments = { support: 'continuous', mean: shape * scale, variance: shape * scale ** 2 } as const;
  return boundDistribution({ shape, scale }, FUNCTIONS, moments);
}

const FUNCTIONS: DistributionFunctions<GammaParameters> = {
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

function check(x: number, shape: number, scale: number): void {
  requireNumber('x', x);
  checkParameters(shape, scale);
}

function checkParameters(shape: number, scale: number): void {
  requirePositive('shape', shape);
  requirePositive('scale', scale);
}

function standardGammaQuantile(p: number, shape: number): number {
  const isLower = p < 0.5;
  const target = isLower ? p : 1 - p;
  let x = startingPoint(p, shape);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 100; step++) {
    const tail = isLower ? gammaLowerMoment(0, shape, x) : gammaUpperMoment(0, shape, x);
    if (tail === target) return x;
    if (isLower === tail > target) high = x;
    else low = x;
    const density = (poissonTerm(shape, x) * shape) / x;
    let next = isNear(tail, target)
      ? halleyStep(x, (isLower ? tail - target : target - tail) / density, shape)
      : tailStep(x, (tail * Math.log(tail / target)) / density, isLower);
    if (!(next > low && next < high)) next = high === Number.POSITIVE_INFINITY ? 2 * x : 0.5 * (low + high);
    if (Math.abs(next - x) <= 1e-15 * next) return next;
    x = next;
  }
  return x;
}

function isNear(tail: number, target: number): boolean {
  return tail > 0.5 * target && tail < 2 * target;
}

function halleyStep(x: number, newton: number, shape: number): number {
  const bend = 0.5 * Math.min(1, Math.max(-1, newton * ((shape - 1) / x - 1)));
  return x - newton / (1 - bend);
}

/** Newton's step on the logarithm of the tail, nearly straight far out: in x above, in ln x below. */
function tailStep(x: number, newton: number, isLower: boolean): number {
  return isLower ? x * Math.exp(-newton / x) : x + newton;
}

function startingPoint(p: number, shape: number): number {
  const ninth = 1 / (9 * shape);
  const root = 1 - ninth + standardQuantile(p) * Math.sqrt(ninth);
  if (root > 0.2 && shape > 0.3) return shape * root ** 3;
  // P(a, x) is at most x^a / Γ(a + 1), and nearly that for small x.
  const small = Math.exp((Math.log(p) + logGamma(shape + 1)) / shape);
  return Math.max(Number.MIN_VALUE, Math.min(small, shape + 1 - Math.log1p(-p)));
}
