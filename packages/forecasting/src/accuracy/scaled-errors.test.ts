import { describe, expect, it } from 'vitest';
import { naiveAbsoluteError, naiveSquaredError, sinceFirstDemand } from './naive-error.ts';
import { meanAbsoluteScaledError, rootMeanSquaredScaledError, scaledBias } from './scaled-errors.ts';

const UNKNOWN = Number.NaN;

describe('naive errors of the history', () => {
  it('take pairs of known values one season apart', () => {
    expect(naiveAbsoluteError([1, 3, 2])).toBe(1.5);
    expect(naiveSquaredError([1, 3, 2])).toBe(2.5);
    expect(naiveAbsoluteError([1, 3, 2, 7], 2)).toBe((1 + 4) / 2);
    expect(naiveAbsoluteError([1, UNKNOWN, 2, 4])).toBe(2);
  });

  it('do not exist without such a pair', () => {
    expect(naiveAbsoluteError([5])).toBeNaN();
    expect(naiveAbsoluteError([1, 2, 3], 12)).toBeNaN();
  });

  it('want a whole lag', () => {
    expect(() => naiveAbsoluteError([1, 2], 0)).toThrow('lag is 0');
    expect(naiveAbsoluteError([1, 2], 1)).toBe(1);
  });
});

describe('sinceFirstDemand', () => {
  it('leaves out zeros and unknown values in front, and only those', () => {
    expect([...sinceFirstDemand([0, UNKNOWN, 0, 2, 0, UNKNOWN])]).toEqual([2, 0, UNKNOWN]);
    expect(sinceFirstDemand([0, 0])).toHaveLength(0);
  });
});

describe('scaled errors', () => {
  const outcome = { history: [1, 3, 2], actual: [4, UNKNOWN, 2], forecast: [1, 9, 2] };

  it('are errors over those of the naive forecast', () => {
    expect(meanAbsoluteScaledError(outcome)).toBe(1.5 / 1.5);
    expect(rootMeanSquaredScaledError(outcome)).toBeCloseTo(Math.sqrt(4.5 / 2.5), 14);
    expect(scaledBias(outcome)).toBe(-1.5 / 1.5);
  });

  it('do not exist where the history never changed', () => {
    expect(meanAbsoluteScaledError({ ...outcome, history: [2, 2, 2] })).toBeNaN();
    expect(rootMeanSquaredScaledError({ ...outcome, history: [0, 0, 0] })).toBeNaN();
  });

  it('measure RMSSE since the first demand, so that an item not yet sold has no scale', () => {
    const late = { history: [0, 0, 0, 0, 4, 2], actual: [3], forecast: [1] };
    expect(rootMeanSquaredScaledError(late)).toBe(1);
    expect(meanAbsoluteScaledError(late)).toBe(2 / ((4 + 2) / 5));
  });
});
