import { negativeBinomial, normal, poisson } from '@granary/statistics';
import { levelCopulaForecast } from '../../forecasts/level-copula-forecast.ts';
import type { Forecast } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import type { ModelFit, Unfit } from '../define-model.ts';
import { type AveragedRidge, averagedRidge, ridgeAhead } from './averaged-ridge.ts';
import { chooseColumns } from './choose-columns.ts';
import { errorScores } from './error-scores.ts';
import { parametersOf, type RegressionTask } from './regression.ts';
import type { Column } from './smoothed-ridge.ts';

/**
 * Reweighted fits. After three the next forecast differs from that after eight by less than 0.4 % for nine in ten
 * series of the car parts, grocery and NN5 sets.
 */
const ROUNDS = 3;
/**
 * Smoothing weights where all values are above 0; they shrink with the share of those that are, since among rare
 * events a single one would throw the level up by a factor, and each zero pull it down.
 */
const SMOOTHING_WEIGHTS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.35];
/** Working residuals are bounded by this over the share of values above 0: no value moves the level further. */
const LARGEST_RESIDUAL = 4;

/**
 * Quasi-Poisson regression with a smoothed level for values at least 0 with zeros among them: log mean = level +
 * columns · coefficients, by iteratively reweighted ridge regression of the working response. Only the mean and a
 * variance in proportion to it are assumed. The distribution is negative binomial for counts, with the dispersion
 * of the Pearson residuals; for other values it is that of the ratios of value to mean.
 *
 * @see McCullagh, Nelder (1989), Generalized Linear Models, sections 2.5 and 9.2
 * @see Creal, Koopman, Lucas (2013), Generalized Autoregressive Score Models (a level moved by its scaled score)
 */
export function fitCounts(
  input: ModelInput,
  { known, regressors, options }: RegressionTask,
): ModelFit | Unfit {
  if (!(input.largest > 0)) return { unfit: 'needs a value above 0 and found none' };
  let average = 0;
  let count = 0;
  let positive = 0;
  for (const value of known) {
    if (Number.isNaN(value)) continue;
    average += (value - average) / ++count;
    if (value > 0) positive++;
  }
  if (!(average > 0)) return { unfit: 'needs a value above 0 while there was stock and found none' };
  const bounds = { lowest: Math.log(average) - 7, highest: Math.log(3 * input.largest) };
  const smoothingWeights = SMOOTHING_WEIGHTS.map((alpha) => (alpha * positive) / count);
  const largestResidual = (LARGEST_RESIDUAL * count) / positive;
  let means = new Float64Array(known.length).fill(average);
  let columns: readonly Column[] = regressors.columns;
  let form = '';
  let ridge: AveragedRidge | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const target = workingResponse(known, means, largestResidual);
    const weights = means.map((mean) => mean / average);
    if (round <= 1)
      ({ columns, form } = chooseColumns({ input, target, columns: regressors.columns, options, weights }));
    ridge = averagedRidge({ target, columns, weights, smoothingWeights });
    means = ridge.fitted.map((value) => Math.exp(Math.min(bounds.highest, Math.max(bounds.lowest, value))));
  }
  const fitted = ridge!;
  const ratios = known.map((value, row) => value / means[row]!).filter((value) => !Number.isNaN(value));
  return {
    form: `multiplicative, counts, ${form}`,
    parameters: parametersOf(fitted, columns),
    fittedValues: means,
    notes: regressors.notes,
    forecast: (horizon) => {
      const ahead = ridgeAhead(fitted, columns, horizon);
      const mean = ahead.location.map((value) =>
        Math.exp(Math.min(bounds.highest, Math.max(bounds.lowest, value))),
      );
      if (input.counts) return countsAhead(mean, { known, means, alpha: fitted.alpha });
      return ratiosAhead(mean, { ratios, spread: ahead.spread, alpha: fitted.alpha });
    },
  };
}

/** Linear predictor plus relative residual, which is bounded. */
function workingResponse(known: Float64Array, means: Float64Array, largest: number): Float64Array {
  return known.map(
    (value, row) => Math.log(means[row]!) + Math.min(largest, (value - means[row]!) / means[row]!),
  );
}

function countsAhead(
  mean: Float64Array,
  { known, means, alpha }: { known: Float64Array; means: Float64Array; alpha: number },
): Forecast {
  let excess = 0;
  let squares = 0;
  for (let row = 0; row < known.length; row++) {
    const value = known[row]!;
    if (Number.isNaN(value)) continue;
    excess += (value - means[row]!) ** 2 - means[row]!;
    squares += means[row]! ** 2;
  }
  const dispersion = Math.max(0, excess / squares);
  const valueAt = (step: number, score: number): number => {
    const probability = Math.min(1 - 1e-12, Math.max(1e-12, normal.standardCdf(score)));
    const expected = mean[step]!;
    if (!(dispersion > 1e-6)) return poisson.quantile(probability, { mean: expected });
    return negativeBinomial.quantile(probability, { mean: expected, size: 1 / dispersion });
  };
  return levelCopulaForecast({ mean, alpha, valueAt });
}

/** Mean times a ratio drawn from those of the past, brought to mean 1 and spread with the horizon. */
function ratiosAhead(
  mean: Float64Array,
  { ratios, spread, alpha }: { ratios: Float64Array; spread: Float64Array; alpha: number },
): Forecast {
  let average = 0;
  for (const ratio of ratios) average += ratio / ratios.length;
  let variance = 0;
  for (const ratio of ratios) variance += (ratio - average) ** 2 / ratios.length;
  const deviation = Math.max(Math.sqrt(variance), 1e-9);
  const scores = errorScores(
    ratios.map((ratio) => ratio - average),
    deviation,
  );
  const valueAt = (step: number, score: number): number =>
    Math.max(0, mean[step]! * (1 + deviation * spread[step]! * scores.at(score)));
  return levelCopulaForecast({ mean, alpha, valueAt });
}
