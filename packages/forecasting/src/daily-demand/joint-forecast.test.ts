import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitDemand, restoreDemandModel } from './fit-demand.ts';

const TUESDAY = '2024-07-02';
/** Day number of 2024-07-01, the day before the forecast. */
const DAY_BEFORE = Date.UTC(2024, 6, 1) / 86_400_000;

function levelModel(level: number, { size = 4, levelVariance = 0.05, levelDriftPerDay = 0.002 } = {}) {
  return restoreDemandModel({
    model: 'weekday-counts',
    parameters: {
      level,
      weekdayFactors: [0.6, 0.8, 0.9, 1, 1.3, 1.6, 0.8],
      size,
      levelVariance,
      levelDriftPerDay,
      lastDay: DAY_BEFORE,
    },
  });
}

function lumpyModel() {
  const units = Array.from({ length: 300 }, (_, day) => (day % 25 === 7 ? 6 + (day % 4) * 3 : 0));
  const fitted = fitDemand({ startDate: '2023-09-06', units });
  expect(fitted.model).toBe('lumpy-counts');
  return fitted;
}

describe('samplePaths', () => {
  it('gives the same units for the same seed and key, and others for another key', () => {
    const forecast = levelModel(7).forecast({ startDate: TUESDAY, days: 14 });
    const draw = (seed: number, key: string) => forecast.samplePaths({ paths: 20, seed, key }).units;
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
  });

  it('continues shorter horizons and fewer paths', () => {
    const model = levelModel(7);
    const short = model
      .forecast({ startDate: TUESDAY, days: 5 })
      .samplePaths({ paths: 4, seed: 1, key: 'a' });
    const long = model.forecast({ startDate: TUESDAY, days: 9 }).samplePaths({ paths: 8, seed: 1, key: 'a' });
    for (let path = 0; path < 4; path++) {
      expect(long.units.slice(path * 9, path * 9 + 5)).toEqual(short.units.slice(path * 5, path * 5 + 5));
    }
  });

  it('never gives fewer units for a larger scale, on any day of any path', () => {
    const models = [levelModel(0.3), levelModel(6), levelModel(80), levelModel(900), lumpyModel()];
    const scale = fc.double({ min: 0, max: 6, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...models), scale, scale, fc.nat(), (model, one, other, seed) => {
        const forecast = model.forecast({ startDate: TUESDAY, days: 8 });
        const draw = (factor: number) =>
          forecast.samplePaths({ paths: 10, seed, key: 'k', scale: factor }).units;
        const less = draw(Math.min(one, other));
        const more = draw(Math.max(one, other));
        expect(less.every((sold, index) => sold <= more[index]!)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('takes a scale per day, leaves other days alone, and sells nothing at 0', () => {
    const forecast = levelModel(7).forecast({ startDate: TUESDAY, days: 3 });
    const base = forecast.samplePaths({ paths: 50, seed: 1, key: 'a' }).units;
    const scaled = forecast.samplePaths({ paths: 50, seed: 1, key: 'a', scale: [1, 0, 2] }).units;
    for (let path = 0; path < 50; path++) {
      expect(scaled[path * 3]).toBe(base[path * 3]);
      expect(scaled[path * 3 + 1]).toBe(0);
      expect(scaled[path * 3 + 2]).toBeGreaterThanOrEqual(base[path * 3 + 2]!);
    }
  });

  it.each([
    ['slow', levelModel(0.3)],
    ['usual', levelModel(6)],
    ['uncertain', levelModel(6, { levelVariance: 0.6 })],
    ['large', levelModel(900)],
    ['large and wild', levelModel(500, { size: 0.3, levelVariance: 0.3 })],
    ['wild', levelModel(60, { size: 0.04, levelVariance: 2 })],
    ['lumpy', lumpyModel()],
  ])('agrees with the quantiles and the mean of each day: %s', (_, model) => {
    const paths = 20_000;
    const forecast = model.forecast({ startDate: TUESDAY, days: 3 });
    const { units } = forecast.samplePaths({ paths, seed: 5, key: 'marginals' });
    for (let day = 0; day < 3; day++) {
      const column = Float64Array.from({ length: paths }, (_, path) => units[path * 3 + day]!);
      const average = column.reduce((sum, sold) => sum + sold, 0) / paths;
      const variance = column.reduce((sum, sold) => sum + (sold - average) ** 2, 0) / paths;
      expect(Math.abs(average - forecast.mean[day]!)).toBeLessThan(5 * Math.sqrt(variance / paths));
      for (const p of [0.1, 0.5, 0.9, 0.98]) {
        const quantile = forecast.quantile(p)[day]!;
        const atMost = column.filter((sold) => sold <= quantile).length / paths;
        const below = column.filter((sold) => sold < quantile).length / paths;
        const error = 5 * Math.sqrt((p * (1 - p)) / paths);
        expect(atMost).toBeGreaterThan(p - error);
        expect(below).toBeLessThan(p + error);
      }
    }
  });

  it.each([0.3, 2, 6, 80, 900])('spreads sums as an uncertain, drifting level does: level %d', (level) => {
    const size = 4;
    const [days, paths, levelVariance, drift] = [14, 20_000, 0.03, 0.001];
    const model = levelModel(level, { size, levelVariance, levelDriftPerDay: drift });
    const forecast = model.forecast({ startDate: TUESDAY, days });
    const { units } = forecast.samplePaths({ paths, seed: 6, key: 'sums' });
    // Covariance of two days: mean × mean × level variance of the earlier one. Of a day with itself there is also
    // the day's own variance, mean + (1 + level variance) mean² / size.
    let expected = 0;
    for (let one = 0; one < days; one++) {
      for (let other = 0; other < days; other++) {
        const shared = levelVariance + drift * (Math.min(one, other) + 1);
        expected += forecast.mean[one]! * forecast.mean[other]! * shared;
        if (one === other) expected += forecast.mean[one]! + (forecast.mean[one]! ** 2 * (1 + shared)) / size;
      }
    }
    const sums = Float64Array.from({ length: paths }, (_, path) =>
      units.subarray(path * days, (path + 1) * days).reduce((sum, sold) => sum + sold, 0),
    );
    const average = sums.reduce((sum, value) => sum + value, 0) / paths;
    const variance = sums.reduce((sum, value) => sum + (value - average) ** 2, 0) / paths;
    // The relative standard error of a variance is about √(2.5 / paths) = 1.1 %; the copula adds a little.
    expect(variance / expected).toBeGreaterThan(0.94);
    expect(variance / expected).toBeLessThan(1.06);
  });

  it('is less sure of a day further ahead', () => {
    const { quantile } = levelModel(6, { levelDriftPerDay: 0.02 }).forecast({ startDate: TUESDAY, days: 71 });
    expect(quantile(0.95)[70]).toBeGreaterThan(quantile(0.95)[0]! + 2);
  });

  it('refuses options outside their range, naming them', () => {
    const model = levelModel(6);
    const forecast = model.forecast({ startDate: TUESDAY, days: 3 });
    expect(() => model.forecast({ startDate: TUESDAY, days: 0 })).toThrow('days is 0');
    expect(() => model.forecast({ startDate: 'soon', days: 1 })).toThrow("startDate is 'soon'");
    expect(() => forecast.quantile(1)).toThrow('p is 1');
    expect(() => forecast.samplePaths({ paths: 0, seed: 1, key: 'a' })).toThrow('paths is 0');
    expect(() => forecast.samplePaths({ paths: 1, seed: 1, key: 'a', scale: -1 })).toThrow('scale is -1');
    expect(() => forecast.samplePaths({ paths: 1, seed: 1, key: 'a', scale: [1] })).toThrow(
      'scale has 1 days',
    );
  });
});
