/** Whole days since 1970-01-01, so that days can be counted and compared as numbers. */
export type DayNumber = number;

const MILLISECONDS_PER_DAY = 86_400_000;

/**
 * @param date a calendar day, 'YYYY-MM-DD'
 * @throws RangeError if it is not an existing calendar day
 */
export function dayNumberOf(date: string): DayNumber {
  const milliseconds = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(milliseconds) || dateOf(milliseconds / MILLISECONDS_PER_DAY) !== date) {
    throw new RangeError(`date must be an existing day as 'YYYY-MM-DD', got '${date}'`);
  }
  return milliseconds / MILLISECONDS_PER_DAY;
}

/** The calendar day 'YYYY-MM-DD' of a day number. */
export function dateOf(day: DayNumber): string {
  return new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}

/** 0 = Monday … 6 = Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** 1 January is 1. */
export function dayOfYear(day: DayNumber): number {
  const year = Number(dateOf(day).slice(0, 4));
  return day - Date.UTC(year, 0, 1) / MILLISECONDS_PER_DAY + 1;
}
