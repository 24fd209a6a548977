import { dayNumber } from '../series/calendar.ts';
import type { DemandHistory } from './demand-model.ts';

/** A history with every day that says nothing about base demand set to NaN, and a count of why. */
export interface UsableSeries {
  /** one per day up to the last usable day, NaN where a day is left out */
  units: Float64Array;
  /** day number of `units[0]` */
  firstDay: number;
  usableDays: number;
  /** usable days with demand above 0 */
  demandDays: number;
  totalUnits: number;
  /** whether all units are whole numbers */
  whole: boolean;
  leftOut: { missing: number; promoted: number; impossible: number; beforeFirstSale: number };
  /** days with more returns than sales, read as zero */
  negativeDays: number;
}

/** More units than this on one day of one location is an error of the data, not demand. */
const LARGEST_UNITS = 1e9;
/** Less than this is the rounding error of a conversion, not demand. */
const SMALLEST_UNITS = 1e-6;
/** A run of zeros before the first sale is read as "not yet on sale" from this length on. */
const LAUNCH_DAYS = 28;
/** Fewer sales than this do not show how long a usual pause is. */
const LAUNCH_DEMAND_DAYS = 8;

/** Reads a history; no content of `units` or `promoted` makes it throw. */
export function usableSeries({ startDate, units: recorded, promoted }: DemandHistory): UsableSeries {
  const units = new Float64Array(recorded.length);
  const leftOut = { missing: 0, promoted: 0, impossible: 0, beforeFirstSale: 0 };
  let negativeDays = 0;
  for (let day = 0; day < units.length; day++) {
    const value = recorded[day]!;
    units[day] = Number.NaN;
    if (Number.isNaN(value) || value === undefined || value === null) leftOut.missing++;
    else if (!(Math.abs(value) <= LARGEST_UNITS)) leftOut.impossible++;
    else if (promoted?.[day]) leftOut.promoted++;
    else {
      if (value < 0) negativeDays++;
      units[day] = value < SMALLEST_UNITS ? 0 : value;
    }
  }
  leftOut.beforeFirstSale = removeDaysBeforeLaunch(units);
  let end = units.length;
  while (end > 0 && Number.isNaN(units[end - 1]!)) end--;
  return {
    units: units.subarray(0, end),
    firstDay: dayNumber('startDate', startDate),
    leftOut,
    negativeDays,
    ...totals(units),
  };
}

function totals(
  units: Float64Array,
): Pick<UsableSeries, 'usableDays' | 'demandDays' | 'totalUnits' | 'whole'> {
  let usableDays = 0;
  let demandDays = 0;
  let totalUnits = 0;
  let whole = true;
  for (const value of units) {
    if (Number.isNaN(value)) continue;
    usableDays++;
    totalUnits += value;
    if (value > 0) demandDays++;
    if (value !== Math.floor(value)) whole = false;
  }
  return { usableDays, demandDays, totalUnits, whole };
}

/**
 * Zeros before the first sale belong to an item that was not yet on sale if they last four weeks and longer
 * than three times the longest pause since, with sales enough to know such pauses; otherwise they are
 * ordinary days of a slow item.
 */
function removeDaysBeforeLaunch(units: Float64Array): number {
  let launch = -1;
  let zeros = 0;
  let longestPause = 0;
  let leading = 0;
  let demandDays = 0;
  for (let day = 0; day < units.length; day++) {
    const value = units[day]!;
    if (value > 0) {
      demandDays++;
      if (launch < 0) {
        launch = day;
        leading = zeros;
      } else longestPause = Math.max(longestPause, zeros);
      zeros = 0;
    } else if (value === 0) zeros++;
  }
  const longestLaterPause = Math.max(longestPause, zeros);
  if (demandDays < LAUNCH_DEMAND_DAYS || leading < LAUNCH_DAYS || leading <= 3 * longestLaterPause) return 0;
  units.fill(Number.NaN, 0, launch);
  return leading;
}

/** '340 usable days'. */
export function describeDays({ usableDays }: UsableSeries): string {
  return count(usableDays, 'usable day');
}

/** The days left out, in words, such as ' 23 missing days (stock-out or closed) left out.'; '' if none. */
export function describeLeftOut({ leftOut, negativeDays }: UsableSeries): string {
  const parts = [
    count(leftOut.missing, 'missing day', ' (stock-out or closed)'),
    count(leftOut.promoted, 'promotion day'),
    count(leftOut.impossible, 'day', ' with an impossible quantity'),
    count(leftOut.beforeFirstSale, 'day', ' before the first sale'),
  ].filter((part) => part !== '');
  const omitted = parts.length === 0 ? '' : ` ${parts.join(', ')} left out.`;
  return negativeDays === 0
    ? omitted
    : `${omitted} ${count(negativeDays, 'day')} with net returns read as zero.`;
}

function count(days: number, noun: string, detail = ''): string {
  return days === 0 ? '' : `${days} ${noun}${days === 1 ? '' : 's'}${detail}`;
}
