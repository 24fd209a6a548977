import { normal } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { quantileForecast } from './quantile-forecast.ts';

const LEVELS = [0.025, 0.165, 0.5, 0.835, 0.975];
const normalQuantiles = (mean: number, sd: number): Float64Array[] =>
  LEVELS.map((level) =>
    Float64Array.of(mean, mean).map((value) => value + sd * normal.standardQuantile(level)),
  );
const same = (scaled: number): number => scaled;

describe('quantileForecast', () => {
  const forecast = quantileForecast({
    levels: LEVELS,
    quantiles: normalQuantiles(10, 2),
    outcome: same,
    dependence: { lasting: 0.5, fading: 0.4 },
  });

  it('is the normal distribution where its quantiles are those of one, in the tails too', () => {
    for (const probability of [0.001, 0.1, 0.4, 0.9, 0.999]) {
      const expected = 10 + 2 * normal.standardQuantile(probability);
      for (const value of forecast.quantile(probability)) expect(value).toBeCloseTo(expected, 10);
    }
    expect(forecast.mean[0]).toBeCloseTo(10, 10);
  });

  it('draws paths with those distributions, and with the correlation that was asked for', () => {
    const { values } = forecast.samplePaths({ paths: 20_000, seed: 1 });
    let [sum, squares, products] = [0, 0, 0];
    for (let path = 0; path < 20_000; path++) {
      const [first, second] = [(values[2 * path]! - 10) / 2, (values[2 * path + 1]! - 10) / 2];
      sum += second;
      squares += second * second;
      products += first * second;
    }
    expect(sum / 20_000).toBeCloseTo(0, 1);
    expect(squares / 20_000).toBeCloseTo(1, 1);
    // 0.5 in common, and 0.4 of the other half.
    expect(Math.abs(products / 20_000 - 0.7)).toBeLessThan(0.03);
  });

  it('draws the same paths for the same seed and key, and others for another key', () => {
    const draw = (key: string) => forecast.samplePaths({ paths: 3, seed: 1, key }).values;
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('b')).not.toEqual(draw('a'));
  });

  it('puts crossing quantiles in order', () => {
    const crossing = quantileForecast({
      levels: [0.1, 0.5, 0.9],
      quantiles: [Float64Array.of(5), Float64Array.of(3), Float64Array.of(4)],
      outcome: same,
      dependence: { lasting: 0, fading: 0 },
    });
    expect([0.1, 0.5, 0.9].map((level) => crossing.quantile(level)[0])).toEqual([3, 4, 5]);
  });

  it('refuses a probability of 0 and takes one just above', () => {
    expect(() => forecast.quantile(0)).toThrow('probability is 0');
    expect(forecast.quantile(1e-9)[0]).toBeLessThan(0);
  });
});
