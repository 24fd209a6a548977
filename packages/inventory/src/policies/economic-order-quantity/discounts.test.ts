import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allUnitsDiscountCost, economicOrderQuantityWithAllUnitsDiscounts } from './all-units-discounts.ts';
import { economicOrderQuantity } from './economic-order-quantity.ts';
import {
  economicOrderQuantityWithIncrementalDiscounts,
  incrementalDiscountCost,
} from './incremental-discounts.ts';
import type { DiscountCosts } from './price-breaks.ts';

const prices = (...pairs: [number, number][]) =>
  pairs.map(([fromQuantity, unitCost]) => ({ fromQuantity, unitCost }));

/** Example 3.7 of Snyder, Shen (2019). */
const candyBars: DiscountCosts = {
  fixedCost: 8,
  holdingCostRate: 0.3,
  demandRate: 1300,
  priceBreaks: prices([0, 0.75], [400, 0.72], [800, 0.68]),
};

const offers: fc.Arbitrary<DiscountCosts> = fc.record({
  fixedCost: fc.double({ min: 1, max: 500, noNaN: true }),
  holdingCostRate: fc.double({ min: 0.05, max: 0.6, noNaN: true }),
  demandRate: fc.double({ min: 10, max: 5000, noNaN: true }),
  priceBreaks: fc
    .array(
      fc.record({
        step: fc.integer({ min: 1, max: 600 }),
        discount: fc.double({ min: 0.8, max: 1, noNaN: true }),
      }),
      { maxLength: 4 },
    )
    .map((steps) => {
      const breaks = [{ fromQuantity: 0, unitCost: 20 }];
      for (const { step, discount } of steps) {
        const last = breaks.at(-1) ?? { fromQuantity: 0, unitCost: 20 };
        breaks.push({ fromQuantity: last.fromQuantity + step, unitCost: last.unitCost * discount });
      }
      return breaks;
    }),
});

/** Every quantity of a fine grid, and every break. */
function leastOnGrid(
  costs: DiscountCosts,
  costOf: (plan: DiscountCosts & { orderQuantity: number }) => number,
) {
  let least = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= 1500; step++) {
    least = Math.min(least, costOf({ ...costs, orderQuantity: 4 * step }));
  }
  for (const { fromQuantity } of costs.priceBreaks) {
    if (fromQuantity > 0) least = Math.min(least, costOf({ ...costs, orderQuantity: fromQuantity }));
  }
  return least;
}

describe('economicOrderQuantityWithAllUnitsDiscounts', () => {
  it('buys up to the break when that is cheaper (Snyder, Shen problem 3.12)', () => {
    const best = economicOrderQuantityWithAllUnitsDiscounts({
      fixedCost: 2250,
      holdingCostRate: 0.25,
      demandRate: 182500,
      priceBreaks: prices([0, 1490], [1200, 1220], [2400, 1100]),
    });
    expect(best).toEqual({ orderQuantity: 2400, region: 2, cost: 201251093.75 });
  });

  it('stays at its own quantity when the next break costs more than it saves', () => {
    const best = economicOrderQuantityWithAllUnitsDiscounts({
      ...candyBars,
      priceBreaks: prices([0, 0.75], [4000, 0.74]),
    });
    expect(best.region).toBe(0);
    expect(best.orderQuantity).toBeCloseTo(304.0467800264368, 9);
    expect(best.cost).toBeCloseTo(975 + 68.41052550594829, 9);
  });

  it('takes the next price, not its own, for a quantity that lies on the break', () => {
    // √(2 x 100 x 100 / (0.5 x 4)) = 100 exactly.
    const costs = { fixedCost: 100, holdingCostRate: 0.5, demandRate: 100 };
    const best = economicOrderQuantityWithAllUnitsDiscounts({
      ...costs,
      priceBreaks: prices([0, 4], [100, 3.9]),
    });
    expect(best.region).toBe(1);
    expect(best.orderQuantity).toBeCloseTo(Math.sqrt(20000 / 1.95), 9);
    expect(
      allUnitsDiscountCost({ ...costs, priceBreaks: prices([0, 4], [100, 3.9]), orderQuantity: 100 }),
    ).toBe(390 + 100 + 97.5);
    expect(
      allUnitsDiscountCost({ ...costs, priceBreaks: prices([0, 4], [101, 3.9]), orderQuantity: 100 }),
    ).toBe(400 + 100 + 100);
  });

  it('names the region of the quantity where two prices are the same', () => {
    // √(2 x 100 x 100 / (0.5 x 4)) = 100 and √(2 x 225 x 100 / (0.5 x 4)) = 150.
    for (const [fixedCost, orderQuantity] of [
      [100, 100],
      [225, 150],
    ] as const) {
      const best = economicOrderQuantityWithAllUnitsDiscounts({
        fixedCost,
        holdingCostRate: 0.5,
        demandRate: 100,
        priceBreaks: prices([0, 4], [100, 4]),
      });
      expect(best).toEqual({ orderQuantity, region: 1, cost: 400 + 2 * orderQuantity });
    }
  });

  it('is no dearer than any quantity of a grid, and costs what it says', () => {
    fc.assert(
      fc.property(offers, (costs) => {
        const best = economicOrderQuantityWithAllUnitsDiscounts(costs);
        expect(best.cost).toBeLessThanOrEqual(leastOnGrid(costs, allUnitsDiscountCost) * (1 + 1e-12));
        expect(best.cost).toBe(allUnitsDiscountCost({ ...costs, orderQuantity: best.orderQuantity }));
      }),
      { numRuns: 100 },
    );
  });
});

describe('economicOrderQuantityWithIncrementalDiscounts', () => {
  it('reproduces Snyder, Shen example 3.7', () => {
    const best = economicOrderQuantityWithIncrementalDiscounts(candyBars);
    expect(best.region).toBe(0);
    expect(best.orderQuantity).toBeCloseTo(304.0467800264368, 9);
    expect(best.cost).toBeCloseTo(1043.4105255059483, 9);
  });

  it('orders 1,482 at the third price (stockpyl, test_eoq)', () => {
    const best = economicOrderQuantityWithIncrementalDiscounts({
      fixedCost: 150,
      holdingCostRate: 0.25,
      demandRate: 2400,
      priceBreaks: prices([0, 100], [300, 90], [600, 80]),
    });
    expect(best.region).toBe(2);
    expect(best.orderQuantity).toBeCloseTo(1481.8906842274164, 8);
    expect(best.cost).toBeCloseTo(222762.8136845483, 6);
  });

  it('charges the first units at the first price', () => {
    // 500 units cost 400 x 0.75 + 100 x 0.72 = 372, or 0.744 each, in stock and in purchase.
    expect(incrementalDiscountCost({ ...candyBars, orderQuantity: 500 })).toBeCloseTo(
      0.744 * 1300 + (8 * 1300) / 500 + (0.3 * 0.744 * 500) / 2,
      9,
    );
  });

  it('is no dearer than any quantity of a grid, and costs what it says', () => {
    fc.assert(
      fc.property(offers, (costs) => {
        const best = economicOrderQuantityWithIncrementalDiscounts(costs);
        expect(best.cost).toBeLessThanOrEqual(leastOnGrid(costs, incrementalDiscountCost) * (1 + 1e-12));
        const plan = { ...costs, orderQuantity: best.orderQuantity };
        expect(incrementalDiscountCost(plan) / best.cost).toBeCloseTo(1, 12);
      }),
      { numRuns: 100 },
    );
  });
});

describe('quantity discounts', () => {
  it('never raise the cost, and save more on all units than on those beyond the break', () => {
    fc.assert(
      fc.property(offers, (costs) => {
        const { fixedCost, holdingCostRate, demandRate } = costs;
        const listPrice = 20;
        const undiscounted =
          economicOrderQuantity({ fixedCost, holdingCost: holdingCostRate * listPrice, demandRate }).cost +
          listPrice * demandRate;
        const incremental = economicOrderQuantityWithIncrementalDiscounts(costs).cost;
        const allUnits = economicOrderQuantityWithAllUnitsDiscounts(costs).cost;
        expect(incremental).toBeLessThanOrEqual(undiscounted * (1 + 1e-12));
        expect(allUnits).toBeLessThanOrEqual(incremental * (1 + 1e-12));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['no price', prices(), 'priceBreaks is empty; it must hold at least one price', prices([0, 1])],
    [
      'a first price that does not begin at 0',
      prices([1, 2]),
      'priceBreaks[0].fromQuantity is 1; the first must be 0',
      prices([0, 2]),
    ],
    [
      'a break that does not grow',
      prices([0, 2], [5, 1.5], [5, 1]),
      'priceBreaks[2].fromQuantity is 5; it must be greater than the one before it, 5',
      prices([0, 2], [5, 1.5], [5.1, 1]),
    ],
    [
      'a price of 0',
      prices([0, 0]),
      'priceBreaks[0].unitCost is 0; it must be a finite number greater than 0',
      prices([0, 0.01]),
    ],
    [
      'a negative break',
      prices([-1, 1]),
      'priceBreaks[0].fromQuantity is -1; it must be a finite number, at least 0',
      prices([0, 1]),
    ],
  ])('refuse %s', (_, priceBreaks, message, accepted) => {
    const wrong = { ...candyBars, priceBreaks, orderQuantity: 7 };
    const right = { ...candyBars, priceBreaks: accepted, orderQuantity: 7 };
    for (const method of [
      economicOrderQuantityWithAllUnitsDiscounts,
      economicOrderQuantityWithIncrementalDiscounts,
      allUnitsDiscountCost,
      incrementalDiscountCost,
    ]) {
      expect(() => method(wrong)).toThrow(new RangeError(message));
      expect(() => method(right)).not.toThrow();
    }
  });

  const optima = [
    economicOrderQuantityWithAllUnitsDiscounts,
    economicOrderQuantityWithIncrementalDiscounts,
  ] as const;

  it('refuse a negative cost or rate, and holding for free', () => {
    for (const method of optima) {
      for (const name of ['fixedCost', 'demandRate'] as const) {
        expect(() => method({ ...candyBars, [name]: -1 })).toThrow(
          new RangeError(`${name} is -1; it must be a finite number, at least 0`),
        );
      }
      expect(() => method({ ...candyBars, holdingCostRate: 0 })).toThrow(
        new RangeError('holdingCostRate is 0; it must be a finite number greater than 0'),
      );
      expect(method({ ...candyBars, holdingCostRate: 0.01 }).cost).toBeGreaterThan(0);
    }
  });

  it.each(['fixedCost', 'holdingCostRate', 'demandRate'] as const)(
    'refuse a negative %s for a cost',
    (name) => {
      for (const method of [allUnitsDiscountCost, incrementalDiscountCost]) {
        expect(() => method({ ...candyBars, orderQuantity: 100, [name]: -1 })).toThrow(
          new RangeError(`${name} is -1; it must be a finite number, at least 0`),
        );
        expect(method({ ...candyBars, orderQuantity: 100, [name]: 0 })).toBeGreaterThan(0);
      }
    },
  );

  it('refuse an order of nothing', () => {
    for (const method of [allUnitsDiscountCost, incrementalDiscountCost]) {
      expect(() => method({ ...candyBars, orderQuantity: 0 })).toThrow(
        new RangeError('orderQuantity is 0; it must be a finite number greater than 0'),
      );
      expect(method({ ...candyBars, orderQuantity: 1 })).toBeCloseTo(975 + 10400 + 0.1125, 9);
    }
  });
});
