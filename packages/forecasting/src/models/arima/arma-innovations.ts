import type { ArmaPolynomials } from './arma-polynomials.ts';
import { type StartWorkspace, startOfProcess, startWorkspace } from './arma-start.ts';

/** Room for the recursions below, made once per series. */
export interface InnovationsWorkspace {
  start: StartWorkspace;
  /** [K] covariance of a value's prediction error with the next state */
  gain: Float64Array;
  /** [L] direction in which the covariance of the state still changes */
  change: Float64Array;
  /** predicted state of each column */
  states: Float64Array[];
  /** place of the first value of each column that is not zero: before it there is nothing to do */
  starts: Int32Array;
}

export function innovationsWorkspace(reach: number, columns: number): InnovationsWorkspace {
  return {
    start: startWorkspace(reach),
    gain: new Float64Array(reach + 1),
    change: new Float64Array(reach + 1),
    states: Array.from({ length: columns }, () => new Float64Array(reach + 1)),
    starts: new Int32Array(columns),
  };
}

/** Change of the state's covariance below which it is taken as settled. */
const SETTLED = 1e-14;
/** How often that is looked at, in periods. */
const LOOK_EVERY = 8;

/**
 * The exact one-step prediction errors of a stationary ARMA process with errors of variance 1, for several
 * columns at once, each error divided by its standard deviation.
 *
 * The covariance of the state changes by a matrix of rank one from period to period (Morf, Sidhu, Kailath), so a
 * period costs O(r) with r = max(p + m P, q + m Q + 1) where the Kalman filter costs O(r²). Once it has settled
 * only the few lags of the polynomials are read.
 *
 * @param columns values of equal length
 * @param errors  the standardised prediction errors are written here, column by column
 * @param untilTheEnd keep to the state, so that `space.states` holds the predictions of what follows
 * @returns sum of the logarithms of the prediction variances; NaN if the process is not stationary
 * @see Mélard (1984), Algorithm AS 197: A fast algorithm for the exact likelihood of autoregressive-moving
 *      average models, Applied Statistics 33
 * @see Pearlman (1980), An algorithm for the exact likelihood of a high-order autoregressive-moving average
 *      process, Biometrika 67
 */
export function standardisedInnovations(
  polynomials: ArmaPolynomials,
  columns: readonly Float64Array[],
  errors: readonly Float64Array[],
  space: InnovationsWorkspace,
  untilTheEnd = false,
): number {
  const { ar, ma } = polynomials;
  const { gain, change, states, starts } = space;
  const length = columns[0]!.length;
  const reach = Math.max(ar.length, ma.length + 1);
  let variance = startOfProcess(polynomials, gain, space.start);
  if (!(variance > 0)) return Number.NaN;
  for (let place = 0; place < reach; place++) change[place] = gain[place]!;
  change[reach] = 0;
  for (let column = 0; column < columns.length; column++) {
    states[column]!.fill(0, 0, reach + 1);
    errors[column]!.fill(0, 0, starts[column]!);
  }
  let weight = -1 / variance;
  let product = 1;
  let sumOfLogs = 0;
  for (let time = 0; time < length; time++) {
    product *= variance;
    if (product > 1e100) {
      sumOfLogs += Math.log(product);
      product = 1;
    }
    const scale = 1 / Math.sqrt(variance);
    for (let column = 0; column < columns.length; column++) {
      if (time < starts[column]!) continue;
      const error = columns[column]![time]! - states[column]![0]!;
      errors[column]![time] = error * scale;
      advance(states[column]!, ar, gain, reach, error / variance);
    }
    const first = change[0]!;
    if (first !== 0) {
      const nextVariance = variance + weight * first * first;
      if (!(nextVariance > 0)) return Number.NaN;
      updateGain(gain, change, ar, reach, weight * first, first / variance);
      weight -= (weight * weight * first * first) / nextVariance;
      variance = nextVariance;
    } else shift(change, reach);
    if (untilTheEnd || time % LOOK_EVERY !== 0 || time < reach) continue;
    if (hasSettled(change, reach, weight)) {
      finish(polynomials, columns, errors, starts, time + 1);
      break;
    }
  }
  return sumOfLogs + Math.log(product);
}

/** The state after a value: x <- T x + K error / variance, T being the companion matrix of `ar`. */
export function advance(
  state: Float64Array,
  ar: Float64Array,
  gain: Float64Array,
  reach: number,
  error: number,
): void {
  const value = state[0]!;
  const order = ar.length;
  for (let place = 0; place < order; place++) {
    state[place] = state[place + 1]! + ar[place]! * value + gain[place]! * error;
  }
  for (let place = order; place < reach; place++) state[place] = state[place + 1]! + gain[place]! * error;
}

/** K <- K + T L c and L <- T L - K s, with K of before. */
export function updateGain(
  gain: Float64Array,
  change: Float64Array,
  ar: Float64Array,
  reach: number,
  forGain: number,
  forChange: number,
): void {
  const first = change[0]!;
  const order = ar.length;
  let place = 0;
  for (; place < order; place++) {
    const moved = change[place + 1]! + ar[place]! * first;
    const before = gain[place]!;
    gain[place] = before + moved * forGain;
    change[place] = moved - before * forChange;
  }
  for (; place < reach; place++) {
    const moved = change[place + 1]!;
    const before = gain[place]!;
    gain[place] = before + moved * forGain;
    change[place] = moved - before * forChange;
  }
}

function shift(change: Float64Array, reach: number): void {
  for (let place = 0; place < reach; place++) change[place] = change[place + 1]!;
}

function hasSettled(change: Float64Array, reach: number, weight: number): boolean {
  let squares = 0;
  for (let place = 0; place < reach; place++) squares += change[place]! * change[place]!;
  return squares * Math.abs(weight) < SETTLED;
}

/** The errors from `from` on, of variance 1: each value minus what the polynomials read. */
function finish(
  { ar, ma, arLags, maLags }: ArmaPolynomials,
  columns: readonly Float64Array[],
  errors: readonly Float64Array[],
  starts: Int32Array,
  from: number,
): void {
  for (let column = 0; column < columns.length; column++) {
    const values = columns[column]!;
    const target = errors[column]!;
    for (let time = Math.max(from, starts[column]!); time < values.length; time++) {
      let error = values[time]!;
      for (let index = 0; index < arLags.length; index++) {
        const lag = arLags[index]!;
        error -= ar[lag]! * values[time - 1 - lag]!;
      }
      for (let index = 0; index < maLags.length; index++) {
        const lag = maLags[index]!;
        error -= ma[lag]! * target[time - 1 - lag]!;
      }
      target[time] = error;
    }
  }
}

/**
 * The errors if those before the first p + m P values were zero, written from there on; the places before are 0.
 * Cheaper than the exact ones, and near them for long series. The sum of their squares is the conditional sum of
 * squares. O(n lags).
 *
 * @see Box, Jenkins, Reinsel (1994), Time Series Analysis: Forecasting and Control, 3rd ed., section 7.1.2
 */
export function conditionalErrors(
  polynomials: ArmaPolynomials,
  columns: readonly Float64Array[],
  errors: readonly Float64Array[],
): void {
  const { ar, ma, arLags, maLags } = polynomials;
  const skipped = ar.length;
  for (let column = 0; column < columns.length; column++) {
    const values = columns[column]!;
    const target = errors[column]!;
    target.fill(0, 0, skipped);
    for (let time = skipped; time < values.length; time++) {
      let error = values[time]!;
      for (let index = 0; index < arLags.length; index++) {
        const lag = arLags[index]!;
        error -= ar[lag]! * values[time - 1 - lag]!;
      }
      for (let index = 0; index < maLags.length; index++) {
        const lag = maLags[index]!;
        if (lag >= time) break;
        error -= ma[lag]! * target[time - 1 - lag]!;
      }
      target[time] = error;
    }
  }
}
