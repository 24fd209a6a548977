import { complementaryErrorFunction } from './error-function.ts';
import { devianceTerm } from './log-gamma.ts';

/** From this shape on the coefficients below are exact to double wherever the density is not 0. */
export const LARGE_SHAPE = 1e8;

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x) for large `a`, in constant time and with their
 * digits where they are small: the normal tail at η √a, with ½ a η² the deviance of a from x, and a correction.
 *
 * @param side `lower` for P, `upper` for Q
 * @param a at least `LARGE_SHAPE`
 * @param x greater than 0
 * @see NIST Digital Library of Mathematical Functions, 8.12.3, 8.12.4, 8.12.7 (Temme's uniform expansion)
 */
export function largeShapeGamma(side: 'lower' | 'upper', a: number, x: number): number {
  const deviance = devianceTerm(a, x);
  const eta = Math.sign(x - a) * Math.sqrt((2 * deviance) / a);
  const correction = (Math.exp(-deviance) * (zeroth(eta) + first(eta) / a)) / Math.sqrt(2 * Math.PI * a);
  const depth = Math.sign(x - a) * Math.sqrt(deviance);
  if (side === 'upper') return 0.5 * complementaryErrorFunction(depth) + correction;
  return 0.5 * complementaryErrorFunction(-depth) - correction;
}

/** 1 / (λ − 1) − 1 / η as a series in η, where λ = x / a and ½ η² = λ − 1 − ln λ. */
function zeroth(eta: number): number {
  return -1 / 3 + eta * (1 / 12 - eta * (2 / 135 - eta * (1 / 864 + eta / 2835)));
}

function first(eta: number): number {
  return -1 / 540 - eta * (1 / 288 - eta / 378);
}
