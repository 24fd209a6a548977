import { negativeBinomial, normal } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { negativeBinomialDay } from './day-distribution.ts';

const SCORES = Array.from({ length: 121 }, (_, index) => -3 + index * 0.05);

/** ∫ z × units(z) φ(z) dz by the trapezoid rule with 12,000 steps. */
function integratedSlope(mean: number, size: number): number {
  const { unitsAt } = negativeBinomialDay(mean, size);
  let total = 0;
  for (let z = -6; z < 6; z += 0.001) total += z * unitsAt(z) * normal.pdf(z) * 0.001;
  return total;
}

describe('negativeBinomialDay', () => {
  it.each([
    [0.2, 0.5],
    [3, 2],
    [40, 8],
    [290, 1e6],
  ])('gives the exact quantile at each score: mean %d, size %d', (mean, size) => {
    const { unitsAt } = negativeBinomialDay(mean, size);
    for (const z of SCORES) {
      expect(unitsAt(z)).toBe(negativeBinomial.quantile(normal.cdf(z), { mean, size }));
    }
  });

  it.each([
    [400, 5],
    [2000, 0.8],
    [5000, 1e6],
  ])(
    'is off by no more than 3 hundredths of a standard deviation for large means: mean %d, size %d',
    (mean, size) => {
      const { unitsAt } = negativeBinomialDay(mean, size);
      const deviation = Math.sqrt(mean + (mean * mean) / size);
      for (const z of SCORES) {
        const exact = negativeBinomial.quantile(normal.cdf(z), { mean, size });
        expect(Math.abs(unitsAt(z) - exact)).toBeLessThan(0.03 * deviation);
      }
    },
  );

  it.each([
    [0.05, 1],
    [3, 2],
    [40, 8],
    [250, 3],
    [800, 4],
  ])('states its slope on the score: mean %d, size %d', (mean, size) => {
    const { slope } = negativeBinomialDay(mean, size);
    expect(slope / integratedSlope(mean, size)).toBeGreaterThan(0.99);
    expect(slope / integratedSlope(mean, size)).toBeLessThan(1.01);
  });

  it('holds units that fit 32 bits at any mean', () => {
    expect(negativeBinomialDay(1e9, 0.5, 1000).unitsAt(5)).toBe(2_147_483_647);
  });
});
