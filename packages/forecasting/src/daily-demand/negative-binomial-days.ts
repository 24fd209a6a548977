import { dayNumber, weekdayOf } from '../series/calendar.ts';
import { negativeBinomialDay } from './day-distribution.ts';
import type { DemandForecast } from './demand-model.ts';
import { jointForecast } from './joint-forecast.ts';

/** A level of demand with its uncertainty, and how days vary around it. */
export interface NegativeBinomialLevel {
  /** units of an average day, greater than 0 */
  level: number;
  /** seven, Monday first, mean 1 */
  weekdayFactors: ArrayLike<number>;
  /** variance of a day around a known mean is mean + mean² / size */
  size: number;
  /** variance of the relative error of the level on the last day of the history */
  levelVariance: number;
  /** what each day after it adds to that variance */
  levelDriftPerDay: number;
  /** day number of the last day of the history */
  lastDay: number;
}

const LONGEST_HORIZON_DAYS = 1100;
/** Beyond a relative standard deviation of 2 the level says nothing more about the days ahead. */
const LARGEST_LEVEL_VARIANCE = 4;

/**
 * The days ahead of a level: each is negative binomial with mean level × weekday factor, its variance widened
 * by the error of the level.
 *
 * If the level is off by a factor with mean 1 and variance v, a day has variance
 * mean + mean² (1 / size + v (1 + 1 / size)); the size of the widened distribution follows from it.
 */
export function negativeBinomialDays(
  { level, weekdayFactors, size, levelVariance: variance, levelDriftPerDay, lastDay }: NegativeBinomialLevel,
  { startDate, days }: { startDate: string; days: number },
): DemandForecast {
  const firstDay = forecastStart({ startDate, days });
  const mean = new Float64Array(days);
  const levelVariance = new Float64Array(days);
  const sizes = new Float64Array(days);
  for (let day = 0; day < days; day++) {
    mean[day] = level * weekdayFactors[weekdayOf(firstDay + day)]!;
    const daysAhead = Math.max(day + 1, firstDay + day - lastDay);
    levelVariance[day] = Math.min(LARGEST_LEVEL_VARIANCE, variance + levelDriftPerDay * daysAhead);
    sizes[day] = 1 / (1 / size + levelVariance[day]! * (1 + 1 / size));
  }
  return jointForecast({
    startDate,
    days,
    mean,
    levelVariance,
    dayDistribution: (day, scale) => negativeBinomialDay(mean[day]!, sizes[day]!, scale),
  });
}

/** Day number of the first forecast day; checks what the caller asked for. */
export function forecastStart({ startDate, days }: { startDate: string; days: number }): number {
  if (!(Number.isInteger(days) && days >= 1 && days <= LONGEST_HORIZON_DAYS)) {
    throw new RangeError(`days is ${days}; it must be a whole number from 1 to ${LONGEST_HORIZON_DAYS}`);
  }
  return dayNumber('startDate', startDate);
}
