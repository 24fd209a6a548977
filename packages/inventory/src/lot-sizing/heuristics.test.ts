import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedOrderQuantityPlan } from './fixed-order-quantity.ts';
import { leastUnitCostPlan } from './least-unit-cost.ts';
import { lotForLotPlan } from './lot-for-lot.ts';
import { partPeriodBalancingPlan } from './part-period-balancing.ts';
import { periodOrderQuantityPlan } from './period-order-quantity.ts';
import { silverMealPlan } from './silver-meal.ts';
import { wagnerWhitinPlan } from './wagner-whitin.ts';

/** Silver, Pyke and Peterson's example of twelve months: A = $54, $0.40 per unit and month. */
const twelveMonths = {
  demand: [10, 62, 12, 130, 154, 129, 88, 52, 124, 160, 238, 41],
  fixedCost: 54,
  holdingCost: 0.4,
};

const coverRules = [
  ['silverMealPlan', silverMealPlan],
  ['leastUnitCostPlan', leastUnitCostPlan],
  ['partPeriodBalancingPlan', partPeriodBalancingPlan],
  ['periodOrderQuantityPlan', periodOrderQuantityPlan],
] as const;

const problem = fc.record({
  demand: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 200 })), {
    minLength: 1,
    maxLength: 20,
  }),
  fixedCost: fc.integer({ min: 0, max: 400 }),
  holdingCost: fc.integer({ min: 0, max: 8 }).map((quarters) => quarters / 4),
});

describe('Silver and Meal', () => {
  it('reproduces the published plan of $501.20', () => {
    const plan = silverMealPlan(twelveMonths);
    expect(plan.orderQuantities).toEqual([84, 0, 0, 130, 283, 0, 140, 0, 124, 160, 279, 0]);
    expect(plan.cost).toBeCloseTo(501.2, 9);
  });

  it('extends the cover on a tie, also when decimal fractions miss it by rounding', () => {
    // 10 for one period, (10 + 1 · 10) / 2 for two
    expect(silverMealPlan({ demand: [5, 10], fixedCost: 10, holdingCost: 1 }).orderQuantities).toEqual([
      15, 0,
    ]);
    expect(silverMealPlan({ demand: [5, 11], fixedCost: 10, holdingCost: 1 }).orderQuantities).toEqual([
      5, 11,
    ]);
    // 0.3 against (0.3 + 0.1 · 3) / 2, where 0.1 · 3 is more than 0.3 in floating point
    expect(silverMealPlan({ demand: [5, 3], fixedCost: 0.3, holdingCost: 0.1 }).orderQuantities).toEqual([
      8, 0,
    ]);
  });

  it('counts periods without demand inside the cover', () => {
    // 10 per period, 5 over two, then (10 + 2 · 3) / 3 = 5.33
    expect(silverMealPlan({ demand: [5, 0, 3], fixedCost: 10, holdingCost: 1 }).orderQuantities).toEqual([
      5, 0, 3,
    ]);
    // (10 + 2 · 2) / 3 = 4.67
    expect(silverMealPlan({ demand: [5, 0, 2], fixedCost: 10, holdingCost: 1 }).orderQuantities).toEqual([
      7, 0, 0,
    ]);
  });
});

describe('least unit cost', () => {
  it('gives the plan of $558.80 for the twelve months', () => {
    const plan = leastUnitCostPlan(twelveMonths);
    expect(plan.orderQuantities).toEqual([84, 0, 0, 284, 0, 217, 0, 176, 0, 160, 238, 41]);
    expect(plan.cost).toBeCloseTo(558.8, 9);
  });

  it('extends the cover on a tie', () => {
    // 10 / 5 per unit; (10 + 5 · 2) / 10 for both
    expect(leastUnitCostPlan({ demand: [5, 5], fixedCost: 10, holdingCost: 2 }).orderQuantities).toEqual([
      10, 0,
    ]);
    expect(leastUnitCostPlan({ demand: [5, 5], fixedCost: 10, holdingCost: 2.1 }).orderQuantities).toEqual([
      5, 5,
    ]);
  });
});

describe('part-period balancing', () => {
  it('gives the plan of $501.20 for the twelve months', () => {
    const plan = partPeriodBalancingPlan(twelveMonths);
    expect(plan.orderQuantities).toEqual([84, 0, 0, 130, 283, 0, 140, 0, 124, 160, 279, 0]);
    expect(plan.cost).toBeCloseTo(501.2, 9);
  });

  it('covers as long as holding costs no more than an order, equality included', () => {
    expect(partPeriodBalancingPlan({ demand: [5, 10], fixedCost: 10, holdingCost: 1 }).orders).toBe(1);
    expect(partPeriodBalancingPlan({ demand: [5, 10], fixedCost: 9, holdingCost: 1 }).orders).toBe(2);
  });

  it('never costs more than twice the optimum', () => {
    fc.assert(
      fc.property(problem, (each) => {
        expect(partPeriodBalancingPlan(each).cost).toBeLessThanOrEqual(2 * wagnerWhitinPlan(each).cost);
      }),
      { numRuns: 200 },
    );
  });
});

describe('period order quantity', () => {
  it('covers the rounded time between orders: √(2 · 500 / (2 · 90)) = 2.36, two periods', () => {
    const plan = periodOrderQuantityPlan({ demand: [90, 120, 80, 70], fixedCost: 500, holdingCost: 2 });
    expect(plan.orderQuantities).toEqual([210, 0, 150, 0]);
  });

  it('covers at least one period, and all of them when holding is free', () => {
    expect(
      periodOrderQuantityPlan({ demand: [9, 9], fixedCost: 0.1, holdingCost: 2 }).orderQuantities,
    ).toEqual([9, 9]);
    expect(periodOrderQuantityPlan({ demand: [9, 9, 9], fixedCost: 1, holdingCost: 0 }).orders).toBe(1);
  });

  it('takes the mean over all periods, those without demand included', () => {
    // mean 2, so √(2 · 9 / 2) = 3 periods from the first demand on
    expect(
      periodOrderQuantityPlan({ demand: [0, 4, 0, 2, 4], fixedCost: 9, holdingCost: 1 }).orderQuantities,
    ).toEqual([0, 6, 0, 0, 4]);
  });
});

describe('lot for lot', () => {
  it('orders each demand in its period', () => {
    const plan = lotForLotPlan({ demand: [90, 0, 80], fixedCost: 500, holdingCost: 2, purchaseCost: 3 });
    expect(plan).toMatchObject({ orderQuantities: [90, 0, 80], cost: 1510, orders: 2, holdingCost: 0 });
  });
});

describe('fixed order quantity', () => {
  it('orders whole lots as late as it can and pays for what is left', () => {
    const plan = fixedOrderQuantityPlan({
      demand: [90, 120, 80, 70],
      orderQuantity: 150,
      fixedCost: 500,
      holdingCost: 2,
    });
    // stock 60, 90, 10, 90
    expect(plan).toMatchObject({ orderQuantities: [150, 150, 0, 150], cost: 1500 + 500 });
  });

  it('orders several lots at once where one is not enough, and counts one order', () => {
    const plan = fixedOrderQuantityPlan({ demand: [25, 5], orderQuantity: 10, fixedCost: 7, holdingCost: 1 });
    expect(plan).toMatchObject({ orderQuantities: [30, 0], orders: 1, cost: 12 });
  });

  it('does not order a lot for a rounding error', () => {
    // 0.3 − 0.1 − 0.2 is −2.8e-17 in floating point
    const plan = fixedOrderQuantityPlan({
      demand: [0.1, 0.2],
      orderQuantity: 0.3,
      fixedCost: 1,
      holdingCost: 0,
    });
    expect(plan.orders).toBe(1);
  });

  it('orders a lot for a demand that is tiny beside it', () => {
    const plan = fixedOrderQuantityPlan({
      demand: [0, 1e-10],
      orderQuantity: 1,
      fixedCost: 1,
      holdingCost: 0,
    });
    expect(plan.orderQuantities).toEqual([0, 1]);
  });

  it('refuses a lot of 0 and takes a small one', () => {
    const rest = { demand: [1], fixedCost: 1, holdingCost: 1 };
    expect(() => fixedOrderQuantityPlan({ ...rest, orderQuantity: 0 })).toThrow(
      new RangeError('orderQuantity is 0; it must be a finite number greater than 0'),
    );
    expect(fixedOrderQuantityPlan({ ...rest, orderQuantity: 0.5 }).orderQuantities).toEqual([1]);
  });

  it('refuses a horizon without periods and takes one period', () => {
    const rest = { orderQuantity: 2, fixedCost: 1, holdingCost: 1 };
    expect(() => fixedOrderQuantityPlan({ ...rest, demand: [] })).toThrow('demand is empty');
    expect(fixedOrderQuantityPlan({ ...rest, demand: [2] }).cost).toBe(1);
  });
});

describe.each(coverRules)('%s', (_, method) => {
  it('starts at the first period with demand', () => {
    expect(method({ demand: [0, 0, 5], fixedCost: 10, holdingCost: 1 })).toMatchObject({
      orderQuantities: [0, 0, 5],
      cost: 10,
    });
  });

  it('never costs less than the optimum and orders what is wanted in all', () => {
    fc.assert(
      fc.property(problem, (each) => {
        const plan = method(each);
        expect(plan.cost).toBeGreaterThanOrEqual(wagnerWhitinPlan(each).cost);
        expect(sum(plan.orderQuantities)).toBe(sum(each.demand));
        expect(plan.endingStock.at(-1)).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('decides the same in another currency or another unit', () => {
    fc.assert(
      fc.property(problem, (each) => {
        const { orderQuantities, cost } = method(each);
        const { demand, fixedCost, holdingCost } = each;
        const otherCurrency = method({ demand, fixedCost: 3 * fixedCost, holdingCost: 3 * holdingCost });
        expect(otherCurrency).toMatchObject({ orderQuantities, cost: 3 * cost });
        const otherUnit = method({
          demand: demand.map((units) => 4 * units),
          fixedCost,
          holdingCost: holdingCost / 4,
        });
        expect(otherUnit).toMatchObject({ orderQuantities: orderQuantities.map((units) => 4 * units), cost });
      }),
      { numRuns: 100 },
    );
  });

  it('orders once where nothing costs anything', () => {
    expect(method({ demand: [3, 0, 4], fixedCost: 0, holdingCost: 0 }).orderQuantities).toEqual([7, 0, 0]);
  });

  it('refuses a negative fixed cost and takes none', () => {
    expect(() => method({ demand: [3, 4], fixedCost: -1, holdingCost: 1 })).toThrow(
      new RangeError('fixedCost is -1; it must be a finite number, at least 0'),
    );
    expect(method({ demand: [3, 4], fixedCost: 0, holdingCost: 1 }).orderQuantities).toEqual([3, 4]);
  });

  it('refuses a holding cost that is no number and takes 1', () => {
    expect(() => method({ demand: [3], fixedCost: 1, holdingCost: Number.NaN })).toThrow(
      new RangeError('holdingCost is NaN; it must be a finite number, at least 0'),
    );
    expect(method({ demand: [3], fixedCost: 1, holdingCost: 1 }).cost).toBe(1);
  });

  it('refuses a horizon without periods and takes one period', () => {
    expect(() => method({ demand: [], fixedCost: 1, holdingCost: 1 })).toThrow(
      new RangeError('demand is empty; it must hold at least one period'),
    );
    expect(method({ demand: [0], fixedCost: 1, holdingCost: 1 }).cost).toBe(0);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
