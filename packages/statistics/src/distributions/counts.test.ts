import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as counts from './counts.ts';
import * as negativeBinomial from './negative-binomial.ts';
import * as poisson from './poisson.ts';
import { expectCountRecursion, expectLossIdentities, expectRelative } from './testing/expectations.ts';

const die = counts.countTable([0, ...Array.from({ length: 6 }, () => 1 / 6)]);

describe('counts', () => {
  it('has the mean, variance and quantiles of a die', () => {
    expect(die.mean).toBeCloseTo(3.5, 14);
    expect(die.variance).toBeCloseTo(35 / 12, 14);
    expect([0.1, 0.5, 0.9, 1].map((p) => counts.quantile(p, die))).toEqual([1, 3, 6, 6]);
    expect([0, 1, 6, 7, 1.5, -1].map((count) => counts.pmf(count, die))).toEqual([0, 1 / 6, 1 / 6, 0, 0, 0]);
  });

  it('ends its quantiles at the last count that can occur, also where the sum is short of 1 by rounding', () => {
    const short = { probabilities: [0.5, 0.5 - 5e-10, 0] };
    expect([0.5, 0.75, 1 - 1e-12, 1].map((p) => counts.quantile(p, short))).toEqual([0, 1, 1, 1]);
    const long = { probabilities: [0.5, 0.5 + 5e-10, 0] };
    expect(counts.quantile(1, long)).toBe(1);
  });

  it('has losses that a reader can add up', () => {
    // Above 4: 5 and 6, so E[(X − 4)⁺] = (1 + 2) / 6; below 4: 1, 2 and 3.
    const d = counts.distribution(die);
    expect(d.loss(4)).toBeCloseTo(3 / 6, 14);
    expect(d.complementaryLoss(4)).toBeCloseTo(6 / 6, 14);
    expect(d.secondLoss(4)).toBeCloseTo(1 / 6, 14);
    expect(d.complementarySecondLoss(4)).toBeCloseTo((1 + 3 + 6) / 6, 14);
    expect(d.loss(4.5)).toBeCloseTo(2 / 6, 14);
    for (const x of [-2.5, -0.5, 0, 0.5, 3, 5.75, 6, 9.5]) expectLossIdentities(d, x);
    for (const count of [-2, 0, 3, 5, 6, 8]) expectCountRecursion(d, count);
  });

  it('adds two dice', () => {
    const two = counts.convolution(die, die);
    expect(two.probabilities.length).toBe(13);
    for (let sum = 2; sum <= 12; sum++) expectRelative(counts.pmf(sum, two), (6 - Math.abs(sum - 7)) / 36);
  });

  it('adds n dice to the same table as one after the other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), (terms) => {
        let expected = counts.countTable([1]);
        for (let term = 0; term < terms; term++) expected = counts.convolution(expected, die);
        const { probabilities } = counts.convolutionPower(die, terms);
        expect(probabilities.length).toBe(expected.probabilities.length);
        probabilities.forEach((value, index) => {
          expect(Math.abs(value - expected.probabilities[index]!)).toBeLessThan(1e-15);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('is the Poisson distribution when tabulated from it', () => {
    const table = counts.countTable(
      Array.from({ length: 80 }, (_, count) => poisson.pmf(count, { mean: 9 })),
    );
    for (const x of [0, 4.5, 9, 20]) {
      expectRelative(counts.loss(x, table), poisson.loss(x, { mean: 9 }));
      expectRelative(counts.secondLoss(x, table), poisson.secondLoss(x, { mean: 9 }));
      expectRelative(counts.survival(x, table), poisson.survival(x, { mean: 9 }));
    }
  });

  it('adds n Poisson and n negative binomial counts to one of n times the mean', () => {
    for (const [mean, terms] of [
      [3, 10],
      [0.2, 100],
      [20, 7],
    ] as const) {
      const length = Math.ceil(mean + 12 * Math.sqrt(mean) + 60);
      const table = (pmf: (count: number) => number) => ({
        probabilities: Array.from({ length }, (_, count) => pmf(count)),
      });
      const sum = counts.convolutionPower(
        table((count) => poisson.pmf(count, { mean })),
        terms,
      );
      const skewed = counts.convolutionPower(
        table((count) => negativeBinomial.pmf(count, { mean, size: 50 })),
        terms,
      );
      const parameters = { mean: mean * terms, size: 50 * terms };
      for (let count = 0; count < length; count++) {
        const expected = poisson.pmf(count, { mean: mean * terms });
        if (expected > 1e-250) expectRelative(counts.pmf(count, sum), expected);
        const other = negativeBinomial.pmf(count, parameters);
        if (other > 1e-250) expectRelative(counts.pmf(count, skewed), other);
      }
    }
  });

  it('adds as many counts as it likes from a table whose sum is off by rounding', () => {
    const sum = counts.convolutionPower({ probabilities: [0.5, 0.5 + 9e-10] }, 2000);
    expect(sum.mean).toBeCloseTo(1000, 5);
    const two = counts.convolution(
      { probabilities: [0.5, 0.5 + 9e-10] },
      { probabilities: [0.5, 0.5 + 9e-10] },
    );
    expect(two.probabilities.reduce((total, share) => total + share, 0)).toBeCloseTo(1, 14);
  });

  it('mixes tables by weight', () => {
    const mixed = counts.mixture([
      { weight: 3, parameters: { probabilities: [1] } },
      { weight: 1, parameters: { probabilities: [0, 0, 1] } },
    ]);
    expect(Array.from(mixed.probabilities)).toEqual([0.75, 0, 0.25]);
    expect(counts.mixture([{ weight: 2, parameters: die }]).mean).toBeCloseTo(3.5, 14);
  });

  it('refuses what is not a distribution, and accepts the nearest that is', () => {
    expect(() => counts.countTable([])).toThrow('probabilities has length 0; it must have at least 1 entry');
    expect(counts.countTable([1]).mean).toBe(0);
    expect(() => counts.countTable([1.5, -0.5])).toThrow(
      'probabilities[0] is 1.5; it must lie between 0 and 1',
    );
    expect(() => counts.countTable([0.5, 0.4])).toThrow('the sum of probabilities is 0.9; it must be 1');
    expect(counts.countTable([0.5, 0.5]).mean).toBe(0.5);
    expect(() => counts.convolutionPower(die, -1)).toThrow(
      'terms is -1; it must be a whole number, at least 0',
    );
    expect(counts.convolutionPower(die, 0).mean).toBe(0);
    expect(() => counts.mixture([])).toThrow(
      'the sum of weights is 0; it must be a finite number greater than 0',
    );
    expect(() =>
      counts.mixture([
        { weight: 1e308, parameters: die },
        { weight: 1e308, parameters: die },
      ]),
    ).toThrow('the sum of weights is Infinity; it must be a finite number greater than 0');
    expect(counts.mixture([{ weight: 1e308, parameters: die }]).mean).toBeCloseTo(3.5, 14);
    expect(
      counts.mixture([
        { weight: 0, parameters: { probabilities: [1] } },
        { weight: 1e-9, parameters: die },
      ]).mean,
    ).toBeCloseTo(3.5, 14);
    expect(() => counts.convolutionPower(die, 1.5)).toThrow(
      'terms is 1.5; it must be a whole number, at least 0',
    );
    expect(() => counts.mixture([{ weight: -1, parameters: die }])).toThrow('parts[0].weight is -1');
    expect(() => counts.cdf(Number.NaN, die)).toThrow('x is NaN');
    expect(counts.cdf(Number.POSITIVE_INFINITY, die)).toBe(1);
  });
});
