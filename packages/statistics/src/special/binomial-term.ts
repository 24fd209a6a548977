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
