import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { fitDemand } from './fit-demand.ts';
import { daySteps, lumpyCounts, probabilityOfDemand } from './lumpy-counts.ts';

const ASKED = { startDate: '2025-01-06', days: 70 };
const cases = Array.from({ length: 364 }, (_, day) => (day % 13 === 12 ? 12 : 0));
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

describe('lumpy counts', () => {
  it('sells in the lumps it has seen, about as often', () => {
    const fitted = fitDemand({ startDate: '2024-01-01', units: cases });
    expect(fitted.model).toBe('lumpy-counts');
    const forecast = fitted.forecast(ASKED);
    expect(forecast.mean[0]).toBeGreaterThan(0.8 * (12 / 13));
    expect(forecast.mean[0]).toBeLessThan(1.2 * (12 / 13));
    const { units } = forecast.samplePaths({ paths: 200, seed: 1, key: 'lumps' });
    const twelves = units.filter((sold) => sold === 12).length;
    expect(twelves / units.filter((sold) => sold > 0).length).toBeGreaterThan(0.8);
    expect(units.every((sold) => sold % 12 === 0)).toBe(true);
    // 14,000 days on which one in thirteen has demand
    expect(sum(units) / units.length / forecast.mean[0]!).toBeCloseTo(1, 0);
  });

  it('changes with the weekday how often demand occurs, not its size', () => {
    const model = {
      values: [0, 6],
      cumulative: [0.8, 1],
      weekdayFactors: [2, 0.5, 1, 1, 1, 1, 0.5],
      levelVariance: 0,
      levelDriftPerDay: 0,
      lastDay: 0,
    };
    const { mean } = lumpyCounts.forecast(model, ASKED); // 6 January 2025 is a Monday
    expect(mean[0]).toBeCloseTo(6 * 0.4, 12);
    expect(mean[1]).toBeCloseTo(6 * 0.1, 12);
    const { units } = lumpyCounts.forecast(model, ASKED).samplePaths({ paths: 300, seed: 1, key: 'week' });
    const mondays = units.filter((_, cell) => (cell % 70) % 7 === 0);
    // 3,000 Mondays: a standard error of √(0.4 × 0.6 / 3,000) = 0.009
    expect(Math.abs(mondays.filter((sold) => sold === 6).length / mondays.length - 0.4)).toBeLessThan(0.04);
  });

  it('scales the mean of lumps without losing fractions', () => {
    const forecast = fitDemand({ startDate: '2024-01-01', units: cases }).forecast(ASKED);
    const total = (scale: number): number =>
      sum(forecast.samplePaths({ paths: 2000, seed: 2, key: 'lumps', scale }).units);
    // Twelve times 1.05 is 12.6: drawn as 12 or 13, so 1.05 on average; the same draws, so little noise remains.
    expect(total(1.05) / total(1)).toBeCloseTo(1.05, 2);
  });
});

describe('daySteps', () => {
  it('keeps a distribution of few values as it is', () => {
    const steps = daySteps({ unit: 6, cumulative: Float64Array.of(0.7, 0.9, 1) });
    expect(steps).toEqual({ values: [0, 6, 12], cumulative: [0.7, 0.9, 1] });
    expect(probabilityOfDemand(steps)).toBeCloseTo(0.3, 12);
  });

  it('keeps mean and spread of a long one in a hundred steps', () => {
    const random = randomStream(3);
    const shares = Array.from({ length: 2000 }, () => random.next());
    const whole = sum(shares);
    let below = 0;
    const cumulative = Float64Array.from(shares, (share) => {
      below += share / whole;
      return below;
    });
    cumulative[1999] = 1;
    const { values, cumulative: kept } = daySteps({ unit: 1, cumulative });
    expect(values.length).toBeLessThanOrEqual(100);
    const moment = (numbers: ArrayLike<number>, levels: ArrayLike<number>, power: number): number =>
      sum(
        Array.from(numbers, (value, at) => value ** power * (levels[at]! - (at === 0 ? 0 : levels[at - 1]!))),
      );
    const counts = Array.from(cumulative, (_, count) => count);
    expect(moment(values, kept, 1) / moment(counts, cumulative, 1)).toBeCloseTo(1, 3);
    expect(moment(values, kept, 2) / moment(counts, cumulative, 2)).toBeCloseTo(1, 2);
  });
});
