import { negativeBinomial } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customersWithHabit, unitsWanted } from './customers.ts';

const uniform = fc.double({ min: 0, max: 0.999999, noNaN: true });
const mean = fc.double({ min: 0.01, max: 60, noNaN: true });
const dispersion = fc.double({ min: 0.3, max: 20, noNaN: true });

/** Midpoints of a fine grid stand for all uniform numbers. */
function gridMoments(draw: (uniform: number) => number): { mean: number; variance: number } {
  const points = 200_000;
  let total = 0;
  let squares = 0;
  for (let point = 0; point < points; point += 1) {
    const value = draw((point + 0.5) / points);
    total += value;
    squares += value * value;
  }
  return { mean: total / points, variance: squares / points - (total / points) ** 2 };
}

describe('unitsWanted', () => {
  it('has the mean and the variance μ + μ² / r of the negative binomial', () => {
    const moments = gridMoments((point) => unitsWanted(point, 3.2, 2));
    expect(moments.mean).toBeCloseTo(3.2, 2);
    expect(moments.variance).toBeCloseTo(3.2 + 3.2 ** 2 / 2, 1);
  });

  it('is the quantile of the negative binomial in @granary/statistics', () => {
    fc.assert(
      fc.property(uniform, mean, dispersion, (point, expected, size) => {
        const units = unitsWanted(point, expected, size);
        const distribution = { mean: expected, size };
        expect(negativeBinomial.cdf(units, distribution)).toBeGreaterThanOrEqual(point - 1e-9);
        if (units > 0)
          expect(negativeBinomial.cdf(units - 1, distribution)).toBeLessThanOrEqual(point + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('never wants fewer units when the mean rises on the same uniform number', () => {
    fc.assert(
      fc.property(uniform, mean, mean, dispersion, (point, one, other, size) => {
        const lower = unitsWanted(point, Math.min(one, other), size);
        expect(unitsWanted(point, Math.max(one, other), size)).toBeGreaterThanOrEqual(lower);
      }),
      { numRuns: 300 },
    );
  });

  it('wants nothing where nothing is expected', () => {
    expect(unitsWanted(0.99, 0, 2)).toBe(0);
  });
});

describe('customersWithHabit', () => {
  it('has the mean n p and the variance n p (1 − p) of the binomial', () => {
    const moments = gridMoments((point) => customersWithHabit(point, 12, 0.25));
    expect(moments.mean).toBeCloseTo(3, 2);
    expect(moments.variance).toBeCloseTo(12 * 0.25 * 0.75, 1);
  });

  it('is everyone at share 1 and nobody at share 0', () => {
    expect(customersWithHabit(0.5, 9, 1)).toBe(9);
    expect(customersWithHabit(0.5, 9, 0)).toBe(0);
  });
});
