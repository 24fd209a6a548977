import { gamma, normal, poisson, uniform } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newsvendor, newsvendorCost, newsvendorCriticalRatio } from './newsvendor.ts';

/** Example 4.1 of Snyder, Shen (2019): newspapers. */
const newspapers = { holdingCost: 0.18, stockoutCost: 0.7 };
const demand = normal.distribution({ mean: 50, standardDeviation: 8 });

const costs = fc.record({
  holdingCost: fc.double({ min: 0.01, max: 100, noNaN: true }),
  stockoutCost: fc.double({ min: 0.01, max: 100, noNaN: true }),
});
const demands = fc.oneof(
  fc
    .record({ mean: fc.integer({ min: 1, max: 200 }), deviation: fc.integer({ min: 1, max: 60 }) })
    .map(({ mean, deviation }) => normal.distribution({ mean, standardDeviation: deviation })),
  fc
    .record({ shape: fc.integer({ min: 1, max: 30 }), scale: fc.double({ min: 0.1, max: 10, noNaN: true }) })
    .map((parameters) => gamma.distribution(parameters)),
  fc.double({ min: 0.1, max: 80, noNaN: true }).map((mean) => poisson.distribution({ mean })),
);

describe('newsvendor', () => {
  it('reproduces Snyder, Shen example 4.1', () => {
    const plan = newsvendor({ ...newspapers, demand });
    expect(plan.orderUpToLevel).toBeCloseTo(56.60395592743389, 8);
    // (h + p) σ φ(z), by SciPy; the published 1.99760519 comes from numerical integration.
    expect(plan.cost).toBeCloseTo(1.9976051931766445, 8);
    expect(plan.criticalRatio).toBeCloseTo(0.7 / 0.88, 12);
  });

  it('orders 7.5 of a uniform demand from 0 to 10 with ratio 3/4, at a cost of 3.75', () => {
    const plan = newsvendor({
      holdingCost: 1,
      stockoutCost: 3,
      demand: uniform.distribution({ low: 0, high: 10 }),
    });
    // Left over 7.5²/20 = 2.8125, short 2.5²/20 = 0.3125.
    expect(plan.orderUpToLevel).toBeCloseTo(7.5, 12);
    expect(plan.cost).toBeCloseTo(2.8125 + 3 * 0.3125, 12);
  });

  it('never costs more than a neighbour, of whatever distribution', () => {
    fc.assert(
      fc.property(
        costs,
        demands,
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        (given, uncertain, step) => {
          const { orderUpToLevel, cost } = newsvendor({ ...given, demand: uncertain });
          const away = uncertain.support === 'counts' ? Math.ceil(step) : step;
          for (const level of [orderUpToLevel - away, orderUpToLevel + away]) {
            const other = newsvendorCost({ ...given, demand: uncertain, orderUpToLevel: level });
            expect(cost).toBeLessThanOrEqual(other * (1 + 1e-9) + 1e-12);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('does not depend on the currency', () => {
    fc.assert(
      fc.property(
        costs,
        demands,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (given, uncertain, scale) => {
          const { orderUpToLevel } = newsvendor({ ...given, demand: uncertain });
          const plan = { ...given, demand: uncertain, orderUpToLevel };
          const inCents = {
            ...plan,
            holdingCost: given.holdingCost * scale,
            stockoutCost: given.stockoutCost * scale,
          };
          expect(newsvendorCost(inCents) / newsvendorCost(plan) / scale).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('orders more the more a stock-out costs', () => {
    fc.assert(
      fc.property(costs, demands, (given, uncertain) => {
        const less = newsvendor({ ...given, demand: uncertain });
        const more = newsvendor({ ...given, stockoutCost: given.stockoutCost * 1.5, demand: uncertain });
        expect(more.orderUpToLevel).toBeGreaterThanOrEqual(less.orderUpToLevel);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['stockoutCost', 'holdingCost', 'lower'],
    ['holdingCost', 'stockoutCost', 'upper'],
  ] as const)('refuses a %s of 0 for unbounded demand', (name, other, bound) => {
    expect(() => newsvendor({ ...newspapers, demand, [name]: 0 })).toThrow(
      new RangeError(
        `${name} is 0; it must be greater than 0 and not vanish beside ${other} ${newspapers[other]}, for demand without ${bound} bound`,
      ),
    );
    expect(newsvendor({ ...newspapers, demand, [name]: 0.001 }).cost).toBeGreaterThan(0);
  });

  it('refuses a holdingCost whose share of both costs rounds to nothing', () => {
    const plan = { holdingCost: 1, demand };
    expect(() => newsvendor({ ...plan, stockoutCost: 1e17 })).toThrow(
      new RangeError(
        'holdingCost is 1; it must be greater than 0 and not vanish beside stockoutCost 100000000000000000, for demand without upper bound',
      ),
    );
    // 1 - 1e-15 of the normal distribution is 7.94 deviations above the mean.
    expect(newsvendor({ ...plan, stockoutCost: 1e15 }).orderUpToLevel).toBeGreaterThan(50 + 7.9 * 8);
  });

  it('has the least demand where shortage is free, the largest where leftovers are', () => {
    const bounded = uniform.distribution({ low: 3, high: 9 });
    expect(newsvendor({ holdingCost: 1, stockoutCost: 0, demand: bounded })).toEqual({
      orderUpToLevel: 3,
      cost: 0,
      criticalRatio: 0,
    });
    expect(newsvendor({ holdingCost: 0, stockoutCost: 1, demand: bounded })).toEqual({
      orderUpToLevel: 9,
      cost: 0,
      criticalRatio: 1,
    });
  });

  it.each(['holdingCost', 'stockoutCost'] as const)('refuses a negative %s', (name) => {
    expect(() => newsvendorCriticalRatio({ ...newspapers, [name]: -1 })).toThrow(
      new RangeError(`${name} is -1; it must be a finite number, at least 0`),
    );
    expect(newsvendorCriticalRatio({ ...newspapers, [name]: 0 })).toBe(name === 'holdingCost' ? 1 : 0);
  });

  it('refuses two costs of 0', () => {
    expect(() => newsvendorCriticalRatio({ holdingCost: 0, stockoutCost: 0 })).toThrow(
      new RangeError('holdingCost and stockoutCost are 0; one of them must be greater than 0'),
    );
    expect(newsvendorCriticalRatio({ holdingCost: 1e-9, stockoutCost: 1e-9 })).toBe(0.5);
  });
});

describe('newsvendorCost', () => {
  it('is the cost of what is left and what is short', () => {
    const plan = {
      holdingCost: 2,
      stockoutCost: 5,
      demand: uniform.distribution({ low: 0, high: 10 }),
      orderUpToLevel: 4,
    };
    // Left over 16/20, short 36/20.
    expect(newsvendorCost(plan)).toBeCloseTo(2 * 0.8 + 5 * 1.8, 12);
    expect(newsvendorCost({ ...plan, holdingCost: 0 })).toBeCloseTo(9, 12);
    expect(newsvendorCost({ ...plan, stockoutCost: 0 })).toBeCloseTo(1.6, 12);
  });

  it.each([
    ['holdingCost', -1, 'a finite number, at least 0', 0],
    ['stockoutCost', -1, 'a finite number, at least 0', 0],
    ['orderUpToLevel', Number.NaN, 'a finite number', -3],
  ] as const)('refuses a %s of %d', (name, value, range, nearest) => {
    const plan = { ...newspapers, demand, orderUpToLevel: 50 };
    expect(() => newsvendorCost({ ...plan, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(newsvendorCost({ ...plan, [name]: nearest })).toBeGreaterThan(0);
  });
});

describe('newsvendorCriticalRatio', () => {
  it('is 4/5 where a unit short costs four times a unit left over', () => {
    expect(newsvendorCriticalRatio({ holdingCost: 1, stockoutCost: 4 })).toBe(0.8);
  });
});
