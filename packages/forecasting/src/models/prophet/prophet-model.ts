import {
  Prophet,
  type ProphetOptimizedParams,
  type ProphetOptions,
  type ProphetPredictionData,
} from '@bsull/augurs/prophet';
import { normal, type RandomStream } from '@granary/statistics';
import { simulatedForecast } from '../../forecasts/simulated-forecast.ts';
import type { ModelInput } from '../../series/model-input.ts';
import type { DataNote, Regressor } from '../../time-series.ts';
import { defineModel, type ModelFit, type ModelOnInput, type Unfit } from '../define-model.ts';
import { naive } from '../simple/naive.ts';

export interface ProphetModelOptions {
  /** 'additive', Prophet's default, if left out */
  season?: 'additive' | 'multiplicative';
  /** scale of the prior of changes of slope, above 0: larger bends more; 0.05, Prophet's default, if left out */
  changeScale?: number;
}

/** Finds the most likely parameters: the Stan model. */
export type ProphetOptimizer = ProphetOptions['optimizer'];

/**
 * Prophet with the seasons and regressors of the series. Periods are given to it as days, so a season of twelve
 * months is one of 12 'days' and exact. Harmonics are Prophet's ten for the year, fewer for short seasons. Values
 * that nobody knows are left out. Its doubt is drawn as Prophet draws it: changes of slope ahead, as frequent as
 * the candidates of the past and as strong as those found on average, and normal noise.
 *
 * Use it to compare with it, or because people know it; a fit of 60 months takes 10 to 30 ms, and on demand
 * it is less accurate than the seasonal models of this package. Regressors not known all through the history are
 * left out and named; ahead of what is known they keep their last value.
 *
 * @see Taylor, Letham (2018), Forecasting at scale, The American Statistician 72
 */
export function prophetModel(optimizer: ProphetOptimizer): ModelOnInput<ProphetModelOptions> {
  return defineModel<ProphetModelOptions>({
    name: 'prophet',
    fallback: naive,
    fit: (input, options) => fitProphet(input, { ...checked(options), optimizer }),
  });
}

const LEAST_VALUES = 3;
const SECONDS_PER_DAY = 86_400;
const MOST_HARMONICS = 10;
/** Of Stan's random initial step; the optimiser itself draws nothing. */
const SEED = 1;

interface FitOptions {
  season: 'additive' | 'multiplicative';
  changeScale: number;
  optimizer: ProphetOptimizer;
}

function fitProphet(input: ModelInput, options: FitOptions): ModelFit | Unfit {
  const { observed, observedCount, values } = input;
  if (observedCount < LEAST_VALUES)
    return { unfit: `needs ${LEAST_VALUES} values and found ${observedCount}` };
  if (input.smallest === input.largest) return { unfit: 'needs values that vary' };
  const { regressors, notes } = usableRegressors(input);
  const periods = Array.from(values.keys());
  const known = periods.filter((period) => !Number.isNaN(observed[period]!));
  const dataAt = (at: readonly number[]): ProphetPredictionData => ({
    ds: at.map((period) => period * SECONDS_PER_DAY),
    ...(regressors.length === 0
      ? {}
      : {
          x: new Map(regressors.map(({ name, values: x }) => [name, at.map((period) => valueAt(x, period))])),
        }),
  });
  let found: ProphetOptimizedParams | undefined;
  const prophet = build(input, {
    ...options,
    regressors: regressors.map(({ name }) => name),
    optimizer: {
      optimize(initial, data, settings) {
        const output = options.optimizer.optimize(initial, data, settings);
        found = output.params;
        return output;
      },
    },
  });
  // Scaled by a power of two: Stan works on values near 1, Prophet's own scaling is lost on tiny ones.
  const scale = 2 ** Math.ceil(Math.log2(Math.max(Math.abs(input.smallest), Math.abs(input.largest))));
  try {
    prophet.fit({ ...dataAt(known), y: known.map((period) => observed[period]! / scale) }, { seed: SEED });
    const point = prophet.predict(dataAt(periods)).yhat.point;
    if (found === undefined || !point.every(Number.isFinite)) return { unfit: 'found no finite parameters' };
    const doubt = doubtOf(found, { known, input });
    return {
      form: `piecewise linear trend${input.seasonalPeriods.length > 0 ? `, ${options.season} season of ${input.seasonalPeriods.join(' and ')}` : ''}`,
      parameters: { ...doubt, changes: found.delta.filter((delta) => Math.abs(delta) > 0.01).length },
      fittedValues: Float64Array.from(point, (value) => value * scale),
      notes,
      forecast(horizon) {
        const ahead = Array.from({ length: horizon }, (_, step) => values.length + step);
        const predicted = prophet.predict(dataAt(ahead));
        const mean = Float64Array.from(predicted.yhat.point, (value) => value * scale);
        const trendFactors = Float64Array.from(predicted.multiplicative.point, (share) => 1 + share);
        return simulatedForecast({
          horizon,
          mean,
          draw: (random, path) => draw(random, path, { mean, trendFactors, doubt }),
        });
      },
    };
  } catch (error) {
    return { unfit: `could not be fitted (${firstLine(error)})` };
  }
}

function build(
  { seasonalPeriods, frequency }: ModelInput,
  { season, changeScale, optimizer, regressors }: FitOptions & { regressors: readonly string[] },
): Prophet {
  const off = { type: 'manual', enabled: false } as const;
  const prophet = new Prophet({
    optimizer,
    yearlySeasonality: off,
    weeklySeasonality: off,
    dailySeasonality: off,
    seasonalityMode: season,
    changepointPriorScale: changeScale,
    uncertaintySamples: 0,
  });
  for (const period of seasonalPeriods) {
    const exact = frequency === 'weekly' && period === 52 ? 365.25 / 7 : period;
    const fourierOrder = Math.max(1, Math.min(MOST_HARMONICS, Math.floor((period - 1) / 2)));
    prophet.addSeasonality(`season of ${period}`, { period: exact, fourierOrder });
  }
  for (const name of regressors) prophet.addRegressor(name, { mode: season });
  return prophet;
}

/** What the paths of a forecast are drawn from, in the units of the series and per period. */
interface Doubt {
  /** standard deviation of the noise */
  sigma: number;
  /** changes of slope per period */
  changeRate: number;
  /** their mean size */
  changeSize: number;
}

/** Prophet's time runs from 0 to 1 over the history, its values are relative to the largest. */
function doubtOf(
  { delta, sigmaObs }: ProphetOptimizedParams,
  { known, input }: { known: readonly number[]; input: ModelInput },
): Doubt {
  const span = known[known.length - 1]! - known[0]!;
  const unit = Math.max(Math.abs(input.smallest), Math.abs(input.largest));
  const size = delta.reduce((sum, change) => sum + Math.abs(change), 0) / Math.max(1, delta.length);
  return { sigma: sigmaObs * unit, changeRate: delta.length / span, changeSize: (size * unit) / span };
}

function draw(
  random: RandomStream,
  path: Float64Array,
  { mean, trendFactors, doubt }: { mean: Float64Array; trendFactors: Float64Array; doubt: Doubt },
): void {
  const uniform = (): number => (random.nextUint32() + 0.5) / 4294967296;
  let slope = 0;
  let trend = 0;
  for (let step = 0; step < path.length; step++) {
    trend += slope;
    // Changes within the period come after exponential waits (a Poisson process).
    for (let at = wait(uniform(), doubt); at < 1; at += wait(uniform(), doubt)) {
      const side = uniform() - 0.5;
      const change = -Math.sign(side) * doubt.changeSize * Math.log(1 - 2 * Math.abs(side));
      slope += change;
      trend += change * (1 - at);
    }
    const noise = doubt.sigma * normal.standardQuantile(uniform());
    path[step] = mean[step]! + trend * trendFactors[step]! + noise;
  }
}

function wait(uniform: number, { changeRate }: Doubt): number {
  return changeRate > 0 ? -Math.log(uniform) / changeRate : Number.POSITIVE_INFINITY;
}

/** Under names of their own, since two of one name would be one to Prophet; and what was said of the others. */
function usableRegressors({ regressors, values }: ModelInput): {
  regressors: Regressor[];
  notes: DataNote[];
} {
  const usable = regressors.filter((regressor) => isKnown(regressor.values, values.length));
  const notes = regressors
    .filter((regressor) => !usable.includes(regressor))
    .map(({ name }): DataNote => {
      const message = `The regressor '${name}' was left out: it never varies or is not known all through the history.`;
      return { code: 'regressor-dropped', message };
    });
  return {
    regressors: usable.map((regressor, index) => ({ name: `regressor ${index}`, values: regressor.values })),
    notes,
  };
}

/** What went wrong without the trace of the calls that follows it. */
function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(0, message.search(/:?\s*\n|: JsValue|$/));
}

/** Known all through the history, and varying: a column that never varies makes Prophet fail. */
function isKnown(values: ArrayLike<number>, length: number): boolean {
  if (values.length < length) return false;
  let varies = false;
  for (let period = 0; period < length; period++) {
    if (!Number.isFinite(values[period]!)) return false;
    if (values[period] !== values[0]) varies = true;
  }
  return varies;
}

/** Ahead of what is known, the last known value. */
function valueAt(values: ArrayLike<number>, period: number): number {
  for (let at = Math.min(period, values.length - 1); at > 0; at--) {
    if (Number.isFinite(values[at]!)) return values[at]!;
  }
  return values[0]!;
}

function checked({
  season = 'additive',
  changeScale = 0.05,
}: ProphetModelOptions): Omit<FitOptions, 'optimizer'> {
  if (season !== 'additive' && season !== 'multiplicative') {
    throw new RangeError(`season is '${String(season)}'; it must be additive or multiplicative`);
  }
  if (!(changeScale > 0 && changeScale < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`changeScale is ${changeScale}; it must be above 0 and finite`);
  }
  return { season, changeScale };
}
