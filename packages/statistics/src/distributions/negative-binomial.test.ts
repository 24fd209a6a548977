import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import * as negativeBinomial from './negative-binomial.ts';
import * as poisson from './poisson.ts';
import {
  expectCountRecursion,
  expectLossIdentities,
  expectRelative,
  expectSampleMean,
} from './testing/expectations.ts';

const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const mean = fc.double({ min: 0.01, max: 3000, noNaN: true });
const size = fc.double({ min: 0.05, max: 1e6, noNaN: true });

describe('negativeBinomial', () => {
  it('is geometric at size 1', () => {
    // mean 3, size 1: probability of success 1/4, P(X > k) = (3/4)^(k + 1).
    for (const k of [0, 1, 5, 20]) {
      expect(negativeBinomial.pmf(k, { mean: 3, size: 1 })).toBeCloseTo(0.25 * 0.75 ** k, 14);
      expect(negativeBinomial.cdf(k, { mean: 3, size: 1 })).toBeCloseTo(1 - 0.75 ** (k + 1), 13);
    }
  });

  it('adds up: the distribution function is the sum of the probabilities', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 60, noNaN: true }), size, fc.nat(120), (level, r, count) => {
        let sum = 0;
        for (let k = 0; k <= count; k++) sum += negativeBinomial.pmf(k, { mean: level, size: r });
        expect(Math.abs(negativeBinomial.cdf(count, { mean: level, size: r }) - sum)).toBeLessThan(1e-10);
      }),
      { numRuns: 300 },
    );
  });

  it('has the smallest count that reaches p as its quantile', () => {
    fc.assert(
      fc.property(share, mean, size, (p, level, r) => {
        const parameters = { mean: level, size: r };
        const count = negativeBinomial.quantile(p, parameters);
        expect(negativeBinomial.cdf(count, parameters)).toBeGreaterThanOrEqual(p - 1e-10);
        expect(negativeBinomial.cdf(count - 1, parameters)).toBeLessThan(p + 1e-10);
      }),
      { numRuns: 500 },
    );
  });

  it('nears Poisson as the size grows, without losing digits', () => {
    for (const r of [1e9, 1e12, 1e16, Number.POSITIVE_INFINITY]) {
      const difference = negativeBinomial.cdf(38, { mean: 40, size: r }) - poisson.cdf(38, { mean: 40 });
      // The variance differs by mean² / size, so the distribution functions do by about that share.
      expect(Math.abs(difference)).toBeLessThan(1e-12 + 40 / r);
    }
  });

  it('never falls in the mean', () => {
    fc.assert(
      fc.property(share, mean, size, fc.double({ min: 1, max: 3, noNaN: true }), (p, level, r, factor) => {
        const low = negativeBinomial.quantile(p, { mean: level, size: r });
        expect(negativeBinomial.quantile(p, { mean: level * factor, size: r })).toBeGreaterThanOrEqual(low);
      }),
      { numRuns: 300 },
    );
  });

  it('is tabulated as it is computed', () => {
    for (const [level, r] of [
      [0.2, 0.5],
      [9, 3],
      [800, 40],
      [500, 1e9],
      [12, Number.POSITIVE_INFINITY],
    ] as const) {
      const { first, cumulative } = negativeBinomial.cumulativeTable(
        { mean: level, size: r },
        { tail: 1e-9 },
      );
      for (let entry = 0; entry < cumulative.length; entry++) {
        const exact = negativeBinomial.cdf(first + entry, { mean: level, size: r });
        expect(Math.abs(cumulative[entry]! - exact)).toBeLessThan(1e-11);
      }
      expect(1 - cumulative.at(-1)!).toBeLessThan(1.1e-9);
    }
  });

  it('is sampled with its mean and variance', () => {
    const random = randomStream(12);
    const { average, variance } = moments(() => negativeBinomial.sample(random, { mean: 6, size: 2 }));
    // variance 6 + 36 / 2 = 24; excess kurtosis 6 / 2 + 1 / 24
    expect(Math.abs(average - 6)).toBeLessThan(5 * Math.sqrt(24 / DRAWS));
    expect(Math.abs(variance / 24 - 1)).toBeLessThan(5 * Math.sqrt((2 + 3.05) / DRAWS));
  });

  it('is zero at mean zero, and refuses a size of zero', () => {
    expect(negativeBinomial.quantile(0.99, { mean: 0, size: 2 })).toBe(0);
    expect(negativeBinomial.cdf(0, { mean: 0, size: 2 })).toBe(1);
    expect(() => negativeBinomial.cdf(0, { mean: 1, size: 0 })).toThrow('size is 0');
  });

  it('has the losses of Snyder and Shen (2019), appendix C.3', () => {
    expect(negativeBinomial.loss(10, { mean: 8.999999999999998, size: 6 })).toBeCloseTo(
      1.4561628972318699,
      9,
    );
    expect(negativeBinomial.complementaryLoss(10, { mean: 8.999999999999998, size: 6 })).toBeCloseTo(
      2.456162897231872,
      9,
    );
    expect(negativeBinomial.loss(28, { mean: 23.333333333333336, size: 10.000000000000004 })).toBeCloseTo(
      1.8054874750410899,
      9,
    );
    expect(
      negativeBinomial.complementaryLoss(28, { mean: 23.333333333333336, size: 10.000000000000004 }),
    ).toBeCloseTo(6.472154141707755, 9);
    expect(negativeBinomial.loss(50, { mean: 147.0, size: 3 })).toBeCloseTo(98.32217192672073, 9);
    expect(negativeBinomial.complementaryLoss(50, { mean: 147.0, size: 3 })).toBeCloseTo(
      1.3221719267207277,
      9,
    );
    expect(negativeBinomial.loss(10, { mean: 15, size: 10.000000000000007 })).toBeCloseTo(
      5.533809274627817,
      9,
    );
    expect(negativeBinomial.complementaryLoss(10, { mean: 15, size: 10.000000000000007 })).toBeCloseTo(
      0.5338092746278171,
      9,
    );
    expect(negativeBinomial.secondLoss(14, { mean: 16.0, size: 4 })).toBeCloseTo(30.877804945158942, 9);
    expect(negativeBinomial.complementarySecondLoss(14, { mean: 16.0, size: 4 })).toBeCloseTo(
      10.122195054841043,
      9,
    );
    expect(negativeBinomial.secondLoss(10, { mean: 15.0, size: 10 })).toBeCloseTo(27.426595183995325, 9);
    expect(negativeBinomial.complementarySecondLoss(10, { mean: 15.0, size: 10 })).toBeCloseTo(
      1.3234048160046683,
      9,
    );
    expect(negativeBinomial.secondLoss(10, { mean: 12.000000000000002, size: 3 })).toBeCloseTo(
      24.395414241279987,
      9,
    );
    expect(negativeBinomial.complementarySecondLoss(10, { mean: 12.000000000000002, size: 3 })).toBeCloseTo(
      6.60458575872002,
      9,
    );
    expect(
      negativeBinomial.secondLoss(28, { mean: 23.333333333333336, size: 10.000000000000004 }),
    ).toBeCloseTo(9.799361902620175, 9);
    expect(
      negativeBinomial.complementarySecondLoss(28, { mean: 23.333333333333336, size: 10.000000000000004 }),
    ).toBeCloseTo(42.31174920849092, 9);
  });

  it('has the values that mpmath 1.3.0 computes with 60 digits', () => {
    expectRelative(negativeBinomial.pmf(1279, { mean: 700, size: 300 }), 1.3337315220139602e-24);
    expectRelative(negativeBinomial.pmf(15, { mean: 20, size: 1000000.0 }), 0.05164911176767625);
    expectRelative(negativeBinomial.pmf(1, { mean: 700, size: 1 }), 0.0014244985256440259);
    expectRelative(negativeBinomial.pmf(15, { mean: 20, size: 300 }), 0.052422046831703435);
    expectRelative(negativeBinomial.pmf(0, { mean: 1e-8, size: 0.4 }), 0.9999999900000002);
    expectRelative(negativeBinomial.pmf(20, { mean: 20, size: 1 }), 0.017947118232047653);
    expectRelative(negativeBinomial.pmf(1, { mean: 1e-8, size: 300 }), 9.999999899666668e-9);
    expectRelative(negativeBinomial.cdf(8, { mean: 0.5, size: 1000000000.0 }), 0.9999999965645097);
    expectRelative(negativeBinomial.cdf(805, { mean: 700, size: 1000000000.0 }), 0.9999517691372075);
    expectRelative(negativeBinomial.cdf(700, { mean: 700, size: 7 }), 0.5510306988778425);
    expectRelative(negativeBinomial.cdf(3, { mean: 1e-8, size: 1000000000.0 }), 1.0);
    expectRelative(negativeBinomial.cdf(6, { mean: 20, size: 1000000000000.0 }), 0.00025512249588195067);
    expectRelative(negativeBinomial.cdf(75, { mean: 20, size: 300 }), 1.0);
    expectRelative(negativeBinomial.cdf(1, { mean: 1e-8, size: 7 }), 0.9999999999999999);
    expectRelative(negativeBinomial.survival(1, { mean: 1e-8, size: 1 }), 9.999999800000003e-17);
    expectRelative(negativeBinomial.survival(3, { mean: 1e-8, size: 7 }), 8.74635557517701e-34);
    expectRelative(negativeBinomial.survival(1, { mean: 0.5, size: 300 }), 0.09033008190898009);
    expectRelative(negativeBinomial.survival(3, { mean: 700, size: 1 }), 0.9943060642853818);
    expectRelative(
      negativeBinomial.survival(1017, { mean: 700, size: 1000000000000.0 }),
      1.3414862298009796e-29,
    );
    expectRelative(negativeBinomial.survival(37, { mean: 20, size: 1000000000.0 }), 0.0002170787306836327);
    expectRelative(negativeBinomial.survival(3, { mean: 0.5, size: 1000000000.0 }), 0.0017516225641883583);
    expectRelative(negativeBinomial.loss(55, { mean: 20, size: 7 }), 0.006850667182375631);
    expectRelative(negativeBinomial.loss(700, { mean: 700, size: 7 }), 104.82203465232806);
    expectRelative(negativeBinomial.loss(0, { mean: 0.5, size: 1 }), 0.5);
    expectRelative(negativeBinomial.loss(15, { mean: 20, size: 1000000000.0 }), 5.25041140518378);
    expectRelative(negativeBinomial.loss(73, { mean: 20, size: 1000000000.0 }), 2.1775984968302095e-20);
    expectRelative(negativeBinomial.loss(1, { mean: 700, size: 300 }), 699.0);
    expectRelative(negativeBinomial.loss(265, { mean: 20, size: 1 }), 4.851385011796314e-5);
    expectRelative(negativeBinomial.complementaryLoss(1017, { mean: 700, size: 1000000000000.0 }), 317.0);
    expectRelative(negativeBinomial.complementaryLoss(1, { mean: 0.5, size: 7 }), 0.6169606086877001);
    expectRelative(negativeBinomial.complementaryLoss(434, { mean: 700, size: 7 }), 13.13726700942686);
    expectRelative(negativeBinomial.complementaryLoss(1, { mean: 20, size: 300 }), 3.902859523709162e-9);
    expectRelative(negativeBinomial.complementaryLoss(20, { mean: 20, size: 300 }), 1.8349425687927223);
    expectRelative(
      negativeBinomial.complementaryLoss(8, { mean: 0.5, size: 1000000000000.0 }),
      7.500000003614533,
    );
    expectRelative(
      negativeBinomial.complementaryLoss(8, { mean: 0.5, size: 1000000000.0 }),
      7.500000003614533,
    );
    expectRelative(negativeBinomial.secondLoss(1, { mean: 0.5, size: 1000000.0 }), 0.018469389471054646);
    expectRelative(negativeBinomial.secondLoss(651, { mean: 700, size: 300 }), 2266.2945510800205);
    expectRelative(negativeBinomial.secondLoss(1, { mean: 20, size: 300 }), 181.66666666276382);
    expectRelative(negativeBinomial.secondLoss(8, { mean: 0.5, size: 1000000000.0 }), 1.8746470569894796e-10);
    expectRelative(
      negativeBinomial.secondLoss(726, { mean: 700, size: 1000000000000.0 }),
      27.324266096212394,
    );
    expectRelative(negativeBinomial.secondLoss(9, { mean: 0.5, size: 7 }), 1.2086767805381374e-9);
    expectRelative(negativeBinomial.secondLoss(700, { mean: 700, size: 300 }), 591.8934217790294);
    expectRelative(
      negativeBinomial.complementarySecondLoss(361, { mean: 700, size: 300 }),
      8.972429788922368e-16,
    );
    expectRelative(negativeBinomial.complementarySecondLoss(75, { mean: 20, size: 300 }), 1550.6666666666667);
    expectRelative(
      negativeBinomial.complementarySecondLoss(620, { mean: 700, size: 1000000000000.0 }),
      0.05213492824990645,
    );
    expectRelative(
      negativeBinomial.complementarySecondLoss(1, { mean: 1e-8, size: 1000000.0 }),
      0.9999999900000001,
    );
    expectRelative(negativeBinomial.complementarySecondLoss(700, { mean: 700, size: 7 }), 14237.83347271533);
    expectRelative(
      negativeBinomial.complementarySecondLoss(6, { mean: 20, size: 300 }),
      0.0001734718428376436,
    );
    expectRelative(
      negativeBinomial.complementarySecondLoss(555, { mean: 700, size: 300 }),
      0.09344938650239448,
    );
  });

  it('keeps the identities of its losses on both sides of the mean', () => {
    const d = negativeBinomial.distribution({ mean: 9, size: 6 });
    for (const x of [-2.5, -0.25, 0, 0.5, 8, 12.25, 40]) expectLossIdentities(d, x);
    for (const count of [-3, 0, 1, 6, 15, 60]) expectCountRecursion(d, count);
  });

  it('binds its parameters', () => {
    const parameters = { mean: 9, size: 6 };
    const d = negativeBinomial.distribution(parameters);
    expect(d.support).toBe('counts');
    for (const x of [-2.5, -0.25, 0, 0.5, 8, 12.25, 40]) {
      expect(d.density(x)).toBe(negativeBinomial.pmf(x, parameters));
      expect(d.cdf(x)).toBe(negativeBinomial.cdf(x, parameters));
      expect(d.survival(x)).toBe(negativeBinomial.survival(x, parameters));
      expect(d.loss(x)).toBe(negativeBinomial.loss(x, parameters));
      expect(d.complementaryLoss(x)).toBe(negativeBinomial.complementaryLoss(x, parameters));
      expect(d.secondLoss(x)).toBe(negativeBinomial.secondLoss(x, parameters));
      expect(d.complementarySecondLoss(x)).toBe(negativeBinomial.complementarySecondLoss(x, parameters));
    }
    expect(d.quantile(0.3)).toBe(negativeBinomial.quantile(0.3, parameters));
    const random = randomStream(5);
    expectSampleMean(d, () => d.sample(random));
  });

  it('ends at the infinities', () => {
    const d = negativeBinomial.distribution({ mean: 9, size: 6 });
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
    const d = negativeBinomial.distribution({ mean: 9, size: 6 });
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
    expect(() => negativeBinomial.distribution({ mean: -1, size: 1 })).toThrow(
      'mean is -1; it must be a finite number, at least 0',
    );
    expect(() => negativeBinomial.loss(1, { mean: -1, size: 1 })).toThrow(
      'mean is -1; it must be a finite number, at least 0',
    );
    expect(() => negativeBinomial.quantile(0.5, { mean: -1, size: 1 })).toThrow(
      'mean is -1; it must be a finite number, at least 0',
    );
    expect(() => negativeBinomial.distribution({ mean: 1, size: 0 })).toThrow(
      'size is 0; it must be greater than 0',
    );
    expect(() => negativeBinomial.loss(1, { mean: 1, size: 0 })).toThrow(
      'size is 0; it must be greater than 0',
    );
    expect(() => negativeBinomial.quantile(0.5, { mean: 1, size: 0 })).toThrow(
      'size is 0; it must be greater than 0',
    );
    expect(negativeBinomial.distribution({ mean: 0, size: 1 }).cdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(
      negativeBinomial
        .distribution({ mean: 1, size: Number.POSITIVE_INFINITY })
        .cdf(Number.POSITIVE_INFINITY),
    ).toBe(1);
    const d = negativeBinomial.distribution({ mean: 9, size: 6 });
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
