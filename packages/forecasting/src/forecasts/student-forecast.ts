import { gamma, type RandomStream, randomStream } from '@granary/statistics';
import type { Forecast, PathOptions, SamplePaths } from '../model.ts';
import { checkPaths, checkProbability } from './forecast-arguments.ts';
import { studentQuantile } from './student-quantile.ts';

/** Student errors around a mean. */
export interface StudentErrors {
  /** per period ahead */
  mean: Float64Array;
  /** of the estimate of sigma, at least 1; infinity if sigma is known, and the errors are normal */
  degreesOfFreedom: number;
  /** standard deviation per period as if sigma were known; asked for once, with the first quantile */
  deviations(): Float64Array;
  /**
   * Adds the errors of one path to `row`, which holds the mean: linear in standard normal numbers, each
   * multiplied by `scale`. What the path keeps is drawn first, then period after period.
   */
  addErrors(random: RandomStream, scale: number, row: Float64Array): void;
}

/** Normal errors whose sigma was estimated: Student's t per period, one draw of sigma per path. */
export function studentForecast(errors: StudentErrors): Forecast {
  const { mean, degreesOfFreedom } = errors;
  let deviations: Float64Array | undefined;
  return {
    horizon: mean.length,
    mean,
    quantile(probability) {
      checkProbability(probability);
      deviations ??= errors.deviations();
      const t = studentQuantile(probability, degreesOfFreedom);
      const values = new Float64Array(mean.length);
      for (let step = 0; step < values.length; step++) values[step] = mean[step]! + t * deviations[step]!;
      return values;
    },
    samplePaths: (options) => samplePaths(errors, options),
  };
}

const AS_GOOD_AS_KNOWN = 1e7;

function samplePaths(errors: StudentErrors, options: PathOptions): SamplePaths {
  const { mean, degreesOfFreedom } = errors;
  const paths = checkPaths(options);
  const horizon = mean.length;
  const values = new Float64Array(paths * horizon);
  const series = randomStream(options.seed, options.key ?? '');
  const chiSquare = { shape: degreesOfFreedom / 2, scale: 2 };
  for (let path = 0; path < paths; path++) {
    const random = series.fork(`path ${path}`);
    const row = values.subarray(path * horizon, (path + 1) * horizon);
    row.set(mean);
    const known = !(degreesOfFreedom < AS_GOOD_AS_KNOWN);
    const scale = known ? 1 : Math.sqrt(degreesOfFreedom / gamma.sample(random, chiSquare));
    errors.addErrors(random, scale, row);
  }
  return { paths, horizon, values };
}
