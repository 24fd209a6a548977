import { requireNonNegative, requirePositive } from '../parameters.ts';
import { gammaLowerMoment, gammaUpperMoment } from './gamma-partial-moments.ts';

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
  return gammaLowerMoment(0, a, x);
}

/** Regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), accurate where it is small. */
export function regularisedGammaQ(a: number, x: number): number {
  requirePositive('a', a);
  requireNonNegative('x', x);
  return gammaUpperMoment(0, a, x);
}
