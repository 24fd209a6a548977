import type { Frequency } from '@granary/forecasting';
import type { DateUnit } from './dates.ts';

export const frequencies = ['hourly', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the command takes for granted about a frequency. */
export const usual: Record<Frequency, { horizon: number; seasons: number[]; unit: string; units: string }> = {
  hourly: { horizon: 48, seasons: [24, 168], unit: 'hour', units: 'hours' },
  daily: { horizon: 28, seasons: [7], unit: 'day', units: 'days' },
  weekly: { horizon: 13, seasons: [52], unit: 'week', units: 'weeks' },
  monthly: { horizon: 12, seasons: [12], unit: 'month', units: 'months' },
  quarterly: { horizon: 8, seasons: [4], unit: 'quarter', units: 'quarters' },
  yearly: { horizon: 4, seasons: [], unit: 'year', units: 'years' },
};

/** Numbers the periods of a frequency, and writes them as the file does. */
export interface Calendar {
  frequency: Frequency;
  /** the period that a moment lies in; neighbouring periods have neighbouring numbers */
  indexOf(at: number): number;
  /** the first moment of a period */
  startOf(index: number): number;
  /** as the file writes it: '2026-03', '2026-Q1', '2026-W11', '2026', else the first day of the period, or the last */
  label(index: number): string;
}

/**
 * @param options.dates moments of the file: on which weekday its weeks begin, and whether it names periods by their
 *   last day
 * @param options.unit what the dates of the file are written as
 * @param options.isGiven whether the dates of the file are of this frequency; weeks of others begin on Monday
 */
export function calendarOf(
  frequency: Frequency,
  { dates, unit, isGiven }: { dates: readonly number[]; unit: DateUnit; isGiven: boolean },
): Calendar {
  const weekday =
    isGiven && dates.length > 0 ? mostCommon(dates.map((at) => positive(Math.floor(at / DAY), 7))) : MONDAY;
  const startOf = startFunction(frequency, weekday);
  const indexOf = indexFunction(frequency, weekday);
  const byEnd =
    isGiven &&
    ['monthly', 'quarterly', 'yearly'].includes(frequency) &&
    dates.length > 0 &&
    dates.every((at) => new Date(at + DAY).getUTCDate() === 1);
  // Months that are all dated the 5th go on so.
  const offsets = new Set(dates.map((at) => Math.floor(at / DAY) * DAY - startOf(indexOf(at))));
  const offset = isGiven && frequency === 'monthly' && offsets.size === 1 ? [...offsets][0]! : 0;
  return {
    frequency,
    indexOf,
    startOf,
    label(index) {
      if (isGiven && WRITTEN[unit] !== undefined) return WRITTEN[unit](startOf(index));
      const at = byEnd ? startOf(index + 1) - DAY : startOf(index) + offset;
      const text = new Date(at).toISOString();
      return frequency === 'hourly' ? text.slice(0, 16) : text.slice(0, 10);
    },
  };
}

/** How periods are written that have a form of their own. */
const WRITTEN: Partial<Record<DateUnit, (at: number) => string>> = {
  week: isoWeek,
  month: (at) => new Date(at).toISOString().slice(0, 7),
  quarter: (at) => `${new Date(at).getUTCFullYear()}-Q${1 + Math.floor(new Date(at).getUTCMonth() / 3)}`,
  year: (at) => String(new Date(at).getUTCFullYear()),
};

/** '2026-W11': a week belongs to the year of its Thursday. */
function isoWeek(monday: number): string {
  const year = new Date(monday + 3 * DAY).getUTCFullYear();
  const number = 1 + Math.floor((monday + 3 * DAY - Date.UTC(year, 0, 1)) / (7 * DAY));
  return `${year}-W${String(number).padStart(2, '0')}`;
}

/** 1970-01-01 was a Thursday: day 4 was a Monday. */
const MONDAY = 4;

function indexFunction(frequency: Frequency, weekday: number): (at: number) => number {
  const months = MONTHS[frequency];
  if (months !== undefined) {
    return (at) => {
      const date = new Date(at);
      return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months);
    };
  }
  if (frequency === 'weekly') return (at) => Math.floor((Math.floor(at / DAY) - weekday) / 7);
  const length = frequency === 'hourly' ? HOUR : DAY;
  return (at) => Math.floor(at / length);
}

function startFunction(frequency: Frequency, weekday: number): (index: number) => number {
  const months = MONTHS[frequency];
  if (months !== undefined)
    return (index) => {
      const month = index * months;
      return Date.UTC(Math.floor(month / 12), month % 12, 1);
    };
  if (frequency === 'weekly') return (index) => (index * 7 + weekday) * DAY;
  const length = frequency === 'hourly' ? HOUR : DAY;
  return (index) => index * length;
}

const MONTHS: Partial<Record<Frequency, number>> = { monthly: 1, quarterly: 3, yearly: 12 };

const AGREEING_SHARE = 0.9;
const UNITS: Partial<Record<DateUnit, Frequency>> = {
  week: 'weekly',
  month: 'monthly',
  quarter: 'quarterly',
  year: 'yearly',
};

/**
 * The frequency of the dates of one id: the unit they are written in, else the longest period whose multiples nine
 * tenths of the distances are, so that rows may be absent. Undefined if there are fewer than three dates.
 */
export function inferFrequency(dates: readonly number[], unit: DateUnit): Frequency | undefined {
  if (UNITS[unit] !== undefined) return UNITS[unit];
  const ordered = [...new Set(dates)].sort((a, b) => a - b);
  if (ordered.length < 3) return undefined;
  const distances = ordered.slice(1).map((at, index) => (at - ordered[index]!) / DAY);
  if (distances.toSorted((a, b) => a - b)[distances.length >> 1]! < LONGEST_HOUR) return 'hourly';
  const months = ordered.slice(1).map((at, index) => monthsBetween(ordered[index]!, at));
  const most = (values: number[], agrees: (value: number) => boolean) =>
    values.filter(agrees).length >= AGREEING_SHARE * values.length;
  if (most(months, (count) => count > 0 && count % 12 === 0)) return 'yearly';
  if (most(months, (count) => count > 0 && count % 3 === 0)) return 'quarterly';
  if (most(months, (count) => count > 0)) return 'monthly';
  if (most(distances, (distance) => distance % 7 === 0)) return 'weekly';
  // Periods that begin on changing days: only without gaps can they be told from days with gaps.
  const found = UNEVEN.find(({ from, to }) => most(distances, (days) => days >= from && days <= to));
  return found?.frequency ?? 'daily';
}

/** Half-days and shorter are hours. */
const LONGEST_HOUR = 0.8;
const UNEVEN = [
  { frequency: 'weekly', from: 5, to: 9 },
  { frequency: 'monthly', from: 25, to: 35 },
  { frequency: 'quarterly', from: 80, to: 100 },
  { frequency: 'yearly', from: 350, to: 380 },
] as const;

/** Months from one date to another on the same day of the month, or both on the last; 0 if they are not. */
function monthsBetween(one: number, other: number): number {
  const [first, second] = [new Date(one), new Date(other)];
  const isLast = (at: number) => new Date(at + DAY).getUTCDate() === 1;
  const isSame = first.getUTCDate() === second.getUTCDate() || (isLast(one) && isLast(other));
  const years = second.getUTCFullYear() - first.getUTCFullYear();
  return isSame ? years * 12 + second.getUTCMonth() - first.getUTCMonth() : 0;
}

export function mostCommon<Value>(values: readonly Value[]): Value {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [values[0]!, 0] as [
    Value,
    number,
  ])[0];
}

function positive(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
