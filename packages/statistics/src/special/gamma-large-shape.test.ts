import { describe, expect, it } from 'vitest';
import { largeShapeGamma } from './gamma-large-shape.ts';
import { gammaLowerMoment, gammaUpperMoment } from './gamma-partial-moments.ts';

function expectRelative(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual / expected - 1), `${actual} instead of ${expected}`).toBeLessThan(tolerance);
}

describe('incomplete gamma functions of a large shape', () => {
  it('have the values of their series at 10⁸, from 30 standard deviations below to 30 above', () => {
    // mpmath, power series with 40 digits
    for (const [x, expected] of [
      [99700000, 1.990882289646706e-198],
      [99920000, 6.11569983219279e-16],
      [99970000, 0.0013487164491615506],
      [99995000, 0.3085463403774922],
    ] as const) {
      expectRelative(largeShapeGamma('lower', 1e8, x), expected, 1e-13);
      expectRelative(gammaLowerMoment(0, 1e8, x), expected, 1e-13);
      expectRelative(largeShapeGamma('upper', 1e8, x), 1 - expected, 1e-15);
    }
    for (const [x, expected] of [
      [100005000, 0.3085287371111551],
      [100030000, 0.0013510801016019577],
      [100080000, 6.327903413122214e-16],
      [100300000, 1.2044173125193529e-197],
    ] as const) {
      expectRelative(largeShapeGamma('upper', 1e8, x), expected, 1e-13);
      expectRelative(gammaUpperMoment(0, 1e8, x), expected, 1e-13);
      expectRelative(largeShapeGamma('lower', 1e8, x), 1 - expected, 1e-15);
    }
  });

  it('have each coefficient right: at 10⁴, where the neglected ones are below 10⁻¹²', () => {
    for (const deviations of [-4, -3, -1, 1, 3, 4]) {
      const x = 1e4 + 100 * deviations;
      const lower = gammaLowerMoment(0, 1e4, x);
      const upper = gammaUpperMoment(0, 1e4, x);
      if (deviations < 0) expectRelative(largeShapeGamma('lower', 1e4, x), lower, 4e-12);
      else expectRelative(largeShapeGamma('upper', 1e4, x), upper, 4e-12);
    }
  });

  it('goes on from the sums where they end', () => {
    for (const sign of [-5, -1, 0, 1, 5]) {
      for (const order of [0, 1, 2] as const) {
        const below = order === 0 ? 1e8 * (1 - 1e-9) : 1e10 * (1 - 1e-11);
        const above = order === 0 ? 1e8 : 1e10;
        // In units of √a the moments hardly change from a = 10¹⁰ (1 − 10⁻¹¹) to 10¹⁰.
        for (const moment of [gammaLowerMoment, gammaUpperMoment]) {
          const before = moment(order, below, below + sign * Math.sqrt(below)) / below ** (order / 2);
          const after = moment(order, above, above + sign * Math.sqrt(above)) / above ** (order / 2);
          expectRelative(after, before, 1e-9);
        }
      }
    }
  });

  it('are those of the normal distribution, its skewness corrected, at 10¹⁴', () => {
    // P(a, a) = ½ + 1 / (3 √(2π a)) and E[(G − a)⁺] = √(a / 2π) to first order
    const a = 1e14;
    expectRelative(gammaLowerMoment(0, a, a) - 0.5, 1 / (3 * Math.sqrt(2 * Math.PI * a)), 1e-6);
    expectRelative(gammaUpperMoment(1, a, a), Math.sqrt(a / (2 * Math.PI)), 1e-12);
    expect(gammaUpperMoment(2, a, a + 1e9)).toBe(0);
    expect(gammaLowerMoment(1, a, a - 1e9)).toBe(0);
    expect(gammaUpperMoment(0, a, 0)).toBe(1);
    expect(gammaUpperMoment(1, a, 0)).toBe(a);
  });
});
