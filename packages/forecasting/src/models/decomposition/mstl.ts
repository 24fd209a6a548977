import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { defineModel, type ModelFit } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { smoothedLevel } from './damped-trend.ts';
import { fadeDecline } from './fade-decline.ts';
import { type LevelForecast, levelForecast } from './level-forecast.ts';
import { seasonSmoothers, severalSeasons } from './several-seasons.ts';
import { type SeasonTrust, seasonTrust } from './shrunk-season.ts';
import type { StlSmoothers } from './stl.ts';

export interface MstlOptions {
  /** whether single odd values are kept out of the seasons, at about ten times the work; false if left out */
  robust?: boolean;
  /** 'multiplicative' only for series above zero; 'automatic', the better of the two, if left out */
  season?: 'additive' | 'multiplicative' | 'automatic';
}

/**
 * Seasons by local regression, as many as the series has, and exponential smoothing of what is left; the last
 * season of each is repeated, no further than it can be told from noise. Multiplicative seasons are found in the
 * logarithms, and what is left is smoothed in the units of the series. The seasons rest on all values, so the
 * fitted values know them beforehand: errors ahead are larger, which the forecast allows for.
 *
 * Use it where a season is stable over a few cycles, and for several seasons; not for intermittent demand. The
 * errors of a period are taken to be normal, of equal variance (times the seasonal factor). O(n) per season with
 * windows as in the paper, twice for positive series.
 *
 * @see Bandara, Hyndman, Bergmeir (2021), MSTL: a seasonal-trend decomposition algorithm for time series with
 *      multiple seasonal patterns; Hyndman, Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed.,
 *      section 5.7
 */
export const mstl = defineModel<MstlOptions>({
  name: 'mstl',
  fallback: mean,
  fit(input, options) {
    const { robust = false, season = 'automatic' } = checked(options);
    if (input.seasonalPeriods.length === 0) return modelFit(input, withoutSeason(input.values));
    const positive = input.smallest > 0;
    if (season === 'multiplicative' && !positive)
      return { unfit: 'with multiplicative seasons needs values above 0' };
    const smoothers = seasonSmoothers(input.values.length, input.seasonalPeriods);
    const choices: Adjusted[] = [];
    if (season !== 'multiplicative')
      choices.push(adjusted(input, { robust, smoothers, multiplicative: false }));
    if (positive && season !== 'additive')
      choices.push(adjusted(input, { robust, smoothers, multiplicative: true }));
    return modelFit(input, choices.length === 1 ? choices[0]! : likelier(choices));
  },
});

/** A series without its seasons. */
interface Adjusted {
  values: Float64Array;
  multiplicative: boolean;
  periods: readonly number[];
  seasons: readonly Float64Array[];
  trust: readonly SeasonTrust[];
  /** sum of the logarithms of the factors that the values were divided by; 0 if additive */
  logFactors: number;
}

function withoutSeason(values: Float64Array): Adjusted {
  return { values, multiplicative: false, periods: [], seasons: [], trust: [], logFactors: 0 };
}

function adjusted(
  input: ModelInput,
  options: { robust: boolean; multiplicative: boolean; smoothers: readonly StlSmoothers[] },
): Adjusted {
  const { values, seasonalPeriods: periods } = input;
  const { robust, multiplicative, smoothers } = options;
  const parts = severalSeasons(multiplicative ? values.map(Math.log) : values, {
    periods,
    robust,
    smoothers,
  });
  const trust = parts.seasons.map((season, index) => seasonTrust(season, parts.remainder, smoothers[index]!));
  parts.seasons.forEach((season, index) => {
    const { share } = trust[index]!;
    for (let at = 0; at < season.length; at++) season[at]! *= share;
  });
  const rest = new Float64Array(values.length);
  let logFactors = 0;
  for (let index = 0; index < rest.length; index++) {
    const term = sumAt(parts.seasons, index);
    rest[index] = multiplicative ? values[index]! / Math.exp(term) : values[index]! - term;
    if (multiplicative) logFactors += term;
  }
  return { values: rest, multiplicative, periods, seasons: parts.seasons, trust, logFactors };
}

/** The one whose errors, in the units of the series, have the higher normal likelihood. */
function likelier(choices: readonly Adjusted[]): Adjusted {
  const criteria = choices.map(({ values, logFactors }) => {
    const { squaredError } = smoothedLevel(values, 0);
    return values.length * Math.log(Math.max(squaredError, 1e-300)) + 2 * logFactors;
  });
  return criteria[1]! < criteria[0]! ? choices[1]! : choices[0]!;
}

/** Errors are compared with what they should be one season ahead, within these limits of steps. */
const LEAST_REACH = 8;
const MOST_REACH = 24;

function modelFit(input: ModelInput, series: Adjusted): ModelFit {
  const { seasons, periods, multiplicative, trust } = series;
  const level = levelForecast(series.values);
  const { sigma, degreesOfFreedom } = errorsOf(input, series, level);
  const reach = Math.max(LEAST_REACH, Math.min(MOST_REACH, input.seasonalPeriod));
  return {
    form: formOf(series, level),
    parameters: {
      ...level.parameters,
      sigma,
      ...Object.fromEntries(periods.map((period, index) => [`season${period}Share`, trust[index]!.share])),
    },
    fittedValues: level.fittedValues.map((value, index) =>
      seasonal(value, sumAt(seasons, index), multiplicative),
    ),
    forecast(horizon) {
      const terms = new Float64Array(horizon);
      for (let step = 0; step < horizon; step++) {
        seasons.forEach((season, index) => {
          const period = periods[index]!;
          terms[step]! += season[season.length - period + (step % period)]!;
        });
      }
      const ahead = level.mean(horizon);
      if (input.nonNegative) fadeDecline(ahead, ahead[0]!);
      const mean = ahead.map((value, step) => seasonal(value, terms[step]!, multiplicative));
      return estimatedLinearForecast({
        mean,
        weights: level.weights(horizon),
        sigma,
        degreesOfFreedom,
        // Made when a quantile or a path is asked for, not for the mean alone.
        get parameterErrors() {
          return seasonErrors(series, mean);
        },
        get factors() {
          const growth = level.growth(horizon, reach);
          return multiplicative ? growth.map((factor, step) => factor * Math.exp(terms[step]!)) : growth;
        },
      });
    },
  };
}

function errorsOf(
  { observed, observedCount }: ModelInput,
  { values, trust }: Adjusted,
  { fittedValues, parameterCount }: LevelForecast,
): { sigma: number; degreesOfFreedom: number } {
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    if (!Number.isNaN(observed[index]!)) squares += (values[index]! - fittedValues[index]!) ** 2;
  }
  const absorbed = trust.reduce((sum, season) => sum + season.absorbed, 0);
  // The seasons took up a share of the noise, so the errors show only the rest.
  const degreesOfFreedom = Math.max(1, observedCount * (1 - Math.min(0.9, absorbed)) - parameterCount);
  return { sigma: Math.sqrt(squares / degreesOfFreedom), degreesOfFreedom };
}

/**
 * The error of each place of each season is one error that all its periods ahead share. Places beyond the horizon are
 * left out of the last season only, so that a longer horizon adds errors after those of a shorter one.
 */
function seasonErrors({ periods, trust, multiplicative }: Adjusted, mean: Float64Array): Float64Array[] {
  const last = periods.length - 1;
  return periods.flatMap((period, index) =>
    Array.from({ length: index === last ? Math.min(period, mean.length) : period }, (_, place) => {
      const error = new Float64Array(mean.length);
      const { deviation } = trust[index]!;
      for (let step = place; step < mean.length; step += period) {
        error[step] = multiplicative ? deviation * mean[step]! : deviation;
      }
      return error;
    }),
  );
}

function formOf({ periods, multiplicative }: Adjusted, level: LevelForecast): string {
  if (periods.length === 0) return level.form;
  const kind = multiplicative ? 'multiplicative' : 'additive';
  return `${kind} season${periods.length > 1 ? 's' : ''} of ${periods.join(' and ')}, ${level.form}`;
}

function seasonal(value: number, term: number, multiplicative: boolean): number {
  return multiplicative ? value * Math.exp(term) : value + term;
}

function sumAt(seasons: readonly Float64Array[], index: number): number {
  let sum = 0;
  for (const season of seasons) sum += season[index]!;
  return sum;
}

const SEASONS = ['additive', 'multiplicative', 'automatic'];

function checked(options: MstlOptions): MstlOptions {
  const { robust, season } = options;
  if (robust !== undefined && typeof robust !== 'boolean') {
    throw new RangeError(`robust is ${robust}; it must be true or false`);
  }
  if (season !== undefined && !SEASONS.includes(season)) {
    throw new RangeError(`season is '${season}'; it must be one of ${SEASONS.join(', ')}`);
  }
  return options;
}
