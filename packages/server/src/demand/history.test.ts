import { describe, expect, it } from 'vitest';
import { buildHistory, type SeriesRecord } from './history.ts';

/** Days as sold, the last on 2 March; null is a day without a row in the sales file. */
function record(
  units: (number | null)[],
  given: { prices?: (number | null)[]; stockouts?: number[] } = {},
): SeriesRecord {
  const days = units.map((value, index) => ({ value, daysAgo: units.length - 1 - index, index }));
  const sold = days.filter((day) => day.value !== null);
  return {
    store_id: 'S1',
    sku_id: 'MILK',
    category: 'Dairy',
    days_ago: sold.map((day) => day.daysAgo),
    units: sold.map((day) => day.value as number),
    prices: sold.map((day) => given.prices?.[day.index] ?? null),
    stockout_days_ago: given.stockouts ?? [],
  };
}

const history = (...given: Parameters<typeof record>) => buildHistory(record(...given), '2026-03-02');

describe('the days of a history', () => {
  it('begin with the first sale and end with the data date; a day without a row is zero', () => {
    const { startDate, units } = history([3, null, null, 5, null]);
    expect(startDate).toBe('2026-02-26');
    expect([...units]).toEqual([3, 0, 0, 5, 0]);
  });

  it('are none for a series that never sold', () => {
    const { startDate, units, usualPrice, stockoutDays } = history([], { stockouts: [0, 1] });
    expect([startDate, units.length, usualPrice, stockoutDays]).toEqual(['2026-03-03', 0, undefined, 0]);
  });

  it('cross a leap day without losing one', () => {
    expect(buildHistory(record([1, 1, 1]), '2028-03-01').startDate).toBe('2028-02-28');
  });
});

describe('a stock-out day', () => {
  it('is missing, not zero', () => {
    const { units, stockoutDays } = history([4, 0, 4, null, 4], { stockouts: [3, 1] });
    expect([...units]).toEqual([4, Number.NaN, 4, Number.NaN, 4]);
    expect(stockoutDays).toBe(2);
  });

  it('that sold more than usual before it ran out is kept: leaving it out would leave out the busy days', () => {
    // Mean of the days: (4 + 9 + 1 + 4) / 4 = 4.5. Nine is above it, one is below.
    const { units, stockoutDays } = history([4, 9, 1, 4], { stockouts: [2, 1] });
    expect([...units]).toEqual([4, 9, Number.NaN, 4]);
    expect(stockoutDays).toBe(1);
  });

  it('before the first sale is not part of the history', () => {
    const { units, stockoutDays } = history([4, 4], { stockouts: [5, 2] });
    expect([...units]).toEqual([4, 4]);
    expect(stockoutDays).toBe(0);
  });
});

describe('prices', () => {
  it('are carried forward over days without a sale, and unknown before the first', () => {
    const { prices } = history([1, 1, null, 1, null], { prices: [null, 2.5, null, 2, null] });
    expect([...prices]).toEqual([Number.NaN, 2.5, 2.5, 2, 2]);
  });

  it('more than 5 % under the usual are a promotion; exactly 5 % are not', () => {
    const twoWeeks = Array(14).fill(3);
    const usual = Array(14).fill(2);
    const { promoted, promotedDays, usualPrice } = history([...twoWeeks, 9, 9, 4, 3], {
      prices: [...usual, 1.5, 1.89, 1.9, 2],
    });
    expect([...promoted].slice(14)).toEqual([1, 1, 0, 0]);
    expect([promotedDays, usualPrice]).toEqual([2, 2]);
  });

  it('that stay low for good become the usual price', () => {
    const { promoted, usualPrice } = history(Array(120).fill(3), {
      prices: [...Array(40).fill(2), ...Array(80).fill(1.5)],
    });
    expect(usualPrice).toBe(1.5);
    expect([...promoted].slice(-40).some(Boolean)).toBe(false);
  });

  it('tell nothing when the file has none', () => {
    const { prices, promotedDays, usualPrice } = history([1, 2, 3]);
    expect([...prices].every(Number.isNaN)).toBe(true);
    expect([promotedDays, usualPrice]).toEqual([0, undefined]);
  });
});
