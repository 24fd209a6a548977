import { calendarDate, dateOfDay, firstOfMonth } from '../calendars/periods.ts';
import { dayNumber, weekdayOf } from './calendar.ts';

export interface AggregateOptions {
  /** weeks run from Monday to Sunday (ISO 8601), months are those of the calendar */
  to: 'weekly' | 'monthly';
  /** 'YYYY-MM-DD', the day of the first value */
  startDate: string;
  /**
   * what a period with unknown days is: 'scaled' (if left out) is the sum of the known days times days over known
   * days, if at least `leastKnown` of its days are known; 'unknown' is NaN
   */
  unknownDays?: 'scaled' | 'unknown';
  /** share of the days of a period, above 0 and up to 1, below which it is NaN; 0.5 if left out */
  leastKnown?: number;
}

export interface Aggregated {
  /** one per period: the first and the last may be incomplete */
  values: Float64Array;
  /** 'YYYY-MM-DD', the first day of the first period, which may lie before the first value */
  startDate: string;
  /** days of the first period before the first value; 0 if it is complete */
  daysMissingAtStart: number;
  /** days of the last period after the last value; 0 if it is complete */
  daysMissingAtEnd: number;
  /** the complete periods in the middle: `values.subarray(complete.first, complete.end)` */
  complete: { first: number; end: number };
}

/**
 * Daily values added up to weeks or months. The periods at both ends are summed from the days there are and marked
 * as incomplete, never scaled: use `complete` to fit, since half a week is not low demand. In the periods between,
 * unknown days (NaN) are scaled up or make the period unknown, as asked.
 *
 * @param values one per day, NaN where nobody knows
 * @throws RangeError if the date is no calendar day or an option is out of range
 * @example aggregate([1, 1, 1, 1, 1, 1, 1, 1], { to: 'weekly', startDate: '2024-01-07' })
 *   // Sunday 7 January: values [1, 7], 6 days missing at the start, none at the end
 */
export function aggregate(values: ArrayLike<number>, options: AggregateOptions): Aggregated {
  const { to, unknownDays = 'scaled', leastKnown = 0.5 } = options;
  const first = dayNumber('startDate', options.startDate);
  if (to !== 'weekly' && to !== 'monthly') {
    throw new RangeError(`to is '${String(to)}'; it must be 'weekly' or 'monthly'`);
  }
  if (!(leastKnown > 0 && leastKnown <= 1)) {
    throw new RangeError(`leastKnown is ${leastKnown}; it must be above 0 and at most 1`);
  }
  if (unknownDays !== 'scaled' && unknownDays !== 'unknown') {
    throw new RangeError(`unknownDays is '${String(unknownDays)}'; it must be 'scaled' or 'unknown'`);
  }
  const startOf = to === 'weekly' ? weekStart : monthStart;
  const nextOf = to === 'weekly' ? (start: number) => start + 7 : nextMonth;
  const end = first + values.length;
  const sums: number[] = [];
  const start = startOf(first);
  let until = start;
  for (let from = start; from < end && values.length > 0; from = until) {
    until = nextOf(from);
    const inside = { from: Math.max(from, first) - first, until: Math.min(until, end) - first };
    sums.push(periodSum(values, { ...inside, unknownDays, leastKnown }));
  }
  const daysMissingAtStart = values.length === 0 ? 0 : first - start;
  const daysMissingAtEnd = values.length === 0 ? 0 : until - end;
  const complete = {
    first: daysMissingAtStart > 0 ? 1 : 0,
    end: Math.max(daysMissingAtStart > 0 ? 1 : 0, sums.length - (daysMissingAtEnd > 0 ? 1 : 0)),
  };
  return {
    values: Float64Array.from(sums),
    startDate: dateOfDay(start),
    daysMissingAtStart,
    daysMissingAtEnd,
    complete: { first: Math.min(complete.first, sums.length), end: Math.min(complete.end, sums.length) },
  };
}

function periodSum(
  values: ArrayLike<number>,
  period: { from: number; until: number; unknownDays: 'scaled' | 'unknown'; leastKnown: number },
): number {
  const days = period.until - period.from;
  let sum = 0;
  let known = 0;
  for (let index = period.from; index < period.until; index++) {
    const value = values[index]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    known++;
  }
  if (known === days) return sum;
  if (period.unknownDays === 'unknown' || known < period.leastKnown * days || known === 0) return Number.NaN;
  return (sum * days) / known;
}

function weekStart(day: number): number {
  return day - weekdayOf(day);
}

function monthStart(day: number): number {
  const { year, month } = calendarDate(day);
  return firstOfMonth(year, month - 1);
}

function nextMonth(start: number): number {
  const { year, month } = calendarDate(start);
  return firstOfMonth(year, month);
}
