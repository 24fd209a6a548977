import { type ArmaOrders, autoregressiveReach, movingAverageReach } from './arma-orders.ts';

/**
 * The two polynomials of a seasonal ARMA process multiplied out:
 * w[t] = sum ar[j] w[t-1-j] + e[t] + sum ma[j] e[t-1-j].
 */
export interface ArmaPolynomials {
  ar: Float64Array;
  ma: Float64Array;
  /** places at which `ar` can differ from zero: few, since a seasonal polynomial is mostly empty */
  arLags: Int32Array;
  maLags: Int32Array;
  /** differences of two places of `ma`, and the places plus 1: lags at which a moving average is correlated */
  maDistances: Int32Array;
  /** the four factors one after the other: p, q, P, Q numbers in the signs of R */
  factors: Float64Array;
}

/** Room for the polynomials of some orders; `fillPolynomials` gives them their values. */
export function emptyPolynomials(orders: ArmaOrders): ArmaPolynomials {
  const { p, q, P, Q, period } = orders;
  const maLags = lagsOf(q, Q, period);
  return {
    ar: new Float64Array(autoregressiveReach(orders)),
    ma: new Float64Array(movingAverageReach(orders)),
    arLags: lagsOf(p, P, period),
    maLags,
    maDistances: distancesOf(maLags),
    factors: new Float64Array(p + q + P + Q),
  };
}

/** A moving average stays so far from the unit circle that its errors can be told from the values. */
const LARGEST_PARTIAL = 0.9999;

/**
 * Polynomials from unrestricted numbers: each becomes a partial autocorrelation in (-1, 1) by the hyperbolic
 * tangent, and partial autocorrelations become coefficients by the recursion of Durbin and Levinson. So every
 * vector is a stationary and invertible process, and every such process has its vector.
 *
 * @param free p + q + P + Q numbers
 * @see Monahan (1984), A note on enforcing stationarity in autoregressive-moving average models, Biometrika 71
 */
export function fillPolynomials(target: ArmaPolynomials, orders: ArmaOrders, free: Float64Array): void {
  const { p, q, P, Q } = orders;
  const { factors } = target;
  const seasonalStart = p + q;
  coefficientsOf(free, factors, 0, p, 1);
  coefficientsOf(free, factors, p, q, LARGEST_PARTIAL);
  coefficientsOf(free, factors, seasonalStart, P, 1);
  coefficientsOf(free, factors, seasonalStart + P, Q, LARGEST_PARTIAL);
  // The recursion yields 1 - a B - ...; the moving average is written 1 + theta B + ...
  for (let index = p; index < seasonalStart; index++) factors[index] = -factors[index]!;
  for (let index = seasonalStart + P; index < factors.length; index++) factors[index] = -factors[index]!;
  multiplyOut(target, orders);
}

/** `ar` and `ma` from the factors: the products of the plain and the seasonal polynomials. */
export function multiplyOut({ ar, ma, factors }: ArmaPolynomials, orders: ArmaOrders): void {
  const { p, q, P, Q, period } = orders;
  product(ar, factors, { start: 0, order: p, seasonalStart: p + q, seasonalOrder: P, period, sign: -1 });
  product(ma, factors, { start: p, order: q, seasonalStart: p + q + P, seasonalOrder: Q, period, sign: 1 });
}

function product(
  target: Float64Array,
  factors: Float64Array,
  part: {
    start: number;
    order: number;
    seasonalStart: number;
    seasonalOrder: number;
    period: number;
    sign: number;
  },
): void {
  const { start, order, seasonalStart, seasonalOrder, period, sign } = part;
  target.fill(0);
  for (let lag = 0; lag < order; lag++) target[lag] = factors[start + lag]!;
  for (let season = 0; season < seasonalOrder; season++) {
    const seasonal = factors[seasonalStart + season]!;
    const place = (season + 1) * period - 1;
    target[place] = target[place]! + seasonal;
    for (let lag = 0; lag < order; lag++) {
      target[place + 1 + lag] = target[place + 1 + lag]! + sign * seasonal * factors[start + lag]!;
    }
  }
}

function lagsOf(order: number, seasonalOrder: number, period: number): Int32Array {
  const lags = new Set<number>();
  for (let lag = 0; lag < order; lag++) lags.add(lag);
  for (let season = 1; season <= seasonalOrder; season++) {
    for (let lag = -1; lag < order; lag++) lags.add(season * period + lag);
  }
  return Int32Array.from(lags).sort();
}

function distancesOf(lags: Int32Array): Int32Array {
  const distances = new Set<number>();
  for (const lag of lags) {
    distances.add(lag + 1);
    for (const other of lags) if (other < lag) distances.add(lag - other);
  }
  return Int32Array.from(distances).sort();
}

const previous = new Float64Array(64);

function coefficientsOf(
  free: Float64Array,
  target: Float64Array,
  start: number,
  order: number,
  largest: number,
): void {
  for (let step = 0; step < order; step++) {
    const partial = largest * Math.tanh(free[start + step]!);
    for (let lag = 0; lag < step; lag++) previous[lag] = target[start + lag]!;
    for (let lag = 0; lag < step; lag++) {
      target[start + lag] = previous[lag]! - partial * previous[step - 1 - lag]!;
    }
    target[start + step] = partial;
  }
}

/**
 * Whether all roots of 1 - c[0] z - c[1] z² - ... lie further from zero than `modulus`: the polynomial in
 * z / modulus has partial autocorrelations within (-1, 1) exactly then (Schur, Cohn).
 *
 * @param coefficients read from `start`, `order` of them
 * @param part.sign -1 for 1 + c[0] z + ..., as moving averages are written
 */
export function rootsBeyond(
  coefficients: Float64Array,
  part: { start: number; order: number; sign: 1 | -1; modulus: number },
): boolean {
  const { start, order, sign, modulus } = part;
  const scaled = new Float64Array(order);
  let power = 1;
  for (let lag = 0; lag < order; lag++) {
    power *= modulus;
    scaled[lag] = sign * coefficients[start + lag]! * power;
  }
  for (let size = order; size > 0; size--) {
    const partial = scaled[size - 1]!;
    if (!(Math.abs(partial) < 1)) return false;
    const rest = 1 - partial * partial;
    for (let low = 0, high = size - 2; low <= high; low++, high--) {
      const [a, b] = [scaled[low]!, scaled[high]!];
      scaled[low] = (a + partial * b) / rest;
      scaled[high] = (b + partial * a) / rest;
    }
  }
  return true;
}
