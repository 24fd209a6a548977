import { describe, expect, it } from 'vitest';
import { splitInTime } from './split.ts';

const series = {
  values: [1, 2, 3, 4, 5],
  seasonalPeriods: [2],
  regressors: [
    { name: 'price', values: [9, 9, 8, 8, 7, 7] },
    { name: 'stock-out', values: [0, 0, 0, 1, 1] },
  ],
};

describe('splitInTime', () => {
  it('keeps the order of time', () => {
    const { past, future } = splitInTime(series, { future: 2 });
    expect(past).toEqual({ ...series, values: Float64Array.of(1, 2, 3) });
    expect(future).toEqual(Float64Array.of(4, 5));
  });

  it('cuts the regressors that are not known ahead', () => {
    const { past } = splitInTime(series, { future: 2, knownAhead: ['price'] });
    expect(past.regressors).toEqual([
      { name: 'price', values: [9, 9, 8, 8, 7, 7] },
      { name: 'stock-out', values: Float64Array.of(0, 0, 0) },
    ]);
  });

  it('refuses more future than there is', () => {
    expect(() => splitInTime(series, { future: 6 })).toThrow(
      'future is 6; it must be a whole number from 0 to 5, the length of the series',
    );
    expect(splitInTime(series, { future: 5 }).past.values).toHaveLength(0);
    expect(splitInTime(series, { future: 0 }).future).toHaveLength(0);
  });
});
