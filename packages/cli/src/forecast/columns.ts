import { CommandFailed } from '../failure.ts';
import {
  DATE_NAMES,
  ITEM_NAMES,
  NO_REGRESSORS,
  PLACE_NAMES,
  plainName,
  VALUE_NAMES,
} from './column-names.ts';
import { readDate } from './dates.ts';
import { isMissing, isNumber } from './numbers.ts';

export interface Column {
  name: string;
  /** place in a row, from 0 */
  index: number;
}

/** What each column of a file is for. */
export interface Columns {
  date: Column;
  /** none if the file is one series; several make one id together */
  ids: Column[];
  value: Column;
  regressors: Column[];
  ignored: Column[];
}

/** Names from the command line; what is left out is found by heading and content. */
export interface ColumnChoices {
  date?: string;
  id?: string[];
  value?: string;
  /** an empty list: none */
  regressors?: string[];
}

/** Of a column that is named so half of the cells will do: the others are errors to be told one by one. */
const NUMERIC_SHARE = { named: 0.5, other: 0.9 };

/**
 * Tells the columns of a file apart, by the names given, else by heading, else by content.
 *
 * @throws CommandFailed where that leaves a doubt: what was found, and the flag that settles it
 */
export function chooseColumns(
  file: string,
  { heading, sample }: { heading: string[]; sample: string[][] },
  choices: ColumnChoices = {},
): Columns {
  refuseMissingHeading(file, heading);
  const columns = heading.map((name, index) => ({ name: name.trim(), index }));
  const named = (flag: string, name: string) => findNamed(columns, { file, flag, name });
  const date = choices.date === undefined ? findDate(file, columns, sample) : named('--date', choices.date);
  const rest = columns.filter((column) => column !== date);
  const chosenValue = choices.value === undefined ? undefined : named('--value', choices.value);
  const ids =
    choices.id === undefined
      ? findIds(
          file,
          rest.filter((column) => column !== chosenValue),
          { date, sample },
        )
      : choices.id.map((name) => named('--id', name));
  const free = rest.filter((column) => !ids.includes(column));
  const numeric = free.filter((column) =>
    isNumeric(cellsOf(column, sample), isNamed(column, VALUE_NAMES.flat())),
  );
  const asked = choices.regressors?.map((name) => named('--regressors', name));
  const value =
    chosenValue ??
    findValue(file, asked ? numeric.filter((column) => !asked.includes(column)) : numeric, free);
  const regressors =
    asked ?? numeric.filter((column) => column !== value && !NO_REGRESSORS.includes(plainName(column.name)));
  const used = [date, value, ...ids, ...regressors];
  if (new Set(used).size < used.length) throw new CommandFailed(`${file}: ${usedTwice(used)}`);
  return { date, ids, value, regressors, ignored: columns.filter((column) => !used.includes(column)) };
}

function usedTwice(used: Column[]): string {
  const twice = used.find((column, index) => used.indexOf(column) !== index)!;
  return `column "${twice.name}" is named twice. Give each column one of --date, --id, --value and --regressors.`;
}

function refuseMissingHeading(file: string, heading: string[]): void {
  const filled = heading.filter((name) => name.trim() !== '');
  const data = filled.filter((name) => isNumber(name) || readDate(name.trim()) !== undefined);
  if (filled.length === 0 || data.length < filled.length / 2) return;
  if (data.length >= 2 && data.length < filled.length && !data.includes(filled[0]!)) {
    throw new CommandFailed(
      `${file} has a column for each period, "${data[0]}" and ${data.length - 1} more. Turn it so that each has a row: id,date,value`,
    );
  }
  throw new CommandFailed(
    `${file}, row 1: the first row must name the columns, and reads "${heading.join(', ')}". ` +
      'Put a heading above it, for example: date,value',
  );
}

function findNamed(
  columns: Column[],
  { file, flag, name }: { file: string; flag: string; name: string },
): Column {
  const exact = columns.find((column) => column.name === name.trim());
  const found = exact ?? columns.find((column) => plainName(column.name) === plainName(name));
  if (found) return found;
  throw new CommandFailed(`${file} has no column "${name}" for ${flag}; it has ${listed(columns)}.`);
}

function findDate(file: string, columns: Column[], sample: string[][]): Column {
  const dated = columns.filter((column) => isDated(cellsOf(column, sample), isNamed(column, DATE_NAMES)));
  const namedSo = dated.filter((column) => isNamed(column, DATE_NAMES));
  const candidates = namedSo.length > 0 ? namedSo : dated;
  if (candidates.length === 1) return candidates[0]!;
  // "year" and "month" beside "date" are parts of it; the one with a day says most.
  const exact = candidates.filter((column) =>
    ['date', 'ds', 'datum', 'timestamp'].includes(plainName(column.name)),
  );
  if (exact.length === 1) return exact[0]!;
  if (candidates.length > 1) throw new CommandFailed(ambiguous(file, 'the date', '--date', candidates));
  const likely = columns.find((column) => isNamed(column, DATE_NAMES));
  throw new CommandFailed(
    likely
      ? `${file}: column "${likely.name}" should hold the dates, and most of its cells are none, such as "${cellsOf(likely, sample)[0] ?? ''}". Write them as 2026-03-09, or name another column with --date.`
      : `${file} has no column of dates among ${listed(columns)}. Name it with --date, and write dates as 2026-03-09.`,
  );
}

function findIds(
  file: string,
  columns: Column[],
  { date, sample }: { date: Column; sample: string[][] },
): Column[] {
  const items = columns.filter((column) => isNamed(column, ITEM_NAMES));
  const places = columns.filter((column) => isNamed(column, PLACE_NAMES));
  const whole = items.filter((column) => ['id', 'uniqueid', 'seriesid'].includes(plainName(column.name)));
  if (whole.length === 1) return whole;
  if (items.length > 1) throw new CommandFailed(ambiguous(file, 'the id', '--id', items));
  if (places.length > 1) throw new CommandFailed(ambiguous(file, 'the place', '--id', [...items, ...places]));
  if (items.length + places.length > 0) return [...places, ...items];
  const texts = columns.filter((column) => {
    const cells = cellsOf(column, sample);
    const isValue = isNumeric(cells, isNamed(column, VALUE_NAMES.flat()));
    return cells.length > 0 && !isValue && !isDated(cells, false);
  });
  const dates = cellsOf(date, sample);
  if (new Set(dates).size < dates.length && texts.length > 1)
    throw new CommandFailed(ambiguous(file, 'the id', '--id', texts));
  const repeated = new Set(dates).size < dates.length;
  return texts.length === 1 && (repeated || isInBlocks(cellsOf(texts[0]!, sample))) ? texts : [];
}

function findValue(file: string, numeric: Column[], free: Column[]): Column {
  for (const names of VALUE_NAMES) {
    const found = numeric.filter((column) => isNamed(column, names));
    if (found.length === 1) return found[0]!;
    if (found.length > 1) throw new CommandFailed(ambiguous(file, 'the value', '--value', found));
  }
  if (numeric.length === 1) return numeric[0]!;
  if (numeric.length > 1)
    throw new CommandFailed(ambiguous(file, 'the value to forecast', '--value', numeric));
  throw new CommandFailed(
    `${file} has no column of numbers to forecast${free.length > 0 ? ` among ${listed(free)}` : ''}. ` +
      'Name it with --value; its cells must be numbers such as 12 or 12.5.',
  );
}

function ambiguous(file: string, what: string, flag: string, candidates: Column[]): string {
  return `${file}: ${what} could be ${listed(candidates, 'or')}. Say which: ${flag} ${quoted(candidates[0]!.name)}`;
}

function listed(columns: Column[], word = 'and'): string {
  const names = columns.map(({ name }) => `"${name}"`);
  return names.length < 2 ? (names[0] ?? 'none') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}

function quoted(name: string): string {
  return /^[\w-]+$/.test(name) ? name : `"${name}"`;
}

function isNamed(column: Column, names: readonly string[]): boolean {
  return names.includes(plainName(column.name));
}

function cellsOf({ index }: Column, sample: string[][]): string[] {
  return sample.map((cells) => (cells[index] ?? '').trim()).filter((cell) => !isMissing(cell));
}

function isNumeric(cells: string[], isNamedSo = false): boolean {
  const share = isNamedSo ? NUMERIC_SHARE.named : NUMERIC_SHARE.other;
  return cells.length > 0 && cells.filter(isNumber).length >= share * cells.length;
}

/** Bare numbers such as 2024 or 202403 are dates only in a column that is named so. */
function isDated(cells: string[], isNamedSo: boolean): boolean {
  const dated = cells.filter(
    (cell) => readDate(cell) !== undefined && (isNamedSo || !/^\d{1,7}$/.test(cell)),
  );
  return dated.length > 0 && dated.length >= cells.length / 2 && (isNamedSo || !cells.every(isNumber));
}

/** Whether equal cells stand together, as in a file sorted by them. */
function isInBlocks(cells: string[]): boolean {
  const blocks = cells.filter((cell, index) => cell !== cells[index - 1]).length;
  const different = new Set(cells).size;
  return blocks === different && different <= cells.length / 2;
}
