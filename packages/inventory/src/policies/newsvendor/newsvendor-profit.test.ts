import { normal, poisson, uniform } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newsvendor } from './newsvendor.ts';
import { newsvendorProfit, newsvendorProfitPlan } from './newsvendor-profit.ts';

/** Example 4.2 and problem 4.3b of Snyder, Shen (2019). */
const newspapers = {
  revenue: 1,
  unitCost: 0.3,
  salvageValue: 0.12,
  demand: normal.distribution({ mean: 50, standardDeviation: 8 }),
};
const problem = {
  revenue: 7,
  unitCost: 2.5,
  salvageValue: 1.5,
  demand: normal.distribution({ mean: 50, standardDeviation: 10 }),
};

const prices = fc
  .record({
    salvageValue: fc.double({ min: -2, max: 2, noNaN: true }),
    cost: fc.double({ min: 0.1, max: 5, noNaN: true }),
    margin: fc.double({ min: 0.1, max: 10, noNaN: true }),
    holdingCost: fc.double({ min: 0, max: 2, noNaN: true }),
    stockoutCost: fc.double({ min: 0, max: 5, noNaN: true }),
  })
  .map(({ salvageValue, cost, margin, holdingCost, stockoutCost }) => ({
    salvageValue,
    unitCost: salvageValue + cost,
    revenue: salvageValue + cost + margin,
    holdingCost,
    stockoutCost,
  }));

describe('newsvendorProfitPlan', () => {
  it('reproduces Snyder, Shen problem 4.3b', () => {
    const plan = newsvendorProfitPlan(problem);
    expect(plan.orderUpToLevel).toBeCloseTo(59.084578685373856, 8);
    expect(plan.profit).toBeCloseTo(210.47680825231475, 8);
    expect(plan.criticalRatio).toBeCloseTo(4.5 / 5.5, 12);
  });

  it('orders whole units of Poisson demand (stockpyl, test_newsvendor)', () => {
    const plan = newsvendorProfitPlan({ ...newspapers, demand: poisson.distribution({ mean: 50 }) });
    expect(plan.orderUpToLevel).toBe(56);
    expect(plan.profit).toBeCloseTo(33.20276478819082, 9);
  });

  it('never earns less than a neighbour', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 20 }), (given, step) => {
        const options = { ...given, demand: poisson.distribution({ mean: 20 }) };
        const { orderUpToLevel, profit } = newsvendorProfitPlan(options);
        for (const level of [orderUpToLevel - step, orderUpToLevel + step]) {
          expect(profit).toBeGreaterThanOrEqual(
            newsvendorProfit({ ...options, orderUpToLevel: level }) - 1e-9,
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is the newsvendor of its overage and underage costs', () => {
    fc.assert(
      fc.property(prices, (given) => {
        const { revenue, unitCost, salvageValue, holdingCost, stockoutCost } = given;
        const demand = normal.distribution({ mean: 30, standardDeviation: 6 });
        const plan = newsvendorProfitPlan({ ...given, demand });
        const cost = newsvendor({
          holdingCost: unitCost + holdingCost - salvageValue,
          stockoutCost: revenue + stockoutCost - unitCost,
          demand,
        });
        expect(plan.orderUpToLevel).toBeCloseTo(cost.orderUpToLevel, 6);
        expect(plan.profit).toBeCloseTo((revenue - unitCost) * 30 - cost.cost, 6);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses a price at which a sale earns nothing', () => {
    expect(() => newsvendorProfitPlan({ ...newspapers, revenue: 0.25, stockoutCost: 0.05 })).toThrow(
      new RangeError('unitCost is 0.3; it must be less than revenue + stockoutCost = 0.3'),
    );
    const plan = newsvendorProfitPlan({ ...newspapers, revenue: 0.25, stockoutCost: 0.06 });
    expect(plan.criticalRatio).toBeCloseTo(0.01 / 0.19, 12);
  });

  it('refuses a salvage value that pays for every unit', () => {
    expect(() => newsvendorProfitPlan({ ...newspapers, salvageValue: 0.5, holdingCost: 0.2 })).toThrow(
      new RangeError('salvageValue is 0.5; it must be less than unitCost + holdingCost = 0.5'),
    );
    expect(
      newsvendorProfitPlan({ ...newspapers, salvageValue: 0.49, holdingCost: 0.2 }).profit,
    ).toBeGreaterThan(0);
  });
});

describe('newsvendorProfit', () => {
  it.each([
    [newspapers, 40, 27.643868447129613],
    [problem, 62, 209.914365210556],
    [{ ...problem, holdingCost: 1, stockoutCost: 5 }, 62, 194.54821816752624],
    [{ ...newspapers, demand: poisson.distribution({ mean: 50 }) }, 40, 27.811432228377633],
  ])('reproduces Snyder, Shen example 4.2 and problem 4.3b', (options, orderUpToLevel, profit) => {
    expect(newsvendorProfit({ ...options, orderUpToLevel })).toBeCloseTo(profit, 8);
  });

  it('adds sales and salvage and takes costs, for a uniform demand from 0 to 10', () => {
    // Sold 4 - 0.8 = 3.2, left 0.8, short 1.8: 7 x 3.2 + (1 - 0.5) x 0.8 - 2 x 1.8 - 3 x 4.
    const profit = newsvendorProfit({
      revenue: 7,
      unitCost: 3,
      salvageValue: 1,
      holdingCost: 0.5,
      stockoutCost: 2,
      demand: uniform.distribution({ low: 0, high: 10 }),
      orderUpToLevel: 4,
    });
    expect(profit).toBeCloseTo(7.2, 12);
  });

  it.each([
    ['revenue', Number.NaN, 'a finite number', -1],
    ['unitCost', Number.NaN, 'a finite number', -1],
    ['salvageValue', Number.NaN, 'a finite number', -1],
    ['orderUpToLevel', Number.NaN, 'a finite number', -1],
    ['holdingCost', -1, 'a finite number, at least 0', 0],
    ['stockoutCost', -1, 'a finite number, at least 0', 0],
  ] as const)('refuses a %s of %d', (name, value, range, nearest) => {
    const plan = { ...newspapers, orderUpToLevel: 40 };
    expect(() => newsvendorProfit({ ...plan, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(Number.isFinite(newsvendorProfit({ ...plan, [name]: nearest }))).toBe(true);
  });
});
