import { describe, expect, it } from 'vitest';
import { estimatedLinearForecast } from '../forecasts/estimated-linear-forecast.ts';
import { pointForecast } from '../forecasts/point-forecast.ts';
import { defineModel, informationCriteria } from './define-model.ts';

/** A model that states whatever it is told. */
const stating = (value: number) =>
  defineModel({
    name: 'stating',
    fit: ({ values }) => ({
      form: 'told',
      parameters: {},
      fittedValues: Float64Array.from(values, (_, index) => index),
      forecast: (horizon) => pointForecast(new Float64Array(horizon).fill(value)),
    }),
  });
const everything = (fitted: ReturnType<ReturnType<typeof stating>['fit']>): number[] => {
  const forecast = fitted.forecast(2);
  return [...forecast.mean, ...forecast.quantile(0.3), ...forecast.samplePaths({ paths: 1, seed: 1 }).values];
};

describe('defineModel', () => {
  it('keeps mean, quantiles and paths within ten times the largest value', () => {
    expect(everything(stating(1e9).fit({ values: [1, 7, 3] }))).toEqual([70, 70, 70, 70, 70, 70]);
    expect(everything(stating(-1e9).fit({ values: [1, -7, 3] }))).toEqual([-70, -70, -70, -70, -70, -70]);
    expect(everything(stating(69).fit({ values: [1, 7, 3] }))).toEqual([69, 69, 69, 69, 69, 69]);
  });

  it('goes below zero only where the series does, or may', () => {
    expect(everything(stating(-2).fit({ values: [1, 7] }))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(
      stating(-2)
        .fit({ values: [1, 7], nonNegative: false })
        .forecast(1).mean[0],
    ).toBe(-2);
    expect(
      stating(-2)
        .fit({ values: [1, -7] })
        .forecast(1).mean[0],
    ).toBe(-2);
  });

  it('cuts the distribution off at zero, and does not move it there with its mean', () => {
    const falling = defineModel({
      name: 'falling',
      fit: ({ values }) => ({
        form: 'told',
        parameters: {},
        fittedValues: values,
        forecast: () =>
          estimatedLinearForecast({
            mean: Float64Array.of(-1),
            weights: Float64Array.of(1),
            sigma: 2,
            degreesOfFreedom: Number.POSITIVE_INFINITY,
          }),
      }),
    });
    const forecast = falling.fit({ values: [5, 3, 1] }).forecast(1);
    expect(forecast.mean[0]).toBe(0);
    // -1 + 2 × 1.2816, the normal quantile of 0.9; the median of -1 is cut off.
    expect(forecast.quantile(0.9)[0]).toBeCloseTo(1.5631, 4);
    expect(forecast.quantile(0.5)[0]).toBe(0);
  });

  it('replaces what is no number by the mean of the history', () => {
    expect(everything(stating(Number.NaN).fit({ values: [1, 7] }))).toEqual([4, 4, 4, 4, 4, 4]);
  });

  it('says that nothing is known, and forecasts zero', () => {
    const fitted = stating(5).fit({ values: [Number.NaN, Number.NaN] });
    expect(everything(fitted)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(fitted).toMatchObject({ model: 'no-data', notes: [{ code: 'no-data' }] });
    expect(fitted.fittedValues).toHaveLength(2);
  });

  it('uses the mean of the values where a model does not fit, and says why', () => {
    const unfit = defineModel({ name: 'choosy', fit: () => ({ unfit: 'needs 8 values and found 2' }) });
    const fitted = unfit.fit({ values: [1, 7] });
    expect(fitted.model).toBe('constant');
    expect(fitted.forecast(1).mean[0]).toBe(4);
    expect(fitted.notes.map(({ message }) => message)).toEqual([
      'choosy needs 8 values and found 2: constant was used instead.',
    ]);
  });

  it('states a fitted value for each value of the series, also for those before the first known one', () => {
    const { fittedValues } = stating(5).fit({ values: [Number.NaN, Number.NaN, 4, 6] });
    expect([...fittedValues]).toEqual([Number.NaN, Number.NaN, 0, 1]);
  });

  it('takes a horizon from 1 to 10,000', () => {
    const fitted = stating(5).fit({ values: [4, 6] });
    for (const horizon of [0, -1, 1.5, Number.NaN, 10_001]) {
      expect(() => fitted.forecast(horizon)).toThrow(
        new RangeError(`horizon is ${horizon}; it must be a whole number from 1 to 10000`),
      );
    }
    for (const horizon of [1, 10_000]) expect(fitted.forecast(horizon).mean).toHaveLength(horizon);
  });
});

describe('informationCriteria', () => {
  it('is -2 log L + 2k, corrected by 2k(k + 1) / (n - k - 1), and -2 log L + k log n', () => {
    expect(informationCriteria({ logLikelihood: -100, parameters: 3, observations: 20 })).toEqual({
      logLikelihood: -100,
      aic: 206,
      aicc: 206 + 24 / 16,
      bic: 200 + 3 * Math.log(20),
    });
  });

  it('has no finite AICc where the parameters leave nothing to correct by', () => {
    expect(informationCriteria({ logLikelihood: -1, parameters: 4, observations: 5 }).aicc).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
