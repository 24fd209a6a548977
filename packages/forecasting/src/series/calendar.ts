const DAY_MILLISECONDS = 86_400_000;
const DATE_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Days from 1970-01-01 to a plain date.
 *
 * @throws RangeError unless the date is a day of the calendar written 'YYYY-MM-DD'
 */
export function dayNumber(name: string, date: string): number {
  const milliseconds = DATE_PATTERN.test(date) ? Date.parse(date) : Number.NaN;
  // `Date.parse` takes 30 February for 1 March: what it read must be what was written.
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(date)) {
    throw new RangeError(`${name} is '${date}'; it must be a calendar day 'YYYY-MM-DD'`);
  }
  return milliseconds / DAY_MILLISECONDS;
}

/** Weekday of a day number: 0 is Monday, 6 is Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
