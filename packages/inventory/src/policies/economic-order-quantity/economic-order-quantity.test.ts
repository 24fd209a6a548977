import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { economicOrderQuantity, orderQuantityCost } from './economic-order-quantity.ts';

/** Example 3.1 of Snyder, Shen (2019): candy bars. */
const candyBars = { fixedCost: 8, holdingCost: 0.225, demandRate: 1300 };

const costs = fc.record({
  fixedCost: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  holdingCost: fc.double({ min: 0.001, max: 1e4, noNaN: true }),
  demandRate: fc.double({ min: 0.01, max: 1e7, noNaN: true }),
});

describe('economicOrderQuantity', () => {
  it('reproduces Snyder, Shen example 3.1', () => {
    const { orderQuantity, cost } = economicOrderQuantity(candyBars);
    expect(orderQuantity).toBeCloseTo(304.0467800264368, 9);
    expect(cost).toBeCloseTo(68.41052550594829, 9);
  });

  it('never costs more than a neighbour, and spends as much on ordering as on holding', () => {
    fc.assert(
      fc.property(costs, fc.double({ min: 0.2, max: 5, noNaN: true }), (given, factor) => {
        const { orderQuantity, cost } = economicOrderQuantity(given);
        const other = orderQuantityCost({ ...given, orderQuantity: orderQuantity * factor });
        expect(cost).toBeLessThanOrEqual(other * (1 + 1e-12));
        expect((given.fixedCost * given.demandRate) / orderQuantity / (cost / 2)).toBeCloseTo(1, 9);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the currency, and follows the unit of quantity', () => {
    fc.assert(
      fc.property(costs, fc.double({ min: 0.01, max: 100, noNaN: true }), (given, scale) => {
        const { fixedCost, holdingCost, demandRate } = given;
        const plan = economicOrderQuantity(given);
        const inCents = economicOrderQuantity({
          fixedCost: fixedCost * scale,
          holdingCost: holdingCost * scale,
          demandRate,
        });
        expect(inCents.orderQuantity / plan.orderQuantity).toBeCloseTo(1, 9);
        expect(inCents.cost / plan.cost / scale).toBeCloseTo(1, 9);
        const inPieces = economicOrderQuantity({
          fixedCost,
          holdingCost: holdingCost / scale,
          demandRate: demandRate * scale,
        });
        expect(inPieces.orderQuantity / plan.orderQuantity / scale).toBeCloseTo(1, 9);
        expect(inPieces.cost / plan.cost).toBeCloseTo(1, 9);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['fixedCost', 'demandRate'] as const)('refuses a negative %s, and orders nothing for 0', (name) => {
    expect(() => economicOrderQuantity({ ...candyBars, [name]: -1 })).toThrow(
      new RangeError(`${name} is -1; it must be a finite number, at least 0`),
    );
    // The limit: quantity and cost fall as the root of each.
    expect(economicOrderQuantity({ ...candyBars, [name]: 0 })).toEqual({ orderQuantity: 0, cost: 0 });
    const { orderQuantity } = economicOrderQuantity({ ...candyBars, [name]: candyBars[name] / 1e12 });
    expect(orderQuantity).toBeCloseTo(304.0467800264368 / 1e6, 12);
  });

  it('refuses a holdingCost of 0, for which no order is too large', () => {
    expect(() => economicOrderQuantity({ ...candyBars, holdingCost: 0 })).toThrow(
      new RangeError('holdingCost is 0; it must be a finite number greater than 0'),
    );
    expect(economicOrderQuantity({ ...candyBars, holdingCost: 0.225e-6 }).orderQuantity).toBeCloseTo(
      304046.78,
      2,
    );
  });
});

describe('orderQuantityCost', () => {
  it('adds 26 of ordering to 45 of holding for 400 units', () => {
    expect(orderQuantityCost({ ...candyBars, orderQuantity: 400 })).toBeCloseTo(71, 12);
  });

  it('is a quarter more at half and at twice the best quantity', () => {
    const { orderQuantity, cost } = economicOrderQuantity(candyBars);
    for (const factor of [0.5, 2]) {
      expect(orderQuantityCost({ ...candyBars, orderQuantity: orderQuantity * factor })).toBeCloseTo(
        1.25 * cost,
        9,
      );
    }
  });

  it.each(['fixedCost', 'holdingCost', 'demandRate'] as const)('refuses a negative %s', (name) => {
    const plan = { ...candyBars, orderQuantity: 400 };
    expect(() => orderQuantityCost({ ...plan, [name]: -1 })).toThrow(
      new RangeError(`${name} is -1; it must be a finite number, at least 0`),
    );
    expect(orderQuantityCost({ ...plan, [name]: 0 })).toBe(name === 'holdingCost' ? 26 : 45);
  });

  it('refuses an order of nothing', () => {
    expect(() => orderQuantityCost({ ...candyBars, orderQuantity: 0 })).toThrow(
      new RangeError('orderQuantity is 0; it must be a finite number greater than 0'),
    );
    expect(orderQuantityCost({ ...candyBars, orderQuantity: 1 })).toBeCloseTo(10400.1125, 9);
  });
});
