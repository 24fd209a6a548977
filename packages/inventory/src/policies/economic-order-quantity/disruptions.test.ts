import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approximateDisruptionCost,
  approximateOrderQuantityWithDisruptions,
  disruptionCost,
  economicOrderQuantityWithDisruptions,
} from './disruptions.ts';
import { economicOrderQuantity } from './economic-order-quantity.ts';

/** Example 9.1 of Snyder, Shen (2019), and problem 9.8. */
const candyBars = {
  fixedCost: 8,
  holdingCost: 0.225,
  stockoutCost: 5,
  demandRate: 1300,
  disruptionRate: 1.5,
  recoveryRate: 14,
};
const problem = {
  fixedCost: 35,
  holdingCost: 4,
  stockoutCost: 22,
  demandRate: 30,
  disruptionRate: 1,
  recoveryRate: 12,
};
const supplies = fc.record({
  fixedCost: fc.double({ min: 1, max: 1000, noNaN: true }),
  holdingCost: fc.double({ min: 0.05, max: 10, noNaN: true }),
  stockoutCost: fc.double({ min: 0.1, max: 200, noNaN: true }),
  demandRate: fc.double({ min: 1, max: 5000, noNaN: true }),
  disruptionRate: fc.double({ min: 0.01, max: 20, noNaN: true }),
  recoveryRate: fc.double({ min: 0.1, max: 50, noNaN: true }),
});

describe('economicOrderQuantityWithDisruptions', () => {
  it.each([
    [candyBars, 772.8110739983106, 173.95000257319708],
    [problem, 24.066300045604976, 96.26659090113583],
  ])('reproduces Snyder, Shen example 9.1 and problem 9.8', (costs, orderQuantity, cost) => {
    const best = economicOrderQuantityWithDisruptions(costs);
    // The published quantities come from a search that stops early: the cost is flat there.
    expect(best.orderQuantity / orderQuantity).toBeCloseTo(1, 6);
    expect(best.cost).toBeCloseTo(cost, 9);
  });

  it('is the best of a wide grid of quantities', () => {
    fc.assert(
      fc.property(supplies, (costs) => {
        const best = economicOrderQuantityWithDisruptions(costs);
        for (let power = -80; power <= 80; power++) {
          const orderQuantity = best.orderQuantity * 1.06 ** power;
          expect(best.cost).toBeLessThanOrEqual(disruptionCost({ ...costs, orderQuantity }) * (1 + 1e-12));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('finds the best where a failed supplier is cheaper than holding stock', () => {
    // Losing all sales would cost 0.02 x 1300 = 26 a year, less than any order.
    const costs = { ...candyBars, stockoutCost: 0.02 };
    const best = economicOrderQuantityWithDisruptions(costs);
    expect(best.cost).toBeGreaterThan(26);
    for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2]) {
      const other = disruptionCost({ ...costs, orderQuantity: best.orderQuantity * factor });
      expect(best.cost).toBeLessThan(other);
    }
  });

  it('does not depend on the currency', () => {
    fc.assert(
      fc.property(supplies, fc.double({ min: 0.01, max: 100, noNaN: true }), (costs, scale) => {
        const best = economicOrderQuantityWithDisruptions(costs);
        const inCents = economicOrderQuantityWithDisruptions({
          ...costs,
          fixedCost: costs.fixedCost * scale,
          holdingCost: costs.holdingCost * scale,
          stockoutCost: costs.stockoutCost * scale,
        });
        expect(inCents.orderQuantity / best.orderQuantity).toBeCloseTo(1, 5);
        expect(inCents.cost / best.cost / scale).toBeCloseTo(1, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('becomes the order quantity as failures become rare', () => {
    const best = economicOrderQuantityWithDisruptions({ ...candyBars, disruptionRate: 1e-9 });
    expect(best.orderQuantity).toBeCloseTo(economicOrderQuantity(candyBars).orderQuantity, 3);
  });

  it.each(['holdingCost', 'demandRate', 'recoveryRate'] as const)('refuses a %s of 0', (name) => {
    for (const method of [economicOrderQuantityWithDisruptions, approximateOrderQuantityWithDisruptions]) {
      expect(() => method({ ...candyBars, [name]: 0 })).toThrow(
        new RangeError(`${name} is 0; it must be a finite number greater than 0`),
      );
      expect(method({ ...candyBars, [name]: 0.01 }).cost).toBeGreaterThan(0);
    }
  });

  it.each(['fixedCost', 'stockoutCost', 'disruptionRate'] as const)('refuses a negative %s', (name) => {
    for (const method of [economicOrderQuantityWithDisruptions, approximateOrderQuantityWithDisruptions]) {
      expect(() => method({ ...candyBars, [name]: -1 })).toThrow(
        new RangeError(`${name} is -1; it must be a finite number, at least 0`),
      );
      expect(method({ ...candyBars, [name]: 0 }).cost).toBeGreaterThan(0);
    }
  });

  it('is the economic order quantity with a supplier who never fails', () => {
    const never = { ...candyBars, disruptionRate: 0 };
    const { orderQuantity, cost } = economicOrderQuantity(candyBars);
    for (const method of [economicOrderQuantityWithDisruptions, approximateOrderQuantityWithDisruptions]) {
      expect(method(never).orderQuantity).toBeCloseTo(orderQuantity, 6);
      expect(method(never).cost).toBeCloseTo(cost, 9);
    }
    for (const free of [
      { fixedCost: 0, disruptionRate: 0 },
      { fixedCost: 0, stockoutCost: 0 },
    ]) {
      expect(economicOrderQuantityWithDisruptions({ ...candyBars, ...free })).toEqual({
        orderQuantity: 0,
        cost: 0,
      });
      expect(approximateOrderQuantityWithDisruptions({ ...candyBars, ...free })).toEqual({
        orderQuantity: 0,
        cost: 0,
      });
    }
  });

  it('holds nothing where orders are free and holding costs more than the sales lost without stock', () => {
    // 5 x 1300 a year are lost while the supplier is down, 1.5/15.5 of the time; at 0.225 a unit stock is cheaper.
    const without = (5 * 1300 * 1.5) / 15.5;
    const dear = economicOrderQuantityWithDisruptions({ ...candyBars, fixedCost: 0, holdingCost: 100 });
    expect(dear.orderQuantity).toBe(0);
    expect(dear.cost).toBeCloseTo(without, 9);
    const cheap = economicOrderQuantityWithDisruptions({ ...candyBars, fixedCost: 0 });
    expect(cheap.orderQuantity).toBeCloseTo(710.924, 2);
    expect(cheap.cost).toBeLessThan(without);
    // An order that costs anything is not placed for next to nothing.
    const paid = economicOrderQuantityWithDisruptions({ ...candyBars, fixedCost: 1e-9, holdingCost: 100 });
    expect(paid.orderQuantity).toBeGreaterThan(0);
    expect(paid.cost).toBeGreaterThan(without);
  });
});

describe('approximateOrderQuantityWithDisruptions', () => {
  it('reproduces Snyder, Shen example 9.1 and costs holdingCost x quantity', () => {
    const close = approximateOrderQuantityWithDisruptions(candyBars);
    expect(close.orderQuantity).toBeCloseTo(773.1432417118889, 9);
    expect(close.cost).toBeCloseTo(173.957229385175, 9);
    expect(close.cost).toBeCloseTo(0.225 * close.orderQuantity, 9);
  });

  it('never promises less than the exact optimum costs', () => {
    fc.assert(
      fc.property(supplies, (costs) => {
        const exact = economicOrderQuantityWithDisruptions(costs);
        const { orderQuantity } = approximateOrderQuantityWithDisruptions(costs);
        expect(disruptionCost({ ...costs, orderQuantity })).toBeGreaterThanOrEqual(exact.cost * (1 - 1e-12));
      }),
      { numRuns: 100 },
    );
  });
});

describe('disruptionCost', () => {
  it.each([
    [candyBars, 800, 174.05247221204172],
    [candyBars, 400, 211.08418925896922],
    [problem, 20, 97.9038398943836],
  ])('reproduces the exact costs of Snyder, Shen section 9.2', (costs, orderQuantity, cost) => {
    expect(disruptionCost({ ...costs, orderQuantity })).toBeCloseTo(cost, 9);
  });

  it.each([
    [candyBars, 1100, 184.7950342821525],
    [problem, 30, 98.59872611464968],
  ])('and approximateDisruptionCost the approximate ones', (costs, orderQuantity, cost) => {
    expect(approximateDisruptionCost({ ...costs, orderQuantity })).toBeCloseTo(cost, 9);
  });

  it.each([
    ['fixedCost', -1, 'a finite number, at least 0', 0],
    ['holdingCost', -1, 'a finite number, at least 0', 0],
    ['stockoutCost', -1, 'a finite number, at least 0', 0],
    ['demandRate', 0, 'a finite number greater than 0', 1],
    ['disruptionRate', -1, 'a finite number, at least 0', 0],
    ['recoveryRate', 0, 'a finite number greater than 0', 1],
    ['orderQuantity', 0, 'a finite number greater than 0', 1],
  ] as const)('refuses a %s of %d', (name, value, range, nearest) => {
    const plan = { ...candyBars, orderQuantity: 500 };
    for (const method of [disruptionCost, approximateDisruptionCost]) {
      expect(() => method({ ...plan, [name]: value })).toThrow(
        new RangeError(`${name} is ${value}; it must be ${range}`),
      );
      expect(method({ ...plan, [name]: nearest })).toBeGreaterThan(0);
    }
  });
});
