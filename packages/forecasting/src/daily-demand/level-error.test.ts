import { negativeBinomial, normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { dailyCounts } from './daily-counts.ts';
import { levelError } from './level-error.ts';
import { usableSeries } from './usable-series.ts';

const FLAT = new Float64Array(7).fill(1);

/** Errors of 20 series whose level starts at 20 and whose logarithm moves by `step` a day. */
function errorsOf(step: number, days = 730): ReturnType<typeof levelError>[] {
  return Array.from({ length: 20 }, (_, seed) => {
    const random = randomStream('level error', seed);
    let level = 20;
    const units = Array.from({ length: days }, () => {
      level *= Math.exp(step * normal.sample(random));
      return negativeBinomial.sample(random, { mean: level, size: 8 });
    });
    const series = usableSeries({ startDate: '2024-01-01', units });
    return levelError(series, FLAT, dailyCounts(series, FLAT));
  });
}
const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('levelError', () => {
  const steady = errorsOf(0);
  const moving = errorsOf(0.02);

  it('recovers the dispersion of days around a steady level', () => {
    const dispersion = average(steady.map((error) => error.dispersion));
    expect(dispersion).toBeGreaterThan(0.11); // 1 / 8
    expect(dispersion).toBeLessThan(0.145);
  });

  it('sees a drifting level, in size and against a steady one', () => {
    const drift = average(moving.map((error) => error.levelDriftPerDay));
    expect(drift).toBeGreaterThan(0.5 * 0.02 ** 2);
    expect(drift).toBeLessThan(3 * 0.02 ** 2);
    expect(average(steady.map((error) => error.levelDriftPerDay))).toBeLessThan(drift / 3);
  });

  it('is never surer than the sampling error of the average of all days', () => {
    const sampling = (1 / 20 + 1 / 8) / 730;
    for (const { levelVariance } of steady) expect(levelVariance).toBeGreaterThan(0.8 * sampling);
  });

  it('is less sure after fewer days', () => {
    const short = average(errorsOf(0, 40).map((error) => error.levelVariance));
    expect(short).toBeGreaterThan(2 * average(steady.map((error) => error.levelVariance)));
  });
});
