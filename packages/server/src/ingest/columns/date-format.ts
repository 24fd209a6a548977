import { dayOfSerial } from '../files/xlsx-reader.ts';

export type DateOrder = 'day-first' | 'month-first';

/** How the dates of one column are written. */
export interface DateFormat {
  order: DateOrder;
  /** Whether bare numbers such as 45992 are spreadsheet day counts. */
  serial: boolean;
  /** Rows that only this order can read; rows that both can. */
  decidedBy: number;
  ambiguous: number;
  /** Rows that only the other order can read: they are refused. */
  against: number;
  example: string | null;
}

const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'january', 'januar', 'janner', 'janvier', 'janv', 'enero', 'ene', 'gennaio', 'gen'],
  ['feb', 'february', 'februar', 'fevrier', 'fevr', 'fev', 'febrero', 'febbraio'],
  ['mar', 'march', 'marz', 'mrz', 'mars', 'marzo', 'maerz'],
  ['apr', 'april', 'avril', 'avr', 'abril', 'abr', 'aprile'],
  ['may', 'mai', 'mayo', 'maggio', 'mag'],
  ['jun', 'june', 'juni', 'juin', 'junio', 'giugno', 'giu'],
  ['jul', 'july', 'juli', 'juillet', 'juil', 'julio', 'luglio', 'lug'],
  ['aug', 'august', 'aout', 'agosto', 'ago'],
  ['sep', 'sept', 'september', 'septembre', 'septiembre', 'settembre', 'set'],
  ['oct', 'october', 'oktober', 'okt', 'octobre', 'octubre', 'ottobre', 'ott'],
  ['nov', 'november', 'novembre', 'noviembre'],
  ['dec', 'december', 'dezember', 'dez', 'decembre', 'diciembre', 'dic', 'dicembre'],
];
const monthByName = new Map(
  MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);

const TIME =
  '(?:[T ,]+\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?\\s*(?:[ap]\\.?m\\.?)?\\s*(?:Z|[+-]\\d{2}:?\\d{2})?)?';
const yearFirst = new RegExp(`^(\\d{4})([-/. ])(\\d{1,2})\\2(\\d{1,2})${TIME}$`, 'i');
const compact = /^(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?)?$/;
const numeric = new RegExp(`^(\\d{1,2})([-/. ])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}$`, 'i');
const dayMonthName = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th|er|\\.)?[-/. ]*(?:de )?([a-z]+)\\.?[-/., ]*(?:de )?(\\d{4}|\\d{2})${TIME}$`,
  'i',
);
const monthNameDay = new RegExp(
  `^([a-z]+)\\.?[-/. ]*(\\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\\d{4}|\\d{2})${TIME}$`,
  'i',
);
const serialNumber = /^\d{5}(?:\.\d+)?$/;
const weekday =
  /^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,?\s+(?=\S*\d|[a-z])/i;

/** Reads the evidence of a whole column: 13/04 can only be 13 April; 03/04 leaves it open. */
export class DateEvidence {
  private dayFirst = 0;
  private monthFirst = 0;
  private open = 0;
  private serials = 0;
  private others = 0;
  private example: string | null = null;

  add(cell: unknown): void {
    if (typeof cell === 'number') return;
    if (typeof cell !== 'string') return;
    const text = cell.trim();
    if (text === '') return;
    if (serialNumber.test(text)) {
      this.serials += 1;
      return;
    }
    this.others += 1;
    const match = numeric.exec(text);
    if (!match) return;
    const first = Number(match[1]);
    const second = Number(match[3]);
    if (first > 12 && second <= 12) this.dayFirst += 1;
    else if (second > 12 && first <= 12) this.monthFirst += 1;
    else if (first <= 12 && second <= 12 && first !== second) {
      this.open += 1;
      this.example ??= text;
    }
  }

  get isDecided(): boolean {
    return this.dayFirst + this.monthFirst > 0 || this.open === 0;
  }

  /**
   * @param usual  the order taken when no row decides
   * @param other  what another column of the same file shows
   */
  decide(usual: DateOrder, other?: DateOrder): DateFormat {
    const decided = this.dayFirst + this.monthFirst > 0;
    const majority = this.dayFirst >= this.monthFirst ? 'day-first' : 'month-first';
    const order = decided ? majority : (other ?? usual);
    return {
      order,
      serial: this.serials > 0 && this.others === 0,
      decidedBy: decided ? Math.max(this.dayFirst, this.monthFirst) : 0,
      ambiguous: this.open,
      against: Math.min(this.dayFirst, this.monthFirst),
      example: this.example,
    };
  }
}

/**
 * The calendar day of a date as written, `YYYY-MM-DD`; null when it is none.
 * A time of day is dropped. ISO dates and dates with the month in words
 * (English, German, French, Spanish, Italian) read the same in every format.
 */
export function parseDay(cell: string | number, format: Pick<DateFormat, 'order' | 'serial'>): string | null {
  if (typeof cell === 'number') return serialDay(cell);
  const text = cell.trim();
  const iso = yearFirst.exec(text);
  if (iso) return day(iso[1]!, iso[3]!, iso[4]!);
  const packed = compact.exec(text);
  if (packed) return day(packed[1]!, packed[2]!, packed[3]!);
  const parts = numeric.exec(text);
  if (parts) {
    return format.order === 'day-first'
      ? day(parts[4]!, parts[3]!, parts[1]!)
      : day(parts[4]!, parts[1]!, parts[3]!);
  }
  if (format.serial && serialNumber.test(text)) return serialDay(Number(text));
  return parseNamedMonth(text);
}

function parseNamedMonth(text: string): string | null {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '');
  // "mar" is March and mardi: a weekday is only looked for when the text is no date as it stands.
  return matchNamedMonth(plain) ?? matchNamedMonth(plain.replace(weekday, ''));
}

function matchNamedMonth(plain: string): string | null {
  const dayFirst = dayMonthName.exec(plain);
  if (dayFirst) return namedDay(dayFirst[3]!, dayFirst[2]!, dayFirst[1]!);
  const monthFirst = monthNameDay.exec(plain);
  return monthFirst ? namedDay(monthFirst[3]!, monthFirst[1]!, monthFirst[2]!) : null;
}

function namedDay(year: string, month: string, dayOfMonth: string): string | null {
  const number = monthByName.get(month.toLowerCase());
  return number === undefined ? null : day(year, String(number), dayOfMonth);
}

/** Numbers outside 1927 to 2119 are more likely a price or a code than a day. */
function serialDay(serial: number): string | null {
  if (serial < 10_000 || serial > 80_000) return null;
  return String(dayOfSerial(serial, false));
}

function day(yearText: string, monthText: string, dayText: string): string | null {
  const short = Number(yearText);
  const year = yearText.length === 2 ? (short < 70 ? 2000 + short : 1900 + short) : short;
  const month = Number(monthText);
  const dayOfMonth = Number(dayText);
  if (year < 1900 || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month))
    return null;
  return `${year}-${month < 10 ? '0' : ''}${month}-${dayOfMonth < 10 ? '0' : ''}${dayOfMonth}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
