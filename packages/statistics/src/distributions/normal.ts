import { requirePositive, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { complementaryErrorFunction } from '../special/error-function.ts';

/** Parameters of a normal distribution; the standard normal if left out. */
export interface NormalParameters {
  mean?: number;
  /** greater than 0 */
  standardDeviation?: number;
}

/** Density at `x`. */
export function pdf(x: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  requirePositive('standardDeviation', standardDeviation);
  const z = (x - mean) / standardDeviation;
  return Math.exp(-0.5 * z * z) / (standardDeviation * Math.sqrt(2 * Math.PI));
}

/** Probability of a value of at most `x`. */
export function cdf(x: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  requirePositive('standardDeviation', standardDeviation);
  return standardCdf((x - mean) / standardDeviation);
}

/** The value that is not exceeded with probability `p`; minus infinity at 0, infinity at 1. */
export function quantile(p: number, { mean = 0, standardDeviation = 1 }: NormalParameters = {}): number {
  requireProbability('p', p);
  requirePositive('standardDeviation', standardDeviation);
  return mean + standardDeviation * standardQuantile(p);
}

/** One draw, by inversion: exactly one number of the stream each, so that runs stay comparable. */
export function sample(random: RandomStream, parameters: NormalParameters = {}): number {
  return quantile((random.nextUint32() + 0.5) / 4294967296, parameters);
}

/** Standard normal distribution function, for inner loops: no checks. */
export function standardCdf(z: number): number {
  return 0.5 * complementaryErrorFunction(-z * Math.SQRT1_2);
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
