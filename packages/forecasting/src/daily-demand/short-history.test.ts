import { describe, expect, it } from 'vitest';
import { fitShortHistory } from './short-history.ts';
import { usableSeries } from './usable-series.ts';

const fit = (units: number[]) => fitShortHistory(usableSeries({ startDate: '2024-01-01', units }));
const NEXT_DAYS = { startDate: '2024-02-01', days: 3 };

describe('a short history', () => {
  it('averages the usable days', () => {
    const { kind, parameters } = fit([3, Number.NaN, 5, 4, 8]);
    expect(parameters.level).toBe(5);
    expect(Array.from(kind.forecast(parameters, NEXT_DAYS).mean)).toEqual([5, 5, 5]);
  });

  it('mixes the dispersion of its days with the usual 0.4, as if that were 14 days', () => {
    const { size, levelVariance } = fit([0, 10, 0, 10]).parameters as Record<string, number>;
    // mean 5, variance 100 / 3, own dispersion (100/3 − 5) / 25 = 1.1333; (1.1333 × 4 + 0.4 × 14) / 18 = 0.56296
    expect(1 / size!).toBeCloseTo(0.562963, 6);
    expect(levelVariance).toBeCloseTo(1 / 20.5 + 0.562963 / 4, 6);
  });

  it('is less sure after fewer days', () => {
    const spread = (units: number[]): number => {
      const { kind, parameters } = fit(units);
      const forecast = kind.forecast(parameters, NEXT_DAYS);
      return forecast.quantile(0.9)[0]! - forecast.quantile(0.1)[0]!;
    };
    expect(spread([5])).toBeGreaterThan(spread([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]));
  });
});
