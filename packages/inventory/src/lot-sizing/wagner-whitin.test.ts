import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LotSizingCosts, lotSizingPlanCost } from './lot-sizing-plan.ts';
import { quadraticWagnerWhitinCost } from './testing/quadratic-recursion.ts';
import { wagnerWhitinPlan } from './wagner-whitin.ts';

type Instance = { demand: number[] } & LotSizingCosts;

const money = fc.integer({ min: 0, max: 60 });
const instance = (maxLength: number): fc.Arbitrary<Instance> =>
  fc
    .array(
      fc.record({
        demand: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
        fixed: money,
        holding: fc.integer({ min: 0, max: 4 }),
        purchase: fc.integer({ min: 0, max: 9 }),
      }),
      { minLength: 1, maxLength },
    )
    .map((periods) => ({
      demand: periods.map((each) => each.demand),
      fixedCost: periods.map((each) => each.fixed),
      holdingCost: periods.map((each) => each.holding),
      purchaseCost: periods.map((each) => each.purchase),
    }));

describe('Wagner and Whitin', () => {
  it('reproduces Snyder and Shen example 3.9', () => {
    const plan = wagnerWhitinPlan({ demand: [90, 120, 80, 70], fixedCost: 500, holdingCost: 2 });
    expect(plan.orderQuantities).toEqual([210, 0, 150, 0]);
    expect(plan.cost).toBe(1380);
  });

  it('buys ahead of dear periods (Snyder and Shen, purchase costs 3, 1, 4, 6, 6)', () => {
    const plan = wagnerWhitinPlan({
      demand: [400, 500, 500, 1100, 900],
      fixedCost: 100,
      holdingCost: 0.1,
      purchaseCost: [3, 1, 4, 6, 6],
    });
    expect(plan.orderQuantities).toEqual([400, 3000, 0, 0, 0]);
    expect(plan.cost).toBeCloseTo(4940, 9);
  });

  it('may order in a period without demand, where the order is cheapest (stockpyl issue 177)', () => {
    const plan = wagnerWhitinPlan({
      demand: [0, 0, 0, 0, 0, 7],
      fixedCost: [110, 108, 110, 120, 125, 134],
      holdingCost: 1,
    });
    expect(plan.orderQuantities).toEqual([0, 0, 7, 0, 0, 0]);
    expect(plan.cost).toBe(131);
  });

  it('orders nothing where nothing is wanted', () => {
    expect(wagnerWhitinPlan({ demand: [0, 0], fixedCost: 9, holdingCost: 1 })).toMatchObject({
      orderQuantities: [0, 0],
      cost: 0,
      orders: 0,
    });
  });

  it('orders once when holding is free, and each period when orders are', () => {
    const demand = [3, 0, 5, 2];
    expect(wagnerWhitinPlan({ demand, fixedCost: 9, holdingCost: 0 }).orderQuantities).toEqual([10, 0, 0, 0]);
    expect(wagnerWhitinPlan({ demand, fixedCost: 0, holdingCost: 1 }).orderQuantities).toEqual(demand);
  });

  it('costs no more than any choice of order periods, and as much as the best (up to 9 periods)', () => {
    fc.assert(
      fc.property(instance(9), (problem) => {
        expect(wagnerWhitinPlan(problem).cost).toBe(cheapestOfAllOrderPeriods(problem));
      }),
      { numRuns: 200 },
    );
  });

  it('costs what the quadratic recursion finds (up to 120 periods)', () => {
    fc.assert(
      fc.property(instance(120), (problem) => {
        expect(wagnerWhitinPlan(problem).cost).toBe(quadraticWagnerWhitinCost(problem));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps its digits over 2,000 periods', () => {
    const demand = Array.from({ length: 2000 }, (_, period) => (period * 7919) % 211);
    const problem = { demand, fixedCost: 730.5, holdingCost: 0.37, purchaseCost: 12.25 };
    const cost = quadraticWagnerWhitinCost(problem);
    expect(Math.abs(wagnerWhitinPlan(problem).cost - cost)).toBeLessThan(1e-11 * cost);
  });

  it('scales with the currency and with the unit of measure', () => {
    fc.assert(
      fc.property(instance(30), fc.integer({ min: 2, max: 9 }), (problem, factor) => {
        const { cost } = wagnerWhitinPlan(problem);
        const times = (values: LotSizingCosts['fixedCost'] = 0) =>
          typeof values === 'number' ? values * factor : values.map((value) => value * factor);
        const { demand, fixedCost, holdingCost, purchaseCost } = problem;
        expect(
          wagnerWhitinPlan({
            demand,
            fixedCost: times(fixedCost),
            holdingCost: times(holdingCost),
            purchaseCost: times(purchaseCost),
          }).cost,
        ).toBe(cost * factor);
        const inSmallerUnits = wagnerWhitinPlan({
          demand: demand.map((units) => units * factor),
          fixedCost: times(fixedCost),
          holdingCost,
          ...(purchaseCost === undefined ? {} : { purchaseCost }),
        });
        expect(inSmallerUnits.cost).toBe(cost * factor);
      }),
      { numRuns: 100 },
    );
  });

  it('never costs less when a period wants a unit more', () => {
    fc.assert(
      fc.property(instance(25), fc.nat(), (problem, at) => {
        const demand = [...problem.demand];
        const period = at % demand.length;
        demand[period] = (demand[period] ?? 0) + 1;
        expect(wagnerWhitinPlan({ ...problem, demand }).cost).toBeGreaterThanOrEqual(
          wagnerWhitinPlan(problem).cost,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a negative demand and takes 0', () => {
    expect(() => wagnerWhitinPlan({ demand: [3, -1], fixedCost: 1, holdingCost: 1 })).toThrow(
      new RangeError('demand[1] is -1; it must be a finite number, at least 0'),
    );
    expect(wagnerWhitinPlan({ demand: [3, 0], fixedCost: 1, holdingCost: 1 }).cost).toBe(1);
  });

  it('refuses a list of costs that is too short and takes one for each period', () => {
    expect(() => wagnerWhitinPlan({ demand: [3, 1], fixedCost: 1, holdingCost: [1] })).toThrow(
      new RangeError('holdingCost has 1 numbers; it must have one for each of the 2 periods'),
    );
    expect(wagnerWhitinPlan({ demand: [3, 1], fixedCost: 1, holdingCost: [1, 1] }).cost).toBe(2);
  });
});

/** Every set of order periods; each order lasts until the next one of the set. */
function cheapestOfAllOrderPeriods(problem: Instance): number {
  const { demand } = problem;
  let best = Number.POSITIVE_INFINITY;
  for (let set = 0; set < 1 << demand.length; set++) {
    const orderQuantities = demand.map(() => 0);
    let orderedIn = -1;
    let feasible = true;
    demand.forEach((units, period) => {
      if ((set >> period) & 1) orderedIn = period;
      if (orderedIn >= 0) orderQuantities[orderedIn] = (orderQuantities[orderedIn] ?? 0) + units;
      else if (units > 0) feasible = false;
    });
    if (feasible) best = Math.min(best, lotSizingPlanCost({ ...problem, orderQuantities }).cost);
  }
  return best;
}
