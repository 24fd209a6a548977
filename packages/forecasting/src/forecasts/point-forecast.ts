import type { Forecast } from '../model.ts';
import { checkPaths, checkProbability } from './forecast-arguments.ts';

/** A forecast without doubt: every quantile and path is the mean. For series that never varied, or are unknown. */
export function pointForecast(mean: Float64Array): Forecast {
  const horizon = mean.length;
  return {
    horizon,
    mean,
    quantile(probability) {
      checkProbability(probability);
      return Float64Array.from(mean);
    },
    samplePaths(options) {
      const paths = checkPaths(options);
      const values = new Float64Array(paths * horizon);
      for (let path = 0; path < paths; path++) values.set(mean, path * horizon);
      return { paths, horizon, values };
    },
  };
}
