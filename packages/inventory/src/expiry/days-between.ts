const DAY_MS = 86_400_000;

/**
 * Whole calendar days from one day to another: negative when `toDate` is earlier. Both are plain
 * dates in the proleptic Gregorian calendar, so clocks and time zones play no part.
 *
 * @throws RangeError for anything but an existing day written 'YYYY-MM-DD'
 * @example daysBetween('2028-01-31', '2028-03-01') // 30
 */
export function daysBetween(fromDate: string, toDate: string): number {
  return dayNumber(toDate) - dayNumber(fromDate);
}

/**
 * Days a batch can still be sold after the close of the snapshot day, its best-before day included.
 * Zero or less: it is waste already.
 *
 * @param handlingMarginDays days before expiry on which the location no longer sells it, at least 0
 */
export function sellableDays(options: {
  snapshotDate: string;
  expiryDate: string;
  handlingMarginDays: number;
}): number {
  return daysBetween(options.snapshotDate, options.expiryDate) - options.handlingMarginDays;
}

function dayNumber(date: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    const instant = new Date(`${date}T00:00:00Z`).getTime();
    // The round trip refuses days such as 30 February, which some engines roll over.
    if (!Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date)) return instant / DAY_MS;
  }
  throw new RangeError(`date is ${JSON.stringify(date)}; it must be an existing day written 'YYYY-MM-DD'`);
}
