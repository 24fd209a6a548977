import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cheapestStockoutFraction,
  economicOrderQuantityWithBackorders,
  orderQuantityCostWithBackorders,
} from './backorders.ts';
import { economicOrderQuantity } from './economic-order-quantity.ts';

/** Example 3.8 of Snyder, Shen (2019). */
const candyBars = { fixedCost: 8, holdingCost: 0.225, stockoutCost: 5, demandRate: 1300 };
const plan = { ...candyBars, orderQuantity: 300, stockoutFraction: 0.1 };

const costs = fc.record({
  fixedCost: fc.double({ min: 0.1, max: 1e4, noNaN: true }),
  holdingCost: fc.double({ min: 0.01, max: 100, noNaN: true }),
  stockoutCost: fc.double({ min: 0.01, max: 1000, noNaN: true }),
  demandRate: fc.double({ min: 1, max: 1e6, noNaN: true }),
});

describe('economicOrderQuantityWithBackorders', () => {
  it('reproduces Snyder, Shen example 3.8', () => {
    const best = economicOrderQuantityWithBackorders(candyBars);
    expect(best.orderQuantity).toBeCloseTo(310.81255515896464, 9);
    expect(best.stockoutFraction).toBeCloseTo(0.0430622009569378, 12);
    expect(best.cost).toBeCloseTo(66.92136355097325, 9);
  });

  it('never costs more than a neighbour in quantity or share, nor than never running out', () => {
    fc.assert(
      fc.property(
        costs,
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, factor, share) => {
          const best = economicOrderQuantityWithBackorders(given);
          const other = orderQuantityCostWithBackorders({
            ...given,
            orderQuantity: best.orderQuantity * factor,
            stockoutFraction: share,
          });
          expect(best.cost).toBeLessThanOrEqual(other * (1 + 1e-12));
          expect(best.cost).toBeLessThan(economicOrderQuantity(given).cost);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(['fixedCost', 'demandRate'] as const)('refuses a negative %s, and orders nothing for 0', (name) => {
    expect(() => economicOrderQuantityWithBackorders({ ...candyBars, [name]: -1 })).toThrow(
      new RangeError(`${name} is -1; it must be a finite number, at least 0`),
    );
    const { orderQuantity, cost, stockoutFraction } = economicOrderQuantityWithBackorders({
      ...candyBars,
      [name]: 0,
    });
    expect([orderQuantity, cost]).toEqual([0, 0]);
    expect(stockoutFraction).toBe(economicOrderQuantityWithBackorders(candyBars).stockoutFraction);
  });

  it.each(['holdingCost', 'stockoutCost'] as const)('refuses a %s of 0', (name) => {
    expect(() => economicOrderQuantityWithBackorders({ ...candyBars, [name]: 0 })).toThrow(
      new RangeError(`${name} is 0; it must be a finite number greater than 0`),
    );
    expect(economicOrderQuantityWithBackorders({ ...candyBars, [name]: 1e-6 }).cost).toBeGreaterThan(0);
  });
});

describe('cheapestStockoutFraction', () => {
  it('is a fifth where a backorder costs four times a unit on hand', () => {
    expect(cheapestStockoutFraction({ holdingCost: 1, stockoutCost: 4 })).toBe(0.2);
  });
});

describe('orderQuantityCostWithBackorders', () => {
  it('is 2083.225 for 100 units with 30 % backordered (stockpyl, test_eoq)', () => {
    const cost = orderQuantityCostWithBackorders({
      fixedCost: 40,
      holdingCost: 40.05,
      stockoutCost: 60,
      demandRate: 2080,
      orderQuantity: 100,
      stockoutFraction: 0.3,
    });
    expect(cost).toBeCloseTo(2083.225, 9);
  });

  it.each([
    ['fixedCost', -1, 'a finite number, at least 0', 0],
    ['holdingCost', -1, 'a finite number, at least 0', 0],
    ['stockoutCost', -1, 'a finite number, at least 0', 0],
    ['demandRate', -1, 'a finite number, at least 0', 0],
    ['orderQuantity', 0, 'a finite number greater than 0', 1],
  ] as const)('refuses a %s of %d', (name, value, range, nearest) => {
    expect(() => orderQuantityCostWithBackorders({ ...plan, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(orderQuantityCostWithBackorders({ ...plan, [name]: nearest })).toBeGreaterThan(0);
  });

  it('refuses a share above 1', () => {
    expect(() => orderQuantityCostWithBackorders({ ...plan, stockoutFraction: 1.1 })).toThrow(
      new RangeError('stockoutFraction is 1.1; it must lie between 0 and 1'),
    );
    // All demand waits: 5 x 300 / 2 of backorders and 8 x 1300 / 300 of ordering.
    expect(orderQuantityCostWithBackorders({ ...plan, stockoutFraction: 1 })).toBeCloseTo(784.6666666667, 9);
  });
});
