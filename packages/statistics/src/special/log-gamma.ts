import { requirePositive } from '../parameters.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** Below this the argument is moved up by the recurrence; above, seven terms of the series are exact to double. */
const STIRLING_FROM = 15;

/**
 * Natural logarithm of the gamma function.
 *
 * @param x greater than 0
 * @see Abramowitz, Stegun (1964), 6.1.15 (recurrence) and 6.1.41 (Stirling's series)
 * @example logGamma(5) // ln 24
 */
export function logGamma(x: number): number {
  requirePositive('x', x);
  let product = 1;
  let shifted = x;
  while (shifted < STIRLING_FROM) {
    product *= shifted;
    shifted += 1;
  }
  const series = (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingSeries(shifted);
  return series - Math.log(product);
}

/**
 * What Stirling's formula for ln x! leaves out: ln Γ(x + 1) − [(x + ½) ln x − x + ½ ln 2π]. Probabilities
 * written with it keep their digits where differences of large logarithms of factorials would lose them.
 *
 * @param x greater than 0
 * @see Loader (2000), Fast and Accurate Computation of Binomial Probabilities
 */
export function stirlingError(x: number): number {
  if (x >= STIRLING_FROM) return stirlingSeries(x);
  return logGamma(x) - (x - 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
}

function stirlingSeries(x: number): number {
  const square = x * x;
  return (
    (1 / 12 -
      (1 / 360 -
        (1 / 1260 -
          (1 / 1680 - (1 / 1188 - (691 / 360360 - 1 / (156 * square)) / square) / square) / square) /
          square) /
        square) /
    x
  );
}

/**
 * x ln(x / m) + m − x, the deviance of x from its mean m, without cancellation where x is near m.
 *
 * @param x at least 0
 * @param m at least 0; the deviance from 0 is infinite
 * @param difference x − m, passed where it is known more exactly than by subtraction
 * @see Loader (2000), equation for `bd0`
 */
export function devianceTerm(x: number, m: number, difference = x - m): number {
  if (x === 0) return m;
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * logRatio(x, m) - difference;
  // ln(x/m) = 2 artanh(v) with v = (x − m)/(x + m), as a series in v.
  const v = difference / (x + m);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let odd = 3; odd < 1000; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) return next;
    sum = next;
  }
  return sum;
}

/** ln(x / m), where the ratio itself can overflow or underflow. */
function logRatio(x: number, m: number): number {
  const ratio = x / m;
  return ratio > 0 && ratio < Number.POSITIVE_INFINITY ? Math.log(ratio) : Math.log(x) - Math.log(m);
}
