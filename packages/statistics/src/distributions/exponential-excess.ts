import { standardCdf, standardDensity } from './standard-normal.ts';

/** Below this |s| the series is used, and needs no more than this many terms. */
const SERIES_BELOW = 0.5;
const SERIES_TERMS = 40;

/** From here on the Mills ratio is taken from its continued fraction, before the density underflows. */
const FRACTION_FROM = 25;
const FRACTION_TERMS = 12;

/**
 * E[|X − x|ⁿ; Z > z] / n! for n = 1, 2, where X = x exp(s (Z − z)) with a standard normal Z: the loss of a
 * lognormal variable. A negative `s` gives the complementary loss.
 *
 * For small s the closed form subtracts nearly equal numbers; the series Σ sᵏ E[((Z − z)⁺)ᵏ] / k! does not.
 */
export function exponentialExcess(order: 1 | 2, x: number, z: number, s: number): number {
  if (Math.abs(s) < SERIES_BELOW && z >= 0)
    return x ** order * (z < 1 ? forwardSeries(order, z, s) : tailSeries(order, z, s));
  const none = upperMoment(0, order, x, z, s);
  const once = upperMoment(1, order, x, z, s);
  if (order === 1) return Math.abs(once - none);
  const twice = upperMoment(2, order, x, z, s);
  return twice === Number.POSITIVE_INFINITY ? twice : 0.5 * twice - once + 0.5 * none;
}

/**
 * xⁿ E[exp(j s (Z − z)); Z > z] = xⁿ exp(j s (j s / 2 − z)) Q(z − j s). Where that is a huge number times a tiny
 * one it is xⁿ φ(z) times the Mills ratio Q(t) / φ(t) at t = z − j s.
 */
function upperMoment(j: 0 | 1 | 2, order: 1 | 2, x: number, z: number, s: number): number {
  const t = z - j * s;
  if (t > 0) return x ** order * standardDensity(z) * millsRatio(t);
  return Math.exp(order * Math.log(x) + j * s * (0.5 * j * s - z)) * standardCdf(-t);
}

/** Q(t) / φ(t) for t above 0. */
function millsRatio(t: number): number {
  if (t < FRACTION_FROM) return standardCdf(-t) / standardDensity(t);
  let denominator = t;
  for (let n = FRACTION_TERMS; n >= 1; n--) denominator = t + n / denominator;
  return 1 / denominator;
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
    const next = (before - z * moment) / k;
    before = moment;
    moment = next;
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
