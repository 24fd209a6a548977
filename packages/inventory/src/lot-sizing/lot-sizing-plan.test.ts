import { describe, expect, it } from 'vitest';
import { type LotSizingCosts, lotSizingPlanCost } from './lot-sizing-plan.ts';

const costs: LotSizingCosts = { fixedCost: 500, holdingCost: 2 };

describe('the cost of a lot-sizing plan', () => {
  it('is 1380 for Snyder and Shen example 3.9: two orders, 120 and 70 units held one period', () => {
    expect(
      lotSizingPlanCost({ demand: [90, 120, 80, 70], orderQuantities: [210, 0, 150, 0], ...costs }),
    ).toEqual({
      orderQuantities: [210, 0, 150, 0],
      cost: 1380,
      fixedCost: 1000,
      holdingCost: 380,
      purchaseCost: 0,
      orders: 2,
      endingStock: [120, 0, 70, 0],
    });
  });

  it('takes each cost of the period in which it arises', () => {
    const plan = lotSizingPlanCost({
      demand: [1, 2, 4],
      orderQuantities: [3, 0, 5],
      fixedCost: [10, 20, 40],
      holdingCost: [1, 100, 1000],
      purchaseCost: [5, 7, 9],
    });
    // 10 + 40 for two orders; 2 units held in period 0, 1 in period 2; 3 · 5 + 5 · 9
    expect(plan).toMatchObject({ fixedCost: 50, holdingCost: 1002, purchaseCost: 60, cost: 1112, orders: 2 });
    expect(plan.endingStock).toEqual([2, 0, 1]);
  });

  it('does not take rounding of decimal fractions for a shortage or for stock', () => {
    const plan = lotSizingPlanCost({ demand: [0.1, 0.2], orderQuantities: [0.3, 0], ...costs });
    expect(plan.endingStock).toEqual([0.3 - 0.1, 0]);
    expect(
      lotSizingPlanCost({ demand: [0.1, 0.7], orderQuantities: [0.8, 0], ...costs }).endingStock[1],
    ).toBe(0);
  });

  it('takes 1e-11 of the units wanted so far for rounding, and no more', () => {
    const plan = (ordered: number) =>
      lotSizingPlanCost({ demand: [1000], orderQuantities: [ordered], fixedCost: 500, holdingCost: 1e6 });
    expect(plan(1000 - 1e-9).cost).toBe(500);
    expect(plan(1000 + 1e-9).cost).toBe(500);
    expect(plan(1000 + 1e-5).cost).toBeCloseTo(510, 4);
    expect(() => plan(1000 - 1e-7)).toThrow('units unmet in period 0');
  });

  it('adds up what many periods are short of, however little each', () => {
    const demand = [1e6, ...new Array<number>(100).fill(5e-6)];
    const orderQuantities = demand.map((units) => (units > 1 ? units : 0));
    expect(() => lotSizingPlanCost({ demand, orderQuantities, ...costs })).toThrow(
      /leave 0.000015\d* units unmet in period 3/,
    );
    expect(lotSizingPlanCost({ demand, orderQuantities: demand, ...costs }).orders).toBe(101);
  });

  it('refuses a plan that leaves a demand unmet, and takes the one with a unit more', () => {
    expect(() => lotSizingPlanCost({ demand: [5, 6], orderQuantities: [5, 5], ...costs })).toThrow(
      new RangeError('orderQuantities leave 1 units unmet in period 1; stock must never fall below 0'),
    );
    expect(lotSizingPlanCost({ demand: [5, 6], orderQuantities: [5, 6], ...costs }).cost).toBe(1000);
  });

  it('refuses stock that comes after its demand', () => {
    expect(() => lotSizingPlanCost({ demand: [5, 6], orderQuantities: [4, 7], ...costs })).toThrow(
      'orderQuantities leave 1 units unmet in period 0',
    );
    expect(lotSizingPlanCost({ demand: [4, 7], orderQuantities: [4, 7], ...costs }).orders).toBe(2);
  });

  it('refuses a horizon without periods, and takes one period', () => {
    expect(() => lotSizingPlanCost({ demand: [], orderQuantities: [], ...costs })).toThrow(
      new RangeError('demand is empty; it must hold at least one period'),
    );
    expect(lotSizingPlanCost({ demand: [0], orderQuantities: [0], ...costs }).cost).toBe(0);
  });

  it.each([
    ['demand', { demand: [-1] }, { demand: [0] }, 'demand[0] is -1; it must be a finite number, at least 0'],
    [
      'demand',
      { demand: [1e308, 1e308], orderQuantities: [1e308, 1e308] },
      { demand: [1e300, 1e300], orderQuantities: [1e300, 1e300] },
      'the sum of demand is Infinity; it must be a finite number',
    ],
    [
      'cost of all',
      { orderQuantities: [1e300], holdingCost: 1e300 },
      { orderQuantities: [1e7], holdingCost: 1e300 },
      'the cost of the plan is Infinity; it must be a finite number',
    ],
    [
      'fixed cost',
      { fixedCost: -1 },
      { fixedCost: 0 },
      'fixedCost is -1; it must be a finite number, at least 0',
    ],
    [
      'holding cost',
      { holdingCost: [Number.NaN] },
      { holdingCost: [0] },
      'holdingCost[0] is NaN; it must be a finite number, at least 0',
    ],
    [
      'purchase cost',
      { purchaseCost: Number.POSITIVE_INFINITY },
      { purchaseCost: 0 },
      'purchaseCost is Infinity; it must be a finite number, at least 0',
    ],
    [
      'purchase cost of a period',
      { purchaseCost: [Number.POSITIVE_INFINITY] },
      { purchaseCost: [1e300] },
      'purchaseCost[0] is Infinity; it must be a finite number, at least 0',
    ],
    [
      'number of costs',
      { fixedCost: [1, 2] },
      { fixedCost: [1] },
      'fixedCost has 2 numbers; it must have one for each of the 1 periods',
    ],
    [
      'number of orders',
      { orderQuantities: [1, 2] },
      { orderQuantities: [1] },
      'orderQuantities has 2 numbers; it must have one for each of the 1 periods',
    ],
    [
      'order',
      { orderQuantities: [-0.5] },
      { orderQuantities: [0.5] },
      'orderQuantities[0] is -0.5; it must be a finite number, at least 0',
    ],
  ])('refuses a wrong %s and takes the nearest right one', (_, wrong, right, message) => {
    const plan = { demand: [0], orderQuantities: [1], ...costs };
    expect(() => lotSizingPlanCost({ ...plan, ...wrong })).toThrow(new RangeError(message));
    expect(lotSizingPlanCost({ ...plan, ...right }).cost).toBeGreaterThanOrEqual(0);
  });
});
