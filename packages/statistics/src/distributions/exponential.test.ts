import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import * as exponential from './exponential.ts';
import {
  expectLossIdentities,
  expectRelative,
  expectSampleMean,
  expectSlopes,
} from './testing/expectations.ts';

describe('exponential', () => {
  it('has the losses of Snyder and Shen (2019), appendix C.3', () => {
    expect(exponential.loss(0.5, { mean: 0.5 })).toBeCloseTo(0.18393972058572117, 9);
    expect(exponential.complementaryLoss(0.5, { mean: 0.5 })).toBeCloseTo(0.18393972058572117, 9);
    expect(exponential.loss(2.5, { mean: 1.0 })).toBeCloseTo(0.0820849986238988, 9);
    expect(exponential.complementaryLoss(2.5, { mean: 1.0 })).toBeCloseTo(1.5820849986238987, 9);
  });

  it('keeps the identities of its losses on both sides of the mean', () => {
    const d = exponential.distribution({ mean: 0.5 });
    for (const x of [-1, 0.01, 0.5, 6]) expectLossIdentities(d, x);
    for (const x of [-1, 0.01, 0.5, 6]) expectSlopes(d, x, 1e-4);
  });

  it('binds its parameters', () => {
    const parameters = { mean: 0.5 };
    const d = exponential.distribution(parameters);
    expect(d.support).toBe('continuous');
    for (const x of [-1, 0.01, 0.5, 6]) {
      expect(d.density(x)).toBe(exponential.pdf(x, parameters));
      expect(d.cdf(x)).toBe(exponential.cdf(x, parameters));
      expect(d.survival(x)).toBe(exponential.survival(x, parameters));
      expect(d.loss(x)).toBe(exponential.loss(x, parameters));
      expect(d.complementaryLoss(x)).toBe(exponential.complementaryLoss(x, parameters));
      expect(d.secondLoss(x)).toBe(exponential.secondLoss(x, parameters));
      expect(d.complementarySecondLoss(x)).toBe(exponential.complementarySecondLoss(x, parameters));
    }
    expect(d.quantile(0.3)).toBe(exponential.quantile(0.3, parameters));
    const random = randomStream(5);
    expectSampleMean(d, () => d.sample(random));
  });

  it('ends at the infinities', () => {
    const d = exponential.distribution({ mean: 0.5 });
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
    const d = exponential.distribution({ mean: 0.5 });
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), (p) => {
        const x = d.quantile(p);
        if (x > 0) expectRelative(d.cdf(x), p, 1e-10);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what lies outside its domain, and accepts the nearest that does not', () => {
    expect(() => exponential.distribution({ mean: 0 })).toThrow(
      'mean is 0; it must be a finite number greater than 0',
    );
    expect(() => exponential.loss(1, { mean: 0 })).toThrow(
      'mean is 0; it must be a finite number greater than 0',
    );
    expect(() => exponential.quantile(0.5, { mean: 0 })).toThrow(
      'mean is 0; it must be a finite number greater than 0',
    );
    expect(exponential.distribution({ mean: 1e-9 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    const d = exponential.distribution({ mean: 0.5 });
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
});
