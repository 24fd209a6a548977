import { weekdayOf } from '../series/calendar.ts';
import type { Regressor } from '../time-series.ts';
import { calendarDate, type DayFrequency, firstOfMonth, periodStarts } from './periods.ts';
import { tradingDayEffect } from './trading-days.ts';

export type CalendarFeature =
  /** six columns, 1 on that weekday: Tuesday to Sunday against Monday; daily values only */
  | 'weekday'
  /** eleven columns, the share of the period in that month: February to December against January */
  | 'month'
  /** working days minus 5/2 times weekend days of the month; monthly values only */
  | 'trading-days'
  /** days of the period */
  | 'length'
  /** sine and cosine of the year at the middle of the period */
  | 'year-waves';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const MOST_WAVES = 50;

/**
 * Regressors that follow from the dates alone. All are plain dates: no time zone, no clock.
 *
 * @param options.startDate 'YYYY-MM-DD', the first day; of months, quarters and years any day of the first
 * @param options.periods   periods of the history and of the horizon together
 * @param options.features  those wanted, in the order of the columns
 * @param options.waves     harmonics of the year for 'year-waves', 1 to 50; 2 if left out
 * @throws RangeError if the date, the number of periods or of waves is out of range, or a feature does not suit
 *   the frequency
 * @example calendarRegressors({ startDate: '2024-02-01', frequency: 'monthly', periods: 1, features: ['length'] })
 *   // [{ name: 'length', values: [29] }]
 */
export function calendarRegressors(options: {
  startDate: string;
  frequency: DayFrequency;
  periods: number;
  features: readonly CalendarFeature[];
  waves?: number;
}): Regressor[] {
  const { startDate, frequency, periods, features, waves = 2 } = options;
  if (!(Number.isInteger(waves) && waves >= 1 && waves <= MOST_WAVES)) {
    throw new RangeError(`waves is ${waves}; it must be a whole number from 1 to ${MOST_WAVES}`);
  }
  const starts = periodStarts({ startDate, frequency, periods });
  return features.flatMap((feature): Regressor[] => {
    switch (feature) {
      case 'weekday':
        require(feature, { frequency, needs: 'daily' });
        return weekdays(starts);
      case 'trading-days':
        require(feature, { frequency, needs: 'monthly' });
        return [{ name: 'trading-days', values: tradingDayEffect({ startDate, periods }) }];
      case 'month':
        return months(starts);
      case 'length':
        return [column('length', starts, (first, end) => end - first)];
      case 'year-waves':
        return yearWaves(starts, waves);
      default:
        throw new RangeError(
          `features has '${String(feature)}'; it must be weekday, month, trading-days, length or year-waves`,
        );
    }
  });
}

function require(feature: string, { frequency, needs }: { frequency: string; needs: string }): void {
  if (frequency !== needs) {
    throw new RangeError(
      `features has '${feature}', which needs ${needs} values; frequency is '${frequency}'`,
    );
  }
}

function column(name: string, starts: Float64Array, of: (first: number, end: number) => number): Regressor {
  const values = Float64Array.from({ length: starts.length - 1 }, (_, index) =>
    of(starts[index]!, starts[index + 1]!),
  );
  return { name, values };
}

function weekdays(starts: Float64Array): Regressor[] {
  return WEEKDAYS.slice(1).map((name, place) =>
    column(name, starts, (first) => (weekdayOf(first) === place + 1 ? 1 : 0)),
  );
}

function months(starts: Float64Array): Regressor[] {
  return Array.from({ length: 11 }, (_, place) =>
    column(
      `month ${place + 2}`,
      starts,
      (first, end) => daysInMonth({ first, end, month: place + 2 }) / (end - first),
    ),
  );
}

/** Days of a period that lie in one month of any year. */
function daysInMonth({ first, end, month }: { first: number; end: number; month: number }): number {
  let days = 0;
  for (let year = calendarDate(first).year; year <= calendarDate(end - 1).year; year++) {
    const from = Math.max(first, firstOfMonth(year, month - 1));
    const until = Math.min(end, firstOfMonth(year, month));
    days += Math.max(0, until - from);
  }
  return days;
}

function yearWaves(starts: Float64Array, waves: number): Regressor[] {
  return Array.from({ length: waves }, (_, place) => place + 1).flatMap((wave) => [
    column(`year cos ${wave}`, starts, (first, end) =>
      Math.cos(2 * Math.PI * wave * yearShare((first + end) / 2)),
    ),
    column(`year sin ${wave}`, starts, (first, end) =>
      Math.sin(2 * Math.PI * wave * yearShare((first + end) / 2)),
    ),
  ]);
}

/** Share of its year that has passed at a day number: 0 at the start of 1 January, in leap years too. */
function yearShare(day: number): number {
  const { year } = calendarDate(day);
  const first = firstOfMonth(year, 0);
  return (day - first) / (firstOfMonth(year + 1, 0) - first);
}
