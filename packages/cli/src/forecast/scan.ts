import type { Frequency } from '@granary/forecasting';
import { CommandFailed } from '../failure.ts';
import { type Calendar, calendarOf, inferFrequency } from './calendar.ts';
import { type ColumnChoices, type Columns, chooseColumns } from './columns.ts';
import { type DateOrder, type DateReading, type DateUnit, readDate } from './dates.ts';
import {
  addDecimalEvidence,
  type DecimalEvidence,
  type DecimalMark,
  decimalMark,
  isMissing,
} from './numbers.ts';
import { openText, rowsOf, type TextFile, type TextRow } from './text-rows.ts';

/** What is known of a file after it was read once: enough to read it as series the second time. */
export interface Layout {
  file: TextFile;
  heading: string[];
  columns: Columns;
  dateOrder: DateOrder;
  /** by column index */
  decimals: Map<number, DecimalMark>;
  calendar: Calendar;
  /** the frequency its dates have; another than that of the calendar if it is to be added up */
  ownFrequency: Frequency;
  rows: number;
  ids: number;
  /** whether the rows of each id stand together */
  isSorted: boolean;
  /** first and last period with a known value */
  first: number;
  last: number;
  /** most periods after the last known value of an id for which it has rows without one */
  periodsAhead: number;
  /** sentences about readings that a person might want to settle otherwise */
  remarks: string[];
}

export interface ScanChoices extends ColumnChoices {
  frequency?: Frequency;
  dateOrder?: DateOrder;
  decimal?: DecimalMark;
}

const SAMPLE_ROWS = 2_000;
const SAMPLE_IDS = 50;
const SAMPLE_DATES = 3_000;
const CACHE_SIZE = 20_000;

/**
 * Reads a file once and tells how it is written: columns, date order, decimal mark, frequency, and whether it is
 * sorted by id. Holds a few numbers per id, and the dates of the first ids.
 *
 * @throws CommandFailed where a reading is in doubt, naming the flag that settles it
 */
export async function scanFile(path: string, choices: ScanChoices): Promise<Layout> {
  const file = await openText(path);
  const rows = rowsOf(file);
  const heading = (await rows.next()).value?.cells as string[];
  const head: TextRow[] = [];
  for await (const row of { [Symbol.asyncIterator]: () => ({ next: () => rows.next() }) }) {
    head.push(row);
    if (head.length === SAMPLE_ROWS) break;
  }
  if (head.length === 0) throw new CommandFailed(`${path} has a heading and no rows under it.`);
  const sample = head.map(({ cells }) => cells);
  const columns = chooseColumns(path, { heading, sample }, choices);
  const evidence = collectEvidence(columns);
  for (const row of head) evidence.add(row);
  for await (const row of rows) evidence.add(row);
  return layoutFrom(evidence, { file, heading, columns, choices });
}

/** Latest dates of one id, in both orders. */
interface IdDates {
  known: [dayFirst: number, monthFirst: number];
  any: [dayFirst: number, monthFirst: number];
}

function collectEvidence({ date, ids, value, regressors }: Columns) {
  const read = cachedReadDate();
  const decimals = new Map<number, DecimalEvidence>(
    [value, ...regressors].map(({ index }) => [index, { comma: 0, point: 0, open: undefined }]),
  );
  const orders = { dayFirst: 0, monthFirst: 0, open: undefined as string | undefined };
  const units = new Map<DateUnit, number>();
  const byId = new Map<string, IdDates>();
  const sampled = new Map<string, DateReading[]>();
  const earliest: [number, number] = [Infinity, Infinity];
  const state = { rows: 0, isSorted: true, lastId: undefined as string | undefined, firstBadDate: '' };
  return {
    ...{ decimals, orders, units, byId, sampled, earliest, state },
    add({ cells }: TextRow): void {
      state.rows++;
      for (const [index, found] of decimals) addDecimalEvidence(found, cells[index] ?? '');
      const text = (cells[date.index] ?? '').trim();
      const reading = read(text);
      if (reading === undefined) {
        if (state.firstBadDate === '') state.firstBadDate = text;
        return;
      }
      addOrder(orders, reading, text);
      units.set(reading.unit, (units.get(reading.unit) ?? 0) + 1);
      const id = idOf(cells, ids);
      let latest = byId.get(id);
      if (latest === undefined) {
        latest = { known: [-Infinity, -Infinity], any: [-Infinity, -Infinity] };
        byId.set(id, latest);
        if (sampled.size < SAMPLE_IDS) sampled.set(id, []);
      } else if (id !== state.lastId) state.isSorted = false;
      state.lastId = id;
      const dates = sampled.get(id);
      if (dates !== undefined && dates.length < SAMPLE_DATES) dates.push(reading);
      const isKnown = !isMissing(cells[value.index] ?? '');
      for (const [place, at] of [reading.dayFirst, reading.monthFirst].entries()) {
        if (at > latest.any[place]!) latest.any[place] = at;
        if (isKnown && at > latest.known[place]!) latest.known[place] = at;
        if (isKnown && at < earliest[place]!) earliest[place] = at;
      }
    },
  };
}
type Evidence = ReturnType<typeof collectEvidence>;

/** The id of a row; '' in a file of one series. */
export function idOf(cells: readonly string[], ids: Columns['ids']): string {
  if (ids.length === 1) return (cells[ids[0]!.index] ?? '').trim();
  return ids.map(({ index }) => (cells[index] ?? '').trim()).join(' / ');
}

/** Dates repeat, so what was read once is remembered. */
export function cachedReadDate(): (text: string) => DateReading | undefined {
  const known = new Map<string, DateReading | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    if (known.size >= CACHE_SIZE) known.clear();
    const reading = readDate(text);
    known.set(text, reading);
    return reading;
  };
}

function addOrder(orders: Evidence['orders'], reading: DateReading, text: string): void {
  if (Number.isNaN(reading.monthFirst)) orders.dayFirst++;
  else if (Number.isNaN(reading.dayFirst)) orders.monthFirst++;
  else if (reading.dayFirst !== reading.monthFirst) orders.open ??= text;
}

function layoutFrom(
  evidence: Evidence,
  given: { file: TextFile; heading: string[]; columns: Columns; choices: ScanChoices },
): Layout {
  const { file, heading, columns, choices } = given;
  const { state, byId, sampled } = evidence;
  if (byId.size === 0) {
    throw new CommandFailed(
      `${file.path}: no cell of column "${columns.date.name}" is a date, such as "${state.firstBadDate}". ` +
        'Write dates as 2026-03-09, or name another column with --date.',
    );
  }
  const remarks: string[] = [];
  const dateOrder =
    choices.dateOrder ?? decideOrder(evidence.orders, { file: file.path, column: columns.date.name });
  const place = dateOrder === 'day-first' ? 0 : 1;
  const dates = [...sampled.values()].map((readings) =>
    readings.map((one) => (place === 0 ? one.dayFirst : one.monthFirst)),
  );
  const unit = [...evidence.units].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
  const ownFrequency = commonFrequency(dates, unit, remarks) ?? choices.frequency ?? 'daily';
  const frequency = choices.frequency ?? ownFrequency;
  const calendar = calendarOf(frequency, { dates: dates.flat(), unit, isGiven: frequency === ownFrequency });
  const ahead = [...byId.values()].map(({ known, any }) =>
    Number.isFinite(known[place]) ? calendar.indexOf(any[place]!) - calendar.indexOf(known[place]!) : 0,
  );
  const last = [...byId.values()].reduce((latest, { known }) => Math.max(latest, known[place]!), -Infinity);
  return {
    ...{ file, heading, columns, dateOrder, calendar, ownFrequency, remarks },
    decimals: decideDecimals(evidence, { columns, choices, remarks }),
    rows: state.rows,
    ids: byId.size,
    isSorted: state.isSorted,
    first: calendar.indexOf(evidence.earliest[place]!),
    last: calendar.indexOf(last),
    periodsAhead: ahead.reduce((most, one) => Math.max(most, one), 0),
  };
}

/** 13/04 can only be 13 April; where all rows are like 03/04 somebody has to say. */
function decideOrder(
  { dayFirst, monthFirst, open }: Evidence['orders'],
  { file, column }: { file: string; column: string },
): DateOrder {
  if (dayFirst + monthFirst > 0 || open === undefined)
    return dayFirst >= monthFirst ? 'day-first' : 'month-first';
  throw new CommandFailed(
    `${file}, column "${column}": no date shows whether the day or the month comes first; "${open}" can be read both ways. ` +
      'Say which: --date-order day-first or --date-order month-first',
  );
}

function commonFrequency(dates: number[][], unit: DateUnit, remarks: string[]): Frequency | undefined {
  const votes = new Map<Frequency, { dates: number; ids: number }>();
  for (const one of dates) {
    const frequency = inferFrequency(one, unit);
    if (frequency === undefined) continue;
    const vote = votes.get(frequency) ?? { dates: 0, ids: 0 };
    votes.set(frequency, { dates: vote.dates + one.length, ids: vote.ids + 1 });
  }
  // Ids with many dates tell more than those with three.
  const [first, second] = [...votes].toSorted(([, a], [, b]) => b.dates - a.dates);
  if (first === undefined) return undefined;
  const [frequency, vote] = first;
  if (second !== undefined && second[1].dates >= DOUBTFUL_SHARE * vote.dates) {
    remarks.push(
      `${vote.ids} of the first ids are ${frequency}, ${second[1].ids} look ${second[0]}; all are read as ${frequency}. --frequency settles it.`,
    );
  }
  return frequency;
}

const DOUBTFUL_SHARE = 0.1;

function decideDecimals(
  { decimals }: Evidence,
  { columns, choices, remarks }: { columns: Columns; choices: ScanChoices; remarks: string[] },
): Map<number, DecimalMark> {
  const all = [...decimals.values()];
  const total = {
    comma: all.reduce((sum, { comma }) => sum + comma, 0),
    point: all.reduce((sum, { point }) => sum + point, 0),
    open: undefined,
  };
  return new Map(
    [columns.value, ...columns.regressors].map(({ name, index }) => {
      const own = decimals.get(index)!;
      const decided = own.comma + own.point > 0;
      const mark = choices.decimal ?? decimalMark(decided ? own : total);
      if (own.open !== undefined && !decided && choices.decimal === undefined) {
        const other = mark === '.' ? ',' : '.';
        remarks.push(
          `Column "${name}": in "${own.open}" the ${own.open.includes(mark) ? 'mark was read as decimal' : 'mark was read as grouping thousands'}; --decimal ${other} reads it the other way.`,
        );
      }
      return [index, mark];
    }),
  );
}
