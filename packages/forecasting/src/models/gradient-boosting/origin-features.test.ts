import { describe, expect, it } from 'vitest';
import { calendarOf } from './calendar-features.ts';
import { demandPattern } from './demand-pattern.ts';
import { regressorFeatures } from './regressor-features.ts';
import { smoothingBank } from './smoothing-bank.ts';

describe('the bank of smoothers', () => {
  it('smooths each value exponentially, with the mean of few values at the start', () => {
    const bank = smoothingBank([], 1);
    for (const value of [10, 20, 60]) bank.add(value);
    // Constant .65: 10, then 10 + .65 x 10 = 16.5, then 16.5 + .65 x 43.5 = 44.775.
    expect(bank.level(3)).toBeCloseTo(44.775, 10);
    // Constant .05 is slower than the mean of three: 10, 15, 30.
    expect(bank.level(0)).toBeCloseTo(30, 10);
    expect(bank.forecast(4, 3)).toBe(60);
  });

  it('prefers the last value on a trend and the mean in noise around a level', () => {
    const trend = smoothingBank([], 1);
    for (let index = 0; index < 40; index++) trend.add(index);
    expect(trend.best()).toBe(4);
    const noise = smoothingBank([], 1);
    for (let index = 0; index < 40; index++) noise.add(index % 2 === 0 ? 1 : 9);
    expect(noise.best()).toBe(0);
  });

  it('finds a season and forecasts it, gaps or not', () => {
    const bank = smoothingBank([4], 2);
    const pattern = [5, 1, 2, 8];
    for (let index = 0; index < 40; index++) bank.add(index === 21 ? Number.NaN : pattern[index % 4]!);
    expect(bank.periods[bank.best()]).toBe(4);
    for (let index = 40; index < 44; index++)
      expect(bank.forecast(bank.best(), index)).toBeCloseTo(pattern[index % 4]!, 6);
  });
});

describe('the pattern of demand', () => {
  it('counts intervals, sizes and time', () => {
    const pattern = demandPattern();
    for (const value of [0, 0, 4, 0, Number.NaN, 8, 0]) pattern.add(value);
    expect(pattern.known()).toBe(6);
    expect(pattern.mean()).toBe(2);
    expect(pattern.size()).toBe(6);
    expect(pattern.interval()).toBe(3);
    // Sizes 4 and 8: variance 4 over 36.
    expect(pattern.sizeVariation()).toBeCloseTo(1 / 9, 12);
    expect(pattern.age()).toBe(4);
    expect(pattern.sinceDemand()).toBe(1);
  });
});

describe('the calendar', () => {
  it('knows the day, week and month of a daily period', () => {
    // 2024-03-01 was a Friday and day 61 of a leap year.
    const place = calendarOf('2024-02-27', 'daily')(3);
    expect(place).toMatchObject({ month: 2, dayOfMonth: 1, weekday: 4, week: 8, hour: Number.NaN });
  });

  it('counts months and quarters without days', () => {
    expect(calendarOf('2023-11-01', 'monthly')(3)).toMatchObject({ month: 1, weekday: Number.NaN });
    expect(calendarOf('2023-10-01', 'quarterly')(1).month).toBe(0);
    expect(calendarOf('2024-01-31', 'hourly')(25)).toMatchObject({ dayOfMonth: 1, month: 1, hour: 1 });
  });

  it('says nothing without a date', () => {
    expect(calendarOf(undefined, 'daily')(3).month).toBeNaN();
  });
});

describe('the features of regressors', () => {
  it('compares a price with its past and with the rivals', () => {
    const given = [
      { name: 'price', values: [2, 2, 1] },
      { name: 'price of brand 2', values: [2, 2, 2] },
      { name: 'price of brand 3', values: [4, 4, 2] },
      { name: 'deal', values: [0, 0, 1] },
    ];
    const features = regressorFeatures(given, ['deal', 'price', 'price of brand 2', 'price of brand 3']);
    const columns = features.names.map(() => new Float64Array(1));
    expect(features.write({ origin: 2, target: 2 }, columns, { row: 0, column: 0 })).toBe(columns.length);
    const value = (name: string): number => columns[features.names.indexOf(name)]![0]!;
    expect(value('price, change to its average')).toBeCloseTo(Math.log(1 / 2), 12);
    expect(value('price to the cheapest rival')).toBeCloseTo(Math.log(1 / 2), 12);
    // Brand 3 halves its price, brand 2 does not.
    expect(value('price deepest cut of a rival')).toBeCloseTo(Math.log(1 / 2), 12);
    expect(value('deal')).toBe(1);
    expect(value('deal, change to its average')).toBe(1);
  });

  it('is missing where a regressor is not known that far ahead', () => {
    const features = regressorFeatures([{ name: 'deal', values: [0, 1] }], ['deal']);
    const columns = features.names.map(() => new Float64Array(1));
    features.write({ origin: 2, target: 2 }, columns, { row: 0, column: 0 });
    expect(columns[0]![0]).toBeNaN();
  });
});
