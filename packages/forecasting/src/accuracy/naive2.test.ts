import { describe, expect, it } from 'vitest';
import { naive2 } from './naive2.ts';

describe('naive2', () => {
  it('repeats the last value of a series without a season, and of one too short to show it', () => {
    const alternating = [10, 20, 10, 20, 10];
    expect([...naive2({ history: alternating, period: 1, horizon: 3 })]).toEqual([10, 10, 10]);
    expect([...naive2({ history: alternating, period: 2, horizon: 3 })]).toEqual([10, 10, 10]);
  });

  it('adjusts for a significant season', () => {
    // Places 2, 6, 4 around a level of 4: the season is multiplied back exactly.
    const history = Array.from({ length: 30 }, (_, index) => [2, 6, 4][index % 3]!);
    const forecast = naive2({ history, period: 3, horizon: 4 });
    expect([...forecast].map((value) => Number(value.toFixed(9)))).toEqual([2, 6, 4, 2]);
  });

  it('takes the classical indices: centred average of an even period, growth taken off', () => {
    // Level 100 to 147 with factors 0.8, 1.2: the centred average of a line is the line, so the indices are
    // nearly exact, and the last level 147 x 1 = value / factor carries on.
    const history = Array.from(
      { length: 48 },
      (_, index) => (100 + index) * [0.8, 1.2, 1.1, 0.9][index % 4]!,
    );
    const forecast = naive2({ history, period: 4, horizon: 4 });
    [0.8, 1.2, 1.1, 0.9].forEach((factor, step) => {
      expect(forecast[step]! / (147 * factor)).toBeCloseTo(1, 1);
    });
  });

  it('keeps quiet about gaps, zeros and an empty history', () => {
    const gaps = [1, Number.NaN, 3, 4, 5, 2, 3, 4, 5, 2, 3, 4, 5];
    expect([...naive2({ history: gaps, period: 4, horizon: 5 })].every(Number.isFinite)).toBe(true);
    const zeros = Array.from({ length: 36 }, (_, index) => (index % 12 === 3 ? 5 : 0));
    expect([...naive2({ history: zeros, period: 12, horizon: 12 })]).toEqual(new Array(12).fill(0));
    expect([...naive2({ history: [], period: 12, horizon: 2 })]).toEqual([0, 0]);
  });
});
