import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeSeries } from '../../time-series.ts';
import { decompositionModels } from './index.ts';

const anyValue = fc.oneof(
  fc.double({ min: 0, max: 1000, noNaN: true }),
  fc.constantFrom(0, 0, 1e-12, 1e12, Number.NaN, 5),
  fc.double({ min: -1e3, max: 1e3, noNaN: true }),
);
const anySeries: fc.Arbitrary<TimeSeries> = fc.record({
  values: fc.array(anyValue, { maxLength: 60 }),
  seasonalPeriods: fc.constantFrom([], [4], [7], [12], [4, 12], [24, 168]),
});
/** Values as demand has them: a level, noise and a season of four. */
const demand = fc
  .array(fc.integer({ min: 0, max: 40 }), { minLength: 16, maxLength: 60 })
  .map((noise) => noise.map((value, index) => 60 + value + 20 * (index % 4)));

describe.each(decompositionModels.map((model) => [model.name, model] as const))('%s', (_, model) => {
  it('never throws and never gives a number that is none, negative demand or an explosion', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 1, max: 30 }), (series, horizon) => {
        const known = Array.from(series.values).filter((value) => !Number.isNaN(value));
        const furthest = 10 * Math.max(0, ...known.map(Math.abs));
        const lowest = known.some((value) => value < 0) ? -furthest : 0;
        const forecast = model.fit(series).forecast(horizon);
        const numbers = [0.025, 0.5, 0.975].map((probability) => forecast.quantile(probability));
        numbers.push(forecast.mean, forecast.samplePaths({ paths: 2, seed: 1 }).values);
        for (const value of numbers.flatMap((list) => [...list])) {
          expect(value).toBeGreaterThanOrEqual(lowest);
          expect(value).toBeLessThanOrEqual(furthest);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('orders its quantiles', () => {
    fc.assert(
      fc.property(anySeries, (series) => {
        const forecast = model.fit(series).forecast(5);
        const lists = [0.005, 0.1, 0.5, 0.9, 0.995].map((probability) => forecast.quantile(probability));
        for (let index = 1; index < lists.length; index++) {
          lists[index]!.forEach((value, step) => {
            expect(value).toBeGreaterThanOrEqual(lists[index - 1]![step]!);
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('scales with the units of the series, exactly for powers of two', () => {
    fc.assert(
      fc.property(demand, fc.constantFrom(2 ** -38, 0.5, 1024, 2 ** 33), (values, factor) => {
        const forecast = (scale: number) =>
          model.fit({ values: values.map((value) => value * scale), seasonalPeriods: [4] }).forecast(6);
        const [one, scaled] = [forecast(1), forecast(factor)];
        for (const [plain, times] of [
          [one.mean, scaled.mean],
          [one.quantile(0.9), scaled.quantile(0.9)],
        ] as const) {
          times.forEach((value, step) => {
            expect(Math.abs(value / factor - plain[step]!)).toBeLessThan(
              1e-6 * Math.abs(plain[step]!) + 1e-9,
            );
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same bytes for the same seed, and a longer horizon continues a shorter one', () => {
    fc.assert(
      fc.property(demand, fc.nat(), (values, seed) => {
        const fitted = model.fit({ values, seasonalPeriods: [4] });
        const draw = (horizon: number) => fitted.forecast(horizon).samplePaths({ paths: 1, seed }).values;
        expect(draw(8)).toEqual(draw(8));
        draw(3).forEach((value, step) => {
          expect(value).toBeCloseTo(draw(8)[step]!, 9);
        });
        expect(fitted.forecast(3).mean).toEqual(fitted.forecast(8).mean.subarray(0, 3));
        expect(fitted.forecast(3).quantile(0.9)).toEqual(fitted.forecast(8).quantile(0.9).subarray(0, 3));
      }),
      { numRuns: 100 },
    );
  });

  it('is certain of a constant', () => {
    const forecast = model.fit({ values: new Float64Array(40).fill(7), seasonalPeriods: [4] }).forecast(6);
    for (const list of [forecast.mean, forecast.quantile(0.01), forecast.quantile(0.99)]) {
      for (const value of list) expect(value).toBeCloseTo(7, 6);
    }
  });
});

describe.each(
  decompositionModels.filter(({ name }) => name !== 'rank-one').map((model) => [model.name, model] as const),
)('%s with an additive season', (_, model) => {
  it('moves with the series', () => {
    fc.assert(
      fc.property(demand, fc.integer({ min: 1, max: 5000 }), (values, shift) => {
        const forecast = (by: number) =>
          model
            .fit(
              { values: values.map((value) => value + by), seasonalPeriods: [4], nonNegative: false },
              { season: 'additive' },
            )
            .forecast(6).mean;
        const [one, moved] = [forecast(0), forecast(shift)];
        moved.forEach((value, step) => {
          // The bound at zero is not part of the model, so only values clear of it are compared.
          if (one[step]! > 0) expect(Math.abs(value - shift - one[step]!)).toBeLessThan(1e-6 * (shift + 100));
        });
      }),
      { numRuns: 100 },
    );
  });
});
