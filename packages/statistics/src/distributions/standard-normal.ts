import { complementaryErrorFunction } from '../special/error-function.ts';

const SQRT_TWO_PI = 2.5066282746310002;

/** From here on the closed forms of the losses subtract nearly equal numbers, and the continued fraction is short. */
const TAIL_FROM = 2;

/** Standard normal density, for inner loops: no checks [φ(z)]. */
export function standardDensity(z: number): number {
  // z² split in two exact parts, so that its rounding error does not grow with z.
  const head = Math.trunc(z * 16) / 16;
  if (!(Math.abs(head) < 40)) return Number.isNaN(z) ? z : 0;
  return (Math.exp(-0.5 * head * head) * Math.exp(-0.5 * (z - head) * (z + head))) / SQRT_TWO_PI;
}

/** Standard normal distribution function, for inner loops: no checks [Φ(z)]. 1 − Φ(z) is `standardCdf(-z)`. */
export function standardCdf(z: number): number {
  return 0.5 * complementaryErrorFunction(-z * Math.SQRT1_2);
}

/**
 * Standard normal loss E[(Z − z)⁺], for inner loops: no checks [𝓛(z), G(z)]. About 14 digits everywhere, far
 * tails included; E[(z − Z)⁺] is `standardLoss(-z)`.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3.1, equation C.22
 * @example standardLoss(0) // 1 / √(2π) = 0.3989…
 */
export function standardLoss(z: number): number {
  if (z >= TAIL_FROM) return tailIntegral(z, 1);
  if (z < -TAIL_FROM) return tailIntegral(-z, 1) - z;
  return standardDensity(z) - z * standardCdf(-z);
}

/**
 * Standard normal second loss ½ E[((Z − z)⁺)²], for inner loops: no checks [𝓛⁽²⁾(z), H(z)]. Digits as
 * `standardLoss`; ½ E[((z − Z)⁺)²] is `standardSecondLoss(-z)`.
 *
 * @see Snyder, Shen (2019), appendix C.3.1
 * @example standardSecondLoss(0) // ¼
 */
export function standardSecondLoss(z: number): number {
  if (z >= TAIL_FROM) return tailIntegral(z, 2);
  if (z < -TAIL_FROM) return 0.5 * (1 + z * z) - tailIntegral(-z, 2);
  return 0.5 * ((1 + z * z) * standardCdf(-z) - z * standardDensity(z));
}

/**
 * E[((Z − z)⁺)ⁿ] / n! for n = 1, 2 [hₙ]. From hₙ₋₁ = z hₙ + (n + 1) hₙ₊₁, with the density as h₋₁, the ratio of
 * each to the one before is 1 / (z + (n + 1) × the next ratio): Laplace's continued fraction of the Mills
 * ratio. Only positive numbers are added, so no digits are lost.
 *
 * @see Abramowitz, Stegun (1964), 26.2.14 and 7.2.5
 */
function tailIntegral(z: number, order: 1 | 2): number {
  const density = standardDensity(z);
  if (density === 0) return 0;
  // The error falls as exp(-2z √(2 terms)).
  let ratio = 1 / z;
  for (let n = Math.ceil(400 / (z * z)) + 8; n > order; n--) ratio = 1 / (z + (n + 1) * ratio);
  let product = density;
  for (let n = order; n >= 0; n--) {
    ratio = 1 / (z + (n + 1) * ratio);
    product *= ratio;
  }
  return product;
}

/**
 * Standard normal quantile, for inner loops: no checks. About 16 digits.
 *
 * @see Wichura (1988), The Percentage Points of the Normal Distribution, algorithm AS 241 (PPND16)
 */
export function standardQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q *
        (((((((r * 2509.0809287301227 + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) *
          r +
          13731.69376550946) *
          r +
          1971.5909503065513) *
          r +
          133.14166789178438) *
          r +
          3.3871328727963665)) /
      (((((((r * 5226.495278852546 + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) *
        r +
        5394.196021424751) *
        r +
        687.1870074920579) *
        r +
        42.31333070160091) *
        r +
        1)
    );
  }
  const outer = q < 0 ? p : 1 - p;
  if (outer <= 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const z = tailQuantile(Math.sqrt(-Math.log(outer)));
  return q < 0 ? -z : z;
}

function tailQuantile(depth: number): number {
  if (depth <= 5) {
    const r = depth - 1.6;
    return (
      (((((((r * 0.0007745450142783414 + 0.022723844989269184) * r + 0.2417807251774506) * r +
        1.2704582524523684) *
        r +
        3.6478483247632045) *
        r +
        5.769497221460691) *
        r +
        4.630337846156546) *
        r +
        1.4234371107496835) /
      (((((((r * 1.0507500716444169e-9 + 0.0005475938084995345) * r + 0.015198666563616457) * r +
        0.14810397642748008) *
        r +
        0.6897673349851) *
        r +
        1.6763848301838038) *
        r +
        2.053191626637759) *
        r +
        1)
    );
  }
  const r = depth - 5;
  return (
    (((((((r * 2.0103343992922881e-7 + 0.000027115555687434876) * r + 0.0012426609473880784) * r +
      0.026532189526576124) *
      r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
      6.657904643501103) /
    (((((((r * 2.0442631033899397e-15 + 1.421511758316446e-7) * r + 0.000018463183175100548) * r +
      0.0007868691311456133) *
      r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
      1)
  );
}
