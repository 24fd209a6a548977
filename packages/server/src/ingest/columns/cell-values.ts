import type { DatasetColumn } from '../../platform/datasets/dataset.ts';
import type { Cell } from '../files/row-source.ts';
import { type CellFault, fault, shown } from '../findings.ts';
import { type DateFormat, parseDay } from './date-format.ts';
import { decimalOfNumber, type NumberFormat, parseDecimal } from './number-format.ts';

/** What a cell holds: its canonical text, null for a blank, or what is wrong with it. */
export type CellReading = string | null | CellFault;
export type CellReader = (cell: Cell | undefined) => CellReading;

export interface ColumnFormat {
  date?: DateFormat;
  number?: NumberFormat;
}

const INTEGER_MAX = 2_147_483_647;
const CACHE_SIZE = 20_000;
/** Control characters other than tab and line breaks; PostgreSQL cannot store NUL at all. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/**
 * The reader of one column: type, limits and the format the whole column is
 * written in. Values repeat (a thousand stores, a year of days), so what was
 * read once is remembered.
 */
export function cellReader(column: DatasetColumn, format: ColumnFormat): CellReader {
  const read = readerOfType(column, format);
  const known = new Map<string, CellReading>();
  return (cell) => {
    if (cell === null || cell === undefined) return blank(column);
    if (typeof cell !== 'string') return read(cell);
    let reading = known.get(cell);
    if (reading === undefined) {
      reading = cell.trim() === '' ? blank(column) : read(cell);
      if (known.size >= CACHE_SIZE) known.clear();
      known.set(cell, reading);
    }
    return reading;
  };
}

function blank(column: DatasetColumn): CellReading {
  if (!column.required || column.mayBeBlank) return null;
  return fault(
    'missing_value',
    `${column.name} is empty.`,
    `Fill it in; for example ${column.example}. Empty cells of this column cannot be loaded.`,
  );
}

type Filled = string | number | boolean;

function readerOfType(column: DatasetColumn, format: ColumnFormat): (cell: Filled) => CellReading {
  switch (column.type) {
    case 'text':
      return (cell) => readText(cell, column);
    case 'date':
      return (cell) => readDate(cell, column, format.date);
    case 'integer':
      return (cell) => readInteger(cell, column, format.number);
    case 'quantity':
    case 'money':
      return (cell) => readDecimal(cell, column, format.number);
  }
}

function readText(cell: Filled, column: DatasetColumn): CellReading {
  // Codes such as 00123 that a workbook holds as numbers lose nothing here: Number prints integers in full.
  const text = (typeof cell === 'number' ? (decimalOfNumber(cell) ?? String(cell)) : String(cell)).trim();
  if (CONTROL.test(text)) {
    return fault(
      'bad_character',
      `${column.name} has an unreadable character in it.`,
      'Type the value again.',
    );
  }
  if (column.maxLength !== undefined && text.length > column.maxLength) {
    return fault(
      'too_long',
      `${column.name} has ${text.length} characters; at most ${column.maxLength} fit.`,
      'Shorten it, and check that the columns have not slipped.',
    );
  }
  if (column.allowed) {
    const value = text.toLowerCase();
    if (column.allowed.includes(value)) return value;
    return fault(
      'not_allowed',
      `${column.name} cannot be ${shown(text)}.`,
      `Use one of: ${column.allowed.join(', ')}.`,
    );
  }
  return text;
}

function readDate(cell: Filled, column: DatasetColumn, format?: DateFormat): CellReading {
  const order = format?.order ?? 'day-first';
  const day = typeof cell === 'boolean' ? null : parseDay(cell, { order, serial: format?.serial ?? false });
  if (day !== null) return day;
  const other = order === 'day-first' ? 'month-first' : 'day-first';
  const readsOtherWay = typeof cell === 'string' && parseDay(cell, { order: other, serial: false }) !== null;
  const why = readsOtherWay ? ` This column is read ${order.replace('-', ' ')}.` : '';
  return fault(
    'not_a_date',
    `${column.name} ${shown(cell)} is not a date.${why}`,
    `Write it as year-month-day, for example ${column.example}.`,
  );
}

function decimalText(cell: Filled, format?: NumberFormat): string | null {
  if (typeof cell === 'number') return decimalOfNumber(cell);
  return typeof cell === 'string' ? parseDecimal(cell, format?.decimal ?? '.') : null;
}

function notANumber(cell: Filled, column: DatasetColumn, format?: NumberFormat): CellFault {
  const mark = format?.decimal === ',' ? ' This column is read with a decimal comma.' : '';
  return fault(
    'not_a_number',
    `${column.name} ${shown(cell)} is not a number.${mark}`,
    `Write digits only, for example ${column.example}.`,
  );
}

function readInteger(cell: Filled, column: DatasetColumn, format?: NumberFormat): CellReading {
  if (typeof cell === 'string' && /^\d{1,9}$/.test(cell)) return inRange(String(Number(cell)), cell, column);
  const text = decimalText(cell, format);
  if (text === null) return notANumber(cell, column, format);
  if (text.includes('.')) {
    return fault(
      'fraction',
      `${column.name} ${shown(cell)} is not a whole number.`,
      'Units are counted whole: correct it, or convert weights to the unit of the item.',
    );
  }
  return inRange(text, cell, column);
}

function readDecimal(cell: Filled, column: DatasetColumn, format?: NumberFormat): CellReading {
  const text = decimalText(cell, format);
  if (text === null) return notANumber(cell, column, format);
  const decimals = column.decimals ?? (column.type === 'money' ? 4 : 3);
  const range = inRange(text, cell, column);
  if (typeof range !== 'string') return range;
  const fraction = text.split('.')[1] ?? '';
  if (fraction.length <= decimals) return text;
  return {
    code: 'rounded',
    severity: 'warning',
    message: `${column.name} ${shown(cell)} has more than ${decimals} decimals and was rounded.`,
    hint: `Nothing to do if ${decimals} decimals are enough.`,
    stored: roundDecimal(text, decimals),
  };
}

function inRange(text: string, cell: Filled, column: DatasetColumn): CellReading {
  const value = Number(text);
  const min = column.min ?? 0;
  const max = column.max ?? (column.type === 'integer' ? INTEGER_MAX : 99_999_999);
  if (value < 0 && min >= 0) {
    return fault(
      'negative',
      `${column.name} ${shown(cell)} is negative.`,
      'Enter 0 or more. Returns and corrections belong into their own file, or netted into the day.',
    );
  }
  if (value < min) {
    return fault('too_small', `${column.name} ${shown(cell)} is below ${min}.`, `Enter ${min} or more.`);
  }
  if (value > max) {
    return fault(
      'too_large',
      `${column.name} ${shown(cell)} is above ${max}.`,
      'Check for a misplaced decimal mark.',
    );
  }
  return text;
}

/** Rounds decimal text half away from zero, in digits, without passing through binary fractions. */
export function roundDecimal(text: string, decimals: number): string {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const digits = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  const rounded = (digits + ((fraction[decimals] ?? '0') >= '5' ? 1n : 0n))
    .toString()
    .padStart(decimals + 1, '0');
  const at = rounded.length - decimals;
  const value = `${rounded.slice(0, at)}.${rounded.slice(at)}`.replace(/\.?0+$/, '');
  return negative && value !== '0' ? `-${value}` : value;
}
