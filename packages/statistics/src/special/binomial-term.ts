import { devianceTerm, stirlingError } from './log-gamma.ts';

/**
 * Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) x^a y^b: the binomial probability of `a` successes and `b` failures, both real.
 *
 * @param a at least 0
 * @param b at least 0
 * @param x the probability of success; `y` is 1 − x, passed apart so that small values keep their digits
 * @see Loader (2000), Fast and Accurate Computation of Binomial Probabilities, equation 4
 */
export function binomialTerm(a: number, b: number, x: number, y: number): number {
  if (a === 0 || b === 0) return Math.exp(logPower(a, b, x, y));
  return Math.exp(logShape(a, b, x, y)) * Math.sqrt((1 + b / a) / (2 * Math.PI * b));
}

/** The natural logarithm of `binomialTerm`, also where that is below the smallest number. */
export function logBinomialTerm(a: number, b: number, x: number, y: number): number {
  if (a === 0 || b === 0) return logPower(a, b, x, y);
  return logShape(a, b, x, y) + 0.5 * (Math.log1p(b / a) - Math.log(2 * Math.PI * b));
}

/** Where success or failure is all there is the coefficient is 1. */
function logPower(a: number, b: number, x: number, y: number): number {
  if (a === b) return 0;
  return a === 0 ? b * logOf(y, x) : a * logOf(x, y);
}

/** ln x of a share, given its complement y: from the smaller of both. */
function logOf(x: number, y: number): number {
  return y < 0.5 ? Math.log1p(-y) : Math.log(x);
}

function logShape(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const stirling = stirlingError(n) - stirlingError(a) - stirlingError(b);
  // a − n x, which has its digits where x or y is near 1.
  const difference = a * y - b * x;
  return stirling - devianceTerm(a, n * x, difference) - devianceTerm(b, n * y, -difference);
}
