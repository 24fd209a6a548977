import { poisson, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { dailyCounts } from './daily-counts.ts';
import { usableSeries } from './usable-series.ts';

const FLAT = new Float64Array(7).fill(1);
const read = (units: number[]) => usableSeries({ startDate: '2024-01-01', units });

describe('dailyCounts', () => {
  it('knows a level from all its days where it is steady', () => {
    const random = randomStream(1);
    const { level, shareOfOneDay, shareOfLevels } = dailyCounts(
      read(Array.from({ length: 364 }, () => poisson.sample(random, { mean: 6 }))),
      FLAT,
    );
    expect(Math.abs(level - 6)).toBeLessThan(0.5); // four standard errors of √(6 / 364) = 0.13
    expect(1 / shareOfOneDay).toBeGreaterThan(100);
    expect(shareOfLevels).toBeGreaterThan(0.99);
  });

  it('takes the weekday out before it averages', () => {
    const week = Float64Array.of(0.5, 1.5, 1, 1, 1, 1, 1);
    const { level, pastLevels } = dailyCounts(
      read(Array.from({ length: 70 }, (_, day) => 10 * week[day % 7]!)),
      week,
    );
    expect(level).toBeCloseTo(10, 1);
    expect(pastLevels[69]).toBeCloseTo(10, 1);
  });

  it('says of each day what was known on the evening before', () => {
    const units = Array.from({ length: 60 }, () => 5);
    const jumped = [...units.slice(0, 50), ...new Array<number>(10).fill(40)];
    const { pastLevels } = dailyCounts(read(jumped), FLAT);
    expect(pastLevels[50]).toBeLessThan(8);
    expect(pastLevels[59]).toBeGreaterThan(pastLevels[51]!);
  });

  it('leaves days before the first known one unknown, and reads weekdays from there', () => {
    const week = Float64Array.of(0.4, 1.6, 1, 1, 1, 1, 1);
    const units = Array.from({ length: 70 }, (_, day) => (day < 3 ? Number.NaN : 10 * week[day % 7]!));
    const { pastLevels, level } = dailyCounts(read(units), week);
    expect(Array.from(pastLevels.subarray(0, 3))).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(level).toBeCloseTo(10, 1);
  });

  it('forgets no sooner than two demands ago', () => {
    const rare = Array.from({ length: 300 }, (_, day) => (day % 30 === 7 ? 6 : 0));
    // A demand in thirty days: memories of 100 days and of everything are left.
    expect(dailyCounts(read(rare), FLAT).stepVariance).toBeLessThan(0.01 ** 2 + 1e-12);
  });
});
