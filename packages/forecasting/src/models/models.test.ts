import { describe, expect, it } from 'vitest';
import { usableSeries } from '../series/usable-series.ts';
import { empirical } from './empirical.ts';
import { weekdayNegativeBinomial } from './weekday-negative-binomial.ts';
import { windowAverage } from './window-average.ts';
import { zero } from './zero.ts';

const read = (units: number[]) => usableSeries({ startDate: '2024-01-01', units });
const NEXT_DAY = { startDate: '2024-06-01', days: 3 };

describe('window-average', () => {
  it('averages the usable days', () => {
    const parameters = windowAverage.fit(read([3, Number.NaN, 5, 4, 8]));
    expect(parameters.level).toBe(5);
    expect(Array.from(windowAverage.forecast(parameters, NEXT_DAY).mean)).toEqual([5, 5, 5]);
  });

  it('mixes the dispersion of its days with the usual 0.4, as if that were 14 days', () => {
    const { size, levelVariance } = windowAverage.fit(read([0, 10, 0, 10])) as {
      size: number;
      levelVariance: number;
    };
    // mean 5, variance 100 / 3, own dispersion (100/3 − 5) / 25 = 1.1333; (1.1333 × 4 + 0.4 × 14) / 18 = 0.56296
    expect(1 / size).toBeCloseTo(0.562963, 6);
    expect(levelVariance).toBeCloseTo(1 / 20.5 + 0.562963 / 4, 6);
  });

  it('is less sure after fewer days', () => {
    const spread = (units: number[]): number => {
      const forecast = windowAverage.forecast(windowAverage.fit(read(units)), NEXT_DAY);
      return forecast.quantile(0.9)[0]! - forecast.quantile(0.1)[0]!;
    };
    expect(spread([5])).toBeGreaterThan(spread([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]));
  });
});

describe('empirical', () => {
  const cases = Array.from({ length: 364 }, (_, day) => (day % 26 === 25 ? 12 : 0));

  it('sells in the lumps it has seen, about as often', () => {
    const parameters = empirical.fit(read(cases));
    expect(parameters.values).toEqual([0, 12]);
    expect((parameters.cumulative as number[])[0]).toBeCloseTo(25 / 26, 2);
    expect(parameters.mean).toBeCloseTo(12 / 26, 1);
    const { units } = empirical
      .forecast(parameters, { ...NEXT_DAY, days: 60 })
      .samplePaths({ paths: 200, seed: 1, key: 'lumps' });
    expect(new Set(units)).toEqual(new Set([0, 12]));
  });

  it('counts a day half a year back half as much as yesterday', () => {
    const early = [6, ...new Array<number>(182).fill(0)];
    const late = [...new Array<number>(182).fill(0), 6];
    const ratio = (empirical.fit(read(late)).mean as number) / (empirical.fit(read(early)).mean as number);
    expect(ratio).toBeCloseTo(2, 10);
  });

  it('scales the mean of lumps without losing fractions', () => {
    const forecast = empirical.forecast(empirical.fit(read(cases)), { ...NEXT_DAY, days: 100 });
    const total = (scale: number): number =>
      forecast
        .samplePaths({ paths: 2000, seed: 2, key: 'lumps', scale })
        .units.reduce((sum, sold) => sum + sold, 0);
    // Twelve times 1.05 is 12.6: drawn as 12 or 13, so 1.05 on average; the same draws, so little noise remains.
    expect(total(1.05) / total(1)).toBeCloseTo(1.05, 2);
  });
});

describe('weekday-negative-binomial', () => {
  it('takes Poisson days for what they are and stores a finite size', () => {
    const { size, alpha } = weekdayNegativeBinomial.fit(read(new Array<number>(200).fill(7)));
    expect(Number.isFinite(size)).toBe(true);
    expect(alpha).toBe(0.003);
  });

  it('keeps a little demand for an item that stopped selling', () => {
    const stopped = [...new Array<number>(100).fill(9), ...new Array<number>(200).fill(0)];
    const { level } = weekdayNegativeBinomial.fit(read(stopped)) as { level: number };
    expect(level).toBeGreaterThan(0);
    expect(level).toBeLessThan(0.2);
  });
});

describe('zero', () => {
  it('sells nothing in any quantile or path', () => {
    const forecast = zero.forecast(zero.fit(read([])), NEXT_DAY);
    expect(Array.from(forecast.quantile(0.99))).toEqual([0, 0, 0]);
    expect(
      forecast.samplePaths({ paths: 2, seed: 1, key: 'a', scale: 3 }).units.every((sold) => sold === 0),
    ).toBe(true);
  });
});
