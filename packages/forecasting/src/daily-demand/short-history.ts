import { type DemandFit, type DemandModelKind, numberParameter } from './demand-model-kind.ts';
import { negativeBinomialDays } from './negative-binomial-days.ts';
import { describeDays, type UsableSeries } from './usable-series.ts';

/** Dispersion (1 / size) assumed before the first day, typical of daily sales of an item in a shop. */
const USUAL_DISPERSION = 0.4;
/** Days of history by which the series' own dispersion weighs as much as the usual one. */
const DISPERSION_DAYS = 14;
/** A new level moves more than an old one: variance of its relative change per day. */
const DRIFT_PER_DAY = 0.002;
const FLAT_WEEK = [1, 1, 1, 1, 1, 1, 1];

/** A level without a pattern of the week. */
export const windowAverage: DemandModelKind = {
  name: 'window-average',
  forecast: (parameters, options) =>
    negativeBinomialDays(
      {
        level: numberParameter(parameters, 'level'),
        weekdayFactors: FLAT_WEEK,
        size: numberParameter(parameters, 'size'),
        levelVariance: numberParameter(parameters, 'levelVariance'),
        levelDriftPerDay: numberParameter(parameters, 'levelDriftPerDay'),
        lastDay: numberParameter(parameters, 'lastDay'),
      },
      options,
    ),
};

/**
 * The average of a short history, with an error that says how short it is: with a gamma prior on the level the
 * relative variance is one over the units seen, plus the dispersion over the days seen.
 */
export function fitShortHistory(series: UsableSeries): DemandFit {
  const level = series.totalUnits / series.usableDays;
  const dispersion = shrunkDispersion(series, level);
  return {
    kind: windowAverage,
    parameters: {
      level,
      size: 1 / dispersion,
      levelVariance: 1 / (series.totalUnits + 0.5) + dispersion / series.usableDays,
      levelDriftPerDay: DRIFT_PER_DAY,
      lastDay: series.firstDay + series.units.length - 1,
      usableDays: series.usableDays,
    },
    reason: `Average of ${describeDays(series)}: too few for a pattern of the week.`,
  };
}

/** Dispersion by moments, pulled towards the usual one while days are few. */
function shrunkDispersion({ units, usableDays }: UsableSeries, level: number): number {
  let squares = 0;
  for (const value of units) if (!Number.isNaN(value)) squares += (value - level) ** 2;
  const variance = usableDays > 1 ? squares / (usableDays - 1) : level;
  const own = Math.max(0, (variance - level) / (level * level));
  return (own * usableDays + USUAL_DISPERSION * DISPERSION_DAYS) / (usableDays + DISPERSION_DAYS);
}
