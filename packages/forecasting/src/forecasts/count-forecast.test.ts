import { describe, expect, it } from 'vitest';
import { countForecast } from './count-forecast.ts';
import { CountWeights, tableMean, tableQuantile, tableVariance } from './count-table.ts';

const HORIZON = 8;
const PATHS = 8000;

const levelVariance = 1.5;
const table = (() => {
  const weights = new CountWeights();
  weights.addNegativeBinomial({ mean: 4, dispersion: 0.4, weight: 1 });
  return weights.table(3);
})();
const forecastWith = (variance: number, horizon = HORIZON) =>
  countForecast({
    mean: new Float64Array(horizon).fill(12),
    tables: () => ({ tables: [table], levelVariance: variance }),
  });

function momentsOfSums(values: Float64Array): { mean: number; variance: number } {
  let mean = 0;
  let squares = 0;
  for (let path = 0; path < PATHS; path++) {
    let sum = 0;
    for (let step = 0; step < HORIZON; step++) sum += values[path * HORIZON + step]!;
    mean += sum / PATHS;
    squares += (sum * sum) / PATHS;
  }
  return { mean, variance: squares - mean * mean };
}

describe('countForecast', () => {
  it('draws each period from its table, in whole units', () => {
    const { values } = forecastWith(levelVariance * 9).samplePaths({ paths: PATHS, seed: 1 });
    const third = Array.from({ length: PATHS }, (_, path) => values[path * HORIZON + 3]!);
    expect(third.every((value) => value % 3 === 0)).toBe(true);
    for (const probability of [0.1, 0.5, 0.9]) {
      const quantile = tableQuantile(table, probability);
      const share = third.filter((value) => value <= quantile).length / PATHS;
      expect(share).toBeCloseTo(table.cumulative[quantile / 3]!, 1);
    }
  });

  it('gives sums the variance of the periods and of the level that they share', () => {
    const each = tableVariance(table);
    const shared = momentsOfSums(
      forecastWith(9 * levelVariance).samplePaths({ paths: PATHS, seed: 5 }).values,
    );
    const expected = HORIZON * each + HORIZON * (HORIZON - 1) * 9 * levelVariance;
    expect(shared.mean / (HORIZON * tableMean(table))).toBeCloseTo(1, 1);
    expect(Math.abs(shared.variance / expected - 1)).toBeLessThan(0.08);
    const independent = momentsOfSums(forecastWith(0).samplePaths({ paths: PATHS, seed: 5 }).values);
    expect(Math.abs(independent.variance / (HORIZON * each) - 1)).toBeLessThan(0.08);
  });

  it('continues the paths of a shorter horizon, and draws the same for the same seed and key', () => {
    const options = { paths: 5, seed: 'a', key: 'item 7' };
    const long = forecastWith(9, 12).samplePaths(options).values;
    const short = forecastWith(9, 5).samplePaths(options).values;
    for (let path = 0; path < 5; path++) {
      expect(long.slice(path * 12, path * 12 + 5)).toEqual(short.slice(path * 5, path * 5 + 5));
    }
    expect(forecastWith(9, 5).samplePaths({ ...options, key: 'item 8' }).values).not.toEqual(short);
  });

  it('makes no table for the mean alone', () => {
    let made = 0;
    const forecast = countForecast({
      mean: Float64Array.of(12),
      tables: () => {
        made++;
        return { tables: [table], levelVariance: 0 };
      },
    });
    expect(forecast.mean[0]).toBe(12);
    expect(made).toBe(0);
    forecast.quantile(0.5);
    forecast.quantile(0.9);
    expect(made).toBe(1);
  });

  it('refuses probabilities and numbers of paths out of range', () => {
    expect(() => forecastWith(0).quantile(1)).toThrow('probability is 1;');
    expect(() => forecastWith(0).samplePaths({ paths: 0, seed: 1 })).toThrow('paths is 0;');
  });
});
