import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allUnitsDiscountCost, economicOrderQuantityWithAllUnitsDiscounts } from './all-units-discounts.ts';
import {
  economicOrderQuantityWithIncrementalDiscounts,
  incrementalDiscountCost,
} from './incremental-discounts.ts';

const prices = (...pairs: [number, number][]) =>
  pairs.map(([fromQuantity, unitCost]) => ({ fromQuantity, unitCost }));

const optima = [
  economicOrderQuantityWithAllUnitsDiscounts,
  economicOrderQuantityWithIncrementalDiscounts,
] as const;

describe('order quantities with free orders, no demand or rising prices', () => {
  it('order nothing at a time without demand, and only for the discount where orders are free', () => {
    const priceBreaks = prices([0, 2], [100, 1.9]);
    const free = { fixedCost: 0, holdingCostRate: 0.25, demandRate: 100, priceBreaks };
    for (const method of optima) {
      expect(method({ ...free, fixedCost: 8, demandRate: 0 })).toEqual({
        orderQuantity: 0,
        region: 0,
        cost: 0,
      });
      // At 1.9 from 1000 on, 2 x 100 for the units alone is the least.
      const far = prices([0, 2], [1000, 1.9]);
      expect(method({ ...free, priceBreaks: far })).toEqual({ orderQuantity: 0, region: 0, cost: 200 });
    }
    // 100 at 1.9: 190 and a quarter of 190 / 2 of holding are more than 200; at a hundredth of 190 / 2 less.
    expect(economicOrderQuantityWithAllUnitsDiscounts(free).orderQuantity).toBe(0);
    expect(economicOrderQuantityWithAllUnitsDiscounts({ ...free, holdingCostRate: 0.01 })).toEqual({
      orderQuantity: 100,
      region: 1,
      cost: expect.closeTo(190.95, 12),
    });
  });

  it('stay at the break where prices rise for the units beyond it', () => {
    // Alone the prices would have √(2 x 100 x 100 / (0.25 x 2)) = 200 units and, with 100 - 150 x 1 to fix, none.
    const input = {
      fixedCost: 100,
      holdingCostRate: 0.25,
      demandRate: 100,
      priceBreaks: prices([0, 2], [150, 3]),
    };
    expect(economicOrderQuantityWithIncrementalDiscounts(input)).toEqual({
      orderQuantity: 150,
      region: 1,
      // 2 x 100 + 100 x 100/150 + 0.25 x 2 x 150/2
      cost: expect.closeTo(200 + 200 / 3 + 37.5, 10),
    });
    expect(() => economicOrderQuantityWithAllUnitsDiscounts(input)).toThrow(
      new RangeError(
        'priceBreaks[1].unitCost is 3; it must be at most 2, the one before it: no order is better than one just below 150 units',
      ),
    );
    // The dearer price is beyond the best quantity.
    const beyond = { ...input, priceBreaks: prices([0, 2], [201, 3]) };
    for (const method of optima) {
      expect(method(beyond)).toEqual({ orderQuantity: 200, region: 0, cost: 300 });
    }
  });

  it('cost no more than any quantity tried, whatever the prices, or say that no quantity is best', () => {
    const breaks = fc
      .array(fc.record({ step: fc.integer({ min: 1, max: 60 }), unitCost: fc.integer({ min: 1, max: 9 }) }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((given) => {
        let fromQuantity = 0;
        return given.map(({ step, unitCost }, index) => {
          if (index > 0) fromQuantity += step;
          return { fromQuantity, unitCost };
        });
      });
    const orders = fc.record({
      fixedCost: fc.integer({ min: 0, max: 100 }),
      demandRate: fc.integer({ min: 0, max: 100 }),
      holdingCostRate: fc.constantFrom(0.1, 0.5, 2),
      priceBreaks: breaks,
    });
    const quantities = Array.from({ length: 400 }, (_, index) => 0.01 * 1.03 ** index);
    fc.assert(
      fc.property(orders, (given) => {
        const ends = given.priceBreaks.flatMap(({ fromQuantity: end }) => (end > 0 ? [end, end - 1e-9] : []));
        const least = (cost: (plan: typeof given & { orderQuantity: number }) => number) =>
          Math.min(...[...quantities, ...ends].map((orderQuantity) => cost({ ...given, orderQuantity })));
        const incremental = economicOrderQuantityWithIncrementalDiscounts(given);
        expect(incremental.cost).toBeLessThanOrEqual(least(incrementalDiscountCost) + 1e-6);
        try {
          const allUnits = economicOrderQuantityWithAllUnitsDiscounts(given);
          expect(allUnits.cost).toBeLessThanOrEqual(least(allUnitsDiscountCost) + 1e-6);
        } catch (error) {
          const attained = Math.min(
            ...[...quantities, ...ends.filter(Number.isInteger)].map((orderQuantity) =>
              allUnitsDiscountCost({ ...given, orderQuantity }),
            ),
          );
          expect(String(error)).toContain('no order is better than one just below');
          expect(least(allUnitsDiscountCost)).toBeLessThan(attained);
        }
      }),
      { numRuns: 200 },
    );
  });
});
