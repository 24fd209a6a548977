import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intermittentModels } from './index.ts';

const PROBABILITIES = [0.005, 0.1, 0.5, 0.9, 0.995];

const anything = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 }) },
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e-12, 1e12, 1e300, 0.1, -1),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  ),
  { maxLength: 60 },
);
const demand = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }), fc.constant(Number.NaN)), {
  minLength: 3,
  maxLength: 60,
});

describe.each(intermittentModels.map((model) => [model.name, model] as const))('%s', (_, model) => {
  it('is finite, never negative and bounded, whatever the series', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (values, seasonal) => {
        const forecast = model.fit({ values, ...(seasonal ? { seasonalPeriods: [7] } : {}) }).forecast(9);
        const known = values.filter((value) => Math.abs(value) <= 1e15).map(Math.abs);
        const bound = 10 * Math.max(0, ...known);
        const lowest = values.some((value) => value < 0) ? -bound : 0;
        const all = [
          ...forecast.mean,
          ...PROBABILITIES.flatMap((probability) => [...forecast.quantile(probability)]),
          ...forecast.samplePaths({ paths: 3, seed: 1 }).values,
        ];
        for (const value of all) expect(value >= lowest && value <= bound).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('has ordered quantiles, and paths that a longer horizon continues', () => {
    fc.assert(
      fc.property(demand, fc.string(), (values, seed) => {
        const fitted = model.fit({ values });
        const forecast = fitted.forecast(4);
        const quantiles = PROBABILITIES.map((probability) => forecast.quantile(probability)[2]!);
        for (let index = 1; index < quantiles.length; index++) {
          expect(quantiles[index]).toBeGreaterThanOrEqual(quantiles[index - 1]!);
        }
        const long = fitted.forecast(6).samplePaths({ paths: 2, seed }).values;
        const short = forecast.samplePaths({ paths: 2, seed }).values;
        expect(short.slice(0, 4)).toEqual(long.slice(0, 4));
        expect(short.slice(4, 8)).toEqual(long.slice(6, 10));
      }),
      { numRuns: 100 },
    );
  });

  it('forecasts packs as it forecasts units: a unit of 32 multiplies all by 32', () => {
    fc.assert(
      fc.property(demand, (values) => {
        const units = model.fit({ values }).forecast(3);
        const packs = model.fit({ values: values.map((value) => 32 * value) }).forecast(3);
        expect(packs.mean[1]).toBeCloseTo(32 * units.mean[1]!, 8);
        for (const probability of PROBABILITIES) {
          expect(packs.quantile(probability)[1]).toBe(32 * units.quantile(probability)[1]!);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has a forecast of the past for every period, or NaN, and leaves the series as it was', () => {
    fc.assert(
      fc.property(demand, (values) => {
        const given = [...values];
        const { fittedValues } = model.fit({ values });
        expect(values).toEqual(given);
        for (const value of fittedValues) expect(Number.isNaN(value) || value >= 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
