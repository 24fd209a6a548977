import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import * as empirical from './empirical.ts';
import * as gamma from './gamma.ts';
import * as negativeBinomial from './negative-binomial.ts';
import * as normal from './normal.ts';
import * as poisson from './poisson.ts';

const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const mean = fc.double({ min: 0.01, max: 3000, noNaN: true });
const size = fc.double({ min: 0.05, max: 1e6, noNaN: true });

describe('normal', () => {
  it('has the table values: 1.96 for 97.5 %, and 84.13 % below one standard deviation', () => {
    expect(normal.quantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normal.cdf(1)).toBeCloseTo(0.8413447460685429, 14);
    expect(normal.quantile(0.5, { mean: 7, standardDeviation: 3 })).toBe(7);
  });

  it('inverts its distribution function, deep tails included', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 5, noNaN: true }), (z) => {
        expect(Math.abs(normal.quantile(normal.cdf(z)) - z)).toBeLessThan(1e-9);
      }),
      { numRuns: 300 },
    );
  });
});

describe('gamma', () => {
  it('has the quantiles of the chi-square table', () => {
    expect(gamma.quantile(0.95, { shape: 5, scale: 2 })).toBeCloseTo(18.307038, 5);
    expect(gamma.quantile(0.01, { shape: 0.5, scale: 2 })).toBeCloseTo(0.000157088, 8);
  });

  it('inverts its distribution function', () => {
    fc.assert(
      fc.property(share, fc.double({ min: 0.02, max: 5000, noNaN: true }), (p, shape) => {
        const x = gamma.quantile(p, { shape, scale: 3 });
        if (x > 1e-290) expect(Math.abs(gamma.cdf(x, { shape, scale: 3 }) - p)).toBeLessThan(1e-11);
      }),
      { numRuns: 300 },
    );
  });

  it('has a density that is the slope of its distribution function', () => {
    for (const shape of [0.4, 1, 3, 80]) {
      const x = shape * 1.2;
      const slope =
        (gamma.cdf(x + 1e-5, { shape, scale: 1 }) - gamma.cdf(x - 1e-5, { shape, scale: 1 })) / 2e-5;
      expect(gamma.pdf(x, { shape, scale: 1 })).toBeCloseTo(slope, 7);
    }
  });

  it('is sampled with its mean and variance', () => {
    for (const shape of [0.3, 1, 7]) {
      const random = randomStream(11, shape);
      const { average, variance } = moments(() => gamma.sample(random, { shape, scale: 2 }));
      expect(Math.abs(average - 2 * shape)).toBeLessThan(5 * Math.sqrt((4 * shape) / DRAWS));
      expect(Math.abs(variance / (4 * shape) - 1)).toBeLessThan(5 * Math.sqrt((2 + 6 / shape) / DRAWS));
    }
  });
});

describe('poisson', () => {
  it('has the table values at mean 2.5', () => {
    // e^−2.5 (1 + 2.5 + 3.125) = 0.543813
    expect(poisson.cdf(2, { mean: 2.5 })).toBeCloseTo(Math.exp(-2.5) * 6.625, 14);
    expect(poisson.pmf(3, { mean: 2.5 })).toBeCloseTo((Math.exp(-2.5) * 15.625) / 6, 15);
    expect(poisson.pmf(1.5, { mean: 2.5 })).toBe(0);
  });

  it('has the smallest count that reaches p as its quantile', () => {
    fc.assert(
      fc.property(share, mean, (p, level) => {
        const count = poisson.quantile(p, { mean: level });
        expect(poisson.cdf(count, { mean: level })).toBeGreaterThanOrEqual(p - 1e-11);
        expect(poisson.cdf(count - 1, { mean: level })).toBeLessThan(p + 1e-11);
      }),
      { numRuns: 300 },
    );
  });
});

describe('negativeBinomial', () => {
  it('is geometric at size 1', () => {
    // mean 3, size 1: probability of success 1/4, P(X > k) = (3/4)^(k + 1).
    for (const k of [0, 1, 5, 20]) {
      expect(negativeBinomial.pmf(k, { mean: 3, size: 1 })).toBeCloseTo(0.25 * 0.75 ** k, 14);
      expect(negativeBinomial.cdf(k, { mean: 3, size: 1 })).toBeCloseTo(1 - 0.75 ** (k + 1), 13);
    }
  });

  it('adds up: the distribution function is the sum of the probabilities', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 60, noNaN: true }), size, fc.nat(120), (level, r, count) => {
        let sum = 0;
        for (let k = 0; k <= count; k++) sum += negativeBinomial.pmf(k, { mean: level, size: r });
        expect(Math.abs(negativeBinomial.cdf(count, { mean: level, size: r }) - sum)).toBeLessThan(1e-10);
      }),
      { numRuns: 300 },
    );
  });

  it('has the smallest count that reaches p as its quantile', () => {
    fc.assert(
      fc.property(share, mean, size, (p, level, r) => {
        const parameters = { mean: level, size: r };
        const count = negativeBinomial.quantile(p, parameters);
        expect(negativeBinomial.cdf(count, parameters)).toBeGreaterThanOrEqual(p - 1e-10);
        expect(negativeBinomial.cdf(count - 1, parameters)).toBeLessThan(p + 1e-10);
      }),
      { numRuns: 500 },
    );
  });

  it('nears Poisson as the size grows, without losing digits', () => {
    for (const r of [1e9, 1e12, 1e16, Number.POSITIVE_INFINITY]) {
      const difference = negativeBinomial.cdf(38, { mean: 40, size: r }) - poisson.cdf(38, { mean: 40 });
      // The variance differs by mean² / size, so the distribution functions do by about that share.
      expect(Math.abs(difference)).toBeLessThan(1e-12 + 40 / r);
    }
  });

  it('never falls in the mean', () => {
    fc.assert(
      fc.property(share, mean, size, fc.double({ min: 1, max: 3, noNaN: true }), (p, level, r, factor) => {
        const low = negativeBinomial.quantile(p, { mean: level, size: r });
        expect(negativeBinomial.quantile(p, { mean: level * factor, size: r })).toBeGreaterThanOrEqual(low);
      }),
      { numRuns: 300 },
    );
  });

  it('is tabulated as it is computed', () => {
    for (const [level, r] of [
      [0.2, 0.5],
      [9, 3],
      [800, 40],
      [500, 1e9],
      [12, Number.POSITIVE_INFINITY],
    ] as const) {
      const { first, cumulative } = negativeBinomial.cumulativeTable(
        { mean: level, size: r },
        { tail: 1e-9 },
      );
      for (let entry = 0; entry < cumulative.length; entry++) {
        const exact = negativeBinomial.cdf(first + entry, { mean: level, size: r });
        expect(Math.abs(cumulative[entry]! - exact)).toBeLessThan(1e-11);
      }
      expect(1 - cumulative.at(-1)!).toBeLessThan(1.1e-9);
    }
  });

  it('is sampled with its mean and variance', () => {
    const random = randomStream(12);
    const { average, variance } = moments(() => negativeBinomial.sample(random, { mean: 6, size: 2 }));
    // variance 6 + 36 / 2 = 24; excess kurtosis 6 / 2 + 1 / 24
    expect(Math.abs(average - 6)).toBeLessThan(5 * Math.sqrt(24 / DRAWS));
    expect(Math.abs(variance / 24 - 1)).toBeLessThan(5 * Math.sqrt((2 + 3.05) / DRAWS));
  });

  it('is zero at mean zero, and refuses a size of zero', () => {
    expect(negativeBinomial.quantile(0.99, { mean: 0, size: 2 })).toBe(0);
    expect(negativeBinomial.cdf(0, { mean: 0, size: 2 })).toBe(1);
    expect(() => negativeBinomial.cdf(0, { mean: 1, size: 0 })).toThrow('size is 0');
  });
});

describe('empirical', () => {
  const distribution = empirical.empiricalDistribution([3, 0, 0, 3, 12]);

  it('holds each value once, with its share', () => {
    expect(Array.from(distribution.values)).toEqual([0, 3, 12]);
    expect(Array.from(distribution.cumulative)).toEqual([0.4, 0.8, 1]);
    expect(distribution.mean).toBe(3.6);
    expect(empirical.cdf(2.9, distribution)).toBe(0.4);
    expect(empirical.cdf(-1, distribution)).toBe(0);
  });

  it('steps from value to value in its quantiles', () => {
    expect([0, 0.4, 0.41, 0.8, 0.9, 1].map((p) => empirical.quantile(p, distribution))).toEqual([
      0, 0, 3, 3, 12, 12,
    ]);
  });

  it('weighs observations and leaves out what is not a number', () => {
    const weighted = empirical.empiricalDistribution([1, Number.NaN, 5], [3, 9, 1]);
    expect(weighted.mean).toBe(2);
    expect(() => empirical.empiricalDistribution([Number.NaN])).toThrow('no finite observation');
  });
});

const DRAWS = 40_000;

function moments(draw: () => number): { average: number; variance: number } {
  const draws = Float64Array.from({ length: DRAWS }, draw);
  const average = draws.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { average, variance: draws.reduce((sum, value) => sum + (value - average) ** 2, 0) / DRAWS };
}
