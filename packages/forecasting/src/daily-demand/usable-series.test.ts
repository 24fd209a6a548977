import { describe, expect, it } from 'vitest';
import { describeLeftOut, usableSeries } from './usable-series.ts';

const read = (units: number[], promoted?: number[]) =>
  usableSeries({ startDate: '2024-01-01', units, promoted });
const repeat = (value: number, days: number): number[] => new Array<number>(days).fill(value);

describe('usableSeries', () => {
  it('counts usable days, demand days and units', () => {
    const series = read([0, 3, Number.NaN, 2]);
    expect(series).toMatchObject({ usableDays: 3, demandDays: 2, totalUnits: 5, whole: true });
    expect(series.leftOut.missing).toBe(1);
  });

  it('leaves out promotion days and impossible quantities, and reads net returns as zero', () => {
    const series = read([4, 90, 5, 2e9, Number.POSITIVE_INFINITY, -3], [0, 1, 0]);
    expect(Array.from(series.units)).toEqual([4, Number.NaN, 5, Number.NaN, Number.NaN, 0]);
    expect(describeLeftOut(series)).toBe(
      ' 1 promotion day, 2 days with an impossible quantity left out. 1 day with net returns read as zero.',
    );
  });

  it('ends with the last usable day', () => {
    expect(read([4, 5, Number.NaN, Number.NaN]).units.length).toBe(2);
    expect(read([Number.NaN]).units.length).toBe(0);
  });

  it('takes a long run of zeros before the first sale for the time before launch', () => {
    const launched = read([...repeat(0, 100), ...repeat(2, 30)]);
    expect(launched).toMatchObject({ usableDays: 30, leftOut: { beforeFirstSale: 100 } });
    expect(describeLeftOut(launched)).toBe(' 100 days before the first sale left out.');
  });

  it('keeps zeros before the first sale of a slow item, or of one with few sales', () => {
    const slow = Array.from({ length: 400 }, (_, day) => (day % 40 === 39 ? 1 : 0));
    expect(read(slow)).toMatchObject({ usableDays: 400, leftOut: { beforeFirstSale: 0 } });
    expect(read([...repeat(0, 100), 1])).toMatchObject({ usableDays: 101, leftOut: { beforeFirstSale: 0 } });
  });

  it('reads the rounding error of a conversion as zero', () => {
    expect(read([1e-9, 5e-324]).totalUnits).toBe(0);
  });
});
