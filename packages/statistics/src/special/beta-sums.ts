import { binomialTerm } from './binomial-term.ts';
import type { MomentOrder } from './gamma-partial-moments.ts';

/**
 * Σ C(j, n) p(a + j) over j = n, n + 1 …, where p(k) = Γ(k + b) / (Γ(b) k!) xᵏ y^b are the negative binomial
 * probabilities of size b, continued to real k. With n = 0 it is the regularised incomplete beta function
 * I_x(a, b); with n = 1 and 2 the losses of the negative binomial and the beta distribution follow from it.
 *
 * All digits are kept where the sum is small: x^(a + n) y^b times the hypergeometric function
 * F(n + 1, a + b + n; a + n + 1; x), which is the product of n + 1 of Gauss's continued fractions, each in the
 * form of its even part, where nothing is subtracted from 1. On the other
 * side of the mean the sum follows from the complement by a recurrence without cancellation. About √(a + b)
 * steps near the mean, fewer elsewhere.
 *
 * @param a greater than 0
 * @param b greater than 0
 * @param x between 0 and 1
 * @param y 1 − x, passed apart so that small values keep their digits
 * @see NIST Digital Library of Mathematical Functions, 8.17.7, 8.17.22, 15.5.16 and 15.7.5
 * @see Didonato, Morris (1992), Algorithm 708: Significant Digit Computation of the Incomplete Beta Function Ratios
 */
export function betaSum(order: MomentOrder, a: number, b: number, x: number, y: number): number {
  if (x === 0) return 0;
  if (y === 0) return order === 0 ? 1 : Number.POSITIVE_INFINITY;
  // The same as x (a + b + 2) < a + 1, which would lose its digits where x is near 1.
  if (a * y - b * x > x - y) return tailSum(order, a, b, x, y);
  const fromTail = b < SMALL && y > NEAR_END;
  const probability = fromTail ? tailSum(0, a, b, x, y) : Math.max(0, 1 - tailSum(0, b, a, y, x));
  if (order === 0) return probability;
  // x (a + b) − a, as a difference of what is exact.
  const first = ((x * b - y * a) * probability + b * (a / (a + b)) * binomialTerm(a, b, x, y)) / y;
  if (order === 1) return first;
  return (0.5 * ((x * (b + 1) - y * (a + 1)) * first + x * (a + b) * probability)) / y;
}

/** For so small a b nearly all lies near x = 1, and the rest is not to be had from the complement. */
const SMALL = 0.1;
/** The fraction needs about 10 / √y steps. */
const NEAR_END = 1e-5;

function tailSum(order: MomentOrder, a: number, b: number, x: number, y: number): number {
  const top = a + b + order;
  let product = 1;
  for (let n = 0; n <= order; n++) product *= gaussRatio(n, order, a, b, x, y);
  const result = product * (b / top) * binomialTerm(a + order, b, x, y);
  return order === 0 ? Math.min(1, result) : result;
}

const MAX_TERMS = 1_000_000;
const TINY = 1e-300;

/**
 * F(n + 1, top; a + n + 1; x) / F(n, top; a + n; x) with top = a + b + order, by Lentz's method. The distance of
 * the mean from x, a y − b x, enters as such: it keeps its digits where x is near 1.
 */
function gaussRatio(n: number, order: number, a: number, b: number, x: number, y: number): number {
  const distance = a * y - b * x + n + 1;
  const top = a + b + order;
  const rest = b + order - n;
  const first = nonZero((a / (a + n + 1)) * (distance - order * x) + n);
  let c = first;
  let d = 0;
  let fraction = first;
  for (let m = 1; m < MAX_TERMS; m++) {
    const bottom = a + n + 2 * m;
    const share = ((n + m) * (rest - m) * x) / (bottom - 1);
    const numerator = share * ((a + m - 1) / (bottom - 1)) * (top + m - 1) * x;
    const denominator = n + m + share + ((a + m) / (bottom + 1)) * (distance + 2 * m - (order + m) * x);
    d = 1 / nonZero(denominator + numerator * d);
    c = nonZero(denominator + numerator / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return (a + n) / fraction;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
