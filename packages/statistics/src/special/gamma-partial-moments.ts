import { LARGE_SHAPE, largeShapeGamma } from './gamma-large-shape.ts';
import { poissonTerm } from './poisson-term.ts';

/** 0: a probability; 1: a loss; 2: a second loss. */
export type MomentOrder = 0 | 1 | 2;

/**
 * E[((x − G)⁺)ⁿ] / n! of a gamma variable G of shape `a` and scale 1, for n = 0, 1, 2: with n = 0 the
 * regularised incomplete gamma function P(a, x). For a whole `a` it is also the sum over counts
 * Σ C(j, n) p(a + j) of the Poisson distribution with mean x, which makes it the Poisson loss of order n.
 *
 * All digits are kept where the result is small. About 10 √a steps near x = a, fewer elsewhere; constant time for
 * n = 0 from a = 10⁸ and for all n from a = 10¹⁰ on, where the first digits of n = 1 and 2 are lost in the tails
 * (ten remain at 6 standard deviations).
 *
 * @param a greater than 0, or 0 with n above 0
 * @param x at least 0
 * @see Abramowitz, Stegun (1964), 6.5.29 and 13.1.2
 */
export function gammaLowerMoment(order: MomentOrder, a: number, x: number): number {
  if (x === 0) return 0;
  if (a === 0) return order === 1 ? x : 0.5 * x * x;
  if (x === Number.POSITIVE_INFINITY) return order === 0 ? 1 : x;
  const isLarge = isLargeFor(order, a);
  if (x < a + 1 && !isLarge) return lowerSeries(order, a, x);
  const probability = isLarge ? largeShapeGamma('lower', a, x) : 1 - upperFraction(0, a, x);
  if (order === 0) return probability;
  const first = (x - a) * probability + a * poissonTerm(a, x);
  return Math.max(0, order === 1 ? first : 0.5 * ((x - a - 1) * first + x * probability));
}

/**
 * E[((G − x)⁺)ⁿ] / n!, the counterpart above x: with n = 0 the function Q(a, x). For a whole `a` the
 * Poisson sum Σ C(j + n − 1, n) p(a − j) over j ≥ 1.
 */
export function gammaUpperMoment(order: MomentOrder, a: number, x: number): number {
  if (a === 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (x >= a && x >= FRACTION_FROM && !isLargeFor(order, a)) return upperFraction(order, a, x);
  const probability = upperProbability(order, a, x);
  if (order === 0) return probability;
  const first = (a - x) * probability + a * poissonTerm(a, x);
  return Math.max(0, order === 1 ? first : 0.5 * ((a + 1 - x) * first + x * probability));
}

/** The continued fraction converges ever more slowly as x nears 0. */
const FRACTION_FROM = 0.25;

/** For so small shapes nearly all lies near 0, and the rest is not to be had from the complement. */
const SMALL_SHAPE = 0.001;
const SMALL_SHAPE_FRACTION_FROM = 0.01;

function upperProbability(order: MomentOrder, a: number, x: number): number {
  if (x === 0) return 1;
  if (isLargeFor(order, a)) return largeShapeGamma('upper', a, x);
  if (a < SMALL_SHAPE && x >= SMALL_SHAPE_FRACTION_FROM) return upperFraction(0, a, x);
  return 1 - lowerSeries(0, a, x);
}

/** Both sums need about 9 √a terms near x = a, and are not used from a = 10¹⁰ on: this bound is never reached. */
const MAX_TERMS = 1_000_000;

function isLargeFor(order: MomentOrder, a: number): boolean {
  return a >= (order === 0 ? LARGE_SHAPE : 100 * LARGE_SHAPE);
}

/** Σ C(n + k, n) x^(a + n + k) e^(−x) / Γ(a + n + k + 1): positive terms only. */
function lowerSeries(order: MomentOrder, a: number, x: number): number {
  const start = a + order;
  let power = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS; k++) {
    power *= x / (start + k);
    const term = order === 0 ? power : order === 1 ? (k + 1) * power : 0.5 * (k + 1) * (k + 2) * power;
    sum += term;
    if (term < sum * 1e-17 && k > x - start) break;
  }
  const result = sum * poissonTerm(start, x);
  return order === 0 ? Math.min(1, result) : result;
}

/**
 * The moment is x^(a + n) e^(−x) / Γ(a) × U(n + 1, B, x) with B = a + n + 1. From U(0, B, x) = 1 the product of
 * the ratios U(k, B, x) / U(k − 1, B, x), each 1 / (x + 2k − B − k (k − B + 1) × the next ratio).
 *
 * @see Abramowitz, Stegun (1964), 13.4.15; 6.5.31 for n = 0
 */
function upperFraction(order: MomentOrder, a: number, x: number): number {
  const b = a + order + 1;
  let ratio = deepRatio(order + 1, b, x);
  let product = ratio;
  for (let k = order; k >= 1; k--) {
    ratio = 1 / (x + 2 * k - b - k * (k - b + 1) * ratio);
    product *= ratio;
  }
  const result = product * a * x ** order * poissonTerm(a, x);
  return order === 0 ? Math.min(1, Math.max(0, result)) : Math.max(0, result);
}

/** U(k, b, x) / U(k − 1, b, x) by Lentz's evaluation of the continued fraction. */
function deepRatio(k: number, b: number, x: number): number {
  let denominator = x + 2 * k - b;
  let c = Number.MAX_VALUE;
  let d = 1 / denominator;
  let fraction = d;
  for (let m = k; m < MAX_TERMS; m++) {
    const numerator = -m * (m - b + 1);
    denominator += 2;
    d = 1 / (numerator * d + denominator);
    c = denominator + numerator / c;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return fraction;
}
