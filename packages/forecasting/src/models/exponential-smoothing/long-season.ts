import type { Forecast } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { seasonSmoothers, severalSeasons } from '../decomposition/several-seasons.ts';
import { type SeasonTrust, seasonTrust } from '../decomposition/shrunk-season.ts';

/** A season too long for a state per period, taken out of a series before it is smoothed. */
export interface LongSeason {
  /** the series without it */
  readonly adjusted: ModelInput;
  readonly factors: boolean;
  /** what was taken out of each value: a term, or the logarithm of a factor */
  readonly terms: Float64Array;
  readonly period: number;
  readonly trust: SeasonTrust;
}

/**
 * Takes the longest season out by STL (of the logarithms, if it shall be a factor), shrunk to what can be told from
 * noise.
 *
 * @see Cleveland, Cleveland, McRae, Terpenning (1990); Hyndman, Athanasopoulos (2021), Forecasting: Principles and
 *   Practice, 3rd ed., section 13.1, on weekly data
 */
export function longSeason(input: ModelInput, { factors }: { factors: boolean }): LongSeason {
  const period = input.seasonalPeriod;
  const values = factors ? input.values.map(Math.log) : input.values;
  const smoothers = seasonSmoothers(values.length, [period]);
  const { seasons, remainder } = severalSeasons(values, { periods: [period], smoothers });
  const trust = seasonTrust(seasons[0]!, remainder, smoothers[0]!);
  const terms = seasons[0]!.map((term) => trust.share * term);
  const without = (value: number, at: number): number =>
    factors ? value / Math.exp(terms[at]!) : value - terms[at]!;
  const observed = input.observed.map(without);
  const known = observed.filter((value) => !Number.isNaN(value));
  const adjusted: ModelInput = {
    ...input,
    values: input.values.map(without),
    observed,
    counts: false,
    smallest: known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    largest: known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    mean: known.reduce((sum, value) => sum + value, 0) / known.length,
  };
  return { adjusted, factors, terms, period, trust };
}

/** What the deviance of the series exceeds that of the adjusted one by: factors change the units of each value. */
export function devianceOfFactors({ factors, terms, adjusted }: LongSeason): number {
  if (!factors) return 0;
  let sum = 0;
  for (let at = 0; at < terms.length; at++) if (!Number.isNaN(adjusted.observed[at]!)) sum += terms[at]!;
  return 2 * sum;
}

/** Errors of the season itself: each place has one, which all its periods ahead share. In units of `mean`. */
export function seasonErrors(
  { factors, period, trust }: LongSeason,
  { mean, scale }: { mean: Float64Array; scale: number },
): Float64Array[] {
  return Array.from({ length: Math.min(period, mean.length) }, (_, place) => {
    const error = new Float64Array(mean.length);
    for (let step = place; step < mean.length; step += period) {
      error[step] = factors ? trust.deviation * mean[step]! : trust.deviation / scale;
    }
    return error;
  });
}

/** The forecast of the adjusted series with its season, which repeats the last one known. */
export function withSeason(forecast: Forecast, { factors, terms, period }: LongSeason): Forecast {
  const { horizon } = forecast;
  const ahead = Float64Array.from(
    { length: horizon },
    (_, step) => terms[terms.length - period + (step % period)]!,
  );
  const add = (values: Float64Array): Float64Array =>
    values.map((value, at) => {
      const term = ahead[at % horizon]!;
      return factors ? value * Math.exp(term) : value + term;
    });
  return {
    horizon,
    mean: add(forecast.mean),
    quantile: (probability) => add(forecast.quantile(probability)),
    samplePaths(options) {
      const drawn = forecast.samplePaths(options);
      return { ...drawn, values: add(drawn.values) };
    },
  };
}
