import { describe, expect, it } from 'vitest';
import { newsvendorNormal, newsvendorNormalCost } from './normal-newsvendor.ts';
import { newsvendorPoisson, newsvendorPoissonCost } from './poisson-newsvendor.ts';
import { normalProtectedDemand, poissonProtectedDemand } from './protected-demand.ts';

const newspapers = { holdingCost: 0.18, stockoutCost: 0.7, demandMean: 50, demandStandardDeviation: 8 };
const problem = { holdingCost: 43, stockoutCost: 79, demandMean: 900, demandStandardDeviation: 60 };

describe('newsvendorNormal', () => {
  it.each([
    [newspapers, 56.60395592743389, 1.9976051931766445],
    [problem, 922.7214038234755, 2718.196781782411],
  ])('reproduces Snyder, Shen example 4.3 and problem 4.1', (options, level, cost) => {
    const plan = newsvendorNormal(options);
    expect(plan.orderUpToLevel).toBeCloseTo(level, 9);
    expect(plan.cost).toBeCloseTo(cost, 9);
  });

  it('protects lead time plus one period: √5 times the safety stock over four more periods', () => {
    const without = newsvendorNormal(newspapers);
    const plan = newsvendorNormal({ ...newspapers, leadTime: 4 });
    expect(plan.orderUpToLevel - 250).toBeCloseTo((without.orderUpToLevel - 50) * Math.sqrt(5), 9);
    expect(plan.cost).toBeCloseTo(without.cost * Math.sqrt(5), 9);
  });
});

describe('newsvendorNormalCost', () => {
  it.each([
    [newspapers, 40, undefined, 7.356131552870386],
    [newspapers, 180, 4, 49.000164748034095],
    [problem, 4000, 3, 17201.6408202457],
  ])('reproduces the costs of Snyder, Shen examples 4.3 and 4.4', (options, orderUpToLevel, lead, cost) => {
    const demand = lead === undefined ? options : { ...options, leadTime: lead };
    expect(newsvendorNormalCost({ ...demand, orderUpToLevel })).toBeCloseTo(cost, 8);
  });
});

describe('newsvendorPoisson', () => {
  it.each([
    [{ holdingCost: 1, stockoutCost: 4, demandMean: 6 }, 8, 3.5701069457709416],
    [{ holdingCost: 200, stockoutCost: 270, demandMean: 18 }, 19, 786.0884409351079],
    [{ holdingCost: 0.08, stockoutCost: 1.25, demandMean: 18, leadTime: 4 }, 105, 1.5450188691551783],
  ])('reproduces Snyder, Shen example 4.7 and problems 4.8 and 4.19', (options, level, cost) => {
    const plan = newsvendorPoisson(options);
    expect(plan.orderUpToLevel).toBe(level);
    expect(plan.cost).toBeCloseTo(cost, 8);
  });
});

describe('newsvendorPoissonCost', () => {
  it('is 6.59 for 5 units (Snyder, Shen example 4.7)', () => {
    const options = { holdingCost: 1, stockoutCost: 4, demandMean: 6 };
    expect(newsvendorPoissonCost({ ...options, orderUpToLevel: 5 })).toBeCloseTo(6.590296024616344, 10);
  });
});

describe('demand over lead time plus one period', () => {
  it('has the mean and variance of that many independent periods', () => {
    const three = normalProtectedDemand({ demandMean: 7, demandStandardDeviation: 2, leadTime: 2 });
    expect(three.mean).toBe(21);
    expect(three.variance).toBeCloseTo(12, 12);
    const counts = poissonProtectedDemand({ demandMean: 7, leadTime: 2 });
    expect([counts.mean, counts.variance]).toEqual([21, 21]);
    expect(poissonProtectedDemand({ demandMean: 7 }).mean).toBe(7);
  });

  it.each([
    ['demandMean', -1, 'a finite number, at least 0', 0],
    ['demandStandardDeviation', 0, 'a finite number greater than 0', 0.1],
    ['leadTime', -1, 'a finite number, at least 0', 0],
  ] as const)('refuses a normal %s of %d', (name, value, range, nearest) => {
    const demand = { demandMean: 7, demandStandardDeviation: 2, leadTime: 1 };
    expect(() => normalProtectedDemand({ ...demand, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(normalProtectedDemand({ ...demand, [name]: nearest }).variance).toBeGreaterThan(0);
  });

  it.each([
    ['demandMean', -1, 'a finite number, at least 0', 0],
    ['leadTime', -1, 'a finite number, at least 0', 0],
  ] as const)('refuses a Poisson %s of %d', (name, value, range, nearest) => {
    const demand = { demandMean: 7, leadTime: 1 };
    expect(() => poissonProtectedDemand({ ...demand, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(poissonProtectedDemand({ ...demand, [name]: nearest }).mean).toBe(name === 'leadTime' ? 7 : 0);
  });
});
