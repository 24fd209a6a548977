import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import * as normal from './normal.ts';
import {
  expectLossIdentities,
  expectRelative,
  expectSampleMean,
  expectSlopes,
} from './testing/expectations.ts';

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

  it('has the losses of Snyder and Shen (2019), appendix C.3', () => {
    expect(normal.loss(11.0, { mean: 8, standardDeviation: 3 })).toBeCloseTo(0.24994641176305887, 9);
    expect(normal.complementaryLoss(11.0, { mean: 8, standardDeviation: 3 })).toBeCloseTo(
      3.249946411763059,
      9,
    );
    expect(normal.loss(-1.4, { mean: 0, standardDeviation: 1 })).toBeCloseTo(1.4366681427084655, 9);
    expect(normal.complementaryLoss(-1.4, { mean: 0, standardDeviation: 1 })).toBeCloseTo(
      0.036668142708465634,
      9,
    );
    expect(normal.secondLoss(10.5, { mean: 15, standardDeviation: 5 })).toBeCloseTo(21.45409872539056, 9);
    expect(normal.complementarySecondLoss(10.5, { mean: 15, standardDeviation: 5 })).toBeCloseTo(
      1.1709012746094427,
      9,
    );
    expect(normal.secondLoss(11.0, { mean: 8, standardDeviation: 3 })).toBeCloseTo(0.3390290250469685, 9);
    expect(normal.complementarySecondLoss(11.0, { mean: 8, standardDeviation: 3 })).toBeCloseTo(
      8.660970974953031,
      9,
    );
  });

  it('has the values that mpmath 1.3.0 computes with 60 digits', () => {
    expectRelative(normal.pdf(20, {}), 5.520948362159764e-88);
    expectRelative(normal.pdf(1, {}), 0.24197072451914334);
    expectRelative(normal.pdf(30, {}), 1.4736461348785476e-196);
    expectRelative(normal.pdf(5, {}), 1.4867195147342977e-6);
    expectRelative(normal.pdf(0.2, {}), 0.3910426939754559);
    expectRelative(normal.pdf(1.9999, {}), 0.05400176551637318);
    expectRelative(normal.pdf(3, {}), 0.0044318484119380075);
    expectRelative(normal.survival(8, {}), 6.220960574271784e-16);
    expectRelative(normal.survival(1, {}), 0.15865525393145705);
    expectRelative(normal.survival(12, {}), 1.776482112077679e-33);
    expectRelative(normal.survival(30, {}), 4.906713927148187e-198);
    expectRelative(normal.survival(0, {}), 0.5);
    expectRelative(normal.survival(20, {}), 2.7536241186062337e-89);
    expectRelative(normal.survival(2, {}), 0.02275013194817921);
    expectRelative(normal.loss(0, {}), 0.3989422804014327);
    expectRelative(normal.loss(1, {}), 0.0833154705876863);
    expectRelative(normal.loss(20, {}), 1.3700124947295798e-90);
    expectRelative(normal.loss(5, {}), 5.346165533832815e-8);
    expectRelative(normal.loss(12, {}), 1.4605201169845548e-34);
    expectRelative(normal.loss(-20, {}), 20.0);
    expectRelative(normal.loss(-1.3, {}), 1.345527962086514);
    expectRelative(normal.secondLoss(-20, {}), 200.5);
    expectRelative(normal.secondLoss(1, {}), 0.03766989167188538);
    expectRelative(normal.secondLoss(-3, {}), 4.999898282459757);
    expectRelative(normal.secondLoss(2, {}), 0.002884363357259966);
    expectRelative(normal.secondLoss(0.2, {}), 0.17968068169412083);
    expectRelative(normal.secondLoss(1.9999, {}), 0.002885212541281308);
    expectRelative(normal.secondLoss(-0.3, {}), 0.3939698974120578);
  });

  it('keeps the identities of its losses on both sides of the mean', () => {
    const d = normal.distribution({ mean: 8, standardDeviation: 3 });
    for (const x of [-4, 8, 11, 40]) expectLossIdentities(d, x);
    for (const x of [-4, 8, 11, 40]) expectSlopes(d, x, 1e-4);
  });

  it('binds its parameters', () => {
    const parameters = { mean: 8, standardDeviation: 3 };
    const d = normal.distribution(parameters);
    expect(d.support).toBe('continuous');
    for (const x of [-4, 8, 11, 40]) {
      expect(d.density(x)).toBe(normal.pdf(x, parameters));
      expect(d.cdf(x)).toBe(normal.cdf(x, parameters));
      expect(d.survival(x)).toBe(normal.survival(x, parameters));
      expect(d.loss(x)).toBe(normal.loss(x, parameters));
      expect(d.complementaryLoss(x)).toBe(normal.complementaryLoss(x, parameters));
      expect(d.secondLoss(x)).toBe(normal.secondLoss(x, parameters));
      expect(d.complementarySecondLoss(x)).toBe(normal.complementarySecondLoss(x, parameters));
    }
    expect(d.quantile(0.3)).toBe(normal.quantile(0.3, parameters));
    const random = randomStream(5);
    expectSampleMean(d, () => d.sample(random));
  });

  it('ends at the infinities', () => {
    const d = normal.distribution({ mean: 8, standardDeviation: 3 });
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
    const d = normal.distribution({ mean: 8, standardDeviation: 3 });
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), (p) => {
        const x = d.quantile(p);
        expectRelative(d.cdf(x), p, 1e-10);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what lies outside its domain, and accepts the nearest that does not', () => {
    expect(() => normal.distribution({ mean: Number.NaN })).toThrow(
      'mean is NaN; it must be a finite number',
    );
    expect(() => normal.loss(1, { mean: Number.NaN })).toThrow('mean is NaN; it must be a finite number');
    expect(() => normal.quantile(0.5, { mean: Number.NaN })).toThrow(
      'mean is NaN; it must be a finite number',
    );
    expect(() => normal.distribution({ standardDeviation: 0 })).toThrow(
      'standardDeviation is 0; it must be a finite number greater than 0',
    );
    expect(() => normal.loss(1, { standardDeviation: 0 })).toThrow(
      'standardDeviation is 0; it must be a finite number greater than 0',
    );
    expect(() => normal.quantile(0.5, { standardDeviation: 0 })).toThrow(
      'standardDeviation is 0; it must be a finite number greater than 0',
    );
    expect(normal.distribution({ mean: -1e300 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normal.distribution({ standardDeviation: 1e-300 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    const d = normal.distribution({ mean: 8, standardDeviation: 3 });
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

  it('of hardly any spread is its mean', () => {
    for (const standardDeviation of [1e-170, 1e-300]) {
      const parameters = { mean: 1e10, standardDeviation };
      expect(normal.loss(0, parameters)).toBe(1e10);
      expect(normal.loss(2e10, parameters)).toBe(0);
      expect(normal.complementaryLoss(3e10, parameters)).toBe(2e10);
      expect(normal.complementaryLoss(0, parameters)).toBe(0);
      expect(normal.secondLoss(0, parameters)).toBe(0.5e20);
      expect(normal.secondLoss(2e10, parameters)).toBe(0);
      expect(normal.complementarySecondLoss(3e10, parameters)).toBe(2e20);
      expect(normal.complementarySecondLoss(0, parameters)).toBe(0);
    }
  });
});
