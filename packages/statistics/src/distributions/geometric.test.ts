import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import * as geometric from './geometric.ts';
import { expectCountRecursion, expectLossIdentities, expectSampleMean } from './testing/expectations.ts';

describe('geometric', () => {
  it('keeps the identities of its losses on both sides of the mean', () => {
    const d = geometric.distribution({ probability: 0.2 });
    for (const x of [-1.5, -0.5, 0, 0.5, 4, 30.75]) expectLossIdentities(d, x);
    for (const count of [-3, 0, 1, 6, 15, 60]) expectCountRecursion(d, count);
  });

  it('binds its parameters', () => {
    const parameters = { probability: 0.2 };
    const d = geometric.distribution(parameters);
    expect(d.support).toBe('counts');
    for (const x of [-1.5, -0.5, 0, 0.5, 4, 30.75]) {
      expect(d.density(x)).toBe(geometric.pmf(x, parameters));
      expect(d.cdf(x)).toBe(geometric.cdf(x, parameters));
      expect(d.survival(x)).toBe(geometric.survival(x, parameters));
      expect(d.loss(x)).toBe(geometric.loss(x, parameters));
      expect(d.complementaryLoss(x)).toBe(geometric.complementaryLoss(x, parameters));
      expect(d.secondLoss(x)).toBe(geometric.secondLoss(x, parameters));
      expect(d.complementarySecondLoss(x)).toBe(geometric.complementarySecondLoss(x, parameters));
    }
    expect(d.quantile(0.3)).toBe(geometric.quantile(0.3, parameters));
    const random = randomStream(5);
    expectSampleMean(d, () => d.sample(random));
  });

  it('ends at the infinities', () => {
    const d = geometric.distribution({ probability: 0.2 });
    expect([d.cdf(Number.NEGATIVE_INFINITY), d.cdf(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
    expect([d.survival(Number.NEGATIVE_INFINITY), d.survival(Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
    expect([d.loss(Number.NEGATIVE_INFINITY), d.loss(Number.POSITIVE_INFINITY)]).toEqual([
      Number.POSITIVE_INFINITY,
      0,
    ]);
    expect([
      d.complementaryLoss(Number.NEGATIVE_INFINITY),
      d.complementaryLoss(Number.POSITIVE_INFINITY),
    ]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it('inverts its distribution function', () => {
    const d = geometric.distribution({ probability: 0.2 });
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), (p) => {
        const x = d.quantile(p);
        expect(d.cdf(x)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
        expect(d.cdf(x - 1)).toBeLessThan(p * (1 + 1e-12));
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what lies outside its domain, and accepts the nearest that does not', () => {
    expect(() => geometric.distribution({ probability: 0 })).toThrow(
      'probability is 0; it must be above 0 and at most 1',
    );
    expect(() => geometric.loss(1, { probability: 0 })).toThrow(
      'probability is 0; it must be above 0 and at most 1',
    );
    expect(() => geometric.quantile(0.5, { probability: 0 })).toThrow(
      'probability is 0; it must be above 0 and at most 1',
    );
    expect(() => geometric.distribution({ probability: 1.5 })).toThrow(
      'probability is 1.5; it must be above 0 and at most 1',
    );
    expect(() => geometric.loss(1, { probability: 1.5 })).toThrow(
      'probability is 1.5; it must be above 0 and at most 1',
    );
    expect(() => geometric.quantile(0.5, { probability: 1.5 })).toThrow(
      'probability is 1.5; it must be above 0 and at most 1',
    );
    expect(geometric.distribution({ probability: 1e-9 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(geometric.distribution({ probability: 1 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    const d = geometric.distribution({ probability: 0.2 });
    const argument = /^(x|count) is NaN; it must be a number, which may be infinite$/;
    for (const f of [
      d.density,
      d.cdf,
      d.survival,
      d.loss,
      d.complementaryLoss,
      d.secondLoss,
      d.complementarySecondLoss,
    ]) {
      expect(() => f(Number.NaN)).toThrow(argument);
      expect(f(0.5)).toBeGreaterThanOrEqual(0);
    }
    expect(() => d.quantile(-0.1)).toThrow('p is -0.1; it must lie between 0 and 1');
    expect(() => d.quantile(1.1)).toThrow('p is 1.1; it must lie between 0 and 1');
    expect(d.cdf(d.quantile(0))).toBeLessThan(0.3);
    expect(d.cdf(d.quantile(1))).toBe(1);
  });

  it('is 0 where success is certain', () => {
    const d = geometric.distribution({ probability: 1 });
    expect([d.mean, d.variance, d.density(0), d.density(1), d.cdf(0), d.survival(0)]).toEqual([
      0, 0, 1, 0, 1, 0,
    ]);
    expect([d.quantile(0), d.quantile(1), d.loss(0), d.loss(-2), d.secondLoss(-3)]).toEqual([0, 0, 0, 2, 3]);
    // x, ½ x (x + 1)
    expect([d.complementaryLoss(3), d.complementarySecondLoss(3)]).toEqual([3, 6]);
  });

  it('has the mean (1 − p) / p and the variance (1 − p) / p²', () => {
    const { mean, variance } = geometric.distribution({ probability: 0.2 });
    expect(mean).toBeCloseTo(4, 14);
    expect(variance).toBeCloseTo(20, 13);
  });
});
