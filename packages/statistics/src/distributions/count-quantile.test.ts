import { describe, expect, it } from 'vitest';
import type { Distribution } from '../distribution.ts';
import { type CountDistribution, countQuantile } from './count-quantile.ts';
import * as counts from './counts.ts';
import * as geometric from './geometric.ts';
import * as negativeBinomial from './negative-binomial.ts';
import * as poisson from './poisson.ts';

const distributions: [string, Distribution][] = [
  ...[0.01, 3.3, 77.7, 1000, 1e6].map((mean): [string, Distribution] => [
    `poisson ${mean}`,
    poisson.distribution({ mean }),
  ]),
  ...[
    [4, 2],
    [9, 6],
    [50, 0.5],
    [100, 1000],
    [1000, 3],
    [30, 1e7],
    [1e4, 50],
  ].map(([mean = 0, size = 0]): [string, Distribution] => [
    `negativeBinomial ${mean} ${size}`,
    negativeBinomial.distribution({ mean, size }),
  ]),
  ...[0.2, 1e-3, 1e-6].map((probability): [string, Distribution] => [
    `geometric ${probability}`,
    geometric.distribution({ probability }),
  ]),
  ['counts', counts.distribution({ probabilities: [0.1, 0.25, 0, 0.05, 0.3, 0.3] })],
];

/** Counts over the whole range, down to probabilities of 10⁻¹⁵ on both sides, each one if there are few. */
function countsOf(d: Distribution): number[] {
  const highest = d.quantile(1 - 1e-15);
  if (highest < 300) return Array.from({ length: highest + 1 }, (_, count) => count);
  const tails = Array.from({ length: 15 }, (_, power) => 10 ** -(power + 1));
  const shares = [
    ...tails,
    ...tails.map((tail) => 1 - tail),
    ...Array.from({ length: 40 }, (_, i) => (i + 0.5) / 40),
  ];
  return shares.map((p) => d.quantile(p));
}

describe('quantiles of counts', () => {
  it.each(distributions)(
    '%s: cdf(k) leads back to k, and a little more than cdf(k) to a higher count',
    (_, d) => {
      for (const count of countsOf(d)) {
        const reached = d.cdf(count);
        if (reached === d.cdf(count - 1) || reached >= 1) continue;
        expect(d.quantile(reached)).toBe(count);
        const more = justAbove(reached);
        const next = d.quantile(more);
        if (!Number.isFinite(next)) continue;
        expect(next).toBeGreaterThan(count);
        expect(d.cdf(next)).toBeGreaterThanOrEqual(more);
        expect(d.cdf(next - 1)).toBeLessThan(more);
      }
    },
  );

  it('asks the distribution function once and walks a few steps where the guess is good', () => {
    const mean = 1000;
    const size = 10;
    for (const p of [0.05, 0.2, 0.5, 0.8, 0.95]) {
      const { distribution, asked, walked } = counting(mean, size);
      const found = countQuantile(p, distribution);
      expect(negativeBinomial.cdf(found, { mean, size })).toBeGreaterThanOrEqual(p);
      expect(negativeBinomial.cdf(found - 1, { mean, size })).toBeLessThan(p);
      expect(asked()).toBe(1);
      expect(walked()).toBeLessThan(30);
    }
  });

  it('halves the interval where the guess is bad, and doubles the stride upwards', () => {
    const mean = 1000;
    const size = 10;
    for (const p of [1e-4, 0.5, 0.9999]) {
      for (const wrong of [0, 900, 1100, 50_000]) {
        const { distribution, asked, walked } = counting(mean, size);
        const found = countQuantile(p, {
          ...distribution,
          mean: wrong,
          standardDeviation: 1e-9,
          skewness: 0,
        });
        expect(found).toBe(negativeBinomial.quantile(p, { mean, size }));
        expect(asked()).toBeLessThan(30);
        expect(walked()).toBeLessThanOrEqual(60);
      }
    }
  });

  it('is 0 wherever the probability of 0 reaches p, infinite at 1', () => {
    const { distribution } = counting(0.01, 1);
    for (const mean of [0, 5, 500]) {
      const guess = { ...distribution, mean, standardDeviation: 1e-9, skewness: 0 };
      expect(countQuantile(0.5, guess)).toBe(0);
      expect(countQuantile(1 / 1.01, guess)).toBe(0);
      expect(countQuantile(1, guess)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('ends where there are more counts than doubles', () => {
    // Size 1 is geometric: P(X > k) = (m / (m + 1))^(k + 1), so the quantile of p is about −m ln(1 − p).
    for (const mean of [1e15, 1e17, 1e20]) {
      const found = negativeBinomial.quantile(0.999, { mean, size: 1 });
      expect(Math.abs(found / (mean * Math.log(1000)) - 1)).toBeLessThan(1e-12);
    }
    // A guess of Cornish and Fisher that is far off, and counts beyond 2⁵³.
    const parameters = { mean: 1e15, size: 1e-3 };
    const skewed = negativeBinomial.quantile(0.999, parameters);
    expect(Math.abs(negativeBinomial.cdf(skewed, parameters) - 0.999)).toBeLessThan(1e-13);
    expect(negativeBinomial.cdf(skewed * (1 - 1e-9), parameters)).toBeLessThan(0.999);
  });
});

/** A negative binomial distribution that counts the calls. */
function counting(mean: number, size: number) {
  let asked = 0;
  let walked = 0;
  const standardDeviation = Math.sqrt(mean + mean ** 2 / size);
  const distribution: CountDistribution = {
    mean,
    standardDeviation,
    skewness: (1 + (2 * mean) / size) / standardDeviation,
    cdf: (count) => {
      asked++;
      return negativeBinomial.cdf(count, { mean, size });
    },
    pmf: (count) => negativeBinomial.pmf(count, { mean, size }),
    ratio: (count) => {
      walked++;
      return ((count + size) / (count + 1)) * (mean / (size + mean));
    },
  };
  return { distribution, asked: () => asked, walked: () => walked };
}

function justAbove(value: number): number {
  const double = Float64Array.of(value);
  const bits = new BigInt64Array(double.buffer);
  bits[0]! += 1n;
  return double[0]!;
}
