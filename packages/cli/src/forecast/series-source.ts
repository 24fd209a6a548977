import { buildSeries, type IdRows, type ReadSeries, type SeriesRules } from './build-series.ts';
import { usual } from './calendar.ts';
import { dateExamples } from './dates.ts';
import { isMissing, readNumber } from './numbers.ts';
import type { Problems } from './problems.ts';
import { cachedReadDate, idOf, type Layout } from './scan.ts';
import { rowsOf, type TextRow } from './text-rows.ts';

/** Known regressors ahead from a file of their own; rows without an id are for every id. */
export type FutureRows = Map<string, IdRows>;

export interface SourceOptions {
  rules: SeriesRules;
  problems: Problems;
  /** only these ids; all if left out */
  only?: ReadonlySet<string>;
  future?: FutureRows;
  holidays?: (series: ReadSeries) => ReadSeries;
  /** name of the series of a file without ids */
  singleId: string;
}

/**
 * The series of a file, in the order of their first rows. Where the rows of each id stand together one id is held
 * at a time, else all of them are.
 */
export async function* seriesOf(layout: Layout, options: SourceOptions): AsyncGenerator<ReadSeries> {
  for await (const rows of groupsOf(layout, options)) {
    const future = options.future?.get(rows.id) ?? options.future?.get('');
    const built = buildSeries(future === undefined ? rows : withFuture(rows, future), options.rules);
    if ('unusable' in built) {
      options.problems.add({
        file: layout.file.path,
        id: rows.id,
        message: `not forecast: ${built.unusable}`,
      });
    } else yield options.holidays?.(built) ?? built;
  }
}

/** The rows of each id, without those that cannot be read: they are named among the problems. */
export async function* groupsOf(
  layout: Layout,
  options: Pick<SourceOptions, 'problems' | 'only' | 'singleId'>,
): AsyncGenerator<IdRows> {
  const read = rowReader(layout, options.problems);
  const held = new Map<string, IdRows>();
  let current: IdRows | undefined;
  for await (const row of rowsOf(layout.file)) {
    if (row.line === 1) continue;
    const id = idOf(row.cells, layout.columns.ids) || options.singleId;
    if (options.only !== undefined && !options.only.has(id)) continue;
    if (current?.id !== id) {
      if (layout.isSorted && current !== undefined) yield current;
      current = held.get(id) ?? emptyRows(id, layout.columns.regressors.length);
      if (!layout.isSorted) held.set(id, current);
    }
    read(row, current);
  }
  if (!layout.isSorted) yield* held.values();
  else if (current !== undefined) yield current;
}

function emptyRows(id: string, regressors: number): IdRows {
  return { id, at: [], values: [], isEmpty: [], regressors: Array.from({ length: regressors }, () => []) };
}

function withFuture(rows: IdRows, future: IdRows): IdRows {
  return {
    id: rows.id,
    at: [...rows.at, ...future.at],
    values: [...rows.values, ...future.values],
    isEmpty: [...rows.isEmpty, ...future.isEmpty],
    regressors: rows.regressors.map((column, index) => [...column, ...future.regressors[index]!]),
  };
}

/** Adds a row to the rows of its id, or a problem to the list. */
function rowReader(layout: Layout, problems: Problems): (row: TextRow, into: IdRows) => void {
  const { columns, heading, decimals, dateOrder } = layout;
  const { path } = layout.file;
  const readDate = cachedReadDate();
  const numberAt = ({ cells, line }: TextRow, { name, index }: { name: string; index: number }) => {
    const text = cells[index] ?? '';
    if (isMissing(text)) return undefined;
    const mark = decimals.get(index)!;
    const value = readNumber(text, mark);
    if (value !== undefined) return value;
    const comma = mark === ',' ? ' The column is read with a decimal comma (--decimal .).' : '';
    problems.add({
      ...{ file: path, row: line, column: name },
      message: `"${text}" is not a number and was read as unknown.${comma} Write digits such as 12 or 12${mark}5, or leave it empty.`,
    });
    return Number.NaN;
  };
  return (row, into) => {
    if (row.cells.length !== heading.length && row.cells.slice(heading.length).join('').trim() !== '') {
      problems.add(ragged(path, row, heading));
      return;
    }
    if (row.cells.length < heading.length) {
      problems.add(ragged(path, row, heading));
      return;
    }
    const text = row.cells[columns.date.index]!.trim();
    const reading = readDate(text);
    const at = dateOrder === 'day-first' ? reading?.dayFirst : reading?.monthFirst;
    if (at === undefined || Number.isNaN(at)) {
      const order =
        reading === undefined ? '' : ` The column is read ${dateOrder.replace('-', ' ')} (--date-order).`;
      problems.add({
        ...{ file: path, row: row.line, column: columns.date.name },
        message: `"${text}" is not a date; the row was left out.${order} Write one of: ${dateExamples}.`,
      });
      return;
    }
    const value = numberAt(row, columns.value);
    into.at.push(at);
    into.values.push(value ?? Number.NaN);
    into.isEmpty.push(value === undefined);
    for (const [index, column] of columns.regressors.entries()) {
      into.regressors[index]!.push(numberAt(row, column) ?? Number.NaN);
    }
  };
}

function ragged(file: string, { line, cells }: TextRow, heading: string[]) {
  const message =
    `it has ${cells.length} cell${cells.length === 1 ? '' : 's'} and the heading ${heading.length}; the row was left out. ` +
    'Give it a cell per column; a cell that contains the delimiter stands in quotes.';
  return { file, row: line, message };
}

/** `2019-01 to 2023-12` of the history of a file. */
export function spanOf({ calendar, first, last }: Layout): string {
  return `${calendar.label(first)} to ${calendar.label(last)}`;
}

/** `12 months` or `1 month` */
export function countOf(layout: Layout, periods: number): string {
  const { unit, units } = usual[layout.calendar.frequency];
  return `${periods} ${periods === 1 ? unit : units}`;
}
