import { describe, expect, it } from 'vitest';
import { meanOf, medianOf } from './averages.ts';

describe('medianOf', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(medianOf(Float64Array.of(3, 1, 2))).toBe(2);
    expect(medianOf(Float64Array.of(4, Number.NaN, 1))).toBe(2.5);
    expect(medianOf(new Float64Array(0))).toBeNaN();
  });
});

describe('meanOf', () => {
  it('does not overflow where the sum would', () => {
    expect(meanOf(Float64Array.of(1.5e308, 1.5e308))).toBe(1.5e308);
    expect(meanOf(Float64Array.of(1, 2, 6))).toBeCloseTo(3, 12);
  });
});
