import { poisson } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandWithMoments } from '../safety-stock/index.ts';
import { economicQuantityWithBackordersPlan } from './economic-quantity-approximations.ts';
import { bestReorderPointPlan } from './exact-plan.ts';
import { normalLeadTimeDemand, poissonLeadTimeDemand } from './lead-time-demand.ts';
import { type ReorderPointProblem, reorderPointCost } from './reorder-point-cost.ts';

const candyBars: ReorderPointProblem = {
  holdingCost: 0.225,
  stockoutCost: 7.5,
  fixedCost: 8,
  demandRate: 1300,
  leadTimeDemand: normalLeadTimeDemand({ demandMean: 1300, demandStandardDeviation: 150, leadTime: 1 / 12 }),
};
/** Example 5.8 of Snyder, Shen (2019). */
const spareParts: ReorderPointProblem = {
  holdingCost: 20,
  stockoutCost: 150,
  fixedCost: 100,
  demandRate: 1.5,
  leadTimeDemand: poissonLeadTimeDemand({ demandMean: 1.5, leadTime: 2 }),
};
const continuous = fc
  .record({
    shape: fc.constantFrom('normal' as const, 'gamma' as const),
    standardDeviation: fc.double({ min: 0.5, max: 20, noNaN: true }),
    holdingCost: fc.double({ min: 0.1, max: 10, noNaN: true }),
    stockoutCost: fc.double({ min: 0.1, max: 100, noNaN: true }),
    fixedCost: fc.double({ min: 0.01, max: 1000, noNaN: true }),
  })
  .map(({ shape, standardDeviation, ...costs }) => ({
    ...costs,
    demandRate: 10,
    leadTimeDemand: demandWithMoments({ shape, mean: 20, standardDeviation }),
  }));

describe('bestReorderPointPlan', () => {
  it('reproduces Snyder, Shen example 5.8', () => {
    expect(bestReorderPointPlan(spareParts)).toEqual({
      reorderPoint: 3,
      orderQuantity: 5,
      cost: expect.closeTo(107.92358063314975, 9),
    });
  });

  it('beats the rounded optimum that Snyder, Shen give for example 5.1', () => {
    const plan = bestReorderPointPlan(candyBars);
    expect(Math.abs(plan.reorderPoint - 126.8)).toBeLessThan(0.1);
    expect(Math.abs(plan.orderQuantity - 328.5)).toBeLessThan(0.5);
    expect(plan.cost).toBeLessThanOrEqual(78.07116250928294);
    expect(plan.cost).toBeCloseTo(78.07116, 4);
  });

  it('is the cheapest of all r and Q for whole units', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 8, noNaN: true }),
        fc.double({ min: 0.2, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (mean, stockoutCost, fixedCost) => {
          const problem = {
            holdingCost: 1,
            stockoutCost,
            fixedCost,
            demandRate: 2,
            leadTimeDemand: poisson.distribution({ mean }),
          };
          const { cost } = bestReorderPointPlan(problem);
          let cheapest = Number.POSITIVE_INFINITY;
          for (let orderQuantity = 1; orderQuantity <= 30; orderQuantity++) {
            for (let reorderPoint = -30; reorderPoint <= 25; reorderPoint++) {
              cheapest = Math.min(cheapest, reorderPointCost({ ...problem, reorderPoint, orderQuantity }));
            }
          }
          expect(cost / cheapest).toBeCloseTo(1, 10);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('has no cheaper neighbour for continuous demand, and costs at its ends what it costs in all', () => {
    fc.assert(
      fc.property(
        continuous,
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        (problem, up, more) => {
          const { reorderPoint, orderQuantity, cost } = bestReorderPointPlan(problem);
          const other = reorderPointCost({
            ...problem,
            reorderPoint: reorderPoint + up * orderQuantity,
            orderQuantity: orderQuantity * (1 + more),
          });
          expect(other).toBeGreaterThanOrEqual(cost * (1 - 1e-9));
          const { holdingCost, stockoutCost, leadTimeDemand } = problem;
          const atEnd = (y: number) =>
            holdingCost * leadTimeDemand.complementaryLoss(y) + stockoutCost * leadTimeDemand.loss(y);
          expect(atEnd(reorderPoint) / cost).toBeCloseTo(1, 5);
          expect(atEnd(reorderPoint + orderQuantity) / cost).toBeCloseTo(1, 5);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is never more than 11.8 % cheaper than the economic quantity with backorders', () => {
    fc.assert(
      fc.property(continuous, (problem) => {
        const exact = bestReorderPointPlan(problem);
        const simple = economicQuantityWithBackordersPlan(problem);
        expect(simple.cost).toBeGreaterThanOrEqual(exact.cost * (1 - 1e-9));
        expect(simple.cost).toBeLessThanOrEqual(exact.cost * 1.118);
        expect(exact.orderQuantity).toBeGreaterThanOrEqual(simple.orderQuantity * (1 - 1e-9));
      }),
      { numRuns: 150 },
    );
  });

  it('follows the currency and the unit of quantity', () => {
    fc.assert(
      fc.property(continuous, fc.double({ min: 0.1, max: 50, noNaN: true }), (problem, scale) => {
        const plan = bestReorderPointPlan(problem);
        const { holdingCost, stockoutCost, fixedCost } = problem;
        const inCents = bestReorderPointPlan({
          ...problem,
          holdingCost: holdingCost * scale,
          stockoutCost: stockoutCost * scale,
          fixedCost: fixedCost * scale,
        });
        expect(inCents.cost / plan.cost / scale).toBeCloseTo(1, 9);
        expect(inCents.orderQuantity / plan.orderQuantity).toBeCloseTo(1, 6);
      }),
      { numRuns: 100 },
    );
    const inPieces = bestReorderPointPlan({
      ...candyBars,
      holdingCost: 0.0225,
      stockoutCost: 0.75,
      demandRate: 13_000,
      leadTimeDemand: normalLeadTimeDemand({
        demandMean: 13_000,
        demandStandardDeviation: 1500,
        leadTime: 1 / 12,
      }),
    });
    const inCases = bestReorderPointPlan(candyBars);
    expect(inPieces.cost).toBeCloseTo(inCases.cost, 8);
    expect(inPieces.orderQuantity).toBeCloseTo(10 * inCases.orderQuantity, 4);
  });

  it('costs more with a longer lead time', () => {
    const cost = (leadTime: number) =>
      bestReorderPointPlan({
        ...spareParts,
        leadTimeDemand: poissonLeadTimeDemand({ demandMean: 1.5, leadTime }),
      }).cost;
    const costs = [0, 0.5, 1, 2, 3, 8].map(cost);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    expect(cost(0)).toBeLessThan(cost(8));
  });

  it('orders unit by unit when an order costs nothing and demand comes in units', () => {
    const plan = bestReorderPointPlan({ ...spareParts, fixedCost: 0 });
    // Poisson(3), critical ratio 0.882: P(D ≤ 4) = 0.815, P(D ≤ 5) = 0.916
    expect(plan).toMatchObject({ reorderPoint: 4, orderQuantity: 1 });
    expect(() => bestReorderPointPlan({ ...candyBars, fixedCost: 0 })).toThrow(
      new RangeError('fixedCost is 0; it must be greater than 0 for continuous demand, or Q would be 0'),
    );
    expect(bestReorderPointPlan({ ...candyBars, fixedCost: 1e-6 }).orderQuantity).toBeLessThan(10);
  });

  it('is the plan of steady demand with backorders when orders are received at once', () => {
    const leadTimeDemand = normalLeadTimeDemand({
      demandMean: 800,
      demandStandardDeviation: 40,
      leadTime: 0,
    });
    const plan = bestReorderPointPlan({
      holdingCost: 1,
      stockoutCost: 3,
      fixedCost: 6,
      demandRate: 25,
      leadTimeDemand,
    });
    // Q = √(2·6·25·4/3) = 20, of which a quarter is owed before it arrives; cost √(2·6·25·3/4) = 15
    expect(plan.orderQuantity).toBeCloseTo(20, 8);
    expect(plan.reorderPoint).toBeCloseTo(-5, 8);
    expect(plan.cost).toBeCloseTo(15, 10);
  });

  it('orders 245 million units at once when an order is dear enough, without counting them', () => {
    const dear = { holdingCost: 1e-6, stockoutCost: 1, fixedCost: 1e10, demandRate: 3 };
    const leadTimeDemand = poissonLeadTimeDemand({ demandMean: 3, leadTime: 0 });
    const plan = bestReorderPointPlan({ ...dear, leadTimeDemand });
    expect(Math.abs(plan.orderQuantity - Math.sqrt(6e16 * 1.000001))).toBeLessThan(2);
    const tooDear = { holdingCost: 1, stockoutCost: 1, fixedCost: 1e32, demandRate: 1, leadTimeDemand };
    expect(() => bestReorderPointPlan(tooDear)).toThrow(
      new RangeError('fixedCost is 1e+32; it must be smaller: an order would have 20000000000000000 units'),
    );
  });

  it('lets all customers wait where holding is as good as forbidden', () => {
    // Positions 0, −1 … cost 3, 4 …: 12/Q + 3 + (Q − 1)/2 is least, 7.4, for Q = 5.
    const forbidden = { holdingCost: 1e12, stockoutCost: 1, fixedCost: 4, demandRate: 3 };
    const plan = bestReorderPointPlan({ ...forbidden, leadTimeDemand: poisson.distribution({ mean: 3 }) });
    expect(plan).toMatchObject({ reorderPoint: -5, orderQuantity: 5 });
    expect(plan.cost).toBeCloseTo(7.4, 10);
    expect(() =>
      bestReorderPointPlan({
        ...forbidden,
        holdingCost: 2e12,
        leadTimeDemand: poisson.distribution({ mean: 3 }),
      }),
    ).toThrow(
      new RangeError(
        'stockoutCost is 1; it must be within a factor of 1000000000000 of holdingCost, 2000000000000',
      ),
    );
  });

  it('refuses an order that costs next to nothing for continuous demand', () => {
    const leadTimeDemand = normalLeadTimeDemand({
      demandMean: 100,
      demandStandardDeviation: 1e-9,
      leadTime: 1,
    });
    expect(() => bestReorderPointPlan({ ...candyBars, leadTimeDemand, fixedCost: 1e-35 })).toThrow(
      new RangeError('fixedCost is 1e-35; it must be larger for continuous demand, or Q would be next to 0'),
    );
    expect(
      bestReorderPointPlan({ ...candyBars, leadTimeDemand, fixedCost: 1e-12 }).orderQuantity,
    ).toBeGreaterThan(0);
  });

  it.each([
    ['holdingCost', 0, 'holdingCost is 0; it must be a finite number greater than 0'],
    ['stockoutCost', 0, 'stockoutCost is 0; it must be a finite number greater than 0'],
    ['demandRate', 0, 'demandRate is 0; it must be a finite number greater than 0'],
    ['fixedCost', -1, 'fixedCost is -1; it must be a finite number, at least 0'],
  ])('refuses a %s of %d', (name, value, message) => {
    expect(() => bestReorderPointPlan({ ...spareParts, [name]: value })).toThrow(new RangeError(message));
    expect(bestReorderPointPlan({ ...spareParts, [name]: 0.5 }).cost).toBeGreaterThan(0);
  });
});
