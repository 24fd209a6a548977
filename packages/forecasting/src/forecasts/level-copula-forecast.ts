import { normal, randomStream } from '@granary/statistics';
import type { Forecast } from '../model.ts';
import { checkPaths, checkProbability, standardNormal } from './forecast-arguments.ts';

/**
 * A forecast whose periods have any given distributions and depend on each other as those of a smoothed level:
 * the standard normal score of a period is its own error plus [alpha] times each error before it, brought to
 * variance 1 (a Gaussian copula). Marginal distributions hold exactly; sums over periods have the spread that a
 * wandering level gives them. A longer horizon continues a shorter one.
 *
 * @param options.mean    expected value per period
 * @param options.alpha   share of an error that stays in the level, from 0 (independent periods) to 1
 * @param options.valueAt the value of a period, from 0, at a standard normal score; it never falls as the score rises
 * @see Cario, Nelson (1997), Modeling and Generating Random Vectors with Arbitrary Marginal Distributions and
 *   Correlation Matrix (NORTA)
 */
export function levelCopulaForecast(options: {
  mean: Float64Array;
  alpha: number;
  valueAt(step: number, score: number): number;
}): Forecast {
  const { mean, alpha, valueAt } = options;
  const horizon = mean.length;
  return {
    horizon,
    mean,
    quantile(probability) {
      checkProbability(probability);
      const score = normal.standardQuantile(probability);
      return Float64Array.from({ length: horizon }, (_, step) => valueAt(step, score));
    },
    samplePaths(pathOptions) {
      const paths = checkPaths(pathOptions);
      const series = randomStream(pathOptions.seed, pathOptions.key ?? '');
      const values = new Float64Array(paths * horizon);
      for (let path = 0; path < paths; path++) {
        const random = series.fork(`path ${path}`);
        let level = 0;
        for (let step = 0; step < horizon; step++) {
          const error = standardNormal(random);
          const score = (level + error) / Math.sqrt(1 + step * alpha * alpha);
          values[path * horizon + step] = valueAt(step, score);
          level += alpha * error;
        }
      }
      return { paths, horizon, values };
    },
  };
}
