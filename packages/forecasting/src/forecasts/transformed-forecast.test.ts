import { describe, expect, it } from 'vitest';
import { estimatedLinearForecast } from './estimated-linear-forecast.ts';
import { scaledForecast } from './scaled-forecast.ts';
import { transformedForecast } from './transformed-forecast.ts';

const normalForecast = () =>
  estimatedLinearForecast({
    mean: Float64Array.of(1, 2),
    weights: Float64Array.of(1, 1),
    sigma: 0.5,
    degreesOfFreedom: Number.POSITIVE_INFINITY,
  });

describe('transformedForecast', () => {
  const cubed = transformedForecast(normalForecast(), (value) => value * value * value);

  it('has the mean of the distribution brought back: E x³ = mu³ + 3 mu sigma² for a normal', () => {
    // variances 0.25 and 0.5
    expect(cubed.mean[0]).toBeCloseTo(1 + 3 * 0.25, 10);
    expect(cubed.mean[1]).toBeCloseTo(8 + 6 * 0.5, 10);
  });

  it('brings quantiles and paths back one by one', () => {
    const plain = normalForecast();
    expect(cubed.quantile(0.3)[1]).toBeCloseTo(plain.quantile(0.3)[1]! ** 3, 12);
    const options = { paths: 2, seed: 5 };
    expect(cubed.samplePaths(options).values[3]).toBeCloseTo(plain.samplePaths(options).values[3]! ** 3, 12);
  });
});

describe('scaledForecast', () => {
  it('multiplies mean, quantiles and paths', () => {
    const [plain, scaled] = [normalForecast(), scaledForecast(normalForecast(), 8)];
    const options = { paths: 2, seed: 5 };
    expect(Array.from(scaled.mean)).toEqual([8, 16]);
    expect(scaled.quantile(0.9)[1]).toBe(8 * plain.quantile(0.9)[1]!);
    expect(scaled.samplePaths(options).values[2]).toBe(8 * plain.samplePaths(options).values[2]!);
  });
});
