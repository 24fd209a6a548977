import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { economicOrderQuantity } from './economic-order-quantity.ts';
import { economicProductionQuantity, productionQuantityCost } from './production-quantity.ts';

/** Problem 3.22 of Snyder, Shen (2019). */
const line = { fixedCost: 4, holdingCost: 0.08, demandRate: 80, productionRate: 110 };
const plan = { fixedCost: 8, holdingCost: 0.225, demandRate: 1300, productionRate: 2000, orderQuantity: 350 };

describe('economicProductionQuantity', () => {
  it('reproduces Snyder, Shen problem 3.22', () => {
    const { orderQuantity, cost } = economicProductionQuantity(line);
    expect(orderQuantity).toBeCloseTo(171.26976771553507, 9);
    expect(cost).toBeCloseTo(3.7367949319753104, 10);
  });

  it('never costs more than a neighbour, nor than units that come all at once', () => {
    const cases = fc.record({
      fixedCost: fc.double({ min: 0.1, max: 1e4, noNaN: true }),
      holdingCost: fc.double({ min: 0.01, max: 100, noNaN: true }),
      demandRate: fc.double({ min: 1, max: 1000, noNaN: true }),
      productionRate: fc.double({ min: 1001, max: 1e5, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, fc.double({ min: 0.2, max: 5, noNaN: true }), (given, factor) => {
        const { orderQuantity, cost } = economicProductionQuantity(given);
        const other = productionQuantityCost({ ...given, orderQuantity: orderQuantity * factor });
        expect(cost).toBeLessThanOrEqual(other * (1 + 1e-12));
        expect(cost).toBeLessThan(economicOrderQuantity(given).cost);
      }),
      { numRuns: 200 },
    );
  });

  it('becomes the order quantity as production gets faster', () => {
    const { orderQuantity } = economicProductionQuantity({ ...line, productionRate: 1e12 });
    expect(orderQuantity).toBeCloseTo(economicOrderQuantity(line).orderQuantity, 6);
  });

  it.each(['fixedCost', 'demandRate'] as const)('refuses a negative %s, and makes nothing for 0', (name) => {
    expect(() => economicProductionQuantity({ ...line, [name]: -1 })).toThrow(
      new RangeError(`${name} is -1; it must be a finite number, at least 0`),
    );
    expect(economicProductionQuantity({ ...line, [name]: 0 })).toEqual({ orderQuantity: 0, cost: 0 });
  });

  it.each(['holdingCost', 'productionRate'] as const)('refuses a %s of 0', (name) => {
    expect(() => economicProductionQuantity({ ...line, [name]: 0 })).toThrow(
      new RangeError(`${name} is 0; it must be a finite number greater than 0`),
    );
    const nearest = name === 'productionRate' ? 80.001 : 0.001;
    expect(economicProductionQuantity({ ...line, [name]: nearest }).cost).toBeGreaterThan(0);
  });

  it('refuses a line no faster than demand', () => {
    expect(() => economicProductionQuantity({ ...line, productionRate: 80 })).toThrow(
      new RangeError('productionRate is 80; it must be greater than the demandRate 80'),
    );
    expect(economicProductionQuantity({ ...line, productionRate: 81 }).orderQuantity).toBeCloseTo(804.984, 3);
  });
});

describe('productionQuantityCost', () => {
  it('is 29.71 of set-ups and 13.78 of holding for runs of 350 (stockpyl, test_eoq)', () => {
    expect(productionQuantityCost(plan)).toBeCloseTo(43.495535714285715, 10);
  });

  it.each([
    ['fixedCost', -1, 'a finite number, at least 0', 0, 13.78125],
    ['holdingCost', -1, 'a finite number, at least 0', 0, 29.7142857],
    ['demandRate', -1, 'a finite number, at least 0', 0, 39.375],
    ['orderQuantity', 0, 'a finite number greater than 0', 1, 10400.039375],
  ] as const)('refuses a %s of %d', (name, value, range, nearest, cost) => {
    expect(() => productionQuantityCost({ ...plan, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(productionQuantityCost({ ...plan, [name]: nearest })).toBeCloseTo(cost, 6);
  });

  it('refuses a line no faster than demand', () => {
    expect(() => productionQuantityCost({ ...plan, productionRate: 1300 })).toThrow(
      new RangeError('productionRate is 1300; it must be greater than the demandRate 1300'),
    );
    expect(productionQuantityCost({ ...plan, productionRate: 2600 })).toBeCloseTo(49.4017857, 6);
  });
});
