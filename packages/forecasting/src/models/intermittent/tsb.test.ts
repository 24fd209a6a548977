import { describe, expect, it } from 'vitest';
import { tsb } from './tsb.ts';

describe('tsb', () => {
  it('smooths the probability every period and the size at demands', () => {
    // First demand 4 in the second period: probability 1 / 2. Then no, no, 6 with shares 0.5:
    // probability 0.25, 0.125, 0.5625; size 4, 4, 5.
    const { parameters } = tsb.fit({ values: [0, 4, 0, 0, 6] }, { alphaProbability: 0.5, alphaSize: 0.5 });
    expect(parameters.probability).toBe(0.5625);
    expect(parameters.size).toBe(5);
  });

  it('fades by its share each period without demand, but not while nothing is known', () => {
    const after = (tail: number[]): number => tsb.fit({ values: [0, 4, 2, ...tail] }).forecast(1).mean[0]!;
    expect(after([0, 0])).toBeCloseTo(0.9 * 0.9 * after([]), 14);
    expect(after([Number.NaN, Number.NaN])).toBe(after([]));
  });

  it('forecasts the demand that a steady process has', () => {
    // Demand of 3 in every fourth period: 0.75 a period.
    const values = Array.from({ length: 400 }, (_, period) => (period % 4 === 1 ? 3 : 0));
    expect(tsb.fit({ values }, { alphaProbability: 0.02 }).forecast(1).mean[0]).toBeCloseTo(0.75, 1);
  });

  it('refuses shares outside of 0 to 1 and accepts 1', () => {
    const values = [0, 1, 0];
    expect(() => tsb.fit({ values }, { alphaSize: 0 })).toThrow('alphaSize is 0;');
    expect(() => tsb.fit({ values }, { alphaProbability: 1.5 })).toThrow('alphaProbability is 1.5;');
    expect(tsb.fit({ values }, { alphaSize: 1, alphaProbability: 1 }).forecast(1).mean[0]).toBe(0);
  });
});
