import { negativeBinomial, normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { levelError } from './level-error.ts';
import { smoothLevel } from './smoothed-level.ts';
import { usableSeries } from './usable-series.ts';

const FLAT = new Float64Array(7).fill(1);

/** A level that starts at 20 and whose logarithm moves by `step` a day. */
function movingSeries(step: number, { days, seed }: { days: number; seed: number }) {
  const random = randomStream('level error', seed);
  let level = 20;
  const units = Array.from({ length: days }, () => {
    level *= Math.exp(step * normal.sample(random));
    return negativeBinomial.sample(random, { mean: level, size: 8 });
  });
  return usableSeries({ startDate: '2024-01-01', units });
}

describe('smoothLevel', () => {
  it('is the plain average at alpha 0', () => {
    const series = usableSeries({ startDate: '2024-01-01', units: [2, Number.NaN, 4, 9] });
    expect(smoothLevel(series, FLAT, 0).level).toBe(5);
  });

  it('weighs by 1 − alpha a day, over missing days as well', () => {
    const series = usableSeries({ startDate: '2024-01-01', units: [8, Number.NaN, 2] });
    // weights ½², ½⁰: (8 × 0.25 + 2) / 1.25 = 3.2
    expect(smoothLevel(series, FLAT, 0.5).level).toBeCloseTo(3.2, 12);
  });

  it('takes the weekday out before it averages', () => {
    const factors = Float64Array.of(0.5, 1.5, 1, 1, 1, 1, 1);
    const series = usableSeries({ startDate: '2024-01-01', units: [5, 15, 10, 10, 10, 10, 10] });
    expect(smoothLevel(series, factors, 0.2).level).toBeCloseTo(10, 12);
  });

  it('hands out each day with what was expected of it the evening before', () => {
    const seen: number[][] = [];
    const series = usableSeries({ startDate: '2024-01-01', units: [4, 6, 11] });
    smoothLevel(series, FLAT, 0, (day, units, expected) => seen.push([day, units, expected]));
    expect(seen).toEqual([
      [1, 6, 4],
      [2, 11, 5],
    ]);
  });
});

describe('levelError', () => {
  const average = (step: number, pick: (error: ReturnType<typeof levelError>) => number): number => {
    let total = 0;
    for (let seed = 0; seed < 20; seed++)
      total += pick(levelError(movingSeries(step, { days: 730, seed }), FLAT, 0.05));
    return total / 20;
  };

  it('recovers the dispersion of days around a steady level', () => {
    expect(average(0, ({ dispersion }) => dispersion)).toBeGreaterThan(0.11);
    expect(average(0, ({ dispersion }) => dispersion)).toBeLessThan(0.14); // 1 / 8
  });

  it('sees a drifting level, in size and against a steady one', () => {
    const drift = average(0.02, ({ levelDriftPerDay }) => levelDriftPerDay);
    expect(drift).toBeGreaterThan(0.5 * 0.02 ** 2);
    expect(drift).toBeLessThan(3 * 0.02 ** 2);
    expect(average(0, ({ levelDriftPerDay }) => levelDriftPerDay)).toBeLessThan(drift / 3);
  });

  it('is never surer than the sampling error of the average', () => {
    // alpha 0.05 on independent days: relative variance (1/20 + 1/8) × alpha / (2 − alpha)
    const sampling = (1 / 20 + 1 / 8) * (0.05 / 1.95);
    expect(average(0, ({ levelVariance }) => levelVariance)).toBeGreaterThan(0.9 * sampling);
  });
});
