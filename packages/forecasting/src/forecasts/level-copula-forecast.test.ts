import { exponential, normal } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { levelCopulaForecast } from './level-copula-forecast.ts';

/** Exponential values with mean 1, 2, 3 … */
const means = (horizon: number) => Float64Array.from({ length: horizon }, (_, step) => step + 1);
const forecastOf = (horizon: number, alpha = 0.5) =>
  levelCopulaForecast({
    mean: means(horizon),
    alpha,
    valueAt: (step, score) => exponential.quantile(normal.standardCdf(score), { mean: step + 1 }),
  });

describe('levelCopulaForecast', () => {
  it('has the quantiles of the distribution of each period', () => {
    const median = forecastOf(3).quantile(0.5);
    for (let step = 0; step < 3; step++) expect(median[step]).toBeCloseTo((step + 1) * Math.log(2), 9);
  });

  it('draws paths with these distributions, correlated as a smoothed level has it', () => {
    const paths = 20_000;
    const { values } = levelCopulaForecast({
      mean: new Float64Array(3),
      alpha: 0.5,
      valueAt: (_, score) => score,
    }).samplePaths({ paths, seed: 4 });
    const product = (left: number, right: number): number => {
      let sum = 0;
      for (let path = 0; path < paths; path++) sum += values[path * 3 + left]! * values[path * 3 + right]!;
      return sum / paths;
    };
    // errors e1, e2 + e1/2, e3 + (e1 + e2)/2: variances 1, 1.25, 1.5; covariances 0.5, 0.5, 0.75
    expect(product(2, 2)).toBeCloseTo(1, 1);
    expect(Math.abs(product(0, 1) - 0.5 / Math.sqrt(1.25))).toBeLessThan(0.025);
    expect(Math.abs(product(0, 2) - 0.5 / Math.sqrt(1.5))).toBeLessThan(0.025);
    expect(Math.abs(product(1, 2) - 0.75 / Math.sqrt(1.25 * 1.5))).toBeLessThan(0.025);
  });

  it('continues a shorter horizon', () => {
    const short = forecastOf(2).samplePaths({ paths: 4, seed: 'a', key: 'b' }).values;
    const long = forecastOf(5).samplePaths({ paths: 4, seed: 'a', key: 'b' }).values;
    for (let path = 0; path < 4; path++)
      expect(long.slice(path * 5, path * 5 + 2)).toEqual(short.slice(path * 2, path * 2 + 2));
  });

  it('refuses probabilities and numbers of paths out of range', () => {
    expect(() => forecastOf(1).quantile(1)).toThrow(
      'probability is 1; it must lie between 0 and 1, both excluded',
    );
    expect(() => forecastOf(1).quantile(0.999)).not.toThrow();
    expect(() => forecastOf(1).samplePaths({ paths: 0, seed: 1 })).toThrow(
      'paths is 0; it must be a whole number, at least 1',
    );
    expect(() => forecastOf(1).samplePaths({ paths: 1, seed: 1 })).not.toThrow();
  });
});
