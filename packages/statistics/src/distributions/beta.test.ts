import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import * as beta from './beta.ts';
import {
  expectLossIdentities,
  expectRelative,
  expectSampleMean,
  expectSlopes,
} from './testing/expectations.ts';

describe('beta', () => {
  it('has the values that mpmath 1.3.0 computes with 60 digits', () => {
    expectRelative(beta.cdf(0.999999999, { alpha: 2, beta: 0.001 }), 0.01953052463460149);
    expectRelative(beta.cdf(0.01, { alpha: 0.5, beta: 90 }), 0.8207759375833563);
    expectRelative(beta.cdf(0.999, { alpha: 40, beta: 3 }), 0.9999888507380477);
    expectRelative(beta.cdf(0.7490516813406107, { alpha: 0.5, beta: 0.7 }), 0.7706339268276433);
    expectRelative(beta.cdf(0.999999999, { alpha: 40, beta: 90 }), 1.0);
    expectRelative(beta.cdf(0.999, { alpha: 1000.0, beta: 0.7 }), 0.2387131233471649);
    expectRelative(beta.cdf(0.999999999, { alpha: 1000.0, beta: 3 }), 1.0);
    expectRelative(beta.survival(0.013273888102964381, { alpha: 0.5, beta: 90 }), 0.12144120469927064);
    expectRelative(beta.survival(1e-6, { alpha: 0.001, beta: 0.001 }), 0.5068594466929104);
    expectRelative(beta.survival(0.9, { alpha: 0.5, beta: 90 }), 6.256257734117223e-92);
    expectRelative(beta.survival(0.999, { alpha: 0.001, beta: 3 }), 3.340838249163797e-13);
    expectRelative(beta.survival(0.5, { alpha: 0.5, beta: 3 }), 0.049825262780576765);
    expectRelative(beta.survival(1e-6, { alpha: 0.5, beta: 3 }), 0.9981250012499996);
    expectRelative(beta.survival(1e-6, { alpha: 1000.0, beta: 0.001 }), 1.0);
    expectRelative(beta.loss(1e-30, { alpha: 0.5, beta: 3 }), 0.14285714285714285);
    expectRelative(beta.loss(0.6000000000000001, { alpha: 2, beta: 3 }), 0.019455999999999984);
    expectRelative(beta.loss(0.01, { alpha: 2, beta: 3 }), 0.39000198006);
    expectRelative(beta.loss(1e-6, { alpha: 1000.0, beta: 0.001 }), 0.999998000001);
    expectRelative(beta.loss(1e-30, { alpha: 1000.0, beta: 0.001 }), 0.999999000001);
    expectRelative(beta.loss(0.999999999, { alpha: 1000.0, beta: 0.7 }), 4.0842667770718574e-14);
    expectRelative(beta.loss(0.5, { alpha: 2, beta: 90 }), 2.063385741656351e-28);
    expectRelative(beta.complementaryLoss(0.7407407407407407, { alpha: 2, beta: 0.7 }), 0.09400038954247537);
    expectRelative(beta.complementaryLoss(0.999, { alpha: 40, beta: 0.7 }), 0.016266173787975183);
    expectRelative(beta.complementaryLoss(0.3, { alpha: 2, beta: 90 }), 0.2782608695652199);
    expectRelative(beta.complementaryLoss(1e-6, { alpha: 0.001, beta: 0.001 }), 4.926479051559788e-7);
    expectRelative(beta.complementaryLoss(0.01, { alpha: 2, beta: 0.7 }), 1.9863199954867258e-7);
    expectRelative(beta.complementaryLoss(1e-30, { alpha: 2, beta: 0.7 }), 1.9833333333333335e-91);
    expectRelative(beta.complementaryLoss(0.01, { alpha: 0.5, beta: 0.7 }), 0.0005324199563777876);
    expectRelative(beta.secondLoss(1e-30, { alpha: 0.001, beta: 0.001 }), 0.249750499001996);
    expectRelative(beta.secondLoss(0.01, { alpha: 0.001, beta: 3 }), 3.8581852000995975e-5);
    expectRelative(beta.secondLoss(1.1110987655692714e-5, { alpha: 0.001, beta: 90 }), 6.098678836564906e-8);
    expectRelative(beta.secondLoss(0.9828009828009827, { alpha: 40, beta: 0.7 }), 4.827719460676759e-5);
    expectRelative(beta.secondLoss(0.01, { alpha: 0.5, beta: 3 }), 0.022425966642857145);
    expectRelative(beta.secondLoss(0.5129167832484276, { alpha: 2, beta: 0.7 }), 0.04821458802021043);
    expectRelative(beta.secondLoss(0.999, { alpha: 0.001, beta: 3 }), 1.6700017256538563e-20);
    expectRelative(beta.complementarySecondLoss(0.9, { alpha: 0.5, beta: 1000.0 }), 0.4045505991387731);
    expectRelative(
      beta.complementarySecondLoss(1.1110987655692714e-5, { alpha: 0.001, beta: 90 }),
      6.124518148794706e-11,
    );
    expectRelative(beta.complementarySecondLoss(0.999, { alpha: 40, beta: 0.001 }), 2.8224780932677533e-7);
    expectRelative(
      beta.complementarySecondLoss(0.9302325581395349, { alpha: 40, beta: 3 }),
      0.000465454681253919,
    );
    expectRelative(beta.complementarySecondLoss(1e-30, { alpha: 2, beta: 1000.0 }), 4.170833333333335e-116);
    expectRelative(
      beta.complementarySecondLoss(0.9590943698607802, { alpha: 1000.0, beta: 90 }),
      0.0009026265738968834,
    );
    expectRelative(beta.complementarySecondLoss(0.999, { alpha: 0.001, beta: 0.001 }), 0.24925075109447867);
  });

  it('keeps the identities of its losses on both sides of the mean', () => {
    const d = beta.distribution({ alpha: 2, beta: 3 });
    for (const x of [-0.5, 0.2, 0.7, 1.5]) expectLossIdentities(d, x);
    for (const x of [-0.5, 0.2, 0.7, 1.5]) expectSlopes(d, x, 1e-4);
  });

  it('binds its parameters', () => {
    const parameters = { alpha: 2, beta: 3 };
    const d = beta.distribution(parameters);
    expect(d.support).toBe('continuous');
    for (const x of [-0.5, 0.2, 0.7, 1.5]) {
      expect(d.density(x)).toBe(beta.pdf(x, parameters));
      expect(d.cdf(x)).toBe(beta.cdf(x, parameters));
      expect(d.survival(x)).toBe(beta.survival(x, parameters));
      expect(d.loss(x)).toBe(beta.loss(x, parameters));
      expect(d.complementaryLoss(x)).toBe(beta.complementaryLoss(x, parameters));
      expect(d.secondLoss(x)).toBe(beta.secondLoss(x, parameters));
      expect(d.complementarySecondLoss(x)).toBe(beta.complementarySecondLoss(x, parameters));
    }
    expect(d.quantile(0.3)).toBe(beta.quantile(0.3, parameters));
    const random = randomStream(5);
    expectSampleMean(d, () => d.sample(random));
  });

  it('ends at the infinities', () => {
    const d = beta.distribution({ alpha: 2, beta: 3 });
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
    const d = beta.distribution({ alpha: 2, beta: 3 });
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), (p) => {
        const x = d.quantile(p);
        if (x > 0) expectRelative(d.cdf(x), p, 1e-10);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what lies outside its domain, and accepts the nearest that does not', () => {
    expect(() => beta.distribution({ alpha: 0, beta: 1 })).toThrow(
      'alpha is 0; it must be a finite number greater than 0',
    );
    expect(() => beta.loss(1, { alpha: 0, beta: 1 })).toThrow(
      'alpha is 0; it must be a finite number greater than 0',
    );
    expect(() => beta.quantile(0.5, { alpha: 0, beta: 1 })).toThrow(
      'alpha is 0; it must be a finite number greater than 0',
    );
    expect(() => beta.distribution({ alpha: 1, beta: -1 })).toThrow(
      'beta is -1; it must be a finite number greater than 0',
    );
    expect(() => beta.loss(1, { alpha: 1, beta: -1 })).toThrow(
      'beta is -1; it must be a finite number greater than 0',
    );
    expect(() => beta.quantile(0.5, { alpha: 1, beta: -1 })).toThrow(
      'beta is -1; it must be a finite number greater than 0',
    );
    expect(beta.distribution({ alpha: 0.01, beta: 1 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(beta.distribution({ alpha: 1, beta: 0.01 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    const d = beta.distribution({ alpha: 2, beta: 3 });
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
