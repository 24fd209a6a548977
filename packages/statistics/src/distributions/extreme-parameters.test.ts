import { describe, expect, it } from 'vitest';
import * as beta from './beta.ts';
import * as gamma from './gamma.ts';
import * as negativeBinomial from './negative-binomial.ts';
import * as normal from './normal.ts';
import * as poisson from './poisson.ts';
import { expectRelative } from './testing/expectations.ts';

describe('extreme parameters', () => {
  it('the Poisson loss at 10⁸ is the normal one with the correction of Edgeworth', () => {
    // n(λ) = λ e^−λ λ^λ / λ! for a whole mean λ: √(λ / 2π) (1 − 1/(12 λ) + …) by Stirling.
    for (const mean of [1e4, 1e6, 1e8]) {
      const expected = Math.sqrt(mean / (2 * Math.PI)) * Math.exp(-1 / (12 * mean));
      expectRelative(poisson.loss(mean, { mean }), expected, 1e-11);
    }
  });

  it('a Poisson count of mean 10⁻⁸ is its first terms', () => {
    const mean = 1e-8;
    expectRelative(poisson.survival(0, { mean }), mean - mean ** 2 / 2, 1e-14);
    expectRelative(poisson.loss(1, { mean }), mean ** 2 / 2 - mean ** 3 / 6, 1e-14);
    expectRelative(poisson.secondLoss(0, { mean }), mean ** 2 / 2, 1e-14);
  });

  it('a geometric loss at mean 10⁴ has its closed form', () => {
    // size 1: n(k) = m (m / (m + 1))^k
    const mean = 1e4;
    for (const count of [100, 1e4, 2e5]) {
      const expected = mean * Math.exp(-count * Math.log1p(1 / mean));
      expectRelative(negativeBinomial.loss(count, { mean, size: 1 }), expected, 1e-11);
    }
  });

  it('the losses of a negative binomial differ by the mean less x, from size 10⁻³ to 10¹²', () => {
    for (const mean of [1e-8, 1, 1e4]) {
      for (const size of [1e-3, 1, 1e3, 1e7, 1e12]) {
        const parameters = { mean, size };
        const spread = Math.sqrt(mean + mean ** 2 / size);
        for (const x of [0, mean, mean + spread, mean + 3 * spread].map(Math.floor)) {
          const { loss, complementaryLoss, survival } = negativeBinomial;
          const difference = loss(x, parameters) - complementaryLoss(x, parameters);
          expect(Math.abs(difference - (mean - x)) / (spread + Math.abs(mean - x))).toBeLessThan(1e-11);
          const step = loss(x, parameters) - loss(x + 1, parameters) - survival(x, parameters);
          expect(Math.abs(step) / (spread + 1)).toBeLessThan(1e-11);
        }
      }
    }
  });

  it('gamma and beta quantiles return to their probability', () => {
    for (const p of [1e-12, 1e-3, 0.5, 0.9, 0.999999]) {
      for (const shape of [1e-4, 1e-2, 1, 1e4, 1e7]) {
        const x = gamma.quantile(p, { shape, scale: 1 });
        // Below the smallest number a quantile is 0.
        if (x > 1e-307) expectRelative(gamma.cdf(x, { shape, scale: 1 }), p, 1e-10);
        else expect(gamma.cdf(Number.MIN_VALUE, { shape, scale: 1 })).toBeGreaterThan(p * 0.99);
      }
      for (const alpha of [1e-3, 1, 50, 1e6]) {
        const x = beta.quantile(p, { alpha, beta: 50 });
        if (x > 1e-307) expectRelative(beta.cdf(x, { alpha, beta: 50 }), p, 1e-8);
      }
    }
  });

  it('the normal losses have their digits at 20 and 37 standard deviations', () => {
    // Asymptotic series φ(z) / z² × (1 − 3/z² + 15/z⁴ − 105/z⁶ + 945/z⁸ − 10395/z¹⁰ + 135135/z¹²).
    for (const z of [20, 37]) {
      const y = 1 / (z * z);
      const series = 1 - 3 * y + 15 * y ** 2 - 105 * y ** 3 + 945 * y ** 4 - 10395 * y ** 5 + 135135 * y ** 6;
      expectRelative(normal.loss(z), normal.pdf(z) * y * series, 1e-11);
    }
  });

  it('a negative binomial count of mean 0 is always 0', () => {
    const d = negativeBinomial.distribution({ mean: 0, size: 2 });
    expect([d.cdf(0), d.survival(0), d.quantile(0.999), d.loss(0), d.loss(-2)]).toEqual([1, 0, 0, 0, 2]);
    // ½ x (x + 1)
    expect([d.complementaryLoss(3), d.complementarySecondLoss(3), d.secondLoss(-3)]).toEqual([3, 6, 3]);
  });

  it('a negative binomial count has its tails at a mean far above its size: (m / (m + 1))ᵏ for size 1', () => {
    for (const mean of [1e8, 1e10, 1e14, 1e100]) {
      for (const ratio of [0.1, 1, 5]) {
        const count = Math.floor(mean * ratio);
        const kept = Math.exp(-(count / mean) * (1 - 0.5 / mean));
        expectRelative(negativeBinomial.loss(count, { mean, size: 1 }), mean * kept, 1e-13);
        expectRelative(negativeBinomial.survival(count, { mean, size: 1 }), kept * (1 - 1 / mean), 1e-12);
      }
    }
  });
});
