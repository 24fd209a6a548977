import { describe, expect, it } from 'vitest';
import { studentQuantile } from './student-quantile.ts';

describe('studentQuantile', () => {
  it.each([
    // Tables of the t distribution, as in Abramowitz and Stegun (1964), table 26.10.
    [0.975, 1, 12.7062],
    [0.975, 2, 4.30265],
    [0.975, 3, 3.18245],
    [0.9, 3, 1.63774],
    [0.95, 5, 2.01505],
    [0.995, 10, 3.16927],
    [0.9, 10, 1.37218],
    [0.975, 30, 2.04227],
    [0.995, 120, 2.61742],
  ])('is that of the table at %f with %i degrees of freedom', (probability, degrees, expected) => {
    expect(studentQuantile(probability, degrees) / expected).toBeCloseTo(1, 3);
  });

  it('is the normal quantile where sigma is known', () => {
    expect(studentQuantile(0.975, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959964, 6);
  });

  it('is symmetric, and 0 in the middle', () => {
    expect(studentQuantile(0.5, 4)).toBe(0);
    expect(studentQuantile(0.1, 4)).toBe(-studentQuantile(0.9, 4));
  });

  it('rises with the probability, also where its expansions meet', () => {
    for (const degrees of [1, 1.5, 2, 3, 4.5, 8, 25]) {
      let before = Number.NEGATIVE_INFINITY;
      for (let percent = 1; percent < 1000; percent++) {
        const value = studentQuantile(percent / 1000, degrees);
        expect(value).toBeGreaterThan(before);
        before = value;
      }
    }
  });
});
