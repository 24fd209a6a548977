import { describe, expect, it } from 'vitest';
import { readSeries } from '../series/model-input.ts';
import { discontinued } from './discontinued.ts';

const zeros = (count: number): number[] => new Array<number>(count).fill(0);
const endedAfter = (values: number[], seasonalPeriods: number[] = []) =>
  discontinued(readSeries({ values, seasonalPeriods }));

describe('discontinued', () => {
  it('is an item without demand for more than 8 periods, and twice as long as any pause before', () => {
    expect(endedAfter([5, 4, 6, 0, 6, ...zeros(8)])).toBeUndefined();
    const fit = endedAfter([5, 4, 6, 0, 6, ...zeros(9)]);
    expect(fit?.parameters).toEqual({ pause: 9, longestPauseBefore: 1 });
    expect(Array.from(fit!.forecast(3).mean)).toEqual([0, 0, 0]);
    expect(fit?.notes?.[0]?.message).toBe(
      'No demand for 9 periods; the longest pause before was 1: taken as discontinued.',
    );
  });

  it('waits longer for an item with long pauses', () => {
    const history = [3, ...zeros(4), 2];
    expect(endedAfter([...history, ...zeros(32)])).toBeUndefined();
    expect(endedAfter([...history, ...zeros(33)])).toBeDefined();
  });

  it('waits a season: an item of the summer is not gone in winter', () => {
    const summers = [9, 9, ...zeros(10), 8, 9, ...zeros(10)];
    expect(endedAfter(summers, [12])).toBeUndefined();
  });

  it('is not said of an item that never sold, or of a series that may be negative', () => {
    expect(endedAfter(zeros(40))).toBeUndefined();
    expect(endedAfter([-3, 4, ...zeros(30)])).toBeUndefined();
  });

  it('does not take a missing value for a pause', () => {
    expect(endedAfter([5, 4, 6, ...zeros(8), Number.NaN, Number.NaN])).toBeUndefined();
  });
});
