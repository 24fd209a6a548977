import { normal, randomStream } from '@granary/statistics';
import type { Forecast } from '../model.ts';
import { checkPaths, checkProbability, standardNormal } from './forecast-arguments.ts';

/**
 * The forecast of a linear model with normal errors: the error h periods ahead is the sum of the errors of the
 * periods up to there, weighted by `weights` (the coefficients of the infinite moving average).
 *
 * @param options.mean    per period ahead
 * @param options.weights [psi] psi[0] is 1; as many as periods ahead
 * @param options.sigma   standard deviation of the error of one period, at least 0
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, section 6.1
 */
export function linearForecast(options: {
  mean: Float64Array;
  weights: Float64Array;
  sigma: number;
}): Forecast {
  const { mean, weights, sigma } = options;
  const horizon = mean.length;
  let deviations: Float64Array | undefined;
  const standardDeviations = (): Float64Array => {
    if (deviations) return deviations;
    deviations = new Float64Array(horizon);
    let squares = 0;
    for (let step = 0; step < horizon; step++) {
      squares += weights[step]! * weights[step]!;
      deviations[step] = sigma * Math.sqrt(squares);
    }
    return deviations;
  };
  return {
    horizon,
    mean,
    quantile(probability) {
      checkProbability(probability);
      const z = normal.standardQuantile(probability);
      const sd = standardDeviations();
      return Float64Array.from(mean, (value, step) => value + z * sd[step]!);
    },
    samplePaths(pathOptions) {
      const paths = checkPaths(pathOptions);
      const series = randomStream(pathOptions.seed, pathOptions.key ?? '');
      const values = new Float64Array(paths * horizon);
      const errors = new Float64Array(horizon);
      for (let path = 0; path < paths; path++) {
        const random = series.fork(`path ${path}`);
        for (let step = 0; step < horizon; step++) {
          errors[step] = sigma * standardNormal(random);
          let value = mean[step]!;
          for (let back = 0; back <= step; back++) value += weights[back]! * errors[step - back]!;
          values[path * horizon + step] = value;
        }
      }
      return { paths, horizon, values };
    },
  };
}
