import { type Forecast, type TimeSeries, window } from '@granary/forecasting';
import { quantileType7 } from '@granary/statistics';
import { daysOf, type Period, type PeriodFrequency } from './periods.ts';

/** Days averaged: four weeks, so that each weekday weighs the same. */
const windowDays = 28;
/** Bounds of the work: paths times days, and the longest horizon in days. */
const mostDraws = 1_000_000;
const [fewestPaths, mostPaths] = [100, 1000];
const mostDays = 10_000;

/**
 * The forecast of a history with too few whole periods: the average of its days, a
 * period being the sum of its days along sample paths. Its spread says how short the
 * history is; weekdays and seasons are not known from it.
 */
export function periodsByDays(
  days: TimeSeries,
  ahead: readonly Period[],
  given: { method: string; frequency: PeriodFrequency; wholePeriods: number; seed: string; key: string },
) {
  const fitted = window.fit(days, { window: windowDays });
  const word = given.frequency === 'weekly' ? 'week' : 'month';
  const message = `${given.method} needs whole ${word}s and the history has ${given.wholePeriods}: ${fitted.model} of its ${days.values.length} days was used instead.`;
  return {
    fitted: {
      model: fitted.model,
      form: `${fitted.form} days`,
      parameters: fitted.parameters,
      notes: [...fitted.notes, { code: 'too-short' as const, message }],
    },
    forecast: totals(fitted.forecast.bind(fitted), ahead, given),
  };
}

function totals(
  forecast: (horizon: number) => Forecast,
  ahead: readonly Period[],
  { seed, key }: { seed: string; key: string },
): Forecast {
  const lengths = ahead.map(daysOf);
  const allDays = lengths.reduce((sum, length) => sum + length, 0);
  const days = Math.min(mostDays, allDays);
  const daily = forecast(days);
  const paths = Math.max(fewestPaths, Math.min(mostPaths, Math.floor(mostDraws / days)));
  const drawn = daily.samplePaths({ paths, seed, key }).values;
  const horizon = ahead.length;
  const values = new Float64Array(paths * horizon);
  const mean = new Float64Array(horizon);
  let next = 0;
  for (const [step, length] of lengths.entries()) {
    // The level does not move on average: periods beyond the longest horizon are as the last one within.
    const first = Math.min(next, days - length);
    mean[step] = sumOf(daily.mean, first, length);
    for (let path = 0; path < paths; path++) {
      values[path * horizon + step] = sumOf(drawn, path * days + first, length);
    }
    next += length;
  }
  const columns = lengths.map((_, step) =>
    Float64Array.from({ length: paths }, (_, path) => values[path * horizon + step] as number).sort(),
  );
  return {
    horizon,
    mean,
    quantile: (probability) => Float64Array.from(columns, (column) => quantileType7(column, probability)),
    samplePaths: () => ({ paths, horizon, values }),
  };
}

function sumOf(values: Float64Array, first: number, count: number): number {
  let sum = 0;
  for (let index = first; index < first + count; index++) sum += values[index] as number;
  return sum;
}
