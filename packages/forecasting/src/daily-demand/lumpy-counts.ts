import { normal } from '@granary/statistics';
import type { CountTable } from '../forecasts/count-table.ts';
import { weekdayOf } from '../series/calendar.ts';
import type { DayDistribution } from './day-distribution.ts';
import type { DemandForecast, DemandParameters } from './demand-model.ts';
import { type DemandModelKind, listParameter, numberParameter } from './demand-model-kind.ts';
import { jointForecast } from './joint-forecast.ts';
import { forecastStart } from './negative-binomial-days.ts';

/** Demand of an average day as steps: `cumulative[k]` is the probability of at most `values[k]` units. */
export interface DaySteps {
  values: number[];
  cumulative: number[];
}

/** Normal scores from one step to the next: 80 steps at most. */
const SCORE_STEP = 0.1;
const LARGEST_SCORE = 5;
const LARGEST_INT32 = 2_147_483_647;
const FLAT_WEEK = [1, 1, 1, 1, 1, 1, 1];

/**
 * Days with demand or none, in lumps (a tray, a case) whose sizes no smooth distribution describes. A weekday
 * changes how often demand occurs, a scale how much is bought. Whole units only.
 */
export const lumpyCounts: DemandModelKind = { name: 'lumpy-counts', forecast: forecastLumpy };

/** A table of counts in few numbers: steps closer than a tenth of a normal score become one, with their mean. */
export function daySteps({ unit, cumulative }: CountTable): DaySteps {
  const steps: DaySteps = { values: [], cumulative: [] };
  const last = cumulative.length - 1;
  let score = -LARGEST_SCORE;
  let mass = 0;
  let sum = 0;
  for (let count = 0; count <= last; count++) {
    const below = cumulative[count]!;
    const share = below - (count === 0 ? 0 : cumulative[count - 1]!);
    mass += share;
    sum += share * count * unit;
    if (!(mass > 0) || (below < normal.standardCdf(score) && count < last)) continue;
    steps.values.push(Math.round(sum / mass));
    steps.cumulative.push(below);
    mass = 0;
    sum = 0;
    while (score < LARGEST_SCORE && normal.standardCdf(score) <= below) score += SCORE_STEP;
  }
  return steps;
}

/** Probability of any demand on an average day. */
export function probabilityOfDemand({ values, cumulative }: DaySteps): number {
  return values[0] === 0 ? 1 - cumulative[0]! : 1;
}

function forecastLumpy(
  parameters: DemandParameters,
  { startDate, days }: { startDate: string; days: number },
): DemandForecast {
  const firstDay = forecastStart({ startDate, days });
  const lastDay = numberParameter(parameters, 'lastDay');
  const variance = numberParameter(parameters, 'levelVariance');
  const drift = numberParameter(parameters, 'levelDriftPerDay');
  const average = {
    values: listParameter(parameters, 'values'),
    cumulative: listParameter(parameters, 'cumulative'),
  };
  const factors = 'weekdayFactors' in parameters ? listParameter(parameters, 'weekdayFactors') : FLAT_WEEK;
  const weekdays = factors.map((factor) => weekdaySteps(average, factor));
  const dayOf = (day: number): WeekdaySteps => weekdays[weekdayOf(firstDay + day)]!;
  return jointForecast({
    startDate,
    days,
    mean: Float64Array.from({ length: days }, (_, day) => dayOf(day).mean),
    levelVariance: Float64Array.from(
      { length: days },
      (_, day) => variance + drift * Math.max(day + 1, firstDay + day - lastDay),
    ),
    dayDistribution: (day, scale) => scaledSteps(dayOf(day), scale),
  });
}

interface WeekdaySteps extends DaySteps {
  mean: number;
  slope: number;
}

/** Demand occurs `factor` times as often as on an average day, every day at most; its sizes stay. */
function weekdaySteps(average: DaySteps, factor: number): WeekdaySteps {
  const { values } = average;
  const often = Math.min(factor, 1 / probabilityOfDemand(average));
  const cumulative = average.cumulative.map((share) => 1 - often * (1 - share));
  let mean = 0;
  let slope = 0;
  for (let step = 0; step < values.length; step++) {
    const before = step === 0 ? 0 : cumulative[step - 1]!;
    mean += values[step]! * (cumulative[step]! - before);
    if (step + 1 < values.length && cumulative[step]! > 0 && cumulative[step]! < 1) {
      slope += (values[step + 1]! - values[step]!) * normal.pdf(normal.standardQuantile(cumulative[step]!));
    }
  }
  return { values, cumulative, mean, slope };
}

/**
 * A scale multiplies the units; the fraction is rounded up or down by the position of the draw within its step, so
 * the mean is scaled exactly and more scale is never fewer units.
 */
function scaledSteps({ values, cumulative, slope }: WeekdaySteps, scale: number): DayDistribution {
  const unitsAt = (z: number): number => {
    const u = normal.standardCdf(z);
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! >= u) high = middle;
      else low = middle + 1;
    }
    const from = low === 0 ? 0 : cumulative[low - 1]!;
    const position = Math.min(1 - Number.EPSILON, (u - from) / (cumulative[low]! - from));
    return Math.min(LARGEST_INT32, Math.floor(scale * values[low]! + position));
  };
  return { unitsAt, slope: scale * slope };
}
