import { binomialTerm } from './binomial-term.ts';
import type { MomentOrder } from './gamma-partial-moments.ts';

/**
 * Σ C(j, n) p(a + j) over j = n, n + 1 …, where p(k) = Γ(k + b) / (Γ(b) k!) xᵏ y^b are the negative binomial
 * probabilities of size b, continued to real k. With n = 0 it is the regularised incomplete beta function
 * I_x(a, b); with n = 1 and 2 the losses of the negative binomial and the beta distribution follow from it.
 *
 * All digits are kept where the sum is small: x^(a + n) y^b times the hypergeometric function
 * F(n + 1, a + b + n; a + n + 1; x), which is the product of n + 1 of Gauss's continued fractions. On the other
 * side of the mean the sum follows from the complement by a recurrence without cancellation. About √(a + b)
 * steps near the mean, fewer elsewhere.
 *
 * @param a greater than 0
 * @param b greater than 0
 * @param x between 0 and 1
 * @param y 1 − x, passed apart so that small values keep their digits
 * @see NIST Digital Library of Mathematical Functions, 8.17.7, 8.17.22, 15.5.16 and 15.7.5
 */
export function betaSum(order: MomentOrder, a: number, b: number, x: number, y: number): number {
  if (x === 0) return 0;
  if (y === 0) return order === 0 ? 1 : Number.POSITIVE_INFINITY;
  if (x * (a + b + 2) < a + 1) return tailSum(order, a, b, x, y);
  const probability = Math.max(0, 1 - tailSum(0, b, a, y, x));
  if (order === 0) return probability;
  // x (a + b) − a, as a difference of what is exact.
  const first = ((x * b - y * a) * probability + b * (a / (a + b)) * binomialTerm(a, a + b, x, y)) / y;
  if (order === 1) return first;
  return (0.5 * ((x * (b + 1) - y * (a + 1)) * first + x * (a + b) * probability)) / y;
}

function tailSum(order: MomentOrder, a: number, b: number, x: number, y: number): number {
  const top = a + b + order;
  let product = 1;
  for (let n = 0; n <= order; n++) product *= gaussRatio(n, a, top, x);
  const result = product * (b / top) * binomialTerm(a + order, top, x, y);
  return order === 0 ? Math.min(1, result) : result;
}

const MAX_TERMS = 1_000_000;
const TINY = 1e-300;

/** F(n + 1, top; a + n + 1; x) / F(n, top; a + n; x), by Lentz's method. */
function gaussRatio(n: number, a: number, top: number, x: number): number {
  const bottom = a + n;
  let c = 1;
  let d = 1 / nonZero(1 - (top * (a / bottom) * x) / (bottom + 1));
  let fraction = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = ((n + m) * (top - bottom - m) * x) / ((bottom + 2 * m - 1) * (bottom + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (top + m) * x) / ((bottom + 2 * m) * (bottom + 2 * m + 1));
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
