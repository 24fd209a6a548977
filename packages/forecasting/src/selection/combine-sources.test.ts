import { normal } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { estimatedLinearForecast } from '../forecasts/estimated-linear-forecast.ts';
import { combineSources } from './combine-sources.ts';

const known = { degreesOfFreedom: Number.POSITIVE_INFINITY };
const history = estimatedLinearForecast({
  ...known,
  mean: Float64Array.of(10, 12),
  weights: Float64Array.of(1, 0),
  sigma: 2,
});

describe('combineSources', () => {
  it('gives the weighted mean of sources of 0.8 and 0.2, and keeps the mix', () => {
    const combined = combineSources([
      { name: 'sales history', reliability: 0.8, forecast: history },
      { name: 'customer orders', reliability: 0.2, values: [20, 22] },
    ]);
    expect(combined.mean[0]).toBeCloseTo(0.8 * 10 + 0.2 * 20, 12);
    expect(combined.mean[1]).toBeCloseTo(0.8 * 12 + 0.2 * 22, 12);
    expect(JSON.parse(JSON.stringify(combined.mix))).toEqual([
      { name: 'sales history', reliability: 0.8, weights: [0.8, 0.8] },
      { name: 'customer orders', reliability: 0.2, weights: [0.2, 0.2] },
    ]);
  });

  it('takes reliabilities in relation to each other', () => {
    const combined = combineSources([
      { name: 'a', reliability: 4, values: [10] },
      { name: 'b', reliability: 1, values: [20] },
    ]);
    expect(combined.mean[0]).toBeCloseTo(12, 12);
  });

  it('has the quantiles of the mixture', () => {
    const combined = combineSources([
      { name: 'history', reliability: 0.5, forecast: history },
      {
        name: 'higher',
        reliability: 0.5,
        forecast: estimatedLinearForecast({
          ...known,
          mean: Float64Array.of(20),
          weights: Float64Array.of(1),
          sigma: 1,
        }),
      },
    ]);
    for (const probability of [0.05, 0.25, 0.5, 0.9, 0.99]) {
      const value = combined.quantile(probability)[0]!;
      const below = 0.5 * normal.standardCdf((value - 10) / 2) + 0.5 * normal.standardCdf(value - 20);
      expect(below).toBeCloseTo(probability, 3);
    }
  });

  it('keeps a number given without error as a step of the distribution', () => {
    const combined = combineSources([
      { name: 'a', reliability: 0.3, values: [5] },
      { name: 'b', reliability: 0.7, values: [9] },
    ]);
    expect([0.1, 0.29, 0.31, 0.9].map((probability) => combined.quantile(probability)[0])).toEqual([
      5, 5, 9, 9,
    ]);
  });

  it('draws paths whose mean is the mean, each from one source', () => {
    const combined = combineSources([
      { name: 'history', reliability: 3, forecast: history },
      { name: 'manual', reliability: 1, values: [100, 200], relativeError: 0.1 },
    ]);
    const { values } = combined.samplePaths({ paths: 4000, seed: 1 });
    let sum = 0;
    let high = 0;
    for (let path = 0; path < 4000; path++) {
      sum += values[2 * path]!;
      expect(values[2 * path]! > 50).toBe(values[2 * path + 1]! > 50);
      if (values[2 * path]! > 50) high++;
    }
    expect(sum / 4000).toBeGreaterThan(30);
    expect(sum / 4000).toBeLessThan(35);
    expect(high / 4000).toBeGreaterThan(0.23);
    expect(high / 4000).toBeLessThan(0.27);
    expect(combined.samplePaths({ paths: 3, seed: 1 }).values).toEqual(values.slice(0, 6));
  });

  it('leaves the periods of which a source says nothing to the others', () => {
    const combined = combineSources([
      { name: 'history', reliability: 0.8, values: [10, 10, 10] },
      { name: 'orders', reliability: 0.2, values: [20, Number.NaN] },
    ]);
    expect(Array.from(combined.mean)).toEqual([12, 10, 10]);
    expect(combined.mix[1]!.weights).toEqual([0.2, 0, 0]);
    expect(combined.quantile(0.99)[2]).toBe(10);
    expect(combineSources([{ name: 'a', reliability: 1, values: [Number.NaN] }]).quantile(0.5)[0]).toBe(0);
  });

  it('refuses sources that cannot be weighed', () => {
    const source = { name: 'a', reliability: 1, values: [1] };
    expect(() => combineSources([])).toThrow('sources has length 0; it must have at least 1');
    expect(() => combineSources([{ ...source, reliability: -1 }])).toThrow("reliability of 'a' is -1");
    expect(() => combineSources([{ ...source, reliability: 0 }])).toThrow('reliability is 0 for all sources');
    expect(() => combineSources([source, source])).toThrow("sources has the name 'a' twice");
    expect(() => combineSources([{ ...source, relativeError: 11 }])).toThrow("relativeError of 'a' is 11");
    expect(() => combineSources([{ ...source, values: [-1] }])).toThrow("value 0 of 'a' is -1");
    expect(() =>
      combineSources([
        { ...source, relativeError: 10 },
        { ...source, name: 'b', reliability: 0 },
      ]),
    ).not.toThrow();
  });
});
