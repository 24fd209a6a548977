import { describe, expect, it } from 'vitest';
import { estimatedLinearForecast } from './estimated-linear-forecast.ts';
import { studentQuantile } from './student-quantile.ts';

const model = {
  mean: Float64Array.of(10, 20, 30),
  weights: Float64Array.of(1, 0.5, 0.5),
  sigma: 2,
  degreesOfFreedom: 8,
  parameterErrors: [Float64Array.of(1, 2, 3)],
  factors: Float64Array.of(1, 2, 1),
};
// Squares by hand: 4 × 1 + 1, 4 × 4 × 1.25 + 4, 4 × 1.5 + 9.
const DEVIATIONS = [Math.sqrt(5), Math.sqrt(24), Math.sqrt(15)];

describe('estimatedLinearForecast', () => {
  it('adds the variances of the periods and of the parameters', () => {
    const upper = estimatedLinearForecast(model).quantile(0.9);
    const t = studentQuantile(0.9, 8);
    for (const [step, deviation] of DEVIATIONS.entries())
      expect(upper[step]).toBeCloseTo(model.mean[step]! + t * deviation, 10);
  });

  it('draws paths whose quantiles are its own', () => {
    const forecast = estimatedLinearForecast(model);
    const { values } = forecast.samplePaths({ paths: 20_000, seed: 1 });
    for (const probability of [0.1, 0.75, 0.975]) {
      const limit = forecast.quantile(probability);
      for (let step = 0; step < 3; step++) {
        let below = 0;
        for (let path = 0; path < 20_000; path++) if (values[path * 3 + step]! < limit[step]!) below++;
        // Four standard errors of a share of 20,000 draws.
        expect(Math.abs(below / 20_000 - probability)).toBeLessThan(0.013);
      }
    }
  });

  it('keeps the error of a parameter along a path', () => {
    const still = { ...model, sigma: 0, factors: Float64Array.of(1, 1, 1) };
    const { values } = estimatedLinearForecast(still).samplePaths({ paths: 5, seed: 'a' });
    for (let path = 0; path < 5; path++)
      expect(values[path * 3 + 2]! - 30).toBeCloseTo(3 * (values[path * 3]! - 10), 10);
  });

  it('continues the paths of a shorter horizon', () => {
    const short = estimatedLinearForecast({ ...model, mean: Float64Array.of(10, 20) });
    const two = short.samplePaths({ paths: 3, seed: 7, key: 'k' }).values;
    // The third period brings an error of a parameter of its own, as a place of a season does.
    const longer = { ...model, parameterErrors: [...model.parameterErrors, Float64Array.of(0, 0, 4)] };
    const three = estimatedLinearForecast(longer).samplePaths({ paths: 3, seed: 7, key: 'k' }).values;
    for (let path = 0; path < 3; path++)
      expect([...three.subarray(path * 3, path * 3 + 2)]).toEqual([...two.subarray(path * 2, path * 2 + 2)]);
  });

  it('reads the errors of the parameters only when a quantile or a path is asked for', () => {
    let read = 0;
    const lazy = estimatedLinearForecast({
      ...model,
      get parameterErrors() {
        read++;
        return model.parameterErrors;
      },
    });
    expect(lazy.mean[0]).toBe(10);
    expect(read).toBe(0);
    lazy.quantile(0.9);
    lazy.quantile(0.1);
    lazy.samplePaths({ paths: 2, seed: 1 });
    expect(read).toBe(1);
  });
});
