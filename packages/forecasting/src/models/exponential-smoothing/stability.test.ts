import { describe, expect, it } from 'vitest';
import { isStable, largestStableBeta } from './stability.ts';

describe('isStable', () => {
  // Largest moduli of the roots of equation 10.5 by numpy: 1.0036, 0.9929, 1.0002, 0.9741.
  it.each([
    [12, { alpha: 0.9, beta: 0.819, gamma: 0.096, phi: 1 }, false],
    [12, { alpha: 0.3, beta: 0.01, gamma: 0.1, phi: 1 }, true],
    [4, { alpha: 0.99, beta: 0.9801, gamma: 0.008, phi: 0.84 }, false],
    [7, { alpha: 0.5, beta: 0.05, gamma: 0.2, phi: 0.9 }, true],
  ])('of a season of %d', (period, weights, stable) => {
    expect(isStable(weights, period)).toBe(stable);
  });
});

describe('largestStableBeta', () => {
  it('lies on the edge of the stable region', () => {
    const weights = { alpha: 0.9, beta: 0, gamma: 0.096, phi: 1 };
    const beta = largestStableBeta(weights, 12);
    expect(isStable({ ...weights, beta: beta - 1e-6 }, 12)).toBe(true);
    expect(isStable({ ...weights, beta: beta + 1e-6 }, 12)).toBe(false);
  });
});
