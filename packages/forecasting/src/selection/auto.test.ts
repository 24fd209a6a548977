import { randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointForecast } from '../forecasts/point-forecast.ts';
import { modelByName } from '../models/all-models.ts';
import { defineModel } from '../models/define-model.ts';
import { auto } from './auto.ts';

const MONTHS = Array.from({ length: 72 }, (_, index) => {
  const random = randomStream(1, index);
  return (100 + index) * (1 + 0.3 * Math.sin((2 * Math.PI * index) / 12)) + 4 * (random.next() - 0.5);
});
const messages = (fitted: { notes: readonly { message: string }[] }) =>
  fitted.notes.map((note) => note.message).join(' ');

describe('auto', () => {
  it('combines models, names them by weight, and says what the weights rest on', () => {
    const fitted = auto.fit({ values: MONTHS, seasonalPeriods: [12] }, { horizon: 12 });
    const weights = [...fitted.form.matchAll(/(\d\.\d\d) [\w-]+/g)].map(([, weight]) => Number(weight));
    expect(weights.length).toBeGreaterThanOrEqual(5);
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 1);
    expect(messages(fitted)).toMatch(/\d models are combined by their errors over the last 12 periods/);
  });

  it('follows trend and season: the next year is forecast to within 3 % in each month', () => {
    const { mean } = auto.fit({ values: MONTHS, seasonalPeriods: [12] }, { horizon: 12 }).forecast(12);
    for (let step = 0; step < 12; step++) {
      const expected = (172 + step) * (1 + 0.3 * Math.sin((2 * Math.PI * step) / 12));
      expect(Math.abs(mean[step]! / expected - 1)).toBeLessThan(0.03);
    }
  });

  it('gives intermittent counts to models of counts', () => {
    const random = randomStream(2);
    const values = Array.from({ length: 60 }, () =>
      random.next() < 0.25 ? 1 + Math.floor(3 * random.next()) : 0,
    );
    const fitted = auto.fit({ values });
    expect(fitted.form).toMatch(/^count-auto/);
    expect(messages(fitted)).toMatch(/periods without demand.*\. Models of counts/);
    expect(fitted.forecast(1).quantile(0.9)[0]! % 1).toBe(0);
  });

  it('keeps the week of a small count that has one', () => {
    const week = [3, 3, 3, 4, 10, 5, 2];
    const values = Array.from({ length: 280 }, (_, day) => week[day % 7]!);
    const { mean } = auto.fit({ values, seasonalPeriods: [7] }, { horizon: 7 }).forecast(7);
    for (let day = 0; day < 7; day++) expect(Math.abs(mean[day]! - week[day]!)).toBeLessThan(0.3);
  });

  it('follows a short rise of small counts', () => {
    expect(auto.fit({ values: [2, 3, 5, 6, 8] }).forecast(1).mean[0]).toBeGreaterThan(6);
  });

  it('names the simpler method of a short or empty history', () => {
    expect(auto.fit({ values: [] }).model).toBe('no-data');
    const three = auto.fit({ values: [4, 6, 5] });
    expect(three.model).toBe('naive');
    expect(messages(three)).toContain(
      'auto needs 4 values to tell models apart and found 3: naive was used instead.',
    );
    const five = auto.fit({ values: [4.5, 6, 5, 5.5, 6.5] });
    expect(five.model).toBe('auto');
    expect(messages(five)).toContain('the history is too short to compare them');
  });

  it('keeps to its budget, and names what it left out', () => {
    const small = auto.fit({ values: MONTHS, seasonalPeriods: [12] }, { budgetMilliseconds: 0.5 });
    const large = auto.fit({ values: MONTHS, seasonalPeriods: [12] }, { budgetMilliseconds: 100 });
    expect(messages(small)).toMatch(/Left out for the time they take: .*ets/);
    expect(messages(large)).not.toContain('Left out');
    expect(large.form).toContain('averaged-arima');
  });

  it('refuses a budget or horizon of nothing, and takes the nearest', () => {
    expect(() => auto.fit({ values: MONTHS }, { budgetMilliseconds: 0 })).toThrow(
      'budgetMilliseconds is 0; it must be a number greater than 0',
    );
    expect(() => auto.fit({ values: MONTHS }, { horizon: 0 })).toThrow(
      'horizon is 0; it must be a whole number, at least 1',
    );
    expect(auto.fit({ values: MONTHS }, { horizon: 1, budgetMilliseconds: 1e-9 }).model).toBe('auto');
  });

  it('gives a companion the weight of a typical member', () => {
    const companion = defineModel({
      name: 'elsewhere',
      fit: ({ values }) => ({
        form: 'elsewhere',
        parameters: {},
        fittedValues: new Float64Array(values.length).fill(Number.NaN),
        forecast: (horizon) => pointForecast(new Float64Array(horizon).fill(1e4)),
      }),
    }).fit({ values: MONTHS });
    const series = { values: MONTHS, seasonalPeriods: [12] };
    const alone = auto.fit(series);
    const together = auto.fit(series, { companions: [companion] });
    expect(together.form).toContain('elsewhere');
    const moved = together.forecast(1).mean[0]! - alone.forecast(1).mean[0]!;
    expect(Math.abs(moved)).toBeLessThan(10);
  });

  it('learns nothing from what comes after the history', () => {
    const series = { seasonalPeriods: [12], values: MONTHS.slice(0, 60) };
    const whole = auto.fit({ ...series, values: Float64Array.from(MONTHS).subarray(0, 60) });
    expect(auto.fit(series).forecast(12).mean).toEqual(whole.forecast(12).mean);
  });

  it('is found by its name, and another list of models may have its own', () => {
    expect(modelByName('auto')).toBe(auto);
    const mine = defineModel({ name: 'mine', fit: () => ({ unfit: 'is for a test' }) });
    expect(modelByName('mine', [auto, mine]).fit({ values: [1, 2] }).model).toBe('constant');
    expect(() => modelByName('prophecy', [auto])).toThrow("model is 'prophecy'; it must be one of auto");
  });

  it('does not depend on the unit, for any content', () => {
    const contents = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), {
      minLength: 4,
      maxLength: 40,
    });
    fc.assert(
      fc.property(contents, (values) => {
        const unit = 1024;
        const own = auto.fit({ values: values.map((value) => value + 0.05) }).forecast(4);
        const scaled = auto.fit({ values: values.map((value) => unit * (value + 0.05)) }).forecast(4);
        for (const probability of [0.1, 0.5, 0.9]) {
          scaled.quantile(probability).forEach((value, step) => {
            const expected = own.quantile(probability)[step]! * unit;
            expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-3 * Math.abs(expected) + 1e-3);
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, and stays finite, ordered and at least 0, whatever demand is recorded', () => {
    const value = fc.oneof(
      fc.constantFrom(0, 0, 0, 1, Number.NaN, Number.POSITIVE_INFINITY, 1e12, 1e-12),
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.integer({ min: 0, max: 5 }),
    );
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 50 }),
        fc.constantFrom([], [4], [7], [12]),
        (values, season) => {
          const forecast = auto.fit({ values, seasonalPeriods: season }).forecast(6);
          const low = forecast.quantile(0.05);
          const high = forecast.quantile(0.95);
          const { values: paths } = forecast.samplePaths({ paths: 3, seed: 1 });
          for (let step = 0; step < 6; step++) {
            expect(Number.isFinite(forecast.mean[step]!)).toBe(true);
            expect(low[step]).toBeGreaterThanOrEqual(0);
            expect(high[step]).toBeGreaterThanOrEqual(low[step]!);
          }
          expect(paths.every((drawn) => drawn >= 0 && Number.isFinite(drawn))).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });
});
