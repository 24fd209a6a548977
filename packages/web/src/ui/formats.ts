/** An amount or quantity as the API sends it: a number, or a decimal string where exactness matters. */
export type Figure = number | string;

export interface FormatSettings {
  locale: string;
  currency: string;
  timeZone: string;
  /** The day of the stock count the figures are as of. 'YYYY-MM-DD'. */
  planningDay: string;
  /** Today by the clock in the organization's time zone. 'YYYY-MM-DD'. */
  clockDay: string;
}

/** How figures, money and days are written for one organization. */
export interface Formats extends FormatSettings {
  /** With the currency sign; whole units from 1,000, two decimals below, unless `digits` says. */
  money(amount: Figure, digits?: number): string;
  /** Without the sign, for columns whose heading carries the currency. */
  amount(amount: Figure, digits?: number): string;
  /** With an explicit sign: +€ 12, −€ 402. */
  signedMoney(amount: Figure, digits?: number): string;
  currencySign: string;
  quantity(value: Figure, digits?: number): string;
  /** From a fraction 0..1. One decimal only between 99 % and 100 %. */
  percent(fraction: number): string;
  /** "Tue 9 Mar"; in another year than the planning day's "9 Mar 2028", where the weekday tells nothing. */
  day(day: string): string;
  /** "9 Mar", for axes. */
  dayOfMonth(day: string): string;
  /** "Tue 9 Mar 2027". */
  dayWithYear(day: string): string;
  /** "today", "in 3 days", "2 days ago"; with an old stock count "+3 days" from it, since it knows nothing of today. */
  fromToday(day: string): string;
  /** What the words of `fromToday` count from, where that is not today. */
  fromTodayBasis: string | undefined;
  daysFromToday(day: string): number;
  /** Digits for a column of amounts: none once the largest reaches 1,000. */
  columnDigits(largest: number): number;
  /** Date and time of an instant in the organization's time zone. */
  instant(instant: string): string;
}

const MINUS = '−';

function asNumber(figure: Figure): number {
  const value = typeof figure === 'number' ? figure : Number(figure);
  return Object.is(value, -0) ? 0 : value;
}

/** Calendar days between two dates, `to - from`; neither has a time of day, so no clock change can bend it. */
export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to.slice(0, 10)}T00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00Z`)) / 86_400_000,
  );
}

export function todayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);
}

export function createFormats(settings: FormatSettings): Formats {
  const { locale, currency, timeZone, planningDay, clockDay } = settings;
  const cache = new Map<string, Intl.NumberFormat>();
  const numberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options);
    const found = cache.get(key) ?? new Intl.NumberFormat(locale, options);
    cache.set(key, found);
    return found;
  };
  const write = (value: number, options: Intl.NumberFormatOptions) =>
    numberFormat(options).format(asNumber(value)).replace('-', MINUS);
  const moneyDigits = (value: number, digits?: number) =>
    digits ?? (Math.abs(value) >= 1000 || value === 0 ? 0 : 2);
  const fixed = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const currencyStyle = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;

  const utc = (day: string) => new Date(`${day.slice(0, 10)}T00:00Z`);
  const dateOf = (day: string, withYear: boolean): string =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      ...(withYear ? { year: 'numeric' } : {}),
      timeZone: 'UTC',
    }).format(utc(day));
  const dayParts = (day: string, withYear: boolean): string => {
    const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(utc(day));
    return `${weekday} ${dateOf(day, withYear)}`;
  };
  // A count of last evening is today's stock; an older one is not.
  const isOld = daysBetween(planningDay, clockDay) > 1;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });

  return {
    ...settings,
    currencySign:
      numberFormat(currencyStyle)
        .formatToParts(0)
        .find((part) => part.type === 'currency')?.value ?? currency,
    money: (amount, digits) => {
      const value = asNumber(amount);
      return write(value, { ...currencyStyle, ...fixed(moneyDigits(value, digits)) });
    },
    amount: (amount, digits) => {
      const value = asNumber(amount);
      return write(value, fixed(moneyDigits(value, digits)));
    },
    signedMoney: (amount, digits) => {
      const value = asNumber(amount);
      return write(value, {
        ...currencyStyle,
        ...fixed(moneyDigits(value, digits)),
        signDisplay: 'exceptZero',
      });
    },
    quantity: (value, digits) =>
      write(asNumber(value), { maximumFractionDigits: digits ?? 0, minimumFractionDigits: digits ?? 0 }),
    percent: (fraction) => {
      const nearlySure = fraction > 0.99 && fraction < 1;
      return write(fraction, { style: 'percent', maximumFractionDigits: nearlySure ? 1 : 0 });
    },
    day: (day) => (day.slice(0, 4) === planningDay.slice(0, 4) ? dayParts(day, false) : dateOf(day, true)),
    dayOfMonth: (day) => dateOf(day, false),
    dayWithYear: (day) => dayParts(day, true),
    fromTodayBasis: isOld ? `Counted from the stock count of ${dayParts(planningDay, true)}` : undefined,
    daysFromToday: (day) => daysBetween(isOld ? planningDay : clockDay, day),
    fromToday: (day) => {
      if (isOld) {
        const days = daysBetween(planningDay, day);
        const unit = Math.abs(days) === 1 ? 'day' : 'days';
        return days === 0 ? 'day of count' : `${days > 0 ? '+' : MINUS}${Math.abs(days)} ${unit}`;
      }
      const days = daysBetween(clockDay, day);
      return days === 0 ? 'today' : relative.format(days, 'day').replace('-', MINUS);
    },
    columnDigits: (largest) => (largest >= 1000 ? 0 : 2),
    instant: (instant) =>
      new Intl.DateTimeFormat(locale, {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        timeZone,
      }).format(new Date(instant)),
  };
}

const UNIT_WORDS: Readonly<Record<string, string>> = {
  each: 'units',
  ea: 'units',
  unit: 'units',
  pack: 'packs',
};

/** The unit of an item as the word after a number: "31 units" where files say "each"; others stay as they are. */
export function unitWord(unit: string): string {
  return UNIT_WORDS[unit.toLowerCase()] ?? unit;
}
