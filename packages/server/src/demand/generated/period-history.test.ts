import { describe, expect, it } from 'vitest';
import type { SoldDays } from '../oldest-first.ts';
import { periodHistory, sumOfStores } from './period-history.ts';
import { daysOf, historyPeriods, periodsAfter } from './periods.ts';

/** Units of the days up to the data date, the last today. */
const store = (units: number[], stockouts: number[] = []): SoldDays => ({
  sku_id: 'MILK',
  store_id: 'S1',
  days_ago: units.map((_, day) => units.length - 1 - day),
  units,
  stockout_days_ago: stockouts,
});

describe('the periods of a history', () => {
  it('are whole weeks: those cut at both ends are left out', () => {
    // Sunday 1 February to Tuesday 17 February 2026: 2 and 9 February begin whole weeks.
    const { periods } = periodHistory([store(Array(17).fill(1))], {
      dataUntil: '2026-02-17',
      frequency: 'weekly',
    });
    expect([periods.startDate, [...(periods.values as Float64Array)]]).toEqual(['2026-02-02', [7, 7]]);
  });

  it('are whole months of the calendar', () => {
    const { periods } = periodHistory([store(Array(70).fill(1))], {
      dataUntil: '2026-03-10',
      frequency: 'monthly',
    });
    expect([periods.startDate, [...(periods.values as Float64Array)]]).toEqual(['2026-01-01', [31, 28]]);
  });

  it('scale up a week with a day out of stock, and know nothing of a week with four', () => {
    const week = [6, 6, 6, 6, 6, 6, 6];
    const sold = [
      ...week.map((units, day) => (day === 2 ? 0 : units)),
      ...week.map((units, day) => (day < 4 ? 0 : units)),
    ];
    const { periods, notes } = periodHistory([store(sold, [11, 6, 5, 4, 3])], {
      dataUntil: '2026-03-01',
      frequency: 'weekly',
    });
    expect([...(periods.values as Float64Array)]).toEqual([42, Number.NaN]);
    expect(notes[0]?.message).toBe('Nothing could be sold on 5 days: demand there is unknown, not zero.');
  });
});

describe('the sum of stores', () => {
  const units = (...values: number[]) => Float64Array.from(values);

  it('begins with the store that sold first', () => {
    expect([...sumOfStores([units(1, 2, 3), units(10)])]).toEqual([1, 2, 13]);
  });

  it('is scaled by what is usual where a small store is out of stock', () => {
    // The stores usually sell 30 and 10: 30 of the one alone stand for 40.
    const sums = sumOfStores([units(30, 30, 30), units(10, Number.NaN, 10)]);
    expect([...sums]).toEqual([40, 40, 40]);
  });

  it('is unknown where the large store is out of stock', () => {
    const sums = sumOfStores([units(30, Number.NaN, 30), units(10, 10, 10)]);
    expect([...sums]).toEqual([40, Number.NaN, 40]);
  });

  it('of none is empty', () => {
    expect(sumOfStores([])).toHaveLength(0);
  });
});

describe('the periods ahead', () => {
  it('begin with the week that holds the day after the data', () => {
    expect(periodsAfter('2026-03-01', 'weekly', 2)).toEqual([
      { start: '2026-03-02', end: '2026-03-08' },
      { start: '2026-03-09', end: '2026-03-15' },
    ]);
    expect(periodsAfter('2026-03-04', 'weekly', 1)[0]?.start).toBe('2026-03-02');
  });

  it('cross the year and the leap day by month', () => {
    const months = periodsAfter('2027-12-31', 'monthly', 3);
    expect(months.map((month) => [month.start, daysOf(month)])).toEqual([
      ['2028-01-01', 31],
      ['2028-02-01', 29],
      ['2028-03-01', 31],
    ]);
  });

  it('follow those of the history without a gap', () => {
    for (const frequency of ['daily', 'weekly', 'monthly'] as const) {
      const last = historyPeriods('2026-03-18', frequency).at(-1);
      const [next] = periodsAfter('2026-03-18', frequency, 1);
      expect(Date.parse(next?.start ?? '') - Date.parse(last?.end ?? ''), frequency).toBe(86_400_000);
    }
  });
});
