import { normal, type RandomStream, randomStream } from '@granary/statistics';
import type { Forecast } from '../model.ts';
import { checkPaths, checkProbability } from './forecast-arguments.ts';

/**
 * A forecast whose mean and variance per period are known in closed form, and whose paths are drawn from the model
 * itself. Quantiles are those of a normal distribution with these moments; paths may be a little skewed against them.
 *
 * @param options.mean       per period ahead
 * @param options.deviations standard deviations per period, computed when first asked for
 * @param options.draw       fills one path; it draws its numbers in the order of the periods, so that a longer
 *                           horizon continues a shorter one
 */
export function momentForecast(options: {
  mean: Float64Array;
  deviations(): Float64Array;
  draw(random: RandomStream, path: Float64Array): void;
}): Forecast {
  const { mean, draw } = options;
  const horizon = mean.length;
  let computed: Float64Array | undefined;
  return {
    horizon,
    mean,
    quantile(probability) {
      checkProbability(probability);
      computed ??= options.deviations();
      const deviations = computed;
      const z = normal.standardQuantile(probability);
      return Float64Array.from(mean, (value, step) => value + z * deviations[step]!);
    },
    samplePaths(pathOptions) {
      const paths = checkPaths(pathOptions);
      const series = randomStream(pathOptions.seed, pathOptions.key ?? '');
      const values = new Float64Array(paths * horizon);
      for (let path = 0; path < paths; path++) {
        draw(series.fork(`path ${path}`), values.subarray(path * horizon, (path + 1) * horizon));
      }
      return { paths, horizon, values };
    },
  };
}
