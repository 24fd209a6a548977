import { describe, expect, it } from 'vitest';
import { quantileType7 } from './quantile.ts';

describe('quantileType7', () => {
  it('interpolates between the order statistics around (n − 1) p', () => {
    // (4 − 1) × 0.25 = 0.75: three quarters of the way from the first to the second.
    expect(quantileType7([1, 2, 4, 8], 0.25)).toBe(1.75);
    expect(quantileType7([1, 2, 4, 8], 0.5)).toBe(3);
    expect(quantileType7([15, 20, 35, 40, 50], 0.4)).toBeCloseTo(29, 12); // 20 + 0.6 × 15
  });

  it('returns the ends at 0 and 1, and the only value of one', () => {
    expect(quantileType7([1, 2, 4, 8], 0)).toBe(1);
    expect(quantileType7([1, 2, 4, 8], 1)).toBe(8);
    expect(quantileType7([5], 0.3)).toBe(5);
  });

  it('refuses an empty sample and a share outside 0 to 1', () => {
    expect(() => quantileType7([], 0.5)).toThrow('at least one number');
    expect(() => quantileType7([1], 1.5)).toThrow('p is 1.5');
  });
});
