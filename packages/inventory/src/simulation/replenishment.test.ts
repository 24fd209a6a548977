import { describe, expect, it } from 'vitest';
import { daysToNextReview, orderUnits } from './replenishment.ts';

describe('orderUnits', () => {
  const levels = { minUnits: 10, maxUnits: 24 };

  it('orders nothing above the minimum', () => {
    expect(orderUnits(levels, 11, 6)).toBe(0);
  });

  it('orders up to the maximum at the minimum, in the nearest number of packs', () => {
    expect(orderUnits(levels, 10, 6)).toBe(12); // 14 missing, 2.3 packs
    expect(orderUnits(levels, 2, 6)).toBe(24); // 22 missing, 3.7 packs
  });

  it('orders one pack at least, however large', () => {
    expect(orderUnits(levels, 10, 100)).toBe(100);
  });
});

describe('daysToNextReview', () => {
  it('counts from Saturday to Monday where Sunday is left out', () => {
    expect(daysToNextReview([0, 1, 2, 3, 4, 5], 5)).toBe(2);
    expect(daysToNextReview([0, 1, 2, 3, 4, 5], 0)).toBe(1);
  });

  it('is a week for one review day', () => {
    expect(daysToNextReview([1], 1)).toBe(7);
  });
});
