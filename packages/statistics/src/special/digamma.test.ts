import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digamma } from './digamma.ts';
import { logGamma } from './log-gamma.ts';

const EULER = 0.5772156649015329;

describe('digamma', () => {
  it('is the harmonic numbers less the constant of Euler at whole numbers', () => {
    let harmonic = 0;
    for (let n = 1; n <= 40; n++) {
      expect(digamma(n)).toBeCloseTo(harmonic - EULER, 14);
      harmonic += 1 / n;
    }
  });

  it('has the values of Abramowitz and Stegun (1964), 6.3.3, at one half, and Gauss at one quarter', () => {
    expect(digamma(0.5)).toBeCloseTo(-EULER - 2 * Math.LN2, 14);
    expect(digamma(0.25)).toBeCloseTo(-Math.PI / 2 - 3 * Math.LN2 - EULER, 13);
  });

  it('obeys the duplication formula', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1000, noNaN: true }), (x) => {
        const right = 0.5 * digamma(x) + 0.5 * digamma(x + 0.5) + Math.LN2;
        expect(Math.abs(digamma(2 * x) - right)).toBeLessThan(1e-13 * (1 + 1 / x));
      }),
      { numRuns: 200 },
    );
  });

  it('is the slope of the logarithm of the gamma function', () => {
    for (const x of [0.7, 3, 9.9, 10.1, 250]) {
      const slope = (logGamma(x + 1e-4) - logGamma(x - 1e-4)) / 2e-4;
      expect(digamma(x)).toBeCloseTo(slope, 7);
    }
  });

  it('refuses 0 and infinity, and accepts the smallest and a huge number', () => {
    expect(() => digamma(0)).toThrow('x is 0; it must be a finite number greater than 0');
    expect(() => digamma(Number.POSITIVE_INFINITY)).toThrow('x is Infinity; it must be a finite number');
    expect(digamma(1e-300) / -1e300).toBeCloseTo(1, 14);
    expect(digamma(1e300)).toBeCloseTo(300 * Math.LN10, 11);
  });
});
