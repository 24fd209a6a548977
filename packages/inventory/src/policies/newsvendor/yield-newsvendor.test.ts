import { normal, poisson, uniform } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newsvendorAdditiveYieldCost, newsvendorWithAdditiveYield } from './yield-newsvendor.ts';

/** Example 9.6 of Snyder, Shen (2019). */
const vaccine = {
  holdingCost: 15,
  stockoutCost: 75,
  demand: 1.5,
  yieldDistribution: uniform.distribution({ low: -0.5, high: 0.5 }),
};

describe('newsvendorWithAdditiveYield', () => {
  it('orders a third of the spread more than demand (Snyder, Shen example 9.6)', () => {
    const { orderQuantity, cost } = newsvendorWithAdditiveYield(vaccine);
    expect(orderQuantity).toBeCloseTo(1.5 + 1 / 3, 12);
    // Left over (5/6)²/2, short (1/6)²/2.
    expect(cost).toBeCloseTo((15 * 25) / 72 + 75 / 72, 12);
  });

  it('never costs more than a neighbour', () => {
    const distributions = fc.oneof(
      fc
        .record({ mean: fc.integer({ min: -5, max: 5 }), standardDeviation: fc.integer({ min: 1, max: 6 }) })
        .map((parameters) => normal.distribution(parameters)),
      fc.integer({ min: 1, max: 8 }).map((mean) => poisson.distribution({ mean })),
    );
    const costs = fc.double({ min: 0.1, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        costs,
        costs,
        distributions,
        fc.integer({ min: 1, max: 9 }),
        (holding, stockout, spread, step) => {
          const input = {
            holdingCost: holding,
            stockoutCost: stockout,
            demand: 20,
            yieldDistribution: spread,
          };
          const { orderQuantity, cost } = newsvendorWithAdditiveYield(input);
          for (const other of [Math.max(0, orderQuantity - step), orderQuantity + step]) {
            const otherCost = newsvendorAdditiveYieldCost({ ...input, orderQuantity: other });
            expect(cost).toBeLessThanOrEqual(otherCost + 1e-9);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('orders nothing where enough arrives unasked', () => {
    const input = { ...vaccine, yieldDistribution: uniform.distribution({ low: 4, high: 6 }) };
    const { orderQuantity, cost } = newsvendorWithAdditiveYield(input);
    expect(orderQuantity).toBe(0);
    expect(cost).toBeCloseTo(15 * 3.5, 12);
  });

  it.each(['holdingCost', 'stockoutCost'] as const)('refuses a %s of 0', (name) => {
    expect(() => newsvendorWithAdditiveYield({ ...vaccine, [name]: 0 })).toThrow(
      new RangeError(`${name} is 0; it must be a finite number greater than 0`),
    );
    expect(newsvendorWithAdditiveYield({ ...vaccine, [name]: 0.1 }).cost).toBeGreaterThan(0);
  });

  it('refuses a negative demand', () => {
    expect(() => newsvendorWithAdditiveYield({ ...vaccine, demand: -1 })).toThrow(
      new RangeError('demand is -1; it must be a finite number, at least 0'),
    );
    expect(newsvendorWithAdditiveYield({ ...vaccine, demand: 0 }).orderQuantity).toBeCloseTo(1 / 3, 12);
  });
});

describe('newsvendorAdditiveYieldCost', () => {
  it('is the cost of what arrives too much and too little', () => {
    // Of 1.5 units ordered half the time up to half a unit is left, half the time it is short: 1/8 each.
    expect(newsvendorAdditiveYieldCost({ ...vaccine, orderQuantity: 1.5 })).toBeCloseTo(90 / 8, 12);
    expect(newsvendorAdditiveYieldCost({ ...vaccine, orderQuantity: 2.5 })).toBeCloseTo(15, 12);
    expect(newsvendorAdditiveYieldCost({ ...vaccine, orderQuantity: 0 })).toBeCloseTo(112.5, 12);
  });

  it.each([
    ['holdingCost', -1, 'a finite number, at least 0', 0],
    ['stockoutCost', -1, 'a finite number, at least 0', 0],
    ['demand', -1, 'a finite number, at least 0', 0],
    ['orderQuantity', Number.NaN, 'a finite number', 0],
  ] as const)('refuses a %s of %d', (name, value, range, nearest) => {
    const plan = { ...vaccine, orderQuantity: 1.6 };
    expect(() => newsvendorAdditiveYieldCost({ ...plan, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(newsvendorAdditiveYieldCost({ ...plan, [name]: nearest })).toBeGreaterThan(0);
  });
});
