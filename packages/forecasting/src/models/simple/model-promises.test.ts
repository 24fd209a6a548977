import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complexSmoothingModels } from '../complex-smoothing/index.ts';
import { thetaModels } from '../theta/index.ts';
import { simpleModels } from './index.ts';

const MODELS = [...simpleModels, ...thetaModels, ...complexSmoothingModels];
const SHIFTED_LIKE_THE_SERIES = MODELS.filter(({ name }) => name !== 'ces' && name !== 'naive2');
const PERIODS = [[], [4], [3, 12]];

const anyValue = fc.oneof(
  fc.constantFrom(Number.NaN, 0, 0, 1, 5, -3, 1e12, 1e-12, Number.POSITIVE_INFINITY),
  fc.integer({ min: 0, max: 40 }),
  fc.double({ min: -1e3, max: 1e6, noNaN: true }),
);
const anySeries = fc.record({
  values: fc.array(anyValue, { minLength: 0, maxLength: 60 }),
  seasonalPeriods: fc.constantFrom(...PERIODS),
});
const tameSeries = fc.record({
  values: fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 8, maxLength: 60 }),
  seasonalPeriods: fc.constantFrom(...PERIODS),
});
const RUNS = { numRuns: 100 };

describe.each(MODELS.map((model) => [model.name, model] as const))('%s', (_, model) => {
  it('forecasts finite, bounded, ordered values whatever the series holds', () => {
    fc.assert(
      fc.property(anySeries, (series) => {
        const known = series.values.filter((value) => Number.isFinite(value));
        const furthest = 10 * Math.max(0, ...known.map(Math.abs));
        const lowest = known.some((value) => value < 0) ? -furthest : 0;
        const forecast = model.fit(series).forecast(7);
        const [low, middle, high] = [0.05, 0.5, 0.995].map((p) => forecast.quantile(p));
        const { values } = forecast.samplePaths({ paths: 3, seed: 1 });
        for (let step = 0; step < 7; step++) {
          expect(low![step]!).toBeLessThanOrEqual(middle![step]!);
          expect(middle![step]!).toBeLessThanOrEqual(high![step]!);
        }
        for (const value of [...forecast.mean, ...low!, ...high!, ...values]) {
          expect(value).toBeGreaterThanOrEqual(lowest);
          expect(value).toBeLessThanOrEqual(furthest);
        }
      }),
      RUNS,
    );
  });

  it('forecasts the same in other units', () => {
    fc.assert(
      fc.property(tameSeries, fc.integer({ min: -40, max: 40 }), (series, power) => {
        const unit = 2 ** power;
        const forecast = model.fit(series).forecast(6);
        const scaled = model.fit({ ...series, values: series.values.map((v) => v * unit) }).forecast(6);
        for (let step = 0; step < 6; step++) {
          expect(scaled.mean[step]! / unit).toBeCloseTo(forecast.mean[step]!, 6);
          expect(scaled.quantile(0.8)[step]! / unit).toBeCloseTo(forecast.quantile(0.8)[step]!, 5);
        }
      }),
      RUNS,
    );
  });

  it('continues the forecast of a shorter horizon, and draws the same paths from the same seed', () => {
    fc.assert(
      fc.property(tameSeries, fc.integer(), (series, seed) => {
        const fitted = model.fit(series);
        const short = fitted.forecast(3);
        const long = fitted.forecast(8);
        for (let step = 0; step < 3; step++) {
          expect(long.mean[step]).toBeCloseTo(short.mean[step]!, 9);
          expect(long.quantile(0.3)[step]).toBeCloseTo(short.quantile(0.3)[step]!, 9);
        }
        const once = long.samplePaths({ paths: 2, seed }).values;
        expect(model.fit(series).forecast(8).samplePaths({ paths: 2, seed }).values).toEqual(once);
      }),
      RUNS,
    );
  });

  it('states one fitted value per value', () => {
    fc.assert(
      fc.property(tameSeries, (series) => {
        expect(model.fit(series).fittedValues).toHaveLength(series.values.length);
      }),
      RUNS,
    );
  });
});

describe.each(SHIFTED_LIKE_THE_SERIES.map((model) => [model.name, model] as const))('%s', (_, model) => {
  it('moves with the level of a series without a season', () => {
    fc.assert(
      fc.property(tameSeries, fc.integer({ min: 1, max: 10_000 }), ({ values }, shift) => {
        const series = { values, nonNegative: false };
        const forecast = model.fit(series).forecast(6);
        const shifted = model.fit({ ...series, values: values.map((v) => v + shift) }).forecast(6);
        for (let step = 0; step < 6; step++)
          expect(shifted.mean[step]! - shift).toBeCloseTo(forecast.mean[step]!, 3);
      }),
      RUNS,
    );
  });
});
