import { levelCopulaForecast } from '../../forecasts/level-copula-forecast.ts';
import { pointForecast } from '../../forecasts/point-forecast.ts';
import type { Forecast } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { defineModel, type ModelFit, type ModelOnInput, type Unfit } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { type AveragedRidge, averagedRidge, huberWeights, ridgeAhead } from './averaged-ridge.ts';
import { chooseColumns } from './choose-columns.ts';
import { fitCounts } from './count-regression.ts';
import { errorScores } from './error-scores.ts';
import { type RegressorColumns, regressorColumns } from './regressor-columns.ts';
import type { Column } from './smoothed-ridge.ts';

export interface RegressionOptions {
  /** whether a straight line may be added, damped ahead; 'auto' if left out: by the Bayesian criterion */
  trend?: 'auto' | 'none' | 'linear';
  /** most waves per season; as many as the criterion wants if left out, 0 for none */
  harmonics?: number;
  /** names of the regressors taken by their logarithm; those with 'price' in the name if left out */
  logarithms?: readonly string[];
  /** name of the regressor with the share of each period without stock; 'stock-out' if left out */
  stockOut?: string;
}

const FEWEST_VALUES = 4;
/** A period that was without stock for longer than this tells nothing about demand. */
const LONGEST_STOCK_OUT = 0.5;

/**
 * Demand by what drives it: season, trend, calendar, and the regressors of the series (price, promotion, feature,
 * holidays), around a level that is smoothed exponentially, so that errors may be autocorrelated.
 *
 * Where all values are positive, effects multiply: the logarithm of demand is regressed, and a price enters by its
 * logarithm, so that its coefficient is a constant elasticity. Counts with zeros get a quasi-Poisson regression
 * with the same link, values below zero a linear one. Coefficients are shrunk by a ridge penalty that minimises
 * generalised cross-validation; outliers count less (Huber weights); waves of the season and a damped trend come
 * in by the Bayesian information criterion; regressors that never vary, repeat others or are not known ahead are
 * dropped and named in the notes. Periods without stock are missing demand.
 *
 * Assumes that effects stay what they were and that regressors ahead are known, not forecast. Not for series
 * without season and regressors: exponential smoothing says as much for less.
 *
 * @see Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing, chapter 9
 * @see Hoerl, Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal Problems
 * @see Montgomery (1997), Creating Micro-Marketing Pricing Strategies Using Supermarket Scanner Data (log-log demand)
 */
export const regression: ModelOnInput<RegressionOptions> = defineModel<RegressionOptions>({
  name: 'regression',
  fallback: mean,
  fit(input, options) {
    checkOptions(options);
    const regressors = readRegressors(input, options);
    const known = demandWithStock(input, regressors);
    let count = 0;
    for (const value of known) if (!Number.isNaN(value)) count++;
    if (count < FEWEST_VALUES) return { unfit: `needs ${FEWEST_VALUES} values and found ${count}` };
    if (input.nonNegative && input.smallest <= 0) return fitCounts(input, { known, regressors, options });
    return fitLinear(input, { known, regressors, options });
  },
});

/** What the ways of fitting share. */
export interface RegressionTask {
  /** demand, NaN where nobody knows it or stock was out */
  known: Float64Array;
  regressors: RegressorColumns;
  options: RegressionOptions;
}

function fitLinear(input: ModelInput, { known, regressors, options }: RegressionTask): ModelFit | Unfit {
  const logarithmic = input.nonNegative;
  const target = logarithmic ? known.map(Math.log) : known;
  const chosen = chooseColumns({ input, target, columns: regressors.columns, options });
  const first = averagedRidge({ target, columns: chosen.columns, smoothingWeights: [chosen.alpha] });
  const weights = huberWeights(target, first.fitted);
  const ridge = averagedRidge({
    target,
    columns: chosen.columns,
    ...(weights === undefined ? {} : { weights }),
  });
  return {
    form: `${logarithmic ? 'multiplicative' : 'additive'}, ${chosen.form}`,
    parameters: parametersOf(ridge, chosen.columns),
    fittedValues: logarithmic ? ridge.fitted.map(Math.exp) : ridge.fitted,
    notes: regressors.notes,
    forecast: (horizon) => linearAhead(ridge, { columns: chosen.columns, logarithmic, horizon }),
  };
}

function linearAhead(
  ridge: AveragedRidge,
  { columns, logarithmic, horizon }: { columns: readonly Column[]; logarithmic: boolean; horizon: number },
): Forecast {
  const { location, spread } = ridgeAhead(ridge, columns, horizon);
  const { sigma } = ridge;
  const transform = logarithmic ? finiteExp : (value: number) => value;
  if (!(sigma > 0)) return pointForecast(location.map(transform));
  const scores = errorScores(ridge.residuals, sigma);
  const expectedAt = (scale: number) => scores.expected((error) => transform(scale * error));
  const mean = new Float64Array(horizon);
  const centre = location.slice();
  if (logarithmic) {
    // A level that wanders in logarithms would rise on average; it is brought back so that its mean stays.
    const oneAhead = expectedAt(sigma);
    for (let step = 0; step < horizon; step++) {
      centre[step]! -= Math.log(expectedAt(sigma * spread[step]!) / oneAhead);
      mean[step] = Math.exp(location[step]!) * oneAhead;
    }
  } else
    for (let step = 0; step < horizon; step++)
      mean[step] = location[step]! + expectedAt(sigma * spread[step]!);
  const valueAt = (step: number, score: number): number =>
    transform(centre[step]! + sigma * spread[step]! * scores.at(score));
  return levelCopulaForecast({ mean, alpha: ridge.alpha, valueAt });
}

/** Logarithms beyond this are beyond any bound that a forecast keeps, and their powers would be infinite. */
const LARGEST_LOGARITHM = 700;

function finiteExp(logarithm: number): number {
  return Math.exp(Math.min(LARGEST_LOGARITHM, logarithm));
}

/** The level, the smoothing weight and every coefficient by the name of its column. */
export function parametersOf(ridge: AveragedRidge, columns: readonly Column[]): Record<string, number> {
  const parameters: Record<string, number> = {
    level: ridge.level,
    alpha: ridge.alpha,
    ridge: ridge.best.penalty,
    sigma: ridge.sigma,
  };
  for (const [place, { name }] of columns.entries())
    parameters[`coefficient ${name}`] = ridge.coefficients[place]!;
  return parameters;
}

function readRegressors(input: ModelInput, { logarithms, stockOut }: RegressionOptions): RegressorColumns {
  return regressorColumns(input, {
    isLogarithm: (name) => input.nonNegative && (logarithms?.includes(name) ?? /price/i.test(name)),
    isStockOut: (name) => (stockOut === undefined ? /^stock[ _-]?outs?$/i.test(name) : name === stockOut),
  });
}

/** Demand where there was stock: sales of a period partly without are scaled up, of one mostly without unknown. */
function demandWithStock({ observed, nonNegative }: ModelInput, regressors: RegressorColumns): Float64Array {
  const { withoutStock, notes } = regressors;
  if (withoutStock === undefined) return observed;
  let missing = 0;
  let scaled = 0;
  const demand = observed.map((value, row) => {
    const share = withoutStock[row]!;
    if (share === 0 || Number.isNaN(value)) return value;
    if (share > LONGEST_STOCK_OUT) {
      missing++;
      return Number.NaN;
    }
    scaled++;
    return nonNegative ? value / (1 - share) : value;
  });
  if (missing + scaled > 0) {
    const message = `Stock was out: demand of ${missing} periods was taken as missing, sales of ${scaled} were scaled up.`;
    notes.push({ code: 'stock-outs-missing', message });
  }
  return demand;
}

function checkOptions({ harmonics, trend }: RegressionOptions): void {
  if (harmonics !== undefined && !(Number.isInteger(harmonics) && harmonics >= 0)) {
    throw new RangeError(`harmonics is ${harmonics}; it must be a whole number, at least 0`);
  }
  if (trend !== undefined && !['auto', 'none', 'linear'].includes(trend)) {
    throw new RangeError(`trend is '${trend}'; it must be 'auto', 'none' or 'linear'`);
  }
}
