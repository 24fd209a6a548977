import { boundedForecast } from '../../forecasts/bounded-forecast.ts';
import { checkHorizon } from '../../forecasts/forecast-arguments.ts';
import { type PathDependence, quantileForecast } from '../../forecasts/quantile-forecast.ts';
import type { FittedModel, Forecast } from '../../model.ts';
import { mean as meanModel } from '../simple/mean.ts';
import { binFeatures } from './binned-features.ts';
import type { BoostedTrees } from './boost.ts';
import { contributionsOf, importanceOf, scoresOf } from './boosted-trees.ts';
import type { GlobalModelOptions } from './global-options.ts';
import { type GlobalTraining, prepareTraining, startScores } from './global-training.ts';
import type { PanelSeries, PreparedSeries } from './panel-series.ts';
import { pathDependence } from './path-dependence.ts';
import { MEAN_LOSS, type TrainedQuantile, trainQuantile } from './quantile-training.ts';
import { widthFactors } from './width-factors.ts';

/** A model learned from many series at once. */
export interface GlobalModel {
  /** examples it has learned from; 0 if there were too few to learn anything */
  readonly rows: number;
  /** share of each feature in the gain of all splits, the most important first */
  readonly importance: readonly { feature: string; share: number }[];
  readonly dependence: PathDependence;
  /**
   * What is known of one series of the panel, as any other model tells it. Series with fewer than 5 values, and all
   * series of a panel with fewer than 200 examples, are forecast by their mean, with a note.
   *
   * @throws RangeError if no series has the id
   */
  fitted(id: string): FittedModel;
  /**
   * What moved the median of a period ahead, largest first; amounts are on the scale of the series (logarithms,
   * spreads or shares of the mean), and with `base` they sum to the median.
   *
   * @param step periods ahead, from 1
   */
  contributions(id: string, step: number): { base: number; features: { feature: string; amount: number }[] };
}

/**
 * Gradient-boosted trees over all series: one model per quantile and one for
 * the mean of intermittent demand (other means are averages of the quantile function), with the step ahead as a
 * feature (direct forecasting, nothing is fed back). Each series is scaled by what was known at the origin, so that
 * series of any size learn from each other: seasons, effects of price and promotion, the shape of intermittent
 * demand. Groups and attributes let it tell kinds of series apart.
 *
 * Use it where many related series share regressors or seasons. It cannot follow a trend beyond what its levels
 * follow, and a handful of short series is better forecast one by one.
 *
 * @see Makridakis, Spiliotis, Assimakopoulos (2022), M5 accuracy competition: Results, findings, and conclusions
 * @see Januschowski and others (2022), Forecasting with trees
 * @see Montero-Manso, Hyndman (2021), Principles and algorithms for forecasting groups of time series
 */
export function fitGlobalModel(series: readonly PanelSeries[], options: GlobalModelOptions): GlobalModel {
  const training = prepareTraining(series, options);
  return trainedGlobalModel(training, training.tasks.map(trainQuantile));
}

/** Puts together what the tasks of a training have learned, wherever they ran. */
export function trainedGlobalModel(
  training: GlobalTraining,
  trained: readonly TrainedQuantile[],
): GlobalModel {
  const { panel, options, heldOut } = training;
  const names = panel.featureNames;
  const { levels } = options;
  const models = trained.map(({ model }) => model);
  const learned = models.length > 0;
  const factors = learned ? heldOutFactors(training, trained) : new Float64Array(levels.length).fill(1);
  const dependence = learned
    ? pathDependence(
        heldOut,
        levels,
        trained.slice(0, levels.length).map(({ heldOutScores }) => heldOutScores),
      )
    : { lasting: 0, fading: 0 };
  const positionOf = (id: string): number => {
    const position = panel.positions.get(id);
    if (position === undefined) throw new RangeError(`id is '${id}'; no series of the panel has it`);
    return position;
  };
  const importance = importanceOf(models, names.length);
  return {
    rows: learned ? training.tasks[0]!.targets.length : 0,
    importance: names
      .map((feature, index) => ({ feature, share: importance[index]! }))
      .sort((a, b) => b.share - a.share),
    dependence,
    fitted(id) {
      const position = positionOf(id);
      const prepared = panel.series[position]!;
      const enough = prepared.input.observedCount >= 5;
      return learned && enough
        ? fittedModel(prepared, (horizon) =>
            forecastOf(training, { models, dependence, factors }, { position, horizon }),
          )
        : byItsMean(prepared, learned);
    },
    contributions(id, step) {
      const position = positionOf(id);
      if (!(Number.isInteger(step) && step >= 1)) {
        throw new RangeError(`step is ${step}; it must be a whole number, at least 1`);
      }
      if (!learned) return { base: 0, features: [] };
      const ahead = rowsAhead(training, { position, horizon: step });
      const middle = medianOf(levels);
      const told = contributionsOf(models[middle]!, binFeatures(ahead.columns, training.binning), step - 1);
      const start = startScores(names, ahead.columns, levels[middle]!)[step - 1]!;
      const features = names.map((feature, index) => ({ feature, amount: told.features[index]! }));
      return {
        base: told.base + start,
        features: features
          .filter(({ amount }) => amount !== 0)
          .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount)),
      };
    },
  };
}

function fittedModel(prepared: PreparedSeries, forecast: (horizon: number) => Forecast): FittedModel {
  const { input, scaling } = prepared;
  return {
    model: 'gradient-boosting',
    form: `trees over all series, scaled by ${scaling === 'ratio' ? 'mean' : scaling === 'log' ? 'level, in logarithms' : 'level'}`,
    parameters: {},
    fittedValues: new Float64Array(input.values.length).fill(Number.NaN),
    notes: input.notes,
    forecast: (horizon) => boundedForecast(forecast(checkHorizon(horizon)), input),
  };
}

function byItsMean(prepared: PreparedSeries, learned: boolean): FittedModel {
  const fitted = meanModel.fitInput(prepared.input);
  const why = learned
    ? `needs 5 values and found ${prepared.input.observedCount}`
    : 'had too few examples in all series to learn from';
  return {
    ...fitted,
    notes: [
      ...fitted.notes,
      { code: 'model-replaced', message: `gradient-boosting ${why}: ${fitted.model} was used instead.` },
    ],
  };
}

/** Position of the level nearest to one half. */
function medianOf(levels: readonly number[]): number {
  return levels.reduce(
    (best, level, index) => (Math.abs(level - 0.5) < Math.abs(levels[best]! - 0.5) ? index : best),
    0,
  );
}

interface RowsAhead {
  columns: Float64Array[];
  level: Float64Array;
  spread: number;
}

function rowsAhead(
  { panel }: GlobalTraining,
  { position, horizon }: { position: number; horizon: number },
): RowsAhead {
  const features = panel.features(position);
  const columns = panel.featureNames.map(() => new Float64Array(horizon));
  const length = panel.series[position]!.levels.length;
  while (features.origin() < length) features.advance();
  const level = new Float64Array(horizon);
  for (let step = 1; step <= horizon; step++) {
    features.write(step, columns, step - 1);
    level[step - 1] = features.level(step);
  }
  return { columns, level, spread: features.spread() };
}

/** Intermittent demand starts from the quantiles of its own history, whose widths are those of whole numbers. */
function heldOutFactors({ panel, options, heldOut }: GlobalTraining, trained: readonly TrainedQuantile[]) {
  const { levels } = options;
  const of = (values: Float64Array): Float64Array =>
    values.filter((_, row) => panel.series[heldOut.series[row]!]!.scaling !== 'ratio');
  const quantiles = trained.slice(0, levels.length).map(({ heldOutScores }) => of(heldOutScores));
  return widthFactors(levels, quantiles, of(heldOut.targets));
}

interface Learned {
  models: readonly BoostedTrees[];
  dependence: PathDependence;
  factors: Float64Array;
}

function forecastOf(
  training: GlobalTraining,
  { models, dependence, factors }: Learned,
  at: { position: number; horizon: number },
): Forecast {
  const { panel, options, binning } = training;
  const { levels } = options;
  const { input, scaling } = panel.series[at.position]!;
  const ahead = rowsAhead(training, at);
  const table = binFeatures(ahead.columns, binning);
  const scores = models.map((model, index) =>
    index < levels.length
      ? scoresOf(model, table, startScores(panel.featureNames, ahead.columns, levels[index]!))
      : scoresOf(model, table).map(MEAN_LOSS.outcome),
  );
  const whole = input.counts && scaling === 'ratio';
  const outcome = (scaled: number, step: number): number => {
    const value = ahead.level[step]! + ahead.spread * scaled;
    if (scaling === 'log') return Math.exp(value);
    return whole ? Math.round(value) : value;
  };
  const mean = scaling === 'ratio' ? scores[levels.length] : undefined;
  const median = scores[medianOf(levels)]!;
  const quantiles = scores
    .slice(0, levels.length)
    .map((values, index) =>
      scaling === 'ratio'
        ? values
        : values.map((value, step) => median[step]! + factors[index]! * (value - median[step]!)),
    );
  return quantileForecast({
    levels,
    quantiles,
    outcome,
    ...(mean === undefined ? {} : { mean: mean.map((scaled) => ahead.spread * scaled) }),
    dependence,
  });
}
