import { requirePositive, requireProbability } from '../parameters.ts';
import { devianceTerm, stirlingError } from './log-gamma.ts';

/**
 * Γ(n + 1) / (Γ(a + 1) Γ(n − a + 1)) x^a y^(n − a): the binomial probability for real `a` and `n`.
 *
 * @param a between 0 and n
 * @param x the probability of success; `y` is 1 − x, passed apart so that small values keep their digits
 * @see Loader (2000), Fast and Accurate Computation of Binomial Probabilities, equation 4
 */
export function binomialTerm(a: number, n: number, x: number, y: number): number {
  if (x === 0) return a === 0 ? 1 : 0;
  if (y === 0) return a === n ? 1 : 0;
  const b = n - a;
  if (a === 0) return Math.exp(n * (x < 0.5 ? Math.log1p(-x) : Math.log(y)));
  if (b === 0) return Math.exp(n * (y < 0.5 ? Math.log1p(-y) : Math.log(x)));
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - devianceTerm(a, n * x) - devianceTerm(b, n * y);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * a * b));
}

/**
 * Regularised incomplete beta function I_x(a, b).
 *
 * @param a greater than 0
 * @param b greater than 0
 * @param x between 0 and 1
 * @param y 1 − x; pass it where it is known more exactly than by subtraction
 * @returns between 0 and 1
 * @see NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction), evaluated by Lentz's method
 */
export function regularisedBeta(
  x: number,
  { a, b, y = 1 - x }: { a: number; b: number; y?: number },
): number {
  requireProbability('x', x);
  requirePositive('a', a);
  requirePositive('b', b);
  if (x === 0) return 0;
  if (y === 0) return 1;
  const term = binomialTerm(a, a + b, x, y) / (a + b);
  if (x * (a + b + 2) < a + 1) return Math.min(1, b * term * betaFraction(a, b, x));
  return Math.max(0, 1 - a * term * betaFraction(b, a, y));
}

const MAX_TERMS = 1_000_000;
const TINY = 1e-300;

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let fraction = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return fraction;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
