import { negativeBinomial, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { seasonFactors } from './season-factors.ts';

/** Negative binomial demand around a level of 6 with the given factors. */
function demandWith(factors: readonly number[], periods: number, seed: number): Int32Array {
  const random = randomStream(seed, 'season');
  return Int32Array.from({ length: periods }, (_, period) =>
    negativeBinomial.sample(random, { mean: 6 * factors[period % factors.length]!, size: 2 }),
  );
}

const WEEK = [0.4, 0.6, 0.8, 1, 1.2, 1.6, 1.4];

describe('seasonFactors', () => {
  it('recovers the factors of a season that shows', () => {
    const { period, factors } = seasonFactors(demandWith(WEEK, 700, 1), [7, 30]);
    expect(period).toBe(7);
    WEEK.forEach((factor, place) => {
      expect(Math.abs(factors[place]! - factor)).toBeLessThan(0.2);
    });
    expect(factors.reduce((sum, factor) => sum + factor, 0) / 7).toBeCloseTo(1, 12);
  });

  it('finds no season where there is none, in 99 of 100 series', () => {
    for (const periods of [24, 60]) {
      let found = 0;
      for (let seed = 0; seed < 300; seed++) {
        if (seasonFactors(demandWith([1], periods, seed), [12]).period > 1) found++;
      }
      expect(found).toBeLessThanOrEqual(3);
    }
  });

  it('needs two seasons, and is untouched by unknown values and by all zeros', () => {
    const cells = demandWith(WEEK, 700, 2);
    expect(seasonFactors(cells.subarray(0, 13), [7]).period).toBe(1);
    expect(seasonFactors(new Int32Array(70), [7]).period).toBe(1);
    expect(seasonFactors(new Int32Array(70).fill(-1), [7]).period).toBe(1);
    const gaps = cells.map((demand, period) => (period % 5 === 0 ? -1 : demand));
    expect(seasonFactors(gaps, [7]).period).toBe(7);
  });
});
