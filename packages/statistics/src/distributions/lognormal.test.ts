import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import * as lognormal from './lognormal.ts';
import {
  expectLossIdentities,
  expectRelative,
  expectSampleMean,
  expectSlopes,
} from './testing/expectations.ts';

describe('lognormal', () => {
  it('has the losses of Snyder and Shen (2019), appendix C.3', () => {
    expect(lognormal.loss(10, { logMean: 2, logStandardDeviation: 0.3 })).toBeCloseTo(0.28364973888106326, 9);
    expect(lognormal.complementaryLoss(10, { logMean: 2, logStandardDeviation: 0.3 })).toBeCloseTo(
      2.5544912009711833,
      9,
    );
    expect(lognormal.loss(0.5, { logMean: 0.2, logStandardDeviation: 0.1 })).toBeCloseTo(
      0.7275250649631777,
      9,
    );
    expect(lognormal.complementaryLoss(0.5, { logMean: 0.2, logStandardDeviation: 0.1 })).toBeCloseTo(0.0, 9);
  });

  it('has the values that mpmath 1.3.0 computes with 60 digits', () => {
    expectRelative(lognormal.cdf(38177.43831180169, { logMean: 0.75, logStandardDeviation: 0.49 }), 1.0);
    expectRelative(
      lognormal.cdf(1.640498239057044, { logMean: 0.75, logStandardDeviation: 0.51 }),
      0.3085375387259869,
    );
    expectRelative(
      lognormal.cdf(2.091747832543221, { logMean: 0.75, logStandardDeviation: 0.001 }),
      1.776482112077299e-33,
    );
    expectRelative(lognormal.cdf(56954.04536622183, { logMean: 0.75, logStandardDeviation: 0.51 }), 1.0);
    expectRelative(
      lognormal.cdf(42.52108200006278, { logMean: 0.75, logStandardDeviation: 1 }),
      0.9986501019683699,
    );
    expectRelative(
      lognormal.cdf(9.20733086588225, { logMean: 0.75, logStandardDeviation: 0.49 }),
      0.9986501019683699,
    );
    expectRelative(
      lognormal.cdf(1.2840254166877414, { logMean: 0.75, logStandardDeviation: 1 }),
      0.3085375387259869,
    );
    expectRelative(
      lognormal.survival(2.181472265498201, { logMean: 0.75, logStandardDeviation: 0.01 }),
      0.0013498980316301067,
    );
    expectRelative(
      lognormal.survival(2.1201778994538714, { logMean: 0.75, logStandardDeviation: 0.001 }),
      0.06680720126887066,
    );
    expectRelative(
      lognormal.survival(5.754602676005731, { logMean: 0.75, logStandardDeviation: 2 }),
      0.3085375387259869,
    );
    expectRelative(
      lognormal.survival(2.1064414349807272, { logMean: 0.75, logStandardDeviation: 0.001 }),
      0.9999997133484281,
    );
    expectRelative(
      lognormal.survival(1.8221188003905089, { logMean: 0.75, logStandardDeviation: 0.3 }),
      0.6914624612740131,
    );
    expectRelative(
      lognormal.survival(2.45960311115695, { logMean: 0.75, logStandardDeviation: 0.3 }),
      0.3085375387259868,
    );
    expectRelative(
      lognormal.survival(2.0137527074704766, { logMean: 0.75, logStandardDeviation: 0.1 }),
      0.6914624612740129,
    );
    expectRelative(
      lognormal.loss(3.4387223757496606, { logMean: 0.75, logStandardDeviation: 0.49 }),
      0.1825547474216886,
    );
    expectRelative(
      lognormal.loss(2.2255409284924674, { logMean: 0.75, logStandardDeviation: 0.1 }),
      0.04646575283656023,
    );
    expectRelative(
      lognormal.loss(2.1127702477582266, { logMean: 0.75, logStandardDeviation: 0.001 }),
      0.004248760166511683,
    );
    expectRelative(
      lognormal.loss(2.127611523355298, { logMean: 0.75, logStandardDeviation: 0.01 }),
      0.004230747432467201,
    );
    expectRelative(
      lognormal.loss(1.8776105792643432, { logMean: 0.75, logStandardDeviation: 0.01 }),
      0.23949528999545627,
    );
    expectRelative(
      lognormal.loss(2.115941781185272, { logMean: 0.75, logStandardDeviation: 0.001 }),
      0.001477598237921845,
    );
    expectRelative(
      lognormal.loss(2.1064414349807272, { logMean: 0.75, logStandardDeviation: 0.001 }),
      0.010559640244813854,
    );
    expectRelative(
      lognormal.complementaryLoss(111.05215990569917, { logMean: 0.75, logStandardDeviation: 4 }),
      84.91983056918536,
    );
    expectRelative(
      lognormal.complementaryLoss(2.1201778994538714, { logMean: 0.75, logStandardDeviation: 0.001 }),
      0.003238984185831371,
    );
    expectRelative(
      lognormal.complementaryLoss(2.3373083745076473, { logMean: 0.75, logStandardDeviation: 0.1 }),
      0.23048187932880929,
    );
    expectRelative(
      lognormal.complementaryLoss(0.7633794943368531, { logMean: 0.75, logStandardDeviation: 0.51 }),
      0.0028127204238629993,
    );
    expectRelative(
      lognormal.complementaryLoss(56954.04536622183, { logMean: 0.75, logStandardDeviation: 0.51 }),
      56951.63434596741,
    );
    expectRelative(
      lognormal.complementaryLoss(1.8776105792643432, { logMean: 0.75, logStandardDeviation: 0.01 }),
      2.7400500400518913e-36,
    );
    expectRelative(
      lognormal.complementaryLoss(2.1064414349807272, { logMean: 0.75, logStandardDeviation: 0.01 }),
      0.004144490660991028,
    );
    expectRelative(
      lognormal.secondLoss(7.991959892953932e-11, { logMean: 0.75, logStandardDeviation: 2 }),
      6679.863414829686,
    );
    expectRelative(
      lognormal.secondLoss(2.117000016612675, { logMean: 0.75, logStandardDeviation: 0.51 }),
      0.7630444011126973,
    );
    expectRelative(
      lognormal.secondLoss(42.52108200006278, { logMean: 0.75, logStandardDeviation: 2 }),
      6238.858354664868,
    );
    expectRelative(
      lognormal.secondLoss(125.21096065476522, { logMean: 0.75, logStandardDeviation: 0.51 }),
      4.45692917638074e-14,
    );
    expectRelative(
      lognormal.secondLoss(2.5857096593158464, { logMean: 0.75, logStandardDeviation: 0.01 }),
      4.5528773620543816e-95,
    );
    expectRelative(
      lognormal.secondLoss(2.857651118063164, { logMean: 0.75, logStandardDeviation: 0.1 }),
      8.972387688785278e-6,
    );
    expectRelative(
      lognormal.secondLoss(0.2865047968601901, { logMean: 0.75, logStandardDeviation: 1 }),
      15.598660250671209,
    );
    expectRelative(
      lognormal.complementarySecondLoss(18811896.11953723, { logMean: 0.75, logStandardDeviation: 2 }),
      176943423545243.75,
    );
    expectRelative(
      lognormal.complementarySecondLoss(9.776680409528906, { logMean: 0.75, logStandardDeviation: 0.51 }),
      27.986005240562406,
    );
    expectRelative(
      lognormal.complementarySecondLoss(2.117000016612675, { logMean: 0.75, logStandardDeviation: 2 }),
      0.5786009356239974,
    );
    expectRelative(
      lognormal.complementarySecondLoss(2.117000016612675, { logMean: 0.75, logStandardDeviation: 1 }),
      0.3248001466868124,
    );
    expectRelative(
      lognormal.complementarySecondLoss(2.075080607674123, { logMean: 0.75, logStandardDeviation: 0.01 }),
      1.2303545989856354e-6,
    );
    expectRelative(
      lognormal.complementarySecondLoss(2.45960311115695, { logMean: 0.75, logStandardDeviation: 0.3 }),
      0.1710692512858811,
    );
    expectRelative(
      lognormal.complementarySecondLoss(9.20733086588225, { logMean: 0.75, logStandardDeviation: 0.49 }),
      24.028274202998997,
    );
  });

  it('keeps the identities of its losses on both sides of the mean', () => {
    const d = lognormal.distribution({ logMean: 0.5, logStandardDeviation: 0.3 });
    for (const x of [-1, 0.7, 1.6, 2.5]) expectLossIdentities(d, x);
    for (const x of [-1, 0.7, 1.6, 2.5]) expectSlopes(d, x, 1e-4);
  });

  it('binds its parameters', () => {
    const parameters = { logMean: 0.5, logStandardDeviation: 0.3 };
    const d = lognormal.distribution(parameters);
    expect(d.support).toBe('continuous');
    for (const x of [-1, 0.7, 1.6, 2.5]) {
      expect(d.density(x)).toBe(lognormal.pdf(x, parameters));
      expect(d.cdf(x)).toBe(lognormal.cdf(x, parameters));
      expect(d.survival(x)).toBe(lognormal.survival(x, parameters));
      expect(d.loss(x)).toBe(lognormal.loss(x, parameters));
      expect(d.complementaryLoss(x)).toBe(lognormal.complementaryLoss(x, parameters));
      expect(d.secondLoss(x)).toBe(lognormal.secondLoss(x, parameters));
      expect(d.complementarySecondLoss(x)).toBe(lognormal.complementarySecondLoss(x, parameters));
    }
    expect(d.quantile(0.3)).toBe(lognormal.quantile(0.3, parameters));
    const random = randomStream(5);
    expectSampleMean(d, () => d.sample(random));
  });

  it('ends at the infinities', () => {
    const d = lognormal.distribution({ logMean: 0.5, logStandardDeviation: 0.3 });
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
    const d = lognormal.distribution({ logMean: 0.5, logStandardDeviation: 0.3 });
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), (p) => {
        const x = d.quantile(p);
        if (x > 0) expectRelative(d.cdf(x), p, 1e-10);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what lies outside its domain, and accepts the nearest that does not', () => {
    expect(() =>
      lognormal.distribution({ logMean: Number.POSITIVE_INFINITY, logStandardDeviation: 1 }),
    ).toThrow('logMean is Infinity; it must be a finite number');
    expect(() => lognormal.loss(1, { logMean: Number.POSITIVE_INFINITY, logStandardDeviation: 1 })).toThrow(
      'logMean is Infinity; it must be a finite number',
    );
    expect(() =>
      lognormal.quantile(0.5, { logMean: Number.POSITIVE_INFINITY, logStandardDeviation: 1 }),
    ).toThrow('logMean is Infinity; it must be a finite number');
    expect(() => lognormal.distribution({ logMean: 0, logStandardDeviation: 0 })).toThrow(
      'logStandardDeviation is 0; it must be a finite number greater than 0',
    );
    expect(() => lognormal.loss(1, { logMean: 0, logStandardDeviation: 0 })).toThrow(
      'logStandardDeviation is 0; it must be a finite number greater than 0',
    );
    expect(() => lognormal.quantile(0.5, { logMean: 0, logStandardDeviation: 0 })).toThrow(
      'logStandardDeviation is 0; it must be a finite number greater than 0',
    );
    expect(
      lognormal.distribution({ logMean: 5, logStandardDeviation: 1 }).cdf(Number.POSITIVE_INFINITY),
    ).toBe(1);
    expect(
      lognormal.distribution({ logMean: 0, logStandardDeviation: 1e-9 }).cdf(Number.POSITIVE_INFINITY),
    ).toBe(1);
    const d = lognormal.distribution({ logMean: 0.5, logStandardDeviation: 0.3 });
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

  it('has losses where its mean is beyond the largest number, or x far from the median', () => {
    // E[X²] / 2 and E[X] are infinite as doubles; what is below x is not.
    const wide = { logMean: 0, logStandardDeviation: 40 };
    expect([lognormal.loss(1, wide), lognormal.secondLoss(1, wide)]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect(lognormal.complementaryLoss(1, wide)).toBeLessThan(0.5);
    expect(lognormal.complementaryLoss(1, wide)).toBeGreaterThan(0.49);
    // At x = 1, 20 standard deviations above the median, nearly all of the mean exp(−1200 + 60² / 2) is above.
    expectRelative(lognormal.loss(1, { logMean: -1200, logStandardDeviation: 60 }) / Math.exp(600), 1, 1e-12);
    expect(lognormal.distribution({ logMean: -1200, logStandardDeviation: 30 }).variance).toBeCloseTo(
      Math.exp(-600),
      270,
    );
  });
});
