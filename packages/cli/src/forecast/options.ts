import type { Frequency } from '@granary/forecasting';
import { modelNames } from '@granary/forecasting/bulk';
import { CommandFailed } from '../failure.ts';
import { frequencies } from './calendar.ts';
import type { DateOrder } from './dates.ts';
import type { DecimalMark } from './numbers.ts';

/** The options as they were typed. */
export interface TypedOptions {
  horizon?: string;
  frequency?: string;
  season?: string;
  model: string;
  levels: string;
  date?: string;
  id?: string;
  value?: string;
  regressors?: string;
  dateOrder?: string;
  decimal?: string;
  absent: string;
  only?: string;
  holidays?: string;
  future?: string;
  out?: string;
  csv: boolean;
  json: boolean;
  svg?: string;
  html?: string;
  open: boolean;
  backtest?: string;
  threads: string;
  seed: string;
}

/** The options as they are meant. */
export interface ForecastOptions {
  horizon: number | undefined;
  frequency: Frequency | undefined;
  seasons: number[] | undefined;
  models: string[];
  /** per cent, ascending */
  levels: number[];
  columns: { date?: string; id?: string[]; value?: string; regressors?: string[] };
  dateOrder: DateOrder | undefined;
  decimal: DecimalMark | undefined;
  absent: 'zero' | 'missing';
  only: Set<string> | undefined;
  holidays: { country: string; region?: string } | undefined;
  future: string | undefined;
  out: string | undefined;
  svg: string | undefined;
  html: string | undefined;
  open: boolean;
  json: boolean;
  origins: number | undefined;
  threads: number;
  seed: number;
}

/** @throws CommandFailed naming the option, what was typed and what it may be */
export function readOptions(typed: TypedOptions): ForecastOptions {
  const { date, value } = typed;
  if (typed.json && (typed.csv || typed.out === '-')) {
    throw new CommandFailed('CSV and JSON cannot both go to standard output: name a file with --out.');
  }
  return {
    horizon: optional(typed.horizon, (text) => whole('--horizon', text, { from: 1, to: 10_000 })),
    frequency: optional(typed.frequency, (text) => oneOf('--frequency', text, frequencies)),
    seasons: optional(typed.season, (text) =>
      text === 'none' ? [] : list(text).map((one) => whole('--season', one, { from: 2, to: 100_000 })),
    ),
    models: readModels(typed.model),
    levels: readLevels(typed.levels),
    columns: {
      ...(date === undefined ? {} : { date }),
      ...(typed.id === undefined ? {} : { id: list(typed.id) }),
      ...(value === undefined ? {} : { value }),
      ...(typed.regressors === undefined
        ? {}
        : { regressors: typed.regressors === 'none' ? [] : list(typed.regressors) }),
    },
    dateOrder: optional(typed.dateOrder, (text) => oneOf('--date-order', text, ['day-first', 'month-first'])),
    decimal: optional(typed.decimal, (text) => oneOf('--decimal', text, ['.', ','])),
    absent: oneOf('--absent', typed.absent, ['zero', 'missing']),
    only: optional(typed.only, (text) => new Set(list(text))),
    holidays: optional(typed.holidays, readPlace),
    future: typed.future,
    out: typed.csv ? '-' : typed.out,
    svg: typed.svg,
    html: typed.html,
    open: typed.open,
    json: typed.json,
    origins: optional(typed.backtest, (text) => whole('--backtest', text, { from: 1, to: 1_000 })),
    threads: whole('--threads', typed.threads, { from: 1, to: 512 }),
    seed: whole('--seed', typed.seed, { from: 0, to: 1e15 }),
  };
}

function optional<Value>(text: string | undefined, read: (text: string) => Value): Value | undefined {
  return text === undefined ? undefined : read(text);
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function whole(flag: string, text: string, { from, to }: { from: number; to: number }): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new CommandFailed(`${flag} is "${text}"; it must be a whole number from ${from} to ${to}.`);
}

function oneOf<Value extends string>(flag: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw new CommandFailed(
    `${flag} is "${text}"; it must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}.`,
  );
}

function readModels(text: string): string[] {
  const names = [...new Set(list(text))];
  if (names.length === 0) throw new CommandFailed('--model needs a name, such as auto.');
  for (const name of names) {
    if (modelNames.includes(name)) continue;
    throw new CommandFailed(`--model: there is no model "${name}". There are: ${modelNames.join(', ')}.`);
  }
  return names;
}

function readLevels(text: string): number[] {
  const levels = list(text).map(Number);
  if (levels.length > 0 && levels.every((level) => level > 0 && level < 100)) {
    return [...new Set(levels)].sort((a, b) => a - b);
  }
  throw new CommandFailed(`--levels is "${text}"; it must be per cents between 0 and 100, such as 50,80,95.`);
}

function readPlace(text: string): { country: string; region?: string } {
  const [country = '', region] = list(text);
  const code = country.toUpperCase();
  return region === undefined ? { country: code } : { country: code, region: region.toUpperCase() };
}
