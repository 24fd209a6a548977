import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import {
  expectLossIdentities,
  expectRelative,
  expectSampleMean,
  expectSlopes,
} from './testing/expectations.ts';
import * as uniform from './uniform.ts';

describe('uniform', () => {
  it('has the losses of Snyder and Shen (2019), appendix C.3', () => {
    expect(uniform.loss(4, { low: 2, high: 12 })).toBeCloseTo(3.2, 9);
    expect(uniform.complementaryLoss(4, { low: 2, high: 12 })).toBeCloseTo(0.2, 9);
    expect(uniform.loss(0.3, { low: 0, high: 1 })).toBeCloseTo(0.24499999999999997, 9);
    expect(uniform.complementaryLoss(0.3, { low: 0, high: 1 })).toBeCloseTo(0.045, 9);
  });

  it('keeps the identities of its losses on both sides of the mean', () => {
    const d = uniform.distribution({ low: 2, high: 12 });
    for (const x of [-1, 2.5, 11, 14]) expectLossIdentities(d, x);
    for (const x of [-1, 2.5, 11, 14]) expectSlopes(d, x, 1e-4);
  });

  it('binds its parameters', () => {
    const parameters = { low: 2, high: 12 };
    const d = uniform.distribution(parameters);
    expect(d.support).toBe('continuous');
    for (const x of [-1, 2.5, 11, 14]) {
      expect(d.density(x)).toBe(uniform.pdf(x, parameters));
      expect(d.cdf(x)).toBe(uniform.cdf(x, parameters));
      expect(d.survival(x)).toBe(uniform.survival(x, parameters));
      expect(d.loss(x)).toBe(uniform.loss(x, parameters));
      expect(d.complementaryLoss(x)).toBe(uniform.complementaryLoss(x, parameters));
      expect(d.secondLoss(x)).toBe(uniform.secondLoss(x, parameters));
      expect(d.complementarySecondLoss(x)).toBe(uniform.complementarySecondLoss(x, parameters));
    }
    expect(d.quantile(0.3)).toBe(uniform.quantile(0.3, parameters));
    const random = randomStream(5);
    expectSampleMean(d, () => d.sample(random));
  });

  it('ends at the infinities', () => {
    const d = uniform.distribution({ low: 2, high: 12 });
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
    const d = uniform.distribution({ low: 2, high: 12 });
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1 - 1e-9, noNaN: true }), (p) => {
        const x = d.quantile(p);
        if (x > 0) expectRelative(d.cdf(x), p, 1e-10);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what lies outside its domain, and accepts the nearest that does not', () => {
    expect(() => uniform.distribution({ low: 2, high: 2 })).toThrow(
      'high is 2; it must be greater than low, which is 2',
    );
    expect(() => uniform.loss(1, { low: 2, high: 2 })).toThrow(
      'high is 2; it must be greater than low, which is 2',
    );
    expect(() => uniform.quantile(0.5, { low: 2, high: 2 })).toThrow(
      'high is 2; it must be greater than low, which is 2',
    );
    expect(() => uniform.distribution({ low: Number.NaN, high: 2 })).toThrow(
      'low is NaN; it must be a finite number',
    );
    expect(() => uniform.loss(1, { low: Number.NaN, high: 2 })).toThrow(
      'low is NaN; it must be a finite number',
    );
    expect(() => uniform.quantile(0.5, { low: Number.NaN, high: 2 })).toThrow(
      'low is NaN; it must be a finite number',
    );
    expect(() => uniform.distribution({ low: 0, high: Number.POSITIVE_INFINITY })).toThrow(
      'high is Infinity; it must be a finite number',
    );
    expect(() => uniform.loss(1, { low: 0, high: Number.POSITIVE_INFINITY })).toThrow(
      'high is Infinity; it must be a finite number',
    );
    expect(() => uniform.quantile(0.5, { low: 0, high: Number.POSITIVE_INFINITY })).toThrow(
      'high is Infinity; it must be a finite number',
    );
    expect(uniform.distribution({ low: 2, high: 2.5 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(uniform.distribution({ low: 0, high: 2 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(uniform.distribution({ low: 0, high: 1e9 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    const d = uniform.distribution({ low: 2, high: 12 });
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
