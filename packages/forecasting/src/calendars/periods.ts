import { dayNumber } from '../series/calendar.ts';
import type { Frequency } from '../time-series.ts';

/** Frequencies whose periods are whole days. */
export type DayFrequency = Exclude<Frequency, 'hourly'>;

const MONTHS_PER_PERIOD = { monthly: 1, quarterly: 3, yearly: 12 } as const;

/** Whether a text is a day of the calendar written 'YYYY-MM-DD'. */
export function isCalendarDay(date: string): boolean {
  try {
    dayNumber('date', date);
    return true;
  } catch {
    return false;
  }
}

/**
 * First day of each period as a day number (days since 1970-01-01), and one more for the end of the last. A
 * week is the seven days from the start date on; months, quarters and years are those of the calendar that the
 * start date lies in, whichever day of them it is.
 *
 * @throws RangeError unless the start date is a calendar day and `periods` a whole number, at least 0
 */
export function periodStarts(options: {
  startDate: string;
  frequency: DayFrequency;
  periods: number;
}): Float64Array {
  const { startDate, frequency, periods } = options;
  const first = dayNumber('startDate', startDate);
  if (!(Number.isInteger(periods) && periods >= 0)) {
    throw new RangeError(`periods is ${periods}; it must be a whole number, at least 0`);
  }
  if (frequency === 'daily' || frequency === 'weekly') {
    const days = frequency === 'daily' ? 1 : 7;
    return Float64Array.from({ length: periods + 1 }, (_, index) => first + days * index);
  }
  const months = MONTHS_PER_PERIOD[frequency];
  if (months === undefined) {
    throw new RangeError(
      `frequency is '${frequency}'; it must be daily, weekly, monthly, quarterly or yearly`,
    );
  }
  const year = Number(startDate.slice(0, 4));
  const month = Math.floor((Number(startDate.slice(5, 7)) - 1) / months) * months;
  return Float64Array.from({ length: periods + 1 }, (_, index) => {
    const total = year * 12 + month + index * months;
    return firstOfMonth(Math.floor(total / 12), total % 12);
  });
}

/** Day number of the first of a month, month 0 to 11. */
export function firstOfMonth(year: number, month: number): number {
  return dayOfCalendar(year, month + 1, 1);
}

/** Year, month 1 to 12 and day of month of a day number. */
export function calendarDate(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 'YYYY-MM-DD' of a day number. */
export function dateOfDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function dayOfCalendar(year: number, month: number, day: number): number {
  // Set by parts: `Date.UTC` would read the years 0 to 99 as those of the 20th century.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / 86_400_000);
}
