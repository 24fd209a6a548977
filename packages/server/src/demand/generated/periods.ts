import { addDays } from '../../platform/calendar.ts';

export const frequencies = ['daily', 'weekly', 'monthly'] as const;
export type PeriodFrequency = (typeof frequencies)[number];

export interface Period {
  start: string;
  /** Its last day. */
  end: string;
}

/** The periods ahead: the first holds the day after the data, weeks run from Monday, months are those of the calendar. */
export function periodsAfter(dataUntil: string, frequency: PeriodFrequency, count: number): Period[] {
  const periods: Period[] = [];
  let start = startOfPeriod(addDays(dataUntil, 1), frequency);
  for (let index = 0; index < count; index++) {
    const next = startOfNext(start, frequency);
    periods.push({ start, end: addDays(next, -1) });
    start = next;
  }
  return periods;
}

/** Days of a period, both ends included. */
export function daysOf({ start, end }: Period): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1;
}

function startOfPeriod(day: string, frequency: PeriodFrequency): string {
  switch (frequency) {
    case 'daily':
      return day;
    case 'weekly':
      return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
    case 'monthly':
      return `${day.slice(0, 7)}-01`;
  }
}

function startOfNext(start: string, frequency: PeriodFrequency): string {
  switch (frequency) {
    case 'daily':
      return addDays(start, 1);
    case 'weekly':
      return addDays(start, 7);
    case 'monthly':
      return startOfPeriod(addDays(start, 31), 'monthly');
  }
}

/** Periods shown before a forecast. */
const shown: Record<PeriodFrequency, number> = { daily: 120, weekly: 104, monthly: 36 };

/** Whole periods up to the data, the oldest first. */
export function historyPeriods(dataUntil: string, frequency: PeriodFrequency): Period[] {
  const periods: Period[] = [];
  let next = startOfPeriod(addDays(dataUntil, 1), frequency);
  for (let index = 0; index < shown[frequency]; index++) {
    const end = addDays(next, -1);
    next = startOfPeriod(end, frequency);
    periods.unshift({ start: next, end });
  }
  return periods;
}
