import { standardCdf, standardDensity } from './standard-normal.ts';

/** Below this |s| the series is used, and needs no more than this many terms. */
const SERIES_BELOW = 0.5;
const SERIES_TERMS = 40;

/**
 * E[|exp(s (Z − z)) − 1|ⁿ; Z > z] / n! of a standard normal Z, for n = 1, 2: the loss of a lognormal variable,
 * divided by x. A negative `s` gives the complementary loss.
 *
 * For small s the closed form subtracts nearly equal numbers; the series Σ sᵏ E[((Z − z)⁺)ᵏ] / k! does not.
 */
export function exponentialExcess(order: 1 | 2, z: number, s: number): number {
  if (z === Number.POSITIVE_INFINITY) return 0;
  if (Math.abs(s) < SERIES_BELOW && z >= 0)
    return z < 1 ? forwardSeries(order, z, s) : tailSeries(order, z, s);
  // E[exp(s (Z − z)); Z > z] = exp(s²/2 − s z) Q(z − s)
  const once = Math.exp(s * (0.5 * s - z)) * standardCdf(s - z);
  if (order === 1) return Math.abs(once - standardCdf(-z));
  return 0.5 * Math.exp(2 * s * (s - z)) * standardCdf(2 * s - z) - once + 0.5 * standardCdf(-z);
}

/** Coefficients of the expansion of exp t − 1 and ½ (exp t − 1)² in tᵏ / k!. */
function coefficient(order: 1 | 2, k: number): number {
  return order === 1 ? 1 : 0.5 * (2 ** k - 2);
}

/** With hₖ = E[((Z − z)⁺)ᵏ] / k! from the recurrence (k + 1) hₖ₊₁ = hₖ₋₁ − z hₖ. */
function forwardSeries(order: 1 | 2, z: number, s: number): number {
  let before = standardDensity(z);
  let moment = standardCdf(-z);
  let power = 1;
  let sum = 0;
  for (let k = 1; k <= SERIES_TERMS; k++) {
    [before, moment] = [moment, (before - z * moment) / k];
    power *= s;
    sum += coefficient(order, k) * power * moment;
  }
  return Math.abs(sum);
}

/** With the ratios of the hₖ from Laplace's continued fraction, nested as in Horner's rule. */
function tailSeries(order: 1 | 2, z: number, s: number): number {
  let ratio = 1 / z;
  for (let n = Math.ceil(200 / (z * z)) + SERIES_TERMS; n > SERIES_TERMS; n--)
    ratio = 1 / (z + (n + 1) * ratio);
  let nested = 0;
  for (let k = SERIES_TERMS; k >= 1; k--) {
    ratio = 1 / (z + (k + 1) * ratio);
    nested = s * ratio * (coefficient(order, k) + nested);
  }
  return Math.abs((standardDensity(z) * nested) / (z + ratio));
}
