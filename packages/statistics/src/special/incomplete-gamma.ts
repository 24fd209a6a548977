import { requireNonNegative, requirePositive } from '../parameters.ts';
import { devianceTerm, stirlingError } from './log-gamma.ts';

/**
 * x^a e^(−x) / Γ(a + 1): the Poisson probability of `a` events at mean `x`, for real a.
 *
 * @param a at least 0
 * @param x at least 0
 * @see Loader (2000), Fast and Accurate Computation of Binomial Probabilities, section 4
 */
export function poissonTerm(a: number, x: number): number {
  if (a === 0) return Math.exp(-x);
  if (x === 0) return 0;
  return Math.exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/**
 * Regularised lower incomplete gamma function P(a, x) = γ(a, x) / Γ(a).
 *
 * @param a greater than 0
 * @param x at least 0
 * @returns between 0 and 1
 * @see Abramowitz, Stegun (1964), 6.5.29 (series) and 6.5.31 (continued fraction)
 */
export function regularisedGammaP(a: number, x: number): number {
  requirePositive('a', a);
  requireNonNegative('x', x);
  if (x === 0) return 0;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), accurate where it is small. */
export function regularisedGammaQ(a: number, x: number): number {
  requirePositive('a', a);
  requireNonNegative('x', x);
  if (x === 0) return 1;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** Both sums need about √a terms near x = a; this bound is reached by no argument below a = 10¹⁰. */
const MAX_TERMS = 1_000_000;

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < MAX_TERMS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return Math.min(1, sum * poissonTerm(a, x));
}

/** Lentz's evaluation of the continued fraction. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return Math.min(1, Math.max(0, fraction * a * poissonTerm(a, x)));
}
