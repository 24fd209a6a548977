import { mixtureTable } from '../models/intermittent/mixture-forecast.ts';
import { weekdayOf } from '../series/calendar.ts';
import { type DailyCounts, dailyCounts } from './daily-counts.ts';
import type { DemandFit } from './demand-model-kind.ts';
import { levelError } from './level-error.ts';
import { type DaySteps, daySteps, lumpyCounts, probabilityOfDemand } from './lumpy-counts.ts';
import { describeDays, type UsableSeries } from './usable-series.ts';
import { weekdayCounts } from './weekday-counts.ts';
import { weekdayFactors } from './weekday-factors.ts';

/** Stands for Poisson noise, where days vary no more than that. */
const LARGEST_SIZE = 1e6;
/** Days that vary more than this hold errors of the data; one of them must not widen every day ahead. */
const SMALLEST_SIZE = 0.04;
/** Days of demand by which the pattern of the week of lumps is trusted half as much as that of other series. */
const TRUSTED_DEMAND_DAYS = 70;
/** From a level of two packs a day on, negative binomial days show packs well enough. */
const PACKS_OF_LUMPS = 2;

/**
 * A history of three weeks and more: the level by the count models of the package, the pattern of the week drawn
 * towards a flat one, and the error of the level measured on sums of past weeks. Days are negative binomial, or come
 * in lumps where that foretold the history better.
 */
export function fitCountDemand(series: UsableSeries): DemandFit {
  const week = weekdayFactors(series);
  const first = weekdayOf(series.firstDay);
  const factors = week.map((_, place) => week[(first + place) % 7]!);
  const counts = dailyCounts(series, factors);
  const { dispersion, levelVariance, levelDriftPerDay } = levelError(series, factors, counts);
  const common = {
    levelVariance,
    levelDriftPerDay,
    lastDay: series.firstDay + series.units.length - 1,
    usableDays: series.usableDays,
  };
  const by = `by count models, weighed by how well each foretold them (they remember ${memoryOf(counts)} days)`;
  const steps = comesInLumps(series, counts) ? daySteps(mixtureTable(counts.mixture)) : undefined;
  const weekOfLumps = flattened(week, series.demandDays / (series.demandDays + TRUSTED_DEMAND_DAYS));
  if (steps && canThin(steps, weekOfLumps)) {
    return {
      kind: lumpyCounts,
      parameters: { ...steps, weekdayFactors: weekOfLumps, ...common },
      reason: `Sold on ${series.demandDays} of ${describeDays(series)}: how often and how much, ${by}.`,
    };
  }
  const size = Math.max(SMALLEST_SIZE, Math.min(LARGEST_SIZE, 1 / dispersion));
  return {
    kind: weekdayCounts,
    parameters: { level: counts.level, size, weekdayFactors: Array.from(week), ...common },
    reason: `Level and pattern of the week from ${describeDays(series)}, ${by}.`,
  };
}

function comesInLumps({ whole }: UsableSeries, { mixture, shareOfLevels, level }: DailyCounts): boolean {
  const { unit } = mixture.lattice;
  return whole && (shareOfLevels < 0.5 || (unit > 1 && level < PACKS_OF_LUMPS * unit));
}

/** Whether demand can occur more often on the busiest weekday, as the pattern wants. */
function canThin(steps: DaySteps, week: readonly number[]): boolean {
  return probabilityOfDemand(steps) * Math.max(...week) <= 1;
}

/** A handful of sales shows weekdays that are not there, even after the shrinkage. */
function flattened(week: Float64Array, trust: number): number[] {
  return Array.from(week, (factor) => 1 + trust * (factor - 1));
}

function memoryOf({ shareOfOneDay }: DailyCounts): number {
  return Math.round(1 / shareOfOneDay);
}
