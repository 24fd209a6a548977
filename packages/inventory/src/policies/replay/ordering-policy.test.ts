import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baseStockPolicy,
  economicQuantityPolicy,
  minMaxPolicy,
  type ReviewState,
  reorderPointOrderUpToPolicy,
  reorderPointQuantityPolicy,
  wholeEconomicQuantity,
} from './ordering-policy.ts';
import { parametersAt, policyOf } from './policy-form.ts';

const at = (positionUnits: number): ReviewState => ({
  day: 1,
  onHandUnits: positionUnits,
  onOrderUnits: 0,
  backorderUnits: 0,
  positionUnits,
  batchesOnHand: () => [],
  openOrders: () => [],
  expectedDemand: () => 0,
});

describe('ready-made policies', () => {
  it('base stock orders what is missing to its level', () => {
    const policy = baseStockPolicy({ orderUpToLevel: 10 });
    expect([4, 10, -3].map((position) => policy(at(position)))).toEqual([6, 0, 13]);
  });

  it('(s, S) orders up to S at s and below', () => {
    const policy = reorderPointOrderUpToPolicy({ reorderPoint: 4, orderUpToLevel: 10 });
    expect([5, 4, 3].map((position) => policy(at(position)))).toEqual([0, 6, 7]);
  });

  it('min-max orders up to the maximum at the minimum and below', () => {
    const policy = minMaxPolicy({ minimum: 4, maximum: 10 });
    expect([5, 4, 3].map((position) => policy(at(position)))).toEqual([0, 6, 7]);
  });

  it('(r, Q) orders as many Q as lift the position above r', () => {
    const policy = reorderPointQuantityPolicy({ reorderPoint: 4, orderQuantity: 5 });
    expect([5, 4, 0, -1, -6].map((position) => policy(at(position)))).toEqual([0, 5, 5, 10, 15]);
  });

  it('the economic quantity is that of the formula', () => {
    // Q* = sqrt(2 x 20 x 10 / 1) = 20
    const costs = { demandPerDay: 10, fixedCostPerOrder: 20, holdingCostPerUnitPerDay: 1 };
    const policy = economicQuantityPolicy({ reorderPoint: 3, ...costs });
    expect([4, 3].map((position) => policy(at(position)))).toEqual([0, 20]);
  });

  it('the whole economic quantity costs no more than one unit more or less', () => {
    const positive = fc.double({ min: 0.01, max: 1000, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, (demandPerDay, fixedCostPerOrder, holding) => {
        const quantity = wholeEconomicQuantity({
          demandPerDay,
          fixedCostPerOrder,
          holdingCostPerUnitPerDay: holding,
        });
        const cost = (q: number) => (fixedCostPerOrder * demandPerDay) / q + (holding * q) / 2;
        expect(Number.isInteger(quantity)).toBe(true);
        expect(cost(quantity)).toBeLessThanOrEqual(cost(quantity + 1) * (1 + 1e-12));
        if (quantity > 1) expect(cost(quantity)).toBeLessThanOrEqual(cost(quantity - 1) * (1 + 1e-12));
      }),
      { numRuns: 200 },
    );
    expect(
      wholeEconomicQuantity({ demandPerDay: 0, fixedCostPerOrder: 5, holdingCostPerUnitPerDay: 1 }),
    ).toBe(1);
  });

  it.each([
    ['base-stock', { form: 'base-stock', orderUpToLevel: 8 }],
    ['min-max', { form: 'min-max', minimum: 8, maximum: 11 }],
    ['reorder-point-order-up-to', { form: 'reorder-point-order-up-to', reorderPoint: 8, orderUpToLevel: 11 }],
    ['reorder-point-quantity', { form: 'reorder-point-quantity', reorderPoint: 8, orderQuantity: 3 }],
    ['economic-quantity', { form: 'economic-quantity', reorderPoint: 8, orderQuantity: 3 }],
  ] as const)('%s has its numbers from a level and a quantity', (form, parameters) => {
    expect(parametersAt(form, 8, 3)).toEqual(parameters);
    // At a position of 5 every one of them orders.
    expect(policyOf(parameters)(at(5))).toBeGreaterThanOrEqual(3);
    expect(policyOf(parameters)(at(9))).toBeLessThanOrEqual(0);
  });

  it('name the number that is wrong, and take its nearest neighbour', () => {
    expect(() => baseStockPolicy({ orderUpToLevel: Number.NaN })).toThrow('orderUpToLevel is NaN');
    expect(() => reorderPointOrderUpToPolicy({ reorderPoint: 4, orderUpToLevel: 4 })).toThrow(
      'orderUpToLevel is 4; it must be greater than reorderPoint, 4',
    );
    expect(reorderPointOrderUpToPolicy({ reorderPoint: 4, orderUpToLevel: 5 })(at(4))).toBe(1);
    expect(() => reorderPointOrderUpToPolicy({ reorderPoint: Number.NaN, orderUpToLevel: 5 })).toThrow(
      'reorderPoint is NaN',
    );
    expect(() => minMaxPolicy({ minimum: 5, maximum: 4 })).toThrow(
      'maximum is 4; it must be at least minimum, 5',
    );
    expect(minMaxPolicy({ minimum: 5, maximum: 5 })(at(4))).toBe(1);
    expect(() => reorderPointQuantityPolicy({ reorderPoint: 1, orderQuantity: 0 })).toThrow(
      'orderQuantity is 0; it must be a finite number greater than 0',
    );
    expect(reorderPointQuantityPolicy({ reorderPoint: 1, orderQuantity: 1 })(at(1))).toBe(1);
    const costs = { demandPerDay: 1, fixedCostPerOrder: 1, holdingCostPerUnitPerDay: 1 };
    expect(() => wholeEconomicQuantity({ ...costs, holdingCostPerUnitPerDay: 0 })).toThrow(
      'holdingCostPerUnitPerDay is 0',
    );
    expect(() => wholeEconomicQuantity({ ...costs, fixedCostPerOrder: -1 })).toThrow(
      'fixedCostPerOrder is -1',
    );
    expect(() => wholeEconomicQuantity({ ...costs, demandPerDay: -1 })).toThrow('demandPerDay is -1');
    expect(wholeEconomicQuantity(costs)).toBe(1);
  });
});
