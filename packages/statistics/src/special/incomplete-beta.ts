import { requirePositive, requireProbability } from '../parameters.ts';
import { betaSum } from './beta-sums.ts';

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
  requireProbability('y', y);
  return betaSum(0, a, b, x, y);
}
