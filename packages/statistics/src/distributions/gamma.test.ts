import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import * as gamma from './gamma.ts';
import {
  expectLossIdentities,
  expectRelative,
  expectSampleMean,
  expectSlopes,
} from './testing/expectations.ts';

const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

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

  it('has the losses of Snyder and Shen (2019), appendix C.3', () => {
    expect(gamma.loss(4, { shape: 2, scale: 3 })).toBeCloseTo(2.635971381157268, 9);
    expect(gamma.complementaryLoss(4, { shape: 2, scale: 3 })).toBeCloseTo(0.635971381157268, 9);
    expect(gamma.loss(7, { shape: 9, scale: 0.5 })).toBeCloseTo(0.057910792089881064, 9);
    expect(gamma.complementaryLoss(7, { shape: 9, scale: 0.5 })).toBeCloseTo(2.557910792089881, 9);
  });

  it('has the values that mpmath 1.3.0 computes with 60 digits', () => {
    expectRelative(gamma.pdf(17.34795833494842, { shape: 30, scale: 1 }), 0.002867750372582512);
    expectRelative(gamma.pdf(393.8361608030544, { shape: 2.5, scale: 1 }), 5.351379779708962e-168);
    expectRelative(gamma.pdf(0.29809579830144933, { shape: 0.0001, scale: 1 }), 0.00024897473870112263);
    expectRelative(gamma.pdf(31.689000630430083, { shape: 30, scale: 1 }), 0.0656826732920838);
    expectRelative(gamma.pdf(0.37490753231671337, { shape: 2.5, scale: 1 }), 0.11869427627173498);
    expectRelative(gamma.pdf(0.00013498588075076167, { shape: 0.0001, scale: 1 }), 0.7401012287547429);
    expectRelative(gamma.pdf(1000.0, { shape: 1000.0, scale: 1 }), 0.012614611348721499);
    expectRelative(gamma.cdf(20.085536913011932, { shape: 1, scale: 1 }), 0.9999999981078213);
    expectRelative(gamma.cdf(7.408182207192492e-5, { shape: 0.0001, scale: 1 }), 0.9991070707964814);
    expectRelative(gamma.cdf(0.0001, { shape: 0.0001, scale: 1 }), 0.9991370418689934);
    expectRelative(gamma.cdf(17.34795833494842, { shape: 30, scale: 1 }), 0.003615335812035505);
    expectRelative(gamma.cdf(0.003678794412335674, { shape: 0.01, scale: 1 }), 0.9508511152911159);
    expectRelative(gamma.cdf(2204.6514303056765, { shape: 1000.0, scale: 1 }), 1.0);
    expectRelative(gamma.cdf(3.022327988209807, { shape: 2.5, scale: 1 }), 0.6981020777469266);
    expectRelative(gamma.survival(0.02718281828, { shape: 0.01, scale: 1 }), 0.030164432072742435);
    expectRelative(gamma.survival(0.404957642252285, { shape: 0.3, scale: 1 }), 0.22152401884841846);
    expectRelative(gamma.survival(0.007408182207192492, { shape: 0.01, scale: 1 }), 0.04250483604193025);
    expectRelative(gamma.survival(1099.514072344653, { shape: 1000.0, scale: 1 }), 0.0011116832953383586);
    expectRelative(gamma.survival(2204.6514303056765, { shape: 1000.0, scale: 1 }), 1.533982110032142e-182);
    expectRelative(gamma.survival(3.022327988209807, { shape: 2.5, scale: 1 }), 0.3018979222530734);
    expectRelative(
      gamma.survival(0.00013498588075076167, { shape: 0.0001, scale: 1 }),
      0.0008329870652583983,
    );
    expectRelative(gamma.loss(1009.5319756195238, { shape: 1000.0, scale: 1 }), 8.4557087886899);
    expectRelative(gamma.loss(0.0001, { shape: 0.0001, scale: 1 }), 9.99037143149448e-5);
    expectRelative(gamma.loss(0.404957642252285, { shape: 0.3, scale: 1 }), 0.14675095309012276);
    expectRelative(gamma.loss(776.4816931587907, { shape: 1000.0, scale: 1 }), 223.51830684120935);
    expectRelative(gamma.loss(0.014936120517926121, { shape: 0.3, scale: 1 }), 0.28868381718535374);
    expectRelative(gamma.loss(31.689000630430083, { shape: 30, scale: 1 }), 1.4764914223975356);
    expectRelative(gamma.complementaryLoss(0.02718281828, { shape: 0.01, scale: 1 }), 0.026105309821250273);
    expectRelative(
      gamma.complementaryLoss(0.014936120517926121, { shape: 0.3, scale: 1 }),
      0.003619937703279895,
    );
    expectRelative(
      gamma.complementaryLoss(0.0002718281828, { shape: 0.0001, scale: 1 }),
      0.00027159360684189747,
    );
    expectRelative(gamma.complementaryLoss(0.01, { shape: 0.01, scale: 1 }), 0.009508857180865053);
    expectRelative(gamma.complementaryLoss(28.401021871789624, { shape: 30, scale: 1 }), 1.434577100706657);
    expectRelative(
      gamma.complementaryLoss(0.20085536913011934, { shape: 0.01, scale: 1 }),
      0.19662654066752866,
    );
    expectRelative(
      gamma.secondLoss(2204.6514303056765, { shape: 1000.0, scale: 1 }),
      5.1117976181402914e-182,
    );
    expectRelative(gamma.secondLoss(0.007408182207192492, { shape: 0.01, scale: 1 }), 0.004977472840811227);
    expectRelative(
      gamma.secondLoss(7.408182207192492e-5, { shape: 0.0001, scale: 1 }),
      4.9997594679222175e-5,
    );
    expectRelative(gamma.secondLoss(0.29809579830144933, { shape: 0.0001, scale: 1 }), 3.009764694018325e-5);
    expectRelative(gamma.secondLoss(0.20085536913011934, { shape: 0.01, scale: 1 }), 0.0035581683722060017);
    expectRelative(gamma.secondLoss(909.4926796776282, { shape: 1000.0, scale: 1 }), 4595.6783995114265);
    expectRelative(gamma.secondLoss(1009.5319756195238, { shape: 1000.0, scale: 1 }), 154.6777526523054);
    expectRelative(
      gamma.complementarySecondLoss(51.87930375569904, { shape: 30, scale: 1 }),
      254.35032311412084,
    );
    expectRelative(
      gamma.complementarySecondLoss(1032.128088990524, { shape: 1000.0, scale: 1 }),
      977.2050428395122,
    );
    expectRelative(
      gamma.complementarySecondLoss(968.8719943452494, { shape: 1000.0, scale: 1 }),
      36.43622519717374,
    );
    expectRelative(
      gamma.complementarySecondLoss(16.67077735509497, { shape: 2.5, scale: 1 }),
      101.65546163669342,
    );
    expectRelative(
      gamma.complementarySecondLoss(0.013498588075076166, { shape: 0.01, scale: 1 }),
      8.645974832370694e-5,
    );
    expectRelative(
      gamma.complementarySecondLoss(17.34795833494842, { shape: 30, scale: 1 }),
      0.003999054283765055,
    );
    expectRelative(
      gamma.complementarySecondLoss(0.404957642252285, { shape: 0.3, scale: 1 }),
      0.04497997161827228,
    );
  });

  it('keeps the identities of its losses on both sides of the mean', () => {
    const d = gamma.distribution({ shape: 2, scale: 3 });
    for (const x of [-2, 1, 6, 40]) expectLossIdentities(d, x);
    for (const x of [-2, 1, 6, 40]) expectSlopes(d, x, 1e-4);
  });

  it('binds its parameters', () => {
    const parameters = { shape: 2, scale: 3 };
    const d = gamma.distribution(parameters);
    expect(d.support).toBe('continuous');
    for (const x of [-2, 1, 6, 40]) {
      expect(d.density(x)).toBe(gamma.pdf(x, parameters));
      expect(d.cdf(x)).toBe(gamma.cdf(x, parameters));
      expect(d.survival(x)).toBe(gamma.survival(x, parameters));
      expect(d.loss(x)).toBe(gamma.loss(x, parameters));
      expect(d.complementaryLoss(x)).toBe(gamma.complementaryLoss(x, parameters));
      expect(d.secondLoss(x)).toBe(gamma.secondLoss(x, parameters));
      expect(d.complementarySecondLoss(x)).toBe(gamma.complementarySecondLoss(x, parameters));
    }
    expect(d.quantile(0.3)).toBe(gamma.quantile(0.3, parameters));
    const random = randomStream(5);
    expectSampleMean(d, () => d.sample(random));
  });

  it('ends at the infinities', () => {
    const d = gamma.distribution({ shape: 2, scale: 3 });
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
    const d = gamma.distribution({ shape: 2, scale: 3 });
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), (p) => {
        const x = d.quantile(p);
        if (x > 0) expectRelative(d.cdf(x), p, 1e-10);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what lies outside its domain, and accepts the nearest that does not', () => {
    expect(() => gamma.distribution({ shape: 0, scale: 1 })).toThrow(
      'shape is 0; it must be a finite number greater than 0',
    );
    expect(() => gamma.loss(1, { shape: 0, scale: 1 })).toThrow(
      'shape is 0; it must be a finite number greater than 0',
    );
    expect(() => gamma.quantile(0.5, { shape: 0, scale: 1 })).toThrow(
      'shape is 0; it must be a finite number greater than 0',
    );
    expect(() => gamma.distribution({ shape: 1, scale: Number.POSITIVE_INFINITY })).toThrow(
      'scale is Infinity; it must be a finite number greater than 0',
    );
    expect(() => gamma.loss(1, { shape: 1, scale: Number.POSITIVE_INFINITY })).toThrow(
      'scale is Infinity; it must be a finite number greater than 0',
    );
    expect(() => gamma.quantile(0.5, { shape: 1, scale: Number.POSITIVE_INFINITY })).toThrow(
      'scale is Infinity; it must be a finite number greater than 0',
    );
    expect(gamma.distribution({ shape: 1e-3, scale: 1 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(gamma.distribution({ shape: 1, scale: 1e9 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    const d = gamma.distribution({ shape: 2, scale: 3 });
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

const DRAWS = 40_000;

function moments(draw: () => number): { average: number; variance: number } {
  const draws = Float64Array.from({ length: DRAWS }, draw);
  const average = draws.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { average, variance: draws.reduce((sum, value) => sum + (value - average) ** 2, 0) / DRAWS };
}
