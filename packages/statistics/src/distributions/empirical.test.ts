import { describe, expect, it } from 'vitest';
import * as empirical from './empirical.ts';
import { expectLossIdentities } from './testing/expectations.ts';

describe('empirical', () => {
  const distribution = empirical.empiricalDistribution([3, 0, 0, 3, 12]);

  it('holds each value once, with its share', () => {
    expect(Array.from(distribution.values)).toEqual([0, 3, 12]);
    expect(Array.from(distribution.cumulative)).toEqual([0.4, 0.8, 1]);
    expect(distribution.mean).toBe(3.6);
    expect(empirical.cdf(2.9, distribution)).toBe(0.4);
    expect(empirical.cdf(-1, distribution)).toBe(0);
  });

  it('steps from value to value in its quantiles', () => {
    expect([0, 0.4, 0.41, 0.8, 0.9, 1].map((p) => empirical.quantile(p, distribution))).toEqual([
      0, 0, 3, 3, 12, 12,
    ]);
  });

  it('weighs observations and leaves out what is not a number', () => {
    const weighted = empirical.empiricalDistribution([1, Number.NaN, 5], [3, 9, 1]);
    expect(weighted.mean).toBe(2);
    expect(() => empirical.empiricalDistribution([Number.NaN])).toThrow(
      'sample has no finite observation with a weight above 0 among its 1; it must have at least 1',
    );
  });

  it('has losses that a reader can add up', () => {
    // 0 twice, 3 twice, 12 once: E[(X − 3)⁺] = 9/5; E[(3 − X)⁺] = 6/5; ½ E[((X − 3)⁺)²] = 81/10, ½ E[((3 − X)⁺)²] = 18/10.
    const d = empirical.distribution(distribution);
    expect(d.loss(3)).toBeCloseTo(1.8, 14);
    expect(d.complementaryLoss(3)).toBeCloseTo(1.2, 14);
    expect(d.secondLoss(3)).toBeCloseTo(8.1, 14);
    expect(d.complementarySecondLoss(3)).toBeCloseTo(1.8, 14);
    expect([d.density(3), d.density(4), d.survival(3)]).toEqual([0.4, 0, 0.2]);
    for (const x of [-2, 0, 2.5, 12, 20]) expectLossIdentities(d, x);
  });

  it('refuses weights that do not fit, and accepts those that do', () => {
    expect(() => empirical.empiricalDistribution([1, 2], [1])).toThrow(
      'weights has length 1; it must have that of sample, 2',
    );
    expect(() => empirical.empiricalDistribution([1, 2], [1, -1])).toThrow(
      'weights[1] is -1; it must be a finite number, at least 0',
    );
    expect(empirical.empiricalDistribution([1, 2], [1, 0]).mean).toBe(1);
    expect(() => empirical.cdf(Number.NaN, distribution)).toThrow('x is NaN');
    expect(empirical.cdf(Number.POSITIVE_INFINITY, distribution)).toBe(1);
  });

  it('leaves out values without weight, so that none of them is a quantile', () => {
    const weighted = empirical.empiricalDistribution([-1, 0.1, 0.2, 9], [0, 0.1, 0.2, 0]);
    expect(Array.from(weighted.values)).toEqual([0.1, 0.2]);
    expect([0, 1].map((p) => empirical.quantile(p, weighted))).toEqual([0.1, 0.2]);
    expect(() => empirical.empiricalDistribution([1, 2], [0, 0])).toThrow(
      'sample has no finite observation with a weight above 0 among its 2; it must have at least 1',
    );
    expect(() => empirical.empiricalDistribution([1, 2], [1e308, 1e308])).toThrow(
      'the sum of weights is Infinity; it must be finite',
    );
    expect(empirical.empiricalDistribution([1, 3], [5e307, 5e307]).cumulative[0]).toBe(0.5);
  });
});
