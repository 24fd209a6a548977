import { describe, expect, it } from 'vitest';
import { pointForecast } from '../forecasts/point-forecast.ts';
import type { ForecastingModel } from '../model.ts';
import { allModels } from '../models/all-models.ts';
import { defineModel } from '../models/define-model.ts';
import type { TimeSeries } from '../time-series.ts';
import { accuracyByHorizon } from './accuracy-by-horizon.ts';
import { rollingOrigins } from './rolling-origins.ts';

/** Demand of 100 and 3 more every period. */
const LINE: TimeSeries = { values: Float64Array.from({ length: 40 }, (_, index) => 100 + 3 * index) };
const ROLLING = { horizon: 4, origins: 6, step: 2 };

/** Knows the process, and adds `shift` to every forecast. */
function lineModel(shift: number): ForecastingModel {
  return defineModel({
    name: 'line',
    fit: ({ values }) => ({
      form: 'line',
      parameters: {},
      fittedValues: values,
      forecast: (horizon) =>
        pointForecast(
          Float64Array.from(
            { length: horizon },
            (_, step) => values[values.length - 1]! + 3 * (step + 1) + shift,
          ),
        ),
    }),
  });
}

describe('a backtest', () => {
  it('of a perfect model has no error', () => {
    const { all, periods } = accuracyByHorizon(rollingOrigins(LINE, lineModel(0), ROLLING));
    expect(all).toMatchObject({ known: 24, meanAbsoluteError: 0, rootMeanSquaredError: 0, bias: 0 });
    expect(periods.map(({ weightedPercentageError }) => weightedPercentageError)).toEqual([0, 0, 0, 0]);
  });

  it('of a shifted one has exactly its bias, at every period ahead', () => {
    const { all, periods } = accuracyByHorizon(rollingOrigins(LINE, lineModel(5), ROLLING));
    expect(all.bias).toBe(5);
    expect(periods.map(({ bias }) => bias)).toEqual([5, 5, 5, 5]);
    expect(periods.map(({ known }) => known)).toEqual([6, 6, 6, 6]);
  });

  it('of a constant in place of the model is far off', () => {
    const constant: ForecastingModel = defineModel({
      name: 'constant',
      fit: ({ values }) => ({
        form: 'constant',
        parameters: {},
        fittedValues: values,
        forecast: (horizon) => pointForecast(new Float64Array(horizon).fill(100)),
      }),
    });
    expect(accuracyByHorizon(rollingOrigins(LINE, constant, ROLLING)).all.meanAbsoluteError).toBeGreaterThan(
      50,
    );
  });

  it('keeps quantiles and says how much the intervals held', () => {
    const outcomes = rollingOrigins(LINE, lineModel(5), { ...ROLLING, probabilities: [0.1, 0.5, 0.9] });
    const { all } = accuracyByHorizon(outcomes);
    expect(all.coverage).toEqual([{ level: 0.8, share: 0 }]);
    // Half the absolute error at the median; 0.9 and 0.1 of it at the others.
    expect(all.pinballLoss).toBeCloseTo((5 * (0.9 + 0.5 + 0.1)) / 3, 12);
  });
});

describe('rollingOrigins', () => {
  it('ends with the last full horizon and goes back by the step', () => {
    const origins = rollingOrigins(LINE, lineModel(0), ROLLING).map(({ origin }) => origin);
    expect(origins).toEqual([26, 28, 30, 32, 34, 36]);
  });

  it('takes fewer origins of a short series, and none of one shorter than the horizon', () => {
    const short = { values: [1, 2, 3, 4, 5, 6] };
    expect(rollingOrigins(short, lineModel(0), { horizon: 2, origins: 9, shortestHistory: 3 })).toHaveLength(
      2,
    );
    expect(rollingOrigins(short, lineModel(0), { horizon: 6, origins: 1 })).toHaveLength(0);
    expect(accuracyByHorizon([]).periods).toHaveLength(0);
  });

  it('shows a model what was known, and regressors up to the end of the horizon', () => {
    const seen: TimeSeries[] = [];
    const watching: ForecastingModel = {
      name: 'watching',
      fit(series) {
        seen.push(series);
        return lineModel(0).fit(series);
      },
    };
    const price = { name: 'price', values: Float64Array.from({ length: 50 }, (_, index) => index) };
    rollingOrigins({ ...LINE, regressors: [price] }, watching, { horizon: 4, origins: 2, step: 3 });
    expect(seen.map(({ values }) => values.length)).toEqual([33, 36]);
    expect(seen.map(({ regressors }) => regressors![0]!.values.length)).toEqual([37, 40]);
  });

  it.each(allModels.map((model) => [model.name, model] as const))(
    '%s: its forecasts do not change when the future does',
    (_, model) => {
      const past = Array.from({ length: 48 }, (_, index) => 50 + (index % 7) * 4 + ((index * 37) % 11));
      const ahead = [60, 61, 62, 63, 64, 65];
      const forecasts = (future: number[]): number[][] =>
        rollingOrigins({ values: [...past, ...future], seasonalPeriods: [7], nonNegative: true }, model, {
          horizon: 3,
          origins: 4,
          probabilities: [0.1, 0.9],
        })
          .filter(({ origin }) => origin <= past.length)
          .flatMap(({ mean, quantiles }) => [[...mean], ...quantiles.map((quantile) => [...quantile])]);
      const planted = forecasts(ahead.map((value) => value * 1000));
      expect(planted).toHaveLength(3);
      expect(planted).toEqual(forecasts(ahead));
    },
  );

  it('refuses options out of range', () => {
    expect(() => rollingOrigins(LINE, lineModel(0), { horizon: 0, origins: 1 })).toThrow('horizon is 0');
    expect(() => rollingOrigins(LINE, lineModel(0), { horizon: 1, origins: 1, step: 0.5 })).toThrow(
      'step is 0.5',
    );
    expect(rollingOrigins(LINE, lineModel(0), { horizon: 1, origins: 1 })).toHaveLength(1);
  });
});
