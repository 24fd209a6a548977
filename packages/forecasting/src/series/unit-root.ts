import { stl } from '../models/decomposition/stl.ts';

/** Critical value of the KPSS test for a constant level at 5 % (Kwiatkowski and others 1992, table 1). */
const KPSS_LEVEL_5_PERCENT = 0.463;
/** Seasonal strength beyond which a seasonal difference forecasts M3 better, as in R's forecast. */
const STRONG_SEASON = 0.64;
/** A range of rounding errors, relative to the largest value before differencing. */
const ROUNDING = 1e-12;

/**
 * The KPSS statistic of the hypothesis that a series varies around a constant level; large values speak against
 * it (beyond 0.463 at 5 %). The long-run variance has Bartlett weights over trunc(3 sqrt(n) / 13) lags. O(n lags).
 *
 * @param values without gaps
 * @returns 0 for a constant series
 * @see Kwiatkowski, Phillips, Schmidt, Shin (1992), Testing the null hypothesis of stationarity against the
 *      alternative of a unit root, Journal of Econometrics 54
 */
export function kpssStatistic(values: Float64Array): number {
  const { length } = values;
  if (isConstant(values, largestSize(values))) return 0;
  const lags = Math.trunc((3 * Math.sqrt(length)) / 13);
  let mean = 0;
  for (const value of values) mean += value / length;
  const errors = values.map((value) => value - mean);
  let partialSum = 0;
  let partialSquares = 0;
  for (let index = 0; index < length; index++) {
    partialSum += errors[index]!;
    partialSquares += partialSum * partialSum;
  }
  let variance = sumOfProducts(errors, 0);
  for (let lag = 1; lag <= lags; lag++) variance += 2 * (1 - lag / (lags + 1)) * sumOfProducts(errors, lag);
  return partialSquares / (length * variance);
}

/**
 * How often a series must be differenced until the KPSS test at 5 % no longer speaks against a constant level
 * [d], as R's ndiffs.
 *
 * @param options.most highest number tried, 2 if left out
 */
export function differencesNeeded(values: Float64Array, { most = 2 }: { most?: number } = {}): number {
  const size = largestSize(values);
  let rest = values;
  for (let times = 0; times < most; times++) {
    if (isConstant(rest, size) || kpssStatistic(rest) <= KPSS_LEVEL_5_PERCENT) return times;
    rest = differenced(rest, 1);
  }
  return most;
}

/**
 * Whether a seasonal difference is called for [D]: the seasonal strength of an STL decomposition is beyond 0.64,
 * as R's nsdiffs decides.
 *
 * @param values without gaps
 * @param period at least 2; a series of at most two seasons shows none
 */
export function seasonalDifferencesNeeded(values: Float64Array, period: number): 0 | 1 {
  if (period < 2 || values.length <= 2 * period || isConstant(values, largestSize(values))) return 0;
  return seasonalStrength(values, period) > STRONG_SEASON ? 1 : 0;
}

/**
 * Share of the variance without trend that the season explains, 0 to 1: one minus the variance of the remainder
 * over that of remainder and season, after an STL decomposition with a seasonal window of 11.
 *
 * @see Wang, Smith, Hyndman (2006), Characteristic-based clustering for time series data, Data Mining and
 *      Knowledge Discovery 13, section 3.1
 */
export function seasonalStrength(values: Float64Array, period: number): number {
  const { season, remainder } = stl(values, { period });
  const both = remainder.map((value, index) => value + season[index]!);
  const whole = variance(both);
  return whole > 0 ? Math.max(0, Math.min(1, 1 - variance(remainder) / whole)) : 0;
}

/** Each value minus the one `lag` periods before; shorter by `lag`. */
export function differenced(values: Float64Array, lag: number): Float64Array {
  const differences = new Float64Array(Math.max(0, values.length - lag));
  for (let index = 0; index < differences.length; index++) {
    differences[index] = values[index + lag]! - values[index]!;
  }
  return differences;
}

/** Whether values differ by rounding only. @param size largest absolute value they were computed from */
export function isConstant(values: Float64Array, size: number): boolean {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return !(largest - smallest > ROUNDING * size);
}

/** The largest absolute value. */
export function largestSize(values: Float64Array): number {
  let size = 0;
  for (const value of values) size = Math.max(size, Math.abs(value));
  return size;
}

function sumOfProducts(errors: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < errors.length; index++) sum += errors[index]! * errors[index - lag]!;
  return sum;
}

function variance(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return squares;
}
