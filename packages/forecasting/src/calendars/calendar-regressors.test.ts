import { describe, expect, it } from 'vitest';
import { calendarRegressors } from './calendar-regressors.ts';

describe('calendarRegressors', () => {
  it('marks weekdays against Monday', () => {
    // 2024-02-29 was a Thursday
    const columns = calendarRegressors({
      startDate: '2024-02-29',
      frequency: 'daily',
      periods: 5,
      features: ['weekday'],
    });
    expect(columns.map(({ name }) => name)).toEqual([
      'tuesday',
      'wednesday',
      'thursday',
      'friday',
      'saturday',
      'sunday',
    ]);
    expect(columns.map(({ values }) => Array.from(values))).toEqual([
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 0, 1, 0, 0],
      [0, 0, 0, 1, 0],
    ]);
  });

  it('shares a week between two months', () => {
    // Monday 29 January to Sunday 4 February 2024: four of seven days in February
    const columns = calendarRegressors({
      startDate: '2024-01-29',
      frequency: 'weekly',
      periods: 1,
      features: ['month'],
    });
    expect(columns[0]).toEqual({ name: 'month 2', values: Float64Array.of(4 / 7) });
    expect(columns).toHaveLength(11);
  });

  it('counts working days against weekends', () => {
    // 2024: January 23 working, 8 weekend days: 23 - 2.5 × 8 = 3; February 21, 8: 1; March 21, 10: -4
    const columns = calendarRegressors({
      startDate: '2024-01-01',
      frequency: 'monthly',
      periods: 3,
      features: ['trading-days', 'length'],
    });
    expect(columns).toEqual([
      { name: 'trading-days', values: Float64Array.of(3, 1, -4) },
      { name: 'length', values: Float64Array.of(31, 29, 31) },
    ]);
  });

  it('takes the year as one turn, whether it has 365 or 366 days', () => {
    const [cosine, sine] = calendarRegressors({
      startDate: '2023-01-01',
      frequency: 'yearly',
      periods: 2,
      features: ['year-waves'],
      waves: 1,
    });
    for (const value of Array.from(cosine!.values)) expect(value).toBeCloseTo(-1, 12);
    for (const value of Array.from(sine!.values)) expect(value).toBeCloseTo(0, 12);
  });

  it('reads months from the calendar, whatever day the first is given by', () => {
    const first = calendarRegressors({
      startDate: '2023-11-30',
      frequency: 'monthly',
      periods: 4,
      features: ['length'],
    });
    expect(Array.from(first[0]!.values)).toEqual([30, 31, 31, 29]);
    const quarters = calendarRegressors({
      startDate: '2024-05-05',
      frequency: 'quarterly',
      periods: 2,
      features: ['length'],
    });
    expect(Array.from(quarters[0]!.values)).toEqual([91, 92]);
  });

  it('refuses a feature that does not suit the frequency', () => {
    const weekly = { startDate: '2024-01-01', frequency: 'weekly', periods: 2 } as const;
    expect(() => calendarRegressors({ ...weekly, features: ['weekday'] })).toThrow(
      "features has 'weekday', which needs daily values; frequency is 'weekly'",
    );
    expect(() => calendarRegressors({ ...weekly, frequency: 'daily', features: ['weekday'] })).not.toThrow();
    expect(() => calendarRegressors({ ...weekly, features: ['year-waves'], waves: 0 })).toThrow(
      'waves is 0; it must be a whole number from 1 to 50',
    );
    expect(() => calendarRegressors({ ...weekly, features: ['year-waves'], waves: 1 })).not.toThrow();
  });
});
