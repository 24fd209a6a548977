import Holidays, { type HolidaysTypes } from 'date-holidays';
import { dayNumber } from '../series/calendar.ts';
import type { Regressor } from '../time-series.ts';
import { type DayFrequency, dateOfDay, periodStarts } from './periods.ts';

export type HolidayType = HolidaysTypes.HolidayType;

/** One day of a holiday. */
export interface Holiday {
  /** 'YYYY-MM-DD' */
  date: string;
  /** in English where the library knows it; a substitute day has the name of its holiday */
  name: string;
}

export interface HolidayPlace {
  /** ISO 3166-1 code of two letters, for example 'BR' */
  country: string;
  /** code of a state of the country, for example 'RJ', or of a state and its region: 'LA/NO'; none if left out */
  region?: string;
  /** ['public'] if left out */
  types?: readonly HolidayType[];
}

export interface HolidayRegressorOptions extends HolidayPlace {
  /** 'YYYY-MM-DD', the first day of the history */
  startDate: string;
  frequency: DayFrequency;
  /** periods of the history and of the horizon together */
  periods: number;
  /** 'each' (if left out): columns for each holiday of its own; 'together': columns for all of them */
  grouping?: 'each' | 'together';
  /** days before each holiday with columns of their own, 0 to 30; 0 if left out */
  before?: number;
  /** days after each holiday with columns of their own, 0 to 30; 0 if left out */
  after?: number;
}

const LONGEST_WINDOW = 30;
const MILLISECONDS_PER_HOUR = 3_600_000;

/**
 * The holidays of a place as regressors. Daily values get 1 on the day, and a column for each day of the window
 * before ('Easter Sunday -1') and after it; longer periods get the number of such days that lie in them. Holidays
 * that do not occur in the span have no column.
 *
 * Plain dates as they are celebrated: no time zone of this machine, no clock. Dates of the Islamic calendar are
 * calculated; where they depend on the sighting of the moon they may be a day off.
 *
 * @throws RangeError if country, region, date, periods or a window is unknown or out of range
 * @see https://github.com/commenthol/date-holidays for the rules of each country
 */
export function holidayRegressors(options: HolidayRegressorOptions): Regressor[] {
  const { before = 0, after = 0, grouping = 'each', periods } = options;
  requireWindow('before', before);
  requireWindow('after', after);
  if (grouping !== 'each' && grouping !== 'together') {
    throw new RangeError(`grouping is '${String(grouping)}'; it must be 'each' or 'together'`);
  }
  const starts = periodStarts(options);
  const end = starts[periods]!;
  const holidays = holidaysBetween({
    ...options,
    from: dateOfDay(starts[0]! - after),
    until: dateOfDay(end + before),
  });
  const columns = new Map<string, Float64Array>();
  const names = grouping === 'together' ? ['holiday'] : [...new Set(holidays.map(({ name }) => name))].sort();
  for (const name of names) {
    const days = holidays.filter((holiday) => grouping === 'together' || holiday.name === name);
    const dates = [...new Set(days.map(({ date }) => dayNumber('date', date)))];
    for (let offset = -before; offset <= after; offset++) {
      const values = new Float64Array(periods);
      let found = false;
      for (const date of dates) {
        const period = periodOf(starts, date + offset);
        if (period < 0 || period >= periods) continue;
        values[period]!++;
        found = true;
      }
      if (found) columns.set(offset === 0 ? name : `${name} ${offset > 0 ? '+' : ''}${offset}`, values);
    }
  }
  return [...columns].map(([name, values]) => ({ name, values }));
}

/**
 * The holidays of a place from one day until before another, in the order of their dates. A holiday of several
 * days has an entry for each.
 *
 * @throws RangeError if the country or region is unknown or a date is no calendar day
 * @example holidaysBetween({ country: 'US', from: '2024-11-01', until: '2024-12-01' })
 *   // [{ date: '2024-11-11', name: 'Veterans Day' }, { date: '2024-11-28', name: 'Thanksgiving Day' }]
 */
export function holidaysBetween(options: HolidayPlace & { from: string; until: string }): Holiday[] {
  const { from, until, types = ['public'] } = options;
  const [first, end] = [dayNumber('from', from), dayNumber('until', until)];
  const calendar = calendarOf(options);
  const found = new Map<string, Holiday>();
  // The years beside: a holiday may begin in one year and last into the next.
  for (let year = Number(from.slice(0, 4)) - 1; year <= Number(until.slice(0, 4)) + 1; year++) {
    for (const holiday of calendar.getHolidays(year, 'en')) {
      if (!types.includes(holiday.type)) continue;
      const name = holiday.name.replace(/ \(substitute day\)$/, '');
      const start = dayNumber('date', holiday.date.slice(0, 10));
      for (let day = start; day < start + lengthOf(holiday); day++) {
        const date = dateOfDay(day);
        if (day >= first && day < end) found.set(`${date} ${name}`, { date, name });
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, holiday]) => holiday);
}

/** Whole days, at least one; two hours more, since a clock set forward shortens a day. */
function lengthOf({ start, end }: HolidaysTypes.Holiday): number {
  const hours = (end.getTime() - start.getTime()) / MILLISECONDS_PER_HOUR;
  return Math.max(1, Math.floor((hours + 2) / 24));
}

function calendarOf({ country, region }: HolidayPlace): Holidays {
  const countries = new Holidays().getCountries();
  if (!Object.hasOwn(countries, country)) {
    throw new RangeError(`country is '${country}'; it must be one of ${Object.keys(countries).join(', ')}`);
  }
  if (region === undefined) return new Holidays(country);
  const [state = '', part] = region.split('/');
  const states = new Holidays().getStates(country) ?? {};
  if (!Object.hasOwn(states, state)) {
    throw new RangeError(`region is '${region}'; in ${country} it must begin with one of ${listed(states)}`);
  }
  if (part === undefined) return new Holidays(country, state);
  const parts = new Holidays().getRegions(country, state) ?? {};
  if (!Object.hasOwn(parts, part)) {
    throw new RangeError(`region is '${region}'; after '${state}/' it must be one of ${listed(parts)}`);
  }
  return new Holidays(country, state, part);
}

function listed(names: Record<string, string>): string {
  return Object.keys(names).join(', ') || 'none: it has no regions';
}

function requireWindow(name: string, days: number): void {
  if (!(Number.isInteger(days) && days >= 0 && days <= LONGEST_WINDOW)) {
    throw new RangeError(`${name} is ${days}; it must be a whole number from 0 to ${LONGEST_WINDOW}`);
  }
}

/** The period that a day lies in, by bisection; -1 or the number of periods outside. */
function periodOf(starts: Float64Array, day: number): number {
  if (day < starts[0]!) return -1;
  let low = 0;
  let high = starts.length - 1;
  if (day >= starts[high]!) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= day) low = middle;
    else high = middle;
  }
  return low;
}
