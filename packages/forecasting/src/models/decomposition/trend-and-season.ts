import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import type { ModelInput } from '../../series/model-input.ts';
import type { DataNote } from '../../time-series.ts';
import { defineModel, type ModelFit } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { coordinates } from './orthogonal-basis.ts';
import { type Column, slopeColumn } from './trend-columns.ts';
import { fitTrend, type TrendFit, trendOf } from './trend-fit.ts';

export interface TrendAndSeasonOptions {
  /** 'automatic', the likelier of the two, if left out; 'multiplicative' for a series above zero only */
  season?: 'additive' | 'multiplicative' | 'automatic';
  /** share of the history at both ends without changes of slope, 0 to 0.4; 0.05 if left out */
  quietShare?: number;
  /** false leaves the trend a straight line; true if left out */
  changes?: boolean;
}

/**
 * A model of the class of Prophet: a trend of straight pieces, seasons as sums of sines and cosines, and regressors
 * (holidays and events are columns of 0 and 1), all by least squares, with errors of which a share remains from
 * period to period. Where the trend bends, how many harmonics a season has and how much of an error remains are
 * chosen by information criteria. The forecast continues the last piece; its doubt holds the errors ahead, those
 * of all coefficients, and further bends as frequent and as strong as those found.
 *
 * Use it for histories that people want explained, with gaps, holidays and regressors; where only accuracy
 * counts, smoothing is better at following a level. Values that nobody knows are left out of the fit. The errors
 * are taken to be normal. O(n × candidates) for each of five shares.
 *
 * @see Taylor, Letham (2018), Forecasting at scale, The American Statistician 72, section 3
 */
export const trendAndSeason = defineModel<TrendAndSeasonOptions>({
  name: 'trend-and-season',
  fallback: mean,
  fit(input, options) {
    const { season, quietShare, changes: bends } = checked(options);
    if (input.observedCount < LEAST_VALUES) {
      return { unfit: `needs ${LEAST_VALUES} values and found ${input.observedCount}` };
    }
    const additive = fitTrend(input, { quietShare, bends });
    if (season === 'additive' || input.smallest <= 0 || input.seasonalPeriods.length === 0) {
      return modelFit(input, additive);
    }
    const multiplicative = fitTrend(input, {
      quietShare,
      bends,
      scale: (period) => trendOf(additive, period),
    });
    const better = season === 'multiplicative' || multiplicative.criterion < additive.criterion;
    return modelFit(input, better ? multiplicative : additive);
  },
});

const LEAST_VALUES = 6;

function modelFit(input: ModelInput, fit: TrendFit): ModelFit {
  const { columns, basis, coefficients, changes, share } = fit;
  const { length } = input.values;
  const level = (period: number): number => {
    let sum = 0;
    for (let index = 0; index < columns.length; index++)
      sum += coefficients[index]! * columns[index]!.at(period);
    return sum;
  };
  const freedom = Math.max(1, basis.rows - columns.length - changes.length);
  const sigma = Math.sqrt(basis.squaredError / freedom);
  const fittedValues = new Float64Array(length);
  let before = 0;
  for (let period = 0; period < length; period++) {
    const here = level(period);
    fittedValues[period] = here + share * before;
    const known = input.observed[period]!;
    before = Number.isNaN(known) ? share * before : known - here;
  }
  const bends = Array.from(coefficients.subarray(coefficients.length - changes.length));
  return {
    form: formOf(fit, input),
    parameters: {
      level: coefficients[0]!,
      slope: coefficients[columns.indexOf(slopeColumn)] ?? 0,
      changes: [...changes],
      slopeChanges: bends,
      errorShare: share,
      sigma,
      ...regressorEffects(columns, coefficients),
    },
    fittedValues,
    notes: notesOf(fit),
    forecast(horizon) {
      const mean = new Float64Array(horizon);
      const weights = new Float64Array(horizon);
      let remains = before;
      let weight = 1;
      for (let step = 0; step < horizon; step++) {
        remains *= share;
        mean[step] = level(length + step) + remains;
        weights[step] = weight;
        weight *= share;
      }
      return estimatedLinearForecast({
        mean,
        weights,
        sigma,
        degreesOfFreedom: freedom,
        // Made when a quantile or a path is asked for, not for the mean alone.
        get parameterErrors() {
          return [
            ...coefficientErrors(fit, { length, horizon, sigma }),
            bendErrors(bends, { length, horizon }),
          ];
        },
      });
    },
  };
}

/** What one standard error of each orthogonal coefficient does to each period ahead. */
function coefficientErrors(
  { columns, basis }: TrendFit,
  { length, horizon, sigma }: { length: number; horizon: number; sigma: number },
): Float64Array[] {
  const errors = columns.map(() => new Float64Array(horizon));
  const row = new Float64Array(columns.length);
  for (let step = 0; step < horizon; step++) {
    columns.forEach((column, index) => {
      row[index] = column.at(length + step);
    });
    coordinates(basis, row).forEach((value, index) => {
      errors[index]![step] = sigma * value;
    });
  }
  return errors;
}

/**
 * Bends ahead, as frequent and strong as those found: each period adds rate times twice the squared mean bend (the
 * variance of Laplace's distribution) to the variance of the slope.
 */
function bendErrors(
  bends: readonly number[],
  { length, horizon }: { length: number; horizon: number },
): Float64Array {
  const size = bends.reduce((sum, bend) => sum + Math.abs(bend), 0) / Math.max(1, bends.length);
  const perPeriod = (bends.length / length) * 2 * size * size;
  const errors = new Float64Array(horizon);
  let squares = 0;
  for (let step = 0; step < horizon; step++) {
    squares += step * step;
    errors[step] = Math.sqrt(perPeriod * squares);
  }
  return errors;
}

function regressorEffects(columns: readonly Column[], coefficients: Float64Array): Record<string, number> {
  const effects: Record<string, number> = {};
  columns.forEach(({ kind, name }, index) => {
    if (kind === 'regressor') effects[`effect of ${name}`] = coefficients[index]!;
  });
  return effects;
}

function formOf(
  { columns, changes, share, multiplicative }: TrendFit,
  { seasonalPeriods }: ModelInput,
): string {
  const bends = `trend with ${changes.length} change${changes.length === 1 ? '' : 's'} of slope`;
  const seasons = columns.some(({ kind }) => kind === 'season')
    ? `, ${multiplicative ? 'multiplicative' : 'additive'} season of ${seasonalPeriods.join(' and ')}`
    : '';
  return `${bends}${seasons}${share > 0 ? `, errors of which ${share} remain` : ''}`;
}

function notesOf({ dropped }: TrendFit): DataNote[] {
  if (dropped.length === 0) return [];
  const message = `${dropped.join(', ')} followed from the other columns: left out of trend-and-season.`;
  return [{ code: 'regressor-dropped', message }];
}

const SEASONS = ['additive', 'multiplicative', 'automatic'];

function checked(options: TrendAndSeasonOptions): Required<TrendAndSeasonOptions> {
  const { season = 'automatic', quietShare = 0.05, changes = true } = options;
  if (!SEASONS.includes(season)) {
    throw new RangeError(`season is '${season}'; it must be one of ${SEASONS.join(', ')}`);
  }
  if (!(quietShare >= 0 && quietShare <= 0.4)) {
    throw new RangeError(`quietShare is ${quietShare}; it must lie between 0 and 0.4`);
  }
  return { season, quietShare, changes };
}
