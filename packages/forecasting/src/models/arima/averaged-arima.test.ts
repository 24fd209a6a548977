import { describe, expect, it } from 'vitest';
import { readSeries } from '../../series/model-input.ts';
import { arima } from './arima.ts';
import { continued, type FittedArima } from './arima-forecast.ts';
import { averagedArima } from './averaged-arima.ts';
import { averaged } from './averaged-forecast.ts';
import { fitArima } from './fit-arima.ts';
import { simulated, summed } from './testing/simulated-process.ts';

const values = simulated(80, 'average', { phi: [0.5], theta: [0.3] }).map((value) => value + 30);

describe('averaged-arima', () => {
  it('reports the chosen form and forecasts near it, with wider intervals', () => {
    const [one, several] = [arima.fit({ values }), averagedArima.fit({ values })];
    expect(several.form).toBe(`${one.form} averaged with 7 near it`);
    expect(several.criteria).toEqual(one.criteria);
    const [alone, together] = [one.forecast(6), several.forecast(6)];
    const sigma = one.parameters.sigma as number;
    for (let step = 0; step < 6; step++) {
      expect(Math.abs(alone.mean[step]! - together.mean[step]!)).toBeLessThan(sigma);
      const width = (forecast: typeof alone): number =>
        forecast.quantile(0.9)[step]! - forecast.quantile(0.1)[step]!;
      expect(width(together)).toBeGreaterThan(width(alone));
    }
    expect(Array.from(alone.mean)).not.toEqual(Array.from(together.mean));
  });

  it('differences once where arima differences twice', () => {
    const bending = summed(summed(simulated(60, 'bending', {})));
    expect(arima.fit({ values: bending }).form).toMatch(/^\(\d,2,/);
    expect(averagedArima.fit({ values: bending }).form).toMatch(/^\(\d,1,/);
  });

  it('is arima where orders are given', () => {
    const options = { order: { p: 1, d: 0, q: 1 } };
    const [one, several] = [arima, averagedArima].map((model) => model.fit({ values }, options));
    expect(several!.form).toBe(one!.form);
    expect(Array.from(several!.forecast(5).mean)).toEqual(Array.from(one!.forecast(5).mean));
  });

  it.each([[[]], [[3]], [[2, 2, 2, 2]], [[1, 2, 3, 4, 5, 6]], [[0, 0, 9, 0, 0, 0, 1, 0]]])(
    'fits %j',
    (few) => {
      for (const value of averagedArima.fit({ values: few }).forecast(3).mean)
        expect(value).toBeGreaterThanOrEqual(0);
    },
  );
});

describe('averaged', () => {
  const input = readSeries({ values });
  const fittedWith = (p: number): FittedArima => {
    const orders = { p, d: 0, q: 0, P: 0, D: 0, Q: 0 };
    return fitArima(input, input.values, { orders, approximate: false, mostDifferences: 1 }, [])!.fitted;
  };

  it('is the weighted mean; the distances from it add to the variance by the same weights', () => {
    const [flat, recursive] = [fittedWith(0), fittedWith(1)];
    const [first, second] = [flat, recursive].map((form) => continued(form, [], 3).mean);
    const nearest = [
      { fitted: flat, weight: 0.25 },
      { fitted: recursive, weight: 0.75 },
    ];
    const { mean, parameterErrors } = averaged(recursive, nearest, [], 3);
    for (let step = 0; step < 3; step++) {
      const expected = 0.25 * first![step]! + 0.75 * second![step]!;
      expect(mean[step]).toBeCloseTo(expected, 12);
      const [toFlat, toRecursive] = parameterErrors!.slice(-2);
      expect(toFlat![step]).toBeCloseTo(0.5 * (first![step]! - expected), 12);
      expect(toRecursive![step]).toBeCloseTo(Math.sqrt(0.75) * (second![step]! - expected), 12);
    }
  });
});
