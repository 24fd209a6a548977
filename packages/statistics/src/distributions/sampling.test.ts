import { describe, expect, it } from 'vitest';
import type { Distribution } from '../distribution.ts';
import { randomStream } from '../random.ts';
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

const DRAWS = 10_000;

/** Kolmogorov's limit at a level of 10⁻⁵, times √n: an error of the method is far above. */
const LIMIT = 2.47;

const distributions: Record<string, Distribution> = {
  normal: normal.distribution({ mean: 3, standardDeviation: 2 }),
  lognormal: lognormal.distribution({ logMean: 1, logStandardDeviation: 0.5 }),
  'gamma of shape 0.05': gamma.distribution({ shape: 0.05, scale: 2 }),
  'gamma of shape 0.7': gamma.distribution({ shape: 0.7, scale: 2 }),
  'gamma of shape 1': gamma.distribution({ shape: 1, scale: 2 }),
  'gamma of shape 50': gamma.distribution({ shape: 50, scale: 0.1 }),
  'beta of 0.09 and 2': beta.distribution({ alpha: 0.09, beta: 2 }),
  'beta of 3 and 0.5': beta.distribution({ alpha: 3, beta: 0.5 }),
  exponential: exponential.distribution({ mean: 4 }),
  uniform: uniform.distribution({ low: -1, high: 4 }),
  'poisson of 0.3': poisson.distribution({ mean: 0.3 }),
  'poisson of 70': poisson.distribution({ mean: 70 }),
  negativeBinomial: negativeBinomial.distribution({ mean: 4, size: 0.3 }),
  geometric: geometric.distribution({ probability: 0.03 }),
  counts: counts.distribution({ probabilities: [0.1, 0, 0.4, 0.5] }),
  empirical: empirical.distribution(empirical.empiricalDistribution([1, 5, 2, 2, 8, -3])),
};

describe.each(Object.entries(distributions))('draws of %s', (name, d) => {
  const random = randomStream(20, name);
  const draws = Float64Array.from({ length: DRAWS }, () => d.sample(random)).sort();

  it('are as often at most x as the distribution function says', () => {
    let largest = 0;
    for (let index = 0; index < DRAWS; index++) {
      if (draws[index + 1] === draws[index]) continue;
      largest = Math.max(largest, Math.abs((index + 1) / DRAWS - d.cdf(draws[index]!)));
    }
    expect(largest * Math.sqrt(DRAWS)).toBeLessThan(LIMIT);
  });

  it('have its mean and variance', () => {
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / DRAWS;
    const squares = draws.map((draw) => (draw - d.mean) ** 2);
    const variance = squares.reduce((sum, square) => sum + square, 0) / DRAWS;
    const fourth = squares.reduce((sum, square) => sum + (square - variance) ** 2, 0) / DRAWS;
    expect(Math.abs(mean - d.mean)).toBeLessThan(4.5 * Math.sqrt(d.variance / DRAWS));
    expect(Math.abs(variance - d.variance)).toBeLessThan(4.5 * Math.sqrt(fourth / DRAWS));
  });
});

describe('draws of a beta distribution of which nearly all lies at its ends', () => {
  it('are near 0 as often as its mean says', () => {
    const random = randomStream(21);
    const parameters = { alpha: 0.03, beta: 0.01 };
    let nearEnd = 0;
    for (let draw = 0; draw < 2000; draw++) if (beta.sample(random, parameters) < 0.5) nearEnd++;
    const expected = 2000 * beta.cdf(0.5, parameters);
    expect(Math.abs(nearEnd - expected)).toBeLessThan(4.5 * Math.sqrt(expected * 0.75));
  });
});
