import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scalingOf } from './scaling.ts';

describe('scalingOf', () => {
  it('knows the mean, the median and the mean size', () => {
    // 1, 2, 3, 10: mean 4, variance (9 + 4 + 1 + 36) / 4 = 12.5; median 2.5, deviations 1.5, 0.5, 0.5, 7.5 with median 1
    const values = [1, 2, Number.NaN, 3, 10];
    expect(scalingOf(values, 'standard')).toMatchObject({ centre: 4, scale: Math.sqrt(12.5) });
    expect(scalingOf(values, 'robust')).toMatchObject({ centre: 2.5, scale: 1.4826 });
    expect(scalingOf(values, 'mean')).toMatchObject({ centre: 0, scale: 4 });
  });

  it('comes back to where it began', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.constantFrom('standard', 'robust', 'mean'), (given, method) => {
        const scaling = scalingOf(given, method);
        const back = scaling.invert(scaling.apply(given));
        for (const [index, value] of given.entries()) expect(back[index]).toBeCloseTo(value, 6);
      }),
    );
  });

  it('divides a constant, an empty and an unknown series by 1', () => {
    for (const values of [[7, 7, 7], [], [Number.NaN]]) {
      expect(scalingOf(values, 'standard').scale).toBe(1);
      expect(scalingOf(values, 'robust').scale).toBe(1);
    }
    expect(scalingOf([0, 0], 'mean').scale).toBe(1);
  });

  it('refuses another method', () => {
    expect(() => scalingOf([1], 'log' as 'mean')).toThrow(
      "method is 'log'; it must be 'standard', 'robust' or 'mean'",
    );
  });
});
