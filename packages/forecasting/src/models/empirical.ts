import { empirical as empiricalStatistics, normal } from '@granary/statistics';
import type { DayDistribution } from '../forecasts/day-distribution.ts';
import { jointForecast } from '../forecasts/joint-forecast.ts';
import { forecastStart } from '../forecasts/negative-binomial-days.ts';
import type { UsableSeries } from '../series/usable-series.ts';
import { type DemandModelKind, listParameter, numberParameter } from './demand-model-kind.ts';

/** A day half a year back counts half as much as yesterday. */
const HALF_LIFE_DAYS = 182;
const LARGEST_INT32 = 2_147_483_647;
/** Variance per day of the relative change of a slow item's level. */
const DRIFT_PER_DAY = 0.001;

/**
 * The recorded days themselves as the distribution of a day: for items that sell rarely and in lumps (a tray, a
 * case), whose sizes no smooth distribution describes. Recent days weigh more. Whole units only.
 */
export const empirical: DemandModelKind = {
  name: 'empirical',
  fit(series) {
    const { values, weights, relativeVariance } = weightedDays(series);
    const distribution = empiricalStatistics.empiricalDistribution(values, weights);
    return {
      values: Array.from(distribution.values),
      cumulative: Array.from(distribution.cumulative),
      mean: distribution.mean,
      levelVariance: relativeVariance(distribution.mean),
      levelDriftPerDay: DRIFT_PER_DAY,
      lastDay: series.firstDay + series.units.length - 1,
      usableDays: series.usableDays,
    };
  },
  forecast(parameters, { startDate, days }) {
    const firstDay = forecastStart({ startDate, days });
    const lastDay = numberParameter(parameters, 'lastDay');
    const variance = numberParameter(parameters, 'levelVariance');
    const drift = numberParameter(parameters, 'levelDriftPerDay');
    const values = listParameter(parameters, 'values');
    const cumulative = listParameter(parameters, 'cumulative');
    return jointForecast({
      startDate,
      days,
      mean: new Float64Array(days).fill(numberParameter(parameters, 'mean')),
      levelVariance: Float64Array.from(
        { length: days },
        (_, day) => variance + drift * Math.max(day + 1, firstDay + day - lastDay),
      ),
      dayDistribution: (_day, scale) => empiricalDay(values, cumulative, scale),
    });
  },
};

function weightedDays({ units }: UsableSeries) {
  const values: number[] = [];
  const weights: number[] = [];
  for (let day = 0; day < units.length; day++) {
    if (Number.isNaN(units[day]!)) continue;
    values.push(units[day]!);
    weights.push(2 ** ((day - units.length + 1) / HALF_LIFE_DAYS));
  }
  /** Variance of the weighted mean over its square. */
  const relativeVariance = (mean: number): number => {
    let total = 0;
    let squares = 0;
    for (let index = 0; index < values.length; index++) {
      total += weights[index]!;
      squares += (weights[index]! * (values[index]! - mean)) ** 2;
    }
    return squares / (total * mean) ** 2;
  };
  return { values, weights, relativeVariance };
}

/**
 * One day of the empirical distribution. A scale multiplies the units; the fraction is rounded up or down by the
 * position of the draw within its step, so the mean is scaled exactly and more scale is never fewer units.
 */
function empiricalDay(values: number[], cumulative: number[], scale: number): DayDistribution {
  const unitsAt = (z: number): number => {
    const u = normal.standardCdf(z);
    let index = 0;
    while (index < cumulative.length - 1 && cumulative[index]! < u) index++;
    const from = index === 0 ? 0 : cumulative[index - 1]!;
    const position = Math.min(1 - Number.EPSILON, (u - from) / (cumulative[index]! - from));
    return Math.min(LARGEST_INT32, Math.floor(scale * values[index]! + position));
  };
  let slope = 0;
  for (let index = 0; index + 1 < values.length; index++) {
    const z = normal.standardQuantile(cumulative[index]!);
    slope += (values[index + 1]! - values[index]!) * normal.pdf(z);
  }
  return { unitsAt, slope: scale * slope };
}
