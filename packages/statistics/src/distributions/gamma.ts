import { requirePositive, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { regularisedGammaP, regularisedGammaQ } from '../special/incomplete-gamma.ts';
import { logGamma } from '../special/log-gamma.ts';
import { poissonTerm } from '../special/poisson-term.ts';
import { sample as sampleNormal, standardQuantile } from './normal.ts';

/** Mean is shape × scale, variance shape × scale². Both greater than 0. */
export interface GammaParameters {
  shape: number;
  scale: number;
}

/** Density at `x`, 0 below 0; infinite at 0 for shapes below 1. */
export function pdf(x: number, { shape, scale }: GammaParameters): number {
  check({ shape, scale });
  if (x < 0) return 0;
  if (x === 0) return shape < 1 ? Number.POSITIVE_INFINITY : shape === 1 ? 1 / scale : 0;
  return (poissonTerm(shape, x / scale) * shape) / x;
}

/** Probability of a value of at most `x`. */
export function cdf(x: number, { shape, scale }: GammaParameters): number {
  check({ shape, scale });
  return x <= 0 ? 0 : regularisedGammaP(shape, x / scale);
}

/**
 * The value that is not exceeded with probability `p`.
 *
 * Starts from Wilson and Hilferty's normal approximation of the cube root (or, deep in the lower tail, from
 * the first term of the series) and improves it by Halley steps on the smaller tail, within a bracket.
 *
 * @see Wilson, Hilferty (1931), The Distribution of Chi-Square
 */
export function quantile(p: number, { shape, scale }: GammaParameters): number {
  requireProbability('p', p);
  check({ shape, scale });
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  return scale * standardGammaQuantile(p, shape);
}

/**
 * One draw. Shapes from 1 by Marsaglia and Tsang (2000), A Simple Method for Generating Gamma Variables;
 * smaller ones from shape + 1 and one more uniform number, as they propose.
 */
export function sample(random: RandomStream, { shape, scale }: GammaParameters): number {
  check({ shape, scale });
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

function check({ shape, scale }: GammaParameters): void {
  requirePositive('shape', shape);
  requirePositive('scale', scale);
}

function standardGammaQuantile(p: number, shape: number): number {
  let x = startingPoint(p, shape);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 100; step++) {
    const excess = p < 0.5 ? regularisedGammaP(shape, x) - p : 1 - p - regularisedGammaQ(shape, x);
    if (excess === 0) return x;
    if (excess > 0) high = x;
    else low = x;
    const density = (poissonTerm(shape, x) * shape) / x;
    const newton = excess / density;
    const bend = 0.5 * Math.min(1, Math.max(-1, newton * ((shape - 1) / x - 1)));
    let next = x - newton / (1 - bend);
    if (!(next > low && next < high)) next = high === Number.POSITIVE_INFINITY ? 2 * x : 0.5 * (low + high);
    if (Math.abs(next - x) <= 1e-15 * next) return next;
    x = next;
  }
  return x;
}

function startingPoint(p: number, shape: number): number {
  const ninth = 1 / (9 * shape);
  const root = 1 - ninth + standardQuantile(p) * Math.sqrt(ninth);
  if (root > 0.2 && shape > 0.3) return shape * root ** 3;
  // P(a, x) is at most x^a / Γ(a + 1), and nearly that for small x.
  const small = Math.exp((Math.log(p) + logGamma(shape + 1)) / shape);
  return Math.max(Number.MIN_VALUE, Math.min(small, shape + 1 - Math.log1p(-p)));
}
