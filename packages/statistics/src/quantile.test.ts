import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type QuantileDefinition, quantileType7, sampleQuantile, weightedQuantile } from './quantile.ts';

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

/** numpy.quantile of NumPy 2.4.6 with the method of the same definition, at SHARES. */
const FIBONACCI_LIKE = [1, 2, 4, 8, 9, 13, 20, 21, 34, 55];
const SHARES = [0, 0.01, 0.05, 0.15, 0.25, 0.33, 0.5, 0.62, 0.7, 0.95, 1];
const BY_NUMPY: Record<QuantileDefinition, number[]> = {
  'inverse-cdf': [1, 1, 1, 2, 4, 8, 9, 20, 20, 55, 55],
  'averaged-inverse-cdf': [1, 1, 1, 2, 4, 8, 11, 20, 20.5, 55, 55],
  'nearest-even': [1, 1, 1, 2, 2, 4, 9, 13, 20, 55, 55],
  'linear-inverse-cdf': [1, 1, 1, 1.5, 3, 5.2, 9, 14.4, 20, 44.5, 55],
  hazen: [1, 1, 1, 2, 4, 7.2, 11, 17.9, 20.5, 55, 55],
  weibull: [1, 1, 1, 1.65, 3.5, 6.52, 11, 18.74, 20.7, 55, 55],
  gumbel: [1, 1.09, 1.45, 2.7, 5, 7.88, 11, 17.06, 20.3, 45.55, 55],
  'median-unbiased': [1, 1, 1, 1.8833333333, 3.8333333333, 6.9733333333, 11, 18.18, 20.5666666667, 55, 55],
  'normal-unbiased': [1, 1, 1, 1.9125, 3.875, 7.03, 11, 18.11, 20.55, 55, 55],
};
const DEFINITIONS = Object.keys(BY_NUMPY) as QuantileDefinition[];

describe('sampleQuantile', () => {
  it.each(DEFINITIONS)('%s agrees with NumPy', (definition) => {
    for (const [index, p] of SHARES.entries()) {
      const found = sampleQuantile(FIBONACCI_LIKE, p, definition);
      expect(found, `at ${p}`).toBeCloseTo(BY_NUMPY[definition][index]!, 9);
    }
  });

  it('takes the observation that n p names, although 0.07 · 100 is 7.000000000000001', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(sampleQuantile(hundred, 0.07, 'inverse-cdf')).toBe(7);
    expect(sampleQuantile(hundred, 0.07, 'averaged-inverse-cdf')).toBe(7.5);
    expect(sampleQuantile(hundred, 0.0701, 'inverse-cdf')).toBe(8);
    expect(sampleQuantile(hundred, 0.07, 'linear-inverse-cdf')).toBeCloseTo(7, 12);
  });

  it('rounds halves to the even order: the second of three at 1.5 and of five at 2.5', () => {
    expect(sampleQuantile([10, 20, 30], 0.5, 'nearest-even')).toBe(20);
    expect(sampleQuantile([10, 20, 30, 40, 50], 0.5, 'nearest-even')).toBe(20);
    expect(sampleQuantile([10, 20, 30, 40, 50], 0.51, 'nearest-even')).toBe(30);
    expect(sampleQuantile([10, 20, 30, 40, 50], 0.7, 'nearest-even')).toBe(40);
  });

  const samples = fc
    .array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 40 })
    .map((sample) => sample.sort((a, b) => a - b));

  it('stays within the sample, never falls with p, and follows shifts and units', () => {
    fc.assert(
      fc.property(
        samples,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sample, p, q) => {
          for (const definition of DEFINITIONS) {
            const at = (share: number) => sampleQuantile(sample, share, definition);
            expect(at(p)).toBeGreaterThanOrEqual(sample[0]!);
            expect(at(p)).toBeLessThanOrEqual(sample.at(-1)!);
            expect(at(Math.min(p, q))).toBeLessThanOrEqual(at(Math.max(p, q)) + 1e-9);
            const moved = sample.map((value) => 4 * value + 7);
            expect(sampleQuantile(moved, p, definition)).toBeCloseTo(4 * at(p) + 7, 6);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('mirrors: the quantile of the negatives at 1 − p is the negative, where the definition is symmetric', () => {
    const symmetric = DEFINITIONS.filter(
      (name) => !['inverse-cdf', 'nearest-even', 'linear-inverse-cdf'].includes(name),
    );
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 64 }), (sample, share) => {
        const mirrored = sample.map((value) => -value).reverse();
        for (const definition of symmetric) {
          const found = sampleQuantile(mirrored, 1 - share / 64, definition);
          expect(found).toBeCloseTo(-sampleQuantile(sample, share / 64, definition), 6);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is quantileType7 for gumbel', () => {
    for (const p of SHARES)
      expect(quantileType7(FIBONACCI_LIKE, p)).toBeCloseTo(sampleQuantile(FIBONACCI_LIKE, p, 'gumbel'), 12);
  });

  it('refuses an empty sample and a share outside 0 to 1, and accepts one number and the ends', () => {
    expect(() => sampleQuantile([], 0.5, 'hazen')).toThrow(
      'sorted has length 0; it must hold at least one number',
    );
    expect(() => sampleQuantile([1], -0.1, 'hazen')).toThrow('p is -0.1; it must lie between 0 and 1');
    for (const definition of DEFINITIONS) expect(sampleQuantile([5], 1, definition)).toBe(5);
  });

  it('lets the ends of a sample be infinite or as far apart as numbers reach', () => {
    const infinity = Number.POSITIVE_INFINITY;
    expect(sampleQuantile([1, 2, infinity], 0.5, 'gumbel')).toBe(2);
    expect(sampleQuantile([1, 2, infinity], 0.75, 'gumbel')).toBe(infinity);
    expect(sampleQuantile([1, infinity, infinity], 0.9, 'hazen')).toBe(infinity);
    expect(quantileType7([-infinity, -infinity, 1], 0.25)).toBe(-infinity);
    expect(sampleQuantile([-1e308, 1.5e308], 0.5, 'hazen') / 2.5e307).toBeCloseTo(1, 12);
    expect(sampleQuantile([1.5e308, 1.6e308], 0.5, 'averaged-inverse-cdf') / 1.55e308).toBeCloseTo(1, 12);
    expect(() => quantileType7([-infinity, infinity], 0.5)).toThrow(
      'sorted goes from -Infinity to Infinity there; one of the two must be finite',
    );
    expect(quantileType7([-infinity, infinity], 1)).toBe(infinity);
    expect(quantileType7([-infinity, 1], 0.5)).toBe(-infinity);
    // (n + 1) p is 0.07 · 100 = 7.000000000000001: the seventh, not a share of what comes after it.
    const observed = Array.from({ length: 99 }, (_, index) => (index < 7 ? index + 1 : infinity));
    expect(sampleQuantile(observed, 0.07, 'weibull')).toBe(7);
  });

  it('refuses NaN where it is needed, and definitions it does not know', () => {
    expect(() => quantileType7([1, Number.NaN], 0.9)).toThrow('sorted holds NaN; it must hold numbers');
    expect(() => sampleQuantile([1, Number.NaN], 1, 'inverse-cdf')).toThrow('sorted holds NaN');
    expect(() => sampleQuantile([1, Number.NaN], 1, 'nearest-even')).toThrow('sorted holds NaN');
    expect(() => weightedQuantile([Number.NaN], [1], 0.5)).toThrow('sorted holds NaN');
    const unknown = 'middle' as QuantileDefinition;
    expect(() => sampleQuantile([1], 0.5, unknown)).toThrow(
      'definition is middle; it must be one of the nine',
    );
  });
});

describe('weightedQuantile', () => {
  it('is the first value at or below which the share of the weight lies', () => {
    expect(weightedQuantile([10, 20, 30], [1, 1, 8], 0.1)).toBe(10);
    expect(weightedQuantile([10, 20, 30], [1, 1, 8], 0.2)).toBe(20);
    expect(weightedQuantile([10, 20, 30], [1, 1, 8], 0.21)).toBe(30);
  });

  it('with equal weights is the inverse of the distribution, however the weights round', () => {
    for (const weight of [0.1, 1 / 3, 0.7, 1e-300, 1e300]) {
      for (const count of [3, 10, 49, 700]) {
        const sorted = Array.from({ length: count }, (_, index) => index + 1);
        const weights = sorted.map(() => weight);
        const found = sorted.map((order) => weightedQuantile(sorted, weights, order / count));
        expect(found).toEqual(sorted);
      }
    }
  });

  it('passes over values without weight, at the ends too', () => {
    expect(weightedQuantile([10, 20, 30], [0, 1, 0], 0)).toBe(20);
    expect(weightedQuantile([10, 20, 30], [0, 1, 0], 1)).toBe(20);
  });

  it('with whole weights is the quantile of the sample with each value repeated', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 5 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 40 }), (unsorted, share) => {
        const sorted = unsorted.sort(([a], [b]) => a - b);
        const repeated = sorted.flatMap(([value, weight]) => new Array<number>(weight).fill(value));
        fc.pre(repeated.length > 0);
        const found = weightedQuantile(
          sorted.map(([value]) => value),
          sorted.map(([, weight]) => weight),
          share / 40,
        );
        expect(found).toBe(sampleQuantile(repeated, share / 40, 'inverse-cdf'));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses weights that are missing, negative or all 0, and accepts a single one', () => {
    expect(() => weightedQuantile([1, 2], [1], 0.5)).toThrow(
      'weights has length 1; it must have one per number, 2',
    );
    expect(() => weightedQuantile([1, 2], [1, -1], 0.5)).toThrow(
      'weights[1] is -1; it must be a finite number, at least 0',
    );
    expect(() => weightedQuantile([1], [Number.POSITIVE_INFINITY], 0.5)).toThrow('weights[0] is Infinity');
    expect(() => weightedQuantile([1, 2], [0, 0], 0.5)).toThrow(
      'weights add up to 0; one of them must be greater',
    );
    expect(() => weightedQuantile([], [], 0.5)).toThrow('sorted has length 0');
    expect(weightedQuantile([1, 2], [0, 1e-300], 0.5)).toBe(2);
  });
});
