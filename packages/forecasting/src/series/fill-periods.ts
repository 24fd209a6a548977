import { calendarDate, dateOfDay, firstOfMonth, isCalendarDay } from '../calendars/periods.ts';
import type { DataNote, TimeSeries } from '../time-series.ts';
import { dayNumber } from './calendar.ts';

/** One row of a file: a day and what happened on it. */
export interface DatedValue {
  /** 'YYYY-MM-DD'; of a longer period any day of it */
  date: string;
  /** NaN if nobody knows it */
  value: number;
}

export type RowFrequency = 'daily' | 'weekly' | 'monthly';

export interface FilledPeriods {
  series: TimeSeries & { startDate: string; frequency: RowFrequency };
  notes: readonly DataNote[];
}

/** Rows that must agree with a frequency for it to be inferred. */
const AGREEING_SHARE = 0.9;
/** Longer spans than this are a wrong date: 200 years of days. */
const MOST_PERIODS = 73_000;
const SEASONS: Record<RowFrequency, readonly number[]> = { daily: [7], weekly: [52], monthly: [12] };

/**
 * An evenly spaced series from rows in any order with gaps. Periods without a row get NaN, or 0 where no row means
 * that nothing was sold. Rows of one period are added up, which a note says; a row without a known value makes no
 * period unknown that has another row. Weeks begin on the weekday of the first row, months on their first day.
 *
 * The frequency, if it is not given: monthly where nine tenths of neighbouring dates are the same day of their months
 * (or the last), weekly where nine tenths are whole weeks apart; else monthly where the median distance is 25 days or
 * more, and daily.
 *
 * @param options.absent    what a period without a row is: 'unknown' (if left out) or 'zero'
 * @param options.until     last day that the rows could be of; periods up to there are filled. The last row if left out
 * @throws RangeError if `until` is no calendar day; never because of the rows: wrong dates are left out and named
 */
export function fillPeriods(
  rows: readonly DatedValue[],
  options: { absent?: 'unknown' | 'zero'; frequency?: RowFrequency; until?: string } = {},
): FilledPeriods {
  const notes: DataNote[] = [];
  const dated = readRows(rows, notes);
  const frequency = options.frequency ?? inferredFrequency(dated);
  const until = options.until === undefined ? undefined : dayNumber('until', options.until);
  const first = dated[0];
  if (first === undefined) {
    notes.push({ code: 'no-data', message: 'There was no row with a date: the series is empty.' });
    return {
      series: { values: [], startDate: '1970-01-01', frequency, seasonalPeriods: SEASONS[frequency] },
      notes,
    };
  }
  const place = placeOf(frequency, first.day);
  const last = Math.max(place(dated[dated.length - 1]!.day), until === undefined ? 0 : place(until));
  const length = Math.min(last + 1, MOST_PERIODS);
  const values = new Float64Array(length).fill(options.absent === 'zero' ? 0 : Number.NaN);
  const rowsIn = new Int32Array(length);
  let repeated = 0;
  let beyond = 0;
  for (const { day, value } of dated) {
    const index = place(day);
    if (index >= length) {
      beyond++;
      continue;
    }
    if (rowsIn[index]!++ > 0) repeated++;
    if (rowsIn[index] === 1 || Number.isNaN(values[index]!)) values[index] = value;
    else if (!Number.isNaN(value)) values[index]! += value;
  }
  if (repeated > 0) {
    const message = `${repeated} row${repeated === 1 ? '' : 's'} of periods that had one already: values of one period were added up.`;
    notes.push({ code: 'duplicates-summed', message });
  }
  noteWrongDates(notes, beyond, `more than ${MOST_PERIODS} periods after the first`);
  noteAbsent(notes, rowsIn, options.absent === 'zero');
  const startDate = dateOfDay(frequency === 'monthly' ? monthStart(first.day) : first.day);
  return { series: { values, startDate, frequency, seasonalPeriods: SEASONS[frequency] }, notes };
}

interface Row {
  day: number;
  value: number;
}

function readRows(rows: readonly DatedValue[], notes: DataNote[]): Row[] {
  const dated: Row[] = [];
  for (const { date, value } of rows) {
    if (isCalendarDay(date)) dated.push({ day: dayNumber('date', date), value });
  }
  noteWrongDates(notes, rows.length - dated.length, "not of a calendar day 'YYYY-MM-DD'");
  return dated.sort((a, b) => a.day - b.day);
}

function noteWrongDates(notes: DataNote[], count: number, why: string): void {
  if (count === 0) return;
  notes.push({
    code: 'dates-left-out',
    message: `${count} row${count === 1 ? ' was' : 's were'} left out: the date is ${why}.`,
  });
}

function noteAbsent(notes: DataNote[], rowsIn: Int32Array, zero: boolean): void {
  let absent = 0;
  for (const count of rowsIn) if (count === 0) absent++;
  if (absent === 0) return;
  const taken = zero ? 'zero' : 'unknown';
  notes.push({
    code: 'periods-added',
    message: `${absent} of ${rowsIn.length} periods had no row: taken as ${taken}.`,
  });
}

/** The frequency that most neighbouring dates agree with. */
function inferredFrequency(rows: readonly Row[]): RowFrequency {
  const distances: number[] = [];
  let [weeks, months] = [0, 0];
  for (let index = 1; index < rows.length; index++) {
    const distance = rows[index]!.day - rows[index - 1]!.day;
    if (distance === 0) continue;
    distances.push(distance);
    if (distance % 7 === 0) weeks++;
    if (distance >= 28 && sameDayOfMonth(rows[index - 1]!.day, rows[index]!.day)) months++;
  }
  if (distances.length === 0) return 'daily';
  if (months >= AGREEING_SHARE * distances.length) return 'monthly';
  if (weeks >= AGREEING_SHARE * distances.length) return 'weekly';
  return distances.sort((a, b) => a - b)[distances.length >> 1]! >= 25 ? 'monthly' : 'daily';
}

/** Whether two days are the same of their months, or both the last. */
function sameDayOfMonth(one: number, other: number): boolean {
  const same = calendarDate(one).day === calendarDate(other).day;
  return same || (calendarDate(one + 1).day === 1 && calendarDate(other + 1).day === 1);
}

function placeOf(frequency: RowFrequency, first: number): (day: number) => number {
  if (frequency === 'monthly') {
    const origin = calendarDate(first);
    return (day) => {
      const { year, month } = calendarDate(day);
      return (year - origin.year) * 12 + month - origin.month;
    };
  }
  const days = frequency === 'weekly' ? 7 : 1;
  return (day) => Math.floor((day - first) / days);
}

function monthStart(day: number): number {
  const { year, month } = calendarDate(day);
  return firstOfMonth(year, month - 1);
}
