import { negativeBinomial, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { usableSeries } from './usable-series.ts';
import { weekdayFactors } from './weekday-factors.ts';

interface Shop {
  level: number;
  days: number;
  seed?: number;
}

/** Days made from `week` (mean 1, Monday first) at `level` units a day. */
function daysOf(week: number[], { level, days, seed = 1 }: Shop): number[] {
  const random = randomStream('weekday factors', seed);
  return Array.from({ length: days }, (_, day) =>
    negativeBinomial.sample(random, { mean: level * week[day % 7]!, size: 5 }),
  );
}
const factorsOf = (week: number[], shop: Shop): Float64Array =>
  weekdayFactors(usableSeries({ startDate: '2024-01-01', units: daysOf(week, shop) }));
const spread = (factors: Float64Array): number => Math.max(...factors) - Math.min(...factors);
const FLAT = [1, 1, 1, 1, 1, 1, 1];
const BUSY_SATURDAY = [0.8, 0.8, 0.8, 0.9, 1.1, 1.8, 0.8];

describe('weekdayFactors', () => {
  it('has mean 1', () => {
    const factors = factorsOf(BUSY_SATURDAY, { level: 10, days: 365 });
    expect(factors.reduce((sum, factor) => sum + factor, 0)).toBeCloseTo(7, 12);
  });

  it('finds a strong week in a long history', () => {
    const factors = factorsOf(BUSY_SATURDAY, { level: 20, days: 728 });
    BUSY_SATURDAY.forEach((factor, weekday) => {
      expect(Math.abs(factors[weekday]! - factor)).toBeLessThan(0.2);
    });
  });

  it('is nearly flat where there is no week to find', () => {
    for (let seed = 0; seed < 20; seed++) {
      expect(spread(factorsOf(FLAT, { level: 10, days: 728, seed }))).toBeLessThan(0.25);
    }
  });

  it('keeps less than half of the spread that a few units show by chance', () => {
    let kept = 0;
    let shown = 0;
    for (let seed = 0; seed < 40; seed++) {
      const units = daysOf(FLAT, { level: 0.5, days: 56, seed });
      const average = units.reduce((sum, sold) => sum + sold, 0) / 7;
      const raw = FLAT.map((_, weekday) =>
        units.filter((_, day) => day % 7 === weekday).reduce((a, b) => a + b, 0),
      );
      shown += (Math.max(...raw) - Math.min(...raw)) / average;
      kept += spread(factorsOf(FLAT, { level: 0.5, days: 56, seed }));
    }
    expect(kept).toBeLessThan(0.5 * shown);
  });

  it('has a factor of zero for a weekday on which a busy shop never sold', () => {
    const factors = factorsOf([1.2, 1.2, 1.2, 1.2, 1.2, 1, 0], { level: 8, days: 364 });
    expect(factors[6]).toBe(0);
    expect(factors[0]).toBeGreaterThan(1);
  });

  it('is flat for a history without units', () => {
    expect(Array.from(factorsOf(FLAT, { level: 0, days: 60 }))).toEqual(FLAT);
  });
});
