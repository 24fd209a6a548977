import { gamma, randomStream } from '@granary/statistics';
import type { Forecast, PathOptions, SamplePaths } from '../model.ts';
import { checkPaths, checkProbability, standardNormal } from './forecast-arguments.ts';
import { studentQuantile } from './student-quantile.ts';

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
  /** errors of the parameters: what one standard deviation of each independent error does to each period */
  parameterErrors?: readonly Float64Array[];
  /** multiplies the errors of each period, as seasonal factors do; 1 if left out */
  factors?: Float64Array;
}

/**
 * The forecast of a linear model that was estimated. Three errors add up: those of the periods ahead, weighted as
 * in `linearForecast`; those of the parameters, which a path keeps; and that of sigma itself, which makes the
 * distribution Student's t (one draw of sigma per path).
 *
 * Quantiles cost O(horizon), paths O(horizon²) each at most.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, section 6.1
 */
export function estimatedLinearForecast(model: EstimatedLinearModel): Forecast {
  const { mean } = model;
  let deviations: Float64Array | undefined;
  return {
    horizon: mean.length,
    mean,
    quantile(probability) {
      checkProbability(probability);
      deviations ??= standardDeviations(model);
      const t = studentQuantile(probability, model.degreesOfFreedom);
      const values = new Float64Array(mean.length);
      for (let step = 0; step < values.length; step++) values[step] = mean[step]! + t * deviations[step]!;
      return values;
    },
    samplePaths: (options) => samplePaths(model, options),
  };
}

function standardDeviations(model: EstimatedLinearModel): Float64Array {
  const { mean, weights, sigma, factors, parameterErrors = [] } = model;
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

function samplePaths(model: EstimatedLinearModel, options: PathOptions): SamplePaths {
  const { mean, weights, sigma, factors, parameterErrors = [], degreesOfFreedom } = model;
  const paths = checkPaths(options);
  const horizon = mean.length;
  const values = new Float64Array(paths * horizon);
  const errors = new Float64Array(horizon);
  const lastWeight = lastNonZero(weights);
  const series = randomStream(options.seed, options.key ?? '');
  for (let path = 0; path < paths; path++) {
    // What a path keeps is drawn before the periods: a longer horizon continues a shorter one.
    const random = series.fork(`path ${path}`);
    const chiSquare = { shape: degreesOfFreedom / 2, scale: 2 };
    const scale = degreesOfFreedom < 1e7 ? Math.sqrt(degreesOfFreedom / gamma.sample(random, chiSquare)) : 1;
    const row = values.subarray(path * horizon, (path + 1) * horizon);
    row.set(mean);
    for (const error of parameterErrors) {
      const size = scale * standardNormal(random);
      for (let step = 0; step < horizon; step++) row[step]! += size * error[step]!;
    }
    for (let step = 0; step < horizon; step++) {
      errors[step] = scale * sigma * standardNormal(random);
      let sum = 0;
      for (let back = Math.min(step, lastWeight); back >= 0; back--)
        sum += weights[back]! * errors[step - back]!;
      row[step]! += sum * (factors === undefined ? 1 : factors[step]!);
    }
  }
  return { paths, horizon, values };
}

function lastNonZero(weights: Float64Array): number {
  let last = weights.length - 1;
  while (last > 0 && weights[last] === 0) last--;
  return last;
}
