export type DateOrder = 'day-first' | 'month-first';

/** The length of time that a written date names. */
export type DateUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A date as it can be read. Times are those of the clock on the wall, in milliseconds as if in UTC. */
export interface DateReading {
  unit: DateUnit;
  /** NaN if it cannot be read with the day first */
  dayFirst: number;
  /** NaN if it cannot be read with the month first */
  monthFirst: number;
}

/** What to write instead of a date that cannot be read. */
export const dateExamples =
  '2026-03-09, 09.03.2026, 9 Mar 2026, 2026-03, 2026-Q1, 2026-W11, 2026, or 2026-03-09 14:00';

const HOUR = 3_600_000;
const DAY = 86_400_000;
const TIME =
  '(?:[T ,]+(\\d{1,2}):?(\\d{2})?(?::\\d{2}(?:[.,]\\d+)?)?\\s*([ap]\\.?m\\.?)?\\s*(?:Z|[+-]\\d{2}:?\\d{2})?)?';
const yearFirst = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}$`, 'i');
const yearLast = new RegExp(`^(\\d{1,2})([-/. ])\\s*(\\d{1,2})\\2\\s*(\\d{4}|\\d{2})${TIME}$`, 'i');
const compact = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})${TIME}$`, 'i');
const dayMonthName = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th|\\.)?[-/. ]*([a-z]{3,})\\.?[-/., ]*(\\d{4}|\\d{2})${TIME}$`,
  'i',
);
const monthNameDay = new RegExp(`^([a-z]{3,})\\.?[- ]*(\\d{1,2})(?:st|nd|rd|th)?, *(\\d{4})${TIME}$`, 'i');
const monthName = /^([a-z]{3,})\.?[-/. ]*(\d{4}|\d{2})$/i;
const yearMonth = /^(\d{4})(?:(?:[-/.]M?|M)(\d{1,2})|(\d{2}))$/i;
const monthYear = /^(\d{1,2})[-/.](\d{4})$/;
const quarter = /^(?:(\d{4})[-/ ]?Q([1-4])|Q([1-4])[-/ ]?(\d{4}))$/i;
const week = /^(\d{4})[-/ ]?(?:W|KW)(\d{1,2})(?:-?([1-7]))?$/i;
const yearAlone = /^(\d{4})$/;

const MONTHS = [
  ['jan', 'ene', 'gen'],
  ['feb', 'fev'],
  ['mar', 'mrz', 'maerz'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mag'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aou', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'ott'],
  ['nov'],
  ['dec', 'dez', 'dic'],
];

/** Reads a date in any of the forms of `dateExamples`; undefined if it is none. */
export function readDate(text: string): DateReading | undefined {
  const numeric = yearLast.exec(text);
  if (numeric) {
    const [, first, mark, second, year, hour, , half] = numeric;
    const time = timeOf(hour, half);
    const dayFirst = moment(longYear(year!), Number(second), Number(first)) + time;
    const monthFirst = moment(longYear(year!), Number(first), Number(second)) + time;
    // Nobody who writes points begins with the month.
    const isSettled = mark === '.' && !Number.isNaN(dayFirst);
    return readable({
      unit: hour === undefined ? 'day' : 'hour',
      dayFirst,
      monthFirst: isSettled ? Number.NaN : monthFirst,
    });
  }
  return readDay(text) ?? readPeriod(text) ?? readNamed(text.normalize('NFD').replace(/\p{M}/gu, ''));
}

function readDay(text: string): DateReading | undefined {
  const iso = yearFirst.exec(text);
  if (iso) return plain(moment(Number(iso[1]), Number(iso[3]), Number(iso[4])), iso[5], iso[7]);
  const packed = compact.exec(text);
  if (packed)
    return plain(moment(Number(packed[1]), Number(packed[2]), Number(packed[3])), packed[4], packed[6]);
  return undefined;
}

function readPeriod(text: string): DateReading | undefined {
  const quarters = quarter.exec(text);
  if (quarters) {
    const [year, number] = [quarters[1] ?? quarters[4], quarters[2] ?? quarters[3]];
    return same('quarter', moment(Number(year), 3 * Number(number) - 2, 1));
  }
  const weeks = week.exec(text);
  if (weeks) return same('week', isoWeek(Number(weeks[1]), Number(weeks[2])));
  const months = yearMonth.exec(text);
  if (months) return same('month', moment(Number(months[1]), Number(months[2] ?? months[3]), 1));
  const backwards = monthYear.exec(text);
  if (backwards) return same('month', moment(Number(backwards[2]), Number(backwards[1]), 1));
  return yearAlone.test(text) ? same('year', moment(Number(text), 1, 1)) : undefined;
}

function readNamed(text: string): DateReading | undefined {
  const dayFirst = dayMonthName.exec(text);
  if (dayFirst) {
    const [, day, month, year, hour, , half] = dayFirst;
    return plain(moment(longYear(year!), monthOf(month!), Number(day)), hour, half);
  }
  const monthFirst = monthNameDay.exec(text);
  if (monthFirst) {
    const [, month, day, year, hour, , half] = monthFirst;
    return plain(moment(Number(year), monthOf(month!), Number(day)), hour, half);
  }
  const alone = monthName.exec(text);
  return alone ? same('month', moment(longYear(alone[2]!), monthOf(alone[1]!), 1)) : undefined;
}

function plain(day: number, hour: string | undefined, half: string | undefined): DateReading | undefined {
  return same(hour === undefined ? 'day' : 'hour', day + timeOf(hour, half));
}

function same(unit: DateUnit, at: number): DateReading | undefined {
  return readable({ unit, dayFirst: at, monthFirst: at });
}

function readable(reading: DateReading): DateReading | undefined {
  return Number.isNaN(reading.dayFirst) && Number.isNaN(reading.monthFirst) ? undefined : reading;
}

function timeOf(hour: string | undefined, half: string | undefined): number {
  if (hour === undefined) return 0;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0);
  return hours <= 23 ? hours * HOUR : Number.NaN;
}

/** NaN if there is no such day, or it is so far away that the year is a mistake. */
function moment(year: number, month: number, day: number): number {
  if (!(year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  const at = Date.UTC(year, month - 1, day);
  return new Date(at).getUTCDate() === day ? at : Number.NaN;
}

/** Monday of a week: the first week is the one with 4 January. */
function isoWeek(year: number, number: number): number {
  if (!(number >= 1 && number <= 53)) return Number.NaN;
  const fourth = moment(year, 1, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth + (7 * (number - 1) - weekday) * DAY;
}

function longYear(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year < 70 ? 2000 + year : 1900 + year;
}

function monthOf(name: string): number {
  const plainName = name.toLowerCase();
  const index = MONTHS.findIndex((beginnings) => beginnings.some((start) => plainName.startsWith(start)));
  return index < 0 ? Number.NaN : index + 1;
}
