import { normal, randomStream } from '@granary/statistics';
import type { Forecast } from '../model.ts';
import { checkPaths, checkProbability, standardNormal } from './forecast-arguments.ts';

/** Shares of the variance of a period's normal score; both at least 0, below 1. */
export interface PathDependence {
  /** [c] share that all periods of a path have in common */
  lasting: number;
  /** [rho] correlation of the rest from one period to the next */
  fading: number;
}

/**
 * Midpoints of so many equally likely stretches make the mean, so that it does not hang on tails beyond .025 that
 * nobody has seen: with finer stretches, means of pharmacy series near zero were several times their largest value.
 */
const MEAN_POINTS = 20;

/**
 * A forecast that is given by some of its quantiles. Between two of them the quantile function is a straight line
 * over the normal score of the probability, beyond the outermost ones it goes on at their slope; so a forecast
 * given by quantiles of a normal distribution is that distribution. Quantiles that cross are put in order.
 *
 * Joint paths are drawn by a Gaussian copula: each period keeps its own distribution exactly.
 *
 * @param options.levels    probabilities, ascending, at least 2
 * @param options.quantiles one array per level, with a value per period, on any increasing scale
 * @param options.outcome   from that scale to the values of the series
 * @param options.mean      per period, in values of the series; the average of the quantile function if left out
 * @see Chernozhukov, Fernandez-Val, Galichon (2010), Quantile and Probability Curves without Crossing
 * @see Cario, Nelson (1997), Modeling and Generating Random Vectors with Arbitrary Marginal Distributions
 */
export function quantileForecast(options: {
  levels: readonly number[];
  quantiles: readonly Float64Array[];
  outcome(scaled: number, step: number): number;
  mean?: Float64Array;
  dependence: PathDependence;
}): Forecast {
  const { levels, outcome, dependence } = options;
  const horizon = options.quantiles[0]!.length;
  const scores = Float64Array.from(levels, (level) => normal.standardQuantile(level));
  const ordered = Array.from({ length: horizon }, (_, step) =>
    Float64Array.from(options.quantiles, (values) => values[step]!).sort(),
  );
  const valueAt = (score: number, step: number): number =>
    outcome(onLine(scores, ordered[step]!, score), step);
  return {
    horizon,
    mean: options.mean ?? Float64Array.from(ordered, (_, step) => averageOf((score) => valueAt(score, step))),
    quantile(probability) {
      checkProbability(probability);
      const score = normal.standardQuantile(probability);
      return Float64Array.from(ordered, (_, step) => valueAt(score, step));
    },
    samplePaths(pathOptions) {
      const paths = checkPaths(pathOptions);
      const series = randomStream(pathOptions.seed, pathOptions.key ?? '');
      const values = new Float64Array(paths * horizon);
      const common = Math.sqrt(dependence.lasting);
      const own = Math.sqrt(1 - dependence.lasting);
      const fresh = Math.sqrt(1 - dependence.fading ** 2);
      for (let path = 0; path < paths; path++) {
        const random = series.fork(`path ${path}`);
        const shared = standardNormal(random);
        let state = 0;
        for (let step = 0; step < horizon; step++) {
          const draw = standardNormal(random);
          state = step === 0 ? draw : dependence.fading * state + fresh * draw;
          values[path * horizon + step] = valueAt(common * shared + own * state, step);
        }
      }
      return { paths, horizon, values };
    },
  };
}

function onLine(scores: Float64Array, values: Float64Array, score: number): number {
  const last = scores.length - 1;
  let right = 1;
  while (right < last && scores[right]! < score) right++;
  const slope = (values[right]! - values[right - 1]!) / (scores[right]! - scores[right - 1]!);
  const value = values[right - 1]! + slope * (score - scores[right - 1]!);
  if (score > scores[last]! || score < scores[0]!) return value;
  // Rounding must not carry a value past its neighbour: quantiles would fall by a hair.
  return Math.max(values[right - 1]!, Math.min(values[right]!, value));
}

/** Mean of a function of a standard normal score, by the midpoints of equally likely stretches. */
function averageOf(valueAt: (score: number) => number): number {
  let sum = 0;
  for (let point = 0; point < MEAN_POINTS; point++) {
    sum += valueAt(normal.standardQuantile((point + 0.5) / MEAN_POINTS));
  }
  return sum / MEAN_POINTS;
}
