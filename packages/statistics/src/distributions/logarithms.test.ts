import { describe, expect, it } from 'vitest';
import type { Distribution } from '../distribution.ts';
import * as beta from './beta.ts';
import * as counts from './counts.ts';
import * as empirical from './empirical.ts';
import * as exponential from './exponential.ts';
import * as gamma from './gamma.ts';
import * as geometric from './geometric.ts';
import * as lognormal from './lognormal.ts';
import * as negativeBinomial from './negative-binomial.ts';
import * as normal from './normal.ts';
import * as poisson from './poisson.ts';
import * as uniform from './uniform.ts';

const never = Number.NEGATIVE_INFINITY;
const always = Number.POSITIVE_INFINITY;

describe('logarithms of densities and probabilities', () => {
  it('are the logarithms of those', () => {
    const distributions: Distribution[] = [
      normal.distribution({ mean: 2, standardDeviation: 3 }),
      lognormal.distribution({ logMean: 0.5, logStandardDeviation: 0.8 }),
      gamma.distribution({ shape: 0.7, scale: 3 }),
      beta.distribution({ alpha: 2, beta: 0.4 }),
      exponential.distribution({ mean: 4 }),
      uniform.distribution({ low: 0, high: 5 }),
      poisson.distribution({ mean: 4 }),
      negativeBinomial.distribution({ mean: 4, size: 2 }),
      negativeBinomial.distribution({ mean: 4, size: Number.POSITIVE_INFINITY }),
      geometric.distribution({ probability: 0.2 }),
      counts.distribution({ probabilities: [0.2, 0, 0.3, 0.5] }),
      empirical.distribution(empirical.empiricalDistribution([0, 0, 3, 4])),
    ];
    for (const d of distributions) {
      for (const x of [never, -1, -0.5, 0, 0.3, 0.999, 1, 1.5, 2, 3, 4, 5, 6, always]) {
        const expected = Math.log(d.density(x));
        if (Number.isFinite(expected)) expect(d.logDensity(x)).toBeCloseTo(expected, 12);
        else expect(d.logDensity(x)).toBe(expected);
      }
    }
  });

  it('go on where those are below the smallest number', () => {
    // −z² / 2 − ln √(2π) at z = 100; −x / m; k ln m − m − ln k!; k ln(1 − p) + ln p
    expect(normal.logPdf(100)).toBeCloseTo(-5000 - 0.5 * Math.log(2 * Math.PI), 9);
    expect(exponential.logPdf(5000, { mean: 2 })).toBeCloseTo(-2500 - Math.LN2, 9);
    expect(poisson.logPmf(0, { mean: 5000 })).toBe(-5000);
    expect(poisson.logPmf(2, { mean: 5000 })).toBeCloseTo(2 * Math.log(5000) - Math.LN2 - 5000, 9);
    expect(geometric.logPmf(1e6, { probability: 0.5 })).toBeCloseTo(-(1e6 + 1) * Math.LN2, 6);
    // size 1: (m / (m + 1))^k / (m + 1); k = 0: (r / (r + m))^r
    expect(negativeBinomial.logPmf(5000, { mean: 1, size: 1 })).toBeCloseTo(-5001 * Math.LN2, 9);
    expect(negativeBinomial.logPmf(0, { mean: 3000, size: 1000 })).toBeCloseTo(-1000 * Math.log(4), 9);
    // shape 1 is exponential; α = 1: β (1 − x)^(β − 1)
    expect(gamma.logPdf(3000, { shape: 1, scale: 1 })).toBeCloseTo(-3000, 9);
    expect(beta.logPdf(0.9, { alpha: 1, beta: 1001 })).toBeCloseTo(Math.log(1001) + 1000 * Math.log(0.1), 8);
    expect(lognormal.logPdf(1, { logMean: 100, logStandardDeviation: 1 })).toBeCloseTo(-5000.918938533205, 9);
  });

  it('at the ends are those of the density there', () => {
    expect(gamma.logPdf(0, { shape: 0.5, scale: 1 })).toBe(always);
    expect(gamma.logPdf(0, { shape: 1, scale: 2 })).toBe(-Math.LN2);
    expect(gamma.logPdf(0, { shape: 3, scale: 2 })).toBe(never);
    expect(beta.logPdf(0, { alpha: 0.5, beta: 1 })).toBe(always);
    expect(beta.logPdf(0, { alpha: 1, beta: 3 })).toBe(Math.log(3));
    expect(beta.logPdf(1, { alpha: 3, beta: 1 })).toBe(Math.log(3));
    expect(beta.logPdf(1, { alpha: 3, beta: 2 })).toBe(never);
    expect(uniform.logPdf(0, { low: 0, high: 4 })).toBe(-Math.log(4));
    expect(uniform.logPdf(4, { low: 0, high: 4 })).toBe(-Math.log(4));
    expect(exponential.logPdf(0, { mean: 4 })).toBe(-Math.log(4));
    expect(geometric.logPmf(0, { probability: 1 })).toBe(0);
    expect(geometric.logPmf(1, { probability: 1 })).toBe(never);
    expect(poisson.logPmf(0, { mean: 0 })).toBeCloseTo(0, 15);
    expect(poisson.logPmf(1, { mean: 0 })).toBe(never);
    expect(negativeBinomial.logPmf(0, { mean: 0, size: 2 })).toBeCloseTo(0, 15);
    expect(negativeBinomial.logPmf(1, { mean: 0, size: 2 })).toBe(never);
  });
});
