import { describe, expect, it } from 'vitest';
import { studentQuantile } from '../../forecasts/student-quantile.ts';
import { drift, mean, naive, naive2, seasonalNaive, window } from './index.ts';

const NAN = Number.NaN;
const upper = (
  fitted: { forecast(h: number): { mean: Float64Array; quantile(p: number): Float64Array } },
  horizon: number,
): number[] => {
  const forecast = fitted.forecast(horizon);
  return [...forecast.quantile(0.9)].map((value, step) => value - forecast.mean[step]!);
};

describe('naive', () => {
  it('repeats the last value, with a variance that grows by one step a period', () => {
    const fitted = naive.fit({ values: [10, 12, 11, 15] });
    expect([...fitted.forecast(3).mean]).toEqual([15, 15, 15]);
    // Steps 2, −1, 4: mean square 7.
    const t = studentQuantile(0.9, 3);
    const widths = upper(fitted, 3);
    for (let step = 0; step < 3; step++) expect(widths[step]).toBeCloseTo(t * Math.sqrt(7 * (step + 1)), 10);
  });

  it('counts a step over a gap as the steps it stands for', () => {
    const { parameters } = naive.fit({ values: [10, NAN, NAN, 16, 14] });
    // 36 / 3 and 4 / 1 average 8.
    expect(parameters.sigma).toBeCloseTo(Math.sqrt(8), 12);
  });

  it('is less sure of a value that is two periods old', () => {
    const values = [10, 12, 9, 13, 10];
    const fresh = upper(naive.fit({ values }), 3);
    const old = upper(naive.fit({ values: [...values, NAN, NAN] }), 1);
    expect(old[0]).toBeCloseTo(fresh[2]!, 10);
  });

  it('says that one value has no spread to learn from', () => {
    const fitted = naive.fit({ values: [5] });
    expect([...fitted.forecast(2).quantile(0.99)]).toEqual([5, 5]);
    expect(fitted.notes.map(({ code }) => code)).toEqual(['too-short']);
  });
});

describe('seasonal-naive', () => {
  it('repeats the longest season that is shown twice', () => {
    const values = [1, 5, 2, 6, 2, 7, 3, 8];
    const fitted = seasonalNaive.fit({ values, seasonalPeriods: [2, 4, 5] });
    expect([...fitted.forecast(5).mean]).toEqual([2, 7, 3, 8, 2]);
    expect(fitted.form).toBe('last season of 4');
  });

  it('widens by one seasonal change per season ahead', () => {
    // Changes 2, 4 and 1, 1 (squares 4, 16, 1, 1): mean square 5.5.
    const fitted = seasonalNaive.fit({ values: [10, 20, 12, 21, 16, 22], seasonalPeriods: [2] });
    const t = studentQuantile(0.9, 4);
    const widths = upper(fitted, 4);
    for (const [step, seasons] of [1, 1, 2, 2].entries())
      expect(widths[step]).toBeCloseTo(t * Math.sqrt(5.5 * seasons), 10);
  });

  it('takes a missing place from the season before, and is less sure of it', () => {
    const fitted = seasonalNaive.fit({ values: [10, 20, 12, 21, 16, NAN], seasonalPeriods: [2] });
    expect([...fitted.forecast(2).mean]).toEqual([16, 21]);
    const widths = upper(fitted, 2);
    expect(widths[1]! / widths[0]!).toBeCloseTo(Math.SQRT2, 10);
  });

  it('forecasts from values before only', () => {
    const { fittedValues } = seasonalNaive.fit({ values: [1, 2, 3, 4, 5, 6], seasonalPeriods: [2] });
    expect([...fittedValues]).toEqual([NAN, NAN, 1, 2, 3, 4]);
  });
});

describe('drift', () => {
  it('goes on along the line from first to last value', () => {
    expect([...drift.fit({ values: [2, 3, 7, 8] }).forecast(2).mean]).toEqual([10, 12]);
  });

  it('has the variance of steps and of their mean', () => {
    // Steps 1, 4, 1 minus 2: squares 1, 4, 1 over n − 2 = 2 degrees of freedom give sigma² = 3.
    const widths = upper(drift.fit({ values: [2, 3, 7, 8], nonNegative: false }), 3);
    const t = studentQuantile(0.9, 2);
    for (let h = 1; h <= 3; h++) expect(widths[h - 1]).toBeCloseTo(t * Math.sqrt(3 * (h + (h * h) / 3)), 10);
  });

  it('is naive for two values, and says so', () => {
    const fitted = drift.fit({ values: [2, 3] });
    expect(fitted.model).toBe('naive');
    expect(fitted.notes.at(-1)!.message).toBe('drift needs 3 values and found 2: naive was used instead.');
  });
});

describe('mean', () => {
  it('has variance sigma² (1 + 1/n) at every horizon', () => {
    const fitted = mean.fit({ values: [4, 8, 6, NAN, 6] });
    expect([...fitted.forecast(2).mean]).toEqual([6, 6]);
    // Squares 4 + 4 over 3; n is 4.
    const t = studentQuantile(0.9, 3);
    for (const width of upper(fitted, 3)) expect(width).toBeCloseTo(t * Math.sqrt((8 / 3) * 1.25), 10);
  });
});

describe('window', () => {
  it('averages the last known values', () => {
    const fitted = window.fit({ values: [1, 2, 3, 4, NAN, 6] }, { window: 2 });
    expect([...fitted.forecast(2).mean]).toEqual([5, 5]);
  });

  it('averages one season if nothing else is asked', () => {
    const values = Array.from({ length: 24 }, (_, index) => index);
    expect(window.fit({ values, seasonalPeriods: [4] }).parameters.window).toBe(4);
    expect(window.fit({ values }).parameters.window).toBe(8);
  });

  it('is cut to three values less than there are', () => {
    expect(window.fit({ values: [1, 2, 3, 4, 5] }, { window: 12 }).parameters.window).toBe(2);
  });

  it('does not widen where the level stands still, and does where it walks', () => {
    const alternating = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 10 : 12));
    const still = upper(window.fit({ values: alternating }, { window: 4 }), 8);
    expect(still[7]).toBeCloseTo(still[0]!, 10);
    const walking = Array.from({ length: 60 }, (_, index) => 50 + 10 * Math.sin(index / 9));
    const walked = upper(window.fit({ values: walking }, { window: 4 }), 8);
    expect(walked[7]).toBeGreaterThan(1.5 * walked[0]!);
  });

  it.each([0, 1.5, NAN, -3])('refuses a window of %s', (length) => {
    expect(() => window.fit({ values: [1, 2, 3, 4] }, { window: length })).toThrow(
      `window is ${length}; it must be a whole number, at least 1`,
    );
    expect(window.fit({ values: [1, 2, 3, 4] }, { window: 1 }).parameters.window).toBe(1);
  });
});

describe('naive2', () => {
  it('is the last value where there is no season', () => {
    const values = [3, 9, 4, 1, 7, 7, 2, 8, 5, 5, 9, 1];
    const fitted = naive2.fit({ values, seasonalPeriods: [4] });
    expect(fitted.form).toBe('not seasonal');
    expect([...fitted.forecast(2).mean]).toEqual([1, 1]);
  });

  it('takes off and puts back the factors of a season', () => {
    // A level of 100 times 0.5, 1.5, 1, 1: its centred average is 100, so the factors are exact.
    const values = Array.from({ length: 24 }, (_, index) => 100 * [0.5, 1.5, 1, 1][index % 4]!);
    const forecast = naive2.fit({ values, seasonalPeriods: [4] }).forecast(6);
    for (const [step, value] of [50, 150, 100, 100, 50, 150].entries())
      expect(forecast.mean[step]).toBeCloseTo(value, 9);
  });
});
