import type { ArmaPolynomials } from './arma-polynomials.ts';

/** Room for `startOfProcess`, for processes that reach back at most `reach` periods. */
export interface StartWorkspace {
  /** fitted autoregressions of all lower orders, row after row */
  lower: Float64Array;
  /** variance of the prediction by each of them */
  variances: Float64Array;
  /** autocovariances of the autoregression, then of the process */
  autoregressive: Float64Array;
  covariances: Float64Array;
  /** coefficients of the infinite moving average */
  weights: Float64Array;
  /** autocovariances of the moving average alone */
  smoothing: Float64Array;
}

export function startWorkspace(reach: number): StartWorkspace {
  return {
    lower: new Float64Array((reach + 1) * (reach + 1)),
    variances: new Float64Array(reach + 1),
    autoregressive: new Float64Array(2 * reach + 2),
    covariances: new Float64Array(reach + 2),
    weights: new Float64Array(reach + 2),
    smoothing: new Float64Array(reach + 2),
  };
}

/**
 * How a stationary ARMA process with errors of variance 1 starts: the variance of a value, which is returned, and
 * the first gain, the covariance of the first value with the state that follows it, which is written to `gain`.
 *
 * The autocovariances are those of the autoregression (by the recursion of Levinson and Durbin backwards, so no
 * linear system is solved) summed with the autocovariances of the moving average. O((p + m P)² + lags (q + m Q)).
 *
 * @param gain max(p + m P, q + m Q + 1) numbers are written
 * @returns NaN if the process is not stationary to working accuracy
 * @see Brockwell, Davis (1991), Time Series: Theory and Methods, 2nd ed., sections 3.3 and 5.2
 */
export function startOfProcess(
  polynomials: ArmaPolynomials,
  gain: Float64Array,
  space: StartWorkspace,
): number {
  const { ar, ma, arLags, maLags } = polynomials;
  const { covariances, weights } = space;
  const reach = Math.max(ar.length, ma.length + 1);
  fillWeights(polynomials, weights, ma.length + 1);
  if (!autocovariances(polynomials, space)) return Number.NaN;
  for (let place = 0; place < reach; place++) {
    let sum = 0;
    for (let index = 0; index < arLags.length; index++) {
      const lag = arLags[index]!;
      if (lag >= place) sum += ar[lag]! * covariances[lag - place]!;
    }
    for (let index = 0; index < maLags.length; index++) {
      const lag = maLags[index]!;
      if (lag >= place) sum += ma[lag]! * weights[lag - place]!;
    }
    gain[place] = sum;
  }
  return covariances[0]!;
}

/** The first coefficients of the infinite moving average [psi]. */
export function fillWeights(polynomials: ArmaPolynomials, weights: Float64Array, count: number): void {
  const { ar, ma, arLags } = polynomials;
  weights[0] = 1;
  for (let step = 1; step < count; step++) {
    let sum = step <= ma.length ? ma[step - 1]! : 0;
    for (let index = 0; index < arLags.length; index++) {
      const lag = arLags[index]!;
      if (lag >= step) break;
      sum += ar[lag]! * weights[step - 1 - lag]!;
    }
    weights[step] = sum;
  }
}

/** Autocovariances up to lag p + m P; false if the process is not stationary. */
function autocovariances(polynomials: ArmaPolynomials, space: StartWorkspace): boolean {
  const { ar, ma, maDistances } = polynomials;
  const { autoregressive, covariances, smoothing } = space;
  const order = ar.length;
  if (!autoregressiveCovariances(polynomials, space, order + ma.length)) return false;
  smoothingCovariances(polynomials, smoothing);
  const own = smoothing[0]!;
  for (let lag = 0; lag <= order; lag++) {
    let sum = own * autoregressive[lag]!;
    for (let index = 0; index < maDistances.length; index++) {
      const distance = maDistances[index]!;
      const before = lag < distance ? distance - lag : lag - distance;
      sum += smoothing[distance]! * (autoregressive[lag + distance]! + autoregressive[before]!);
    }
    covariances[lag] = sum;
  }
  return covariances[0]! >= 1 - 1e-9 && covariances[0]! < 1e12;
}

/** Autocovariances of the moving average part, lags 0 to q + m Q. */
function smoothingCovariances({ ma, maLags }: ArmaPolynomials, target: Float64Array): void {
  target.fill(0, 0, ma.length + 1);
  target[0] = 1;
  for (let index = 0; index < maLags.length; index++) {
    const lag = maLags[index]!;
    const value = ma[lag]!;
    target[lag + 1] = target[lag + 1]! + value;
    for (let other = 0; other <= index; other++) {
      const distance = lag - maLags[other]!;
      target[distance] = target[distance]! + value * ma[maLags[other]!]!;
    }
  }
}

/** Autocovariances of the autoregression alone, with errors of variance 1, up to lag `last`. */
function autoregressiveCovariances(
  { ar, arLags }: ArmaPolynomials,
  { lower, variances, autoregressive }: StartWorkspace,
  last: number,
): boolean {
  const order = ar.length;
  variances[order] = 1;
  let row = order * order;
  for (let lag = 0; lag < order; lag++) lower[row + lag] = ar[lag]!;
  for (let size = order; size > 0; size--) {
    row = size * order;
    const partial = lower[row + size - 1]!;
    const rest = 1 - partial * partial;
    if (!(rest > 1e-12)) return false;
    variances[size - 1] = variances[size]! / rest;
    const below = row - order;
    for (let lag = 0; lag < size - 1; lag++) {
      lower[below + lag] = (lower[row + lag]! + partial * lower[row + size - 2 - lag]!) / rest;
    }
  }
  autoregressive[0] = variances[0]!;
  for (let lag = 1; lag <= last; lag++) {
    let sum = 0;
    if (lag <= order) {
      sum = lower[lag * order + lag - 1]! * variances[lag - 1]!;
      row = (lag - 1) * order;
      for (let back = 1; back < lag; back++) sum += lower[row + back - 1]! * autoregressive[lag - back]!;
    } else {
      for (let index = 0; index < arLags.length; index++) {
        const place = arLags[index]!;
        sum += ar[place]! * autoregressive[lag - 1 - place]!;
      }
    }
    autoregressive[lag] = sum;
  }
  return true;
}
