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
  return Math.exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** The natural logarithm of `poissonTerm`, also where that is below the smallest number. */
export function logPoissonTerm(a: number, x: number): number {
  if (a === 0) return -x;
  return -stirlingError(a) - devianceTerm(a, x) - 0.5 * Math.log(2 * Math.PI * a);
}
