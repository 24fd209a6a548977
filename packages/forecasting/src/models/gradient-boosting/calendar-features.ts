import { dayNumber, weekdayOf } from '../../series/calendar.ts';
import type { Frequency } from '../../time-series.ts';

/** Where in year, month, week and day a period lies; NaN where the series has no date or is too coarse for it. */
export interface CalendarPlace {
  month: number;
  dayOfMonth: number;
  week: number;
  weekday: number;
  hour: number;
}

const NOWHERE: CalendarPlace = {
  month: Number.NaN,
  dayOfMonth: Number.NaN,
  week: Number.NaN,
  weekday: Number.NaN,
  hour: Number.NaN,
};
const MONTHS_EACH: Partial<Record<Frequency, number>> = { monthly: 1, quarterly: 3, yearly: 12 };
const DAY = 86_400_000;

/** @returns where the period with an index lies, counted from the series' start date */
export function calendarOf(
  startDate: string | undefined,
  frequency: Frequency | undefined,
): (index: number) => CalendarPlace {
  if (startDate === undefined || frequency === undefined) return () => NOWHERE;
  const first = dayNumber('startDate', startDate);
  const months = MONTHS_EACH[frequency];
  const startMonth = new Date(first * DAY).getUTCMonth();
  if (months !== undefined) return (index) => ({ ...NOWHERE, month: (startMonth + months * index) % 12 });
  return (index) => {
    const day =
      first + (frequency === 'hourly' ? Math.floor(index / 24) : frequency === 'weekly' ? 7 * index : index);
    const date = new Date(day * DAY);
    const ofYear = day - Date.UTC(date.getUTCFullYear(), 0, 1) / DAY;
    return {
      month: date.getUTCMonth(),
      dayOfMonth: frequency === 'weekly' ? Number.NaN : date.getUTCDate(),
      week: Math.floor(ofYear / 7),
      weekday: frequency === 'weekly' ? Number.NaN : weekdayOf(day),
      hour: frequency === 'hourly' ? index % 24 : Number.NaN,
    };
  };
}
