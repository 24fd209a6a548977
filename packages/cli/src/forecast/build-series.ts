import type { DataNote } from '@granary/forecasting';
import type { BulkSeries } from '@granary/forecasting/bulk';
import { type Calendar, usual } from './calendar.ts';

/** The rows of one id, column by column. */
export interface IdRows {
  id: string;
  /** moments in milliseconds */
  at: number[];
  /** NaN is a value nobody knows */
  values: number[];
  /** whether the cell of the value was empty, so that a row at the end asks for a forecast */
  isEmpty: boolean[];
  /** per regressor */
  regressors: number[][];
}

export interface SeriesRules {
  calendar: Calendar;
  /** whether the dates of the file are finer than the calendar: then its first and last period may be incomplete */
  isAddedUp: boolean;
  absent: 'zero' | 'missing';
  /** last period of the file; series end there if a period without a row is zero */
  last: number;
  regressorNames: string[];
  seasons: number[] | undefined;
}

/** A series ready to be forecast, and what a reader should know about it. */
export interface ReadSeries {
  series: BulkSeries;
  /** number of its first period, and of the first one ahead */
  first: number;
  ahead: number;
  notes: string[];
  /** regressors that are not known for any period ahead */
  unknownAhead: string[];
}

const MOST_PERIODS = 300_000;

/** An evenly spaced series from the rows of one id; a sentence if that cannot be. */
export function buildSeries(rows: IdRows, rules: SeriesRules): ReadSeries | { unusable: string } {
  const { calendar, absent } = rules;
  const periods = rows.at.map(calendar.indexOf);
  let [first, lastKnown] = [Infinity, -Infinity];
  for (const [row, period] of periods.entries()) {
    if (rows.isEmpty[row]) continue;
    if (period < first) first = period;
    if (period > lastKnown) lastKnown = period;
  }
  if (first === Infinity) return { unusable: 'no row of it has a value.' };
  let last = absent === 'zero' ? Math.max(lastKnown, rules.last) : lastKnown;
  if (last - first >= MOST_PERIODS) {
    return { unusable: `its dates span ${last - first + 1} periods; one of them is probably wrong.` };
  }
  const notes: string[] = [];
  if (rules.isAddedUp) [first, last] = completePeriods(rows, { first, last, calendar, notes });
  const length = last - first + 1;
  const values = addUp(rows, { periods, first, length, absent, notes, rules });
  const horizonKnown = periods.reduce((most, period) => Math.max(most, period), last) - last;
  const regressors = rules.regressorNames.map((name, index) => ({
    name,
    values: averaged(rows.regressors[index]!, { periods, first, length: length + horizonKnown }),
  }));
  const known = regressors.filter((one) => one.values.subarray(length).some((value) => !Number.isNaN(value)));
  const seasons = rules.seasons ?? usual[calendar.frequency].seasons.filter((season) => 2 * season <= length);
  return {
    series: {
      id: rows.id,
      values,
      seasonalPeriods: seasons,
      startDate: new Date(calendar.startOf(first)).toISOString().slice(0, 10),
      frequency: calendar.frequency,
      ...(known.length > 0 ? { regressors: known } : {}),
    },
    first,
    ahead: last + 1,
    notes,
    unknownAhead: regressors.filter((one) => !known.includes(one)).map(({ name }) => name),
  };
}

/** Leaves out a first and a last period that the rows cover only in part. */
function completePeriods(
  rows: IdRows,
  { first, last, calendar, notes }: { first: number; last: number; calendar: Calendar; notes: string[] },
): [number, number] {
  const known = rows.at.filter((_, row) => !rows.isEmpty[row]);
  const earliest = known.reduce((least, at) => Math.min(least, at), Infinity);
  const latest = known.reduce((most, at) => Math.max(most, at), -Infinity);
  const step = smallestStep(known);
  const left: string[] = [];
  let [from, to] = [first, last];
  if (earliest - step >= calendar.startOf(first)) {
    left.push(calendar.label(from));
    from++;
  }
  if (latest + step < calendar.startOf(calendar.indexOf(latest) + 1) && to === calendar.indexOf(latest)) {
    left.push(calendar.label(to));
    to--;
  }
  if (from > to) return [first, last];
  if (left.length > 0)
    notes.push(`Left out as incomplete: ${usual[calendar.frequency].unit} ${left.join(' and ')}.`);
  return [from, to];
}

/** Dates two rows of which are closest; a day if there are no two. */
function smallestStep(moments: readonly number[]): number {
  const ordered = [...new Set(moments)].sort((a, b) => a - b);
  let least = Infinity;
  for (let index = 1; index < ordered.length; index++) {
    least = Math.min(least, ordered[index]! - ordered[index - 1]!);
  }
  return Number.isFinite(least) ? least : 86_400_000;
}

function addUp(
  rows: IdRows,
  options: {
    periods: number[];
    first: number;
    length: number;
    absent: 'zero' | 'missing';
    notes: string[];
    rules: SeriesRules;
  },
): Float64Array {
  const { periods, first, length, absent, notes, rules } = options;
  const values = new Float64Array(length).fill(absent === 'zero' ? 0 : Number.NaN);
  const rowsIn = new Int32Array(length);
  let repeated: string | undefined;
  let repeats = 0;
  for (const [row, period] of periods.entries()) {
    const index = period - first;
    if (index < 0 || index >= length) continue;
    const value = rows.values[row]!;
    if (rowsIn[index]!++ === 0) values[index] = value;
    // A week with an unknown day is unknown; of two rows of one day the known one counts.
    else if (rules.isAddedUp) values[index]! += value;
    else if (Number.isNaN(values[index]!)) values[index] = value;
    else if (!Number.isNaN(value)) values[index]! += value;
    if (rowsIn[index]! > 1) {
      repeats++;
      repeated ??= rules.calendar.label(period);
    }
  }
  const { units } = usual[rules.calendar.frequency];
  if (repeats > 0 && !rules.isAddedUp) {
    // Most dates twice: these are probably several series.
    const hint =
      repeats >= length / 2 ? ' If there is a column that tells them apart, name it with --id.' : '';
    notes.push(
      `${repeats} row${repeats === 1 ? '' : 's'} had the date of another, first ${repeated}: added up.${hint}`,
    );
  }
  const unknown = values.filter((value, index) => rowsIn[index]! > 0 && Number.isNaN(value)).length;
  if (unknown > 0)
    notes.push(`${unknown} of ${length} ${units} have a row without a value: read as unknown.`);
  const empty = rowsIn.filter((count) => count === 0).length;
  if (empty > 0) {
    const reading =
      absent === 'zero' ? 'zero' : 'unknown (--absent zero if no row means that nothing was sold)';
    notes.push(
      `${empty.toLocaleString('en')} of ${length.toLocaleString('en')} ${units} had no row: read as ${reading}.`,
    );
  }
  return values;
}

/** A regressor per period: the average of its rows, NaN where none is known. */
function averaged(
  column: number[],
  { periods, first, length }: { periods: number[]; first: number; length: number },
): Float64Array {
  const sums = new Float64Array(length);
  const counts = new Int32Array(length);
  for (const [row, period] of periods.entries()) {
    const index = period - first;
    if (index < 0 || index >= length || Number.isNaN(column[row]!)) continue;
    sums[index]! += column[row]!;
    counts[index]!++;
  }
  return sums.map((sum, index) => (counts[index]! === 0 ? Number.NaN : sum / counts[index]!));
}

/** What the library says of a series beside what was said already; words about the choice come first. */
export function furtherNotes(notes: readonly DataNote[]): string[] {
  return notes
    .filter(({ code }) => code !== 'gaps-filled' && code !== 'model-chosen')
    .map(({ message }) => message);
}
