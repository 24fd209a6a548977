import type { RandomStream } from '@granary/statistics';
import type { Forecast } from '../model.ts';
import { standardNormal } from './forecast-arguments.ts';
import { studentForecast } from './student-forecast.ts';

/** A linear model with normal errors and estimated parameters. */
export interface EstimatedLinearModel {
  /** per period ahead */
  mean: Float64Array;
  /** coefficients of the infinite moving average, as many as periods ahead [psi], psi[0] is 1 */
  weights: Float64Array;
  /** standard deviation of the error of one period, at least 0 */
  sigma: number;
  /** of the estimate of sigma, at least 1; infinity if sigma is known */
  degreesOfFreedom: number;
  /**
   * errors of the parameters: what one standard deviation of each independent error does to each period; read
   * once, with the first quantile or path, so that a getter spares who wants the mean only. A longer horizon may
   * add errors after those of a shorter one
   */
  readonly parameterErrors?: readonly Float64Array[];
  /** multiplies the errors of each period, as seasonal factors do; 1 if left out */
  factors?: Float64Array;
}

/**
 * The forecast of a linear model that was estimated. Three errors add up: those of the periods ahead (the error h
 * periods ahead is the sum of the errors up to there, times `weights`); those of the parameters, which a path keeps;
 * and that of sigma itself, which makes the distribution Student's t (one draw of sigma per path).
 *
 * Quantiles cost O(horizon), paths O(horizon²) each at most.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, section 6.1
 */
export function estimatedLinearForecast(model: EstimatedLinearModel): Forecast {
  const { mean, degreesOfFreedom, weights } = model;
  const errors = new Float64Array(mean.length);
  const lastWeight = lastNonZero(weights);
  let known: readonly Float64Array[] | undefined;
  const parameterErrors = (): readonly Float64Array[] => {
    known ??= model.parameterErrors ?? [];
    return known;
  };
  return studentForecast({
    mean,
    degreesOfFreedom,
    deviations: () => standardDeviations(model, parameterErrors()),
    addErrors: (random, scale, row) =>
      addErrors(model, { random, scale, row, errors, lastWeight, parameterErrors: parameterErrors() }),
  });
}

function standardDeviations(
  model: EstimatedLinearModel,
  parameterErrors: readonly Float64Array[],
): Float64Array {
  const { mean, weights, sigma, factors } = model;
  const deviations = new Float64Array(mean.length);
  let squares = 0;
  for (let step = 0; step < deviations.length; step++) {
    squares += weights[step]! * weights[step]!;
    const own = sigma * (factors === undefined ? 1 : factors[step]!);
    let variance = own * own * squares;
    for (const error of parameterErrors) variance += error[step]! * error[step]!;
    deviations[step] = Math.sqrt(variance);
  }
  return deviations;
}

function addErrors(
  { weights, sigma, factors }: EstimatedLinearModel,
  path: {
    random: RandomStream;
    scale: number;
    row: Float64Array;
    errors: Float64Array;
    lastWeight: number;
    parameterErrors: readonly Float64Array[];
  },
): void {
  const { random, scale, row, errors, lastWeight, parameterErrors } = path;
  // A stream of their own: a longer horizon may have more of them, and must not move the draws of the periods.
  const ofParameters = parameterErrors.length > 0 ? random.fork('parameters') : random;
  for (const error of parameterErrors) {
    const size = scale * standardNormal(ofParameters);
    for (let step = 0; step < row.length; step++) row[step]! += size * error[step]!;
  }
  for (let step = 0; step < row.length; step++) {
    errors[step] = scale * sigma * standardNormal(random);
    let sum = 0;
    for (let back = Math.min(step, lastWeight); back >= 0; back--)
      sum += weights[back]! * errors[step - back]!;
    row[step]! += sum * (factors === undefined ? 1 : factors[step]!);
  }
}

function lastNonZero(weights: Float64Array): number {
  let last = weights.length - 1;
  while (last > 0 && weights[last] === 0) last--;
  return last;
}
