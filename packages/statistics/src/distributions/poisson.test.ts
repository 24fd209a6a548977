import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import * as poisson from './poisson.ts';
import {
  expectCountRecursion,
  expectLossIdentities,
  expectRelative,
  expectSampleMean,
} from './testing/expectations.ts';

const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const mean = fc.double({ min: 0.01, max: 3000, noNaN: true });

describe('poisson', () => {
  it('has the table values at mean 2.5', () => {
    // e^−2.5 (1 + 2.5 + 3.125) = 0.543813
    expect(poisson.cdf(2, { mean: 2.5 })).toBeCloseTo(Math.exp(-2.5) * 6.625, 14);
    expect(poisson.pmf(3, { mean: 2.5 })).toBeCloseTo((Math.exp(-2.5) * 15.625) / 6, 15);
    expect(poisson.pmf(1.5, { mean: 2.5 })).toBe(0);
  });

  it('has the smallest count that reaches p as its quantile', () => {
    fc.assert(
      fc.property(share, mean, (p, level) => {
        const count = poisson.quantile(p, { mean: level });
        expect(poisson.cdf(count, { mean: level })).toBeGreaterThanOrEqual(p - 1e-11);
        expect(poisson.cdf(count - 1, { mean: level })).toBeLessThan(p + 1e-11);
      }),
      { numRuns: 300 },
    );
  });

  it('has the losses of Snyder and Shen (2019), appendix C.3', () => {
    expect(poisson.loss(50, { mean: 47 })).toBeCloseTo(1.5145469394969404, 9);
    expect(poisson.complementaryLoss(50, { mean: 47 })).toBeCloseTo(4.51454693949694, 9);
    expect(poisson.loss(5, { mean: 7 })).toBeCloseTo(2.2926001256973048, 9);
    expect(poisson.complementaryLoss(5, { mean: 7 })).toBeCloseTo(0.29260012569730476, 9);
    expect(poisson.secondLoss(18, { mean: 15 })).toBeCloseTo(0.848340302917789, 9);
    expect(poisson.complementarySecondLoss(18, { mean: 15 })).toBeCloseTo(12.651659697082211, 9);
    expect(poisson.secondLoss(50, { mean: 47 })).toBeCloseTo(5.192979532973112, 9);
    expect(poisson.complementarySecondLoss(50, { mean: 47 })).toBeCloseTo(24.307020467026888, 9);
  });

  it('has the values that mpmath 1.3.0 computes with 60 digits', () => {
    expectRelative(poisson.pmf(810, { mean: 900.5 }), 0.00012644971881009602);
    expectRelative(poisson.pmf(13, { mean: 3 }), 1.2747133942680574e-5);
    expectRelative(poisson.pmf(2, { mean: 0.5 }), 0.07581633246407918);
    expectRelative(poisson.pmf(1, { mean: 0.5 }), 0.3032653298563167);
    expectRelative(poisson.pmf(8, { mean: 0.5 }), 5.876141839043835e-8);
    expectRelative(poisson.pmf(0, { mean: 1e-8 }), 0.9999999900000001);
    expectRelative(poisson.pmf(930, { mean: 900.5 }), 0.00811020238550463);
    expectRelative(poisson.cdf(0, { mean: 0.01 }), 0.9900498337491681);
    expectRelative(poisson.cdf(5, { mean: 0.01 }), 0.9999999999999987);
    expectRelative(poisson.cdf(810, { mean: 900.5 }), 0.0011607850972737165);
    expectRelative(poisson.cdf(1, { mean: 47 }), 1.85951886176985e-19);
    expectRelative(poisson.cdf(0, { mean: 0.5 }), 0.6065306597126334);
    expectRelative(poisson.cdf(47, { mean: 47 }), 0.5386892074937791);
    expectRelative(poisson.cdf(3, { mean: 0.01 }), 0.9999999995866529);
    expectRelative(poisson.survival(67, { mean: 47 }), 0.0023440074962979363);
    expectRelative(poisson.survival(1080, { mean: 900.5 }), 2.9619195603305974e-9);
    expectRelative(poisson.survival(5, { mean: 1e-8 }), 1.3888888769841272e-51);
    expectRelative(poisson.survival(40, { mean: 47 }), 0.8280174152808911);
    expectRelative(poisson.survival(1, { mean: 47 }), 1.0);
    expectRelative(poisson.survival(900, { mean: 900.5 }), 0.4977839892162867);
    expectRelative(poisson.survival(1260, { mean: 900.5 }), 5.711978397735888e-30);
    expectRelative(poisson.loss(1, { mean: 3 }), 2.049787068367864);
    expectRelative(poisson.loss(4, { mean: 3 }), 0.3193573117483945);
    expectRelative(poisson.loss(4, { mean: 0.5 }), 0.0001873487583220487);
    expectRelative(poisson.loss(2, { mean: 1e-8 }), 1.6666666583333334e-25);
    expectRelative(poisson.loss(1, { mean: 47 }), 46.0);
    expectRelative(poisson.loss(1, { mean: 0.5 }), 0.10653065971263342);
    expectRelative(poisson.loss(5, { mean: 1e-8 }), 1.3888888789682543e-51);
    expectRelative(poisson.complementaryLoss(2, { mean: 47 }), 1.8982588380567216e-19);
    expectRelative(poisson.complementaryLoss(88, { mean: 47 }), 41.000000065043274);
    expectRelative(poisson.complementaryLoss(1, { mean: 0.5 }), 0.6065306597126334);
    expectRelative(poisson.complementaryLoss(252, { mean: 47 }), 205.0);
    expectRelative(poisson.complementaryLoss(720, { mean: 900.5 }), 9.97201033050846e-10);
    expectRelative(poisson.complementaryLoss(47, { mean: 47 }), 2.7301655400963982);
    expectRelative(poisson.complementaryLoss(810, { mean: 900.5 }), 0.008816920485220113);
    expectRelative(poisson.secondLoss(1, { mean: 3 }), 2.450212931632136);
    expectRelative(poisson.secondLoss(2, { mean: 0.01 }), 4.15004158742543e-10);
    expectRelative(poisson.secondLoss(0, { mean: 0.01 }), 5e-5);
    expectRelative(poisson.secondLoss(2, { mean: 1e-8 }), 4.16666665e-34);
    expectRelative(poisson.secondLoss(1, { mean: 47 }), 1058.5);
    expectRelative(poisson.secondLoss(1, { mean: 0.01 }), 1.6625083194642612e-7);
    expectRelative(poisson.secondLoss(2, { mean: 900.5 }), 403652.125);
    expectRelative(poisson.complementarySecondLoss(540, { mean: 900.5 }), 3.6027694350075943e-38);
    expectRelative(poisson.complementarySecondLoss(8, { mean: 3 }), 16.49801196944246);
    expectRelative(poisson.complementarySecondLoss(900, { mean: 900.5 }), 223.06694525030315);
    expectRelative(poisson.complementarySecondLoss(3, { mean: 3 }), 0.9708478331733469);
    expectRelative(poisson.complementarySecondLoss(2, { mean: 47 }), 1.9369988143435935e-19);
    expectRelative(poisson.complementarySecondLoss(3, { mean: 0.01 }), 5.970049999999171);
    expectRelative(poisson.complementarySecondLoss(2, { mean: 1e-8 }), 2.99999998);
  });

  it('keeps the identities of its losses on both sides of the mean', () => {
    const d = poisson.distribution({ mean: 7.5 });
    for (const x of [-2.5, -0.25, 0, 0.5, 5, 7.75, 20]) expectLossIdentities(d, x);
    for (const count of [-3, 0, 1, 6, 15, 60]) expectCountRecursion(d, count);
  });

  it('binds its parameters', () => {
    const parameters = { mean: 7.5 };
    const d = poisson.distribution(parameters);
    expect(d.support).toBe('counts');
    for (const x of [-2.5, -0.25, 0, 0.5, 5, 7.75, 20]) {
      expect(d.density(x)).toBe(poisson.pmf(x, parameters));
      expect(d.cdf(x)).toBe(poisson.cdf(x, parameters));
      expect(d.survival(x)).toBe(poisson.survival(x, parameters));
      expect(d.loss(x)).toBe(poisson.loss(x, parameters));
      expect(d.complementaryLoss(x)).toBe(poisson.complementaryLoss(x, parameters));
      expect(d.secondLoss(x)).toBe(poisson.secondLoss(x, parameters));
      expect(d.complementarySecondLoss(x)).toBe(poisson.complementarySecondLoss(x, parameters));
    }
    expect(d.quantile(0.3)).toBe(poisson.quantile(0.3, parameters));
    const random = randomStream(5);
    expectSampleMean(d, () => d.sample(random));
  });

  it('ends at the infinities', () => {
    const d = poisson.distribution({ mean: 7.5 });
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
    const d = poisson.distribution({ mean: 7.5 });
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
    expect(() => poisson.distribution({ mean: -1 })).toThrow(
      'mean is -1; it must be a finite number, at least 0',
    );
    expect(() => poisson.loss(1, { mean: -1 })).toThrow('mean is -1; it must be a finite number, at least 0');
    expect(() => poisson.quantile(0.5, { mean: -1 })).toThrow(
      'mean is -1; it must be a finite number, at least 0',
    );
    expect(() => poisson.distribution({ mean: Number.NaN })).toThrow('mean is NaN');
    expect(() => poisson.loss(1, { mean: Number.NaN })).toThrow('mean is NaN');
    expect(() => poisson.quantile(0.5, { mean: Number.NaN })).toThrow('mean is NaN');
    expect(poisson.distribution({ mean: 0 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(poisson.distribution({ mean: 1 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    const d = poisson.distribution({ mean: 7.5 });
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
