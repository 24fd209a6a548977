import { poisson } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { baseStockPolicy, minMaxPolicy, reorderPointOrderUpToPolicy } from './ordering-policy.ts';
import { replayPolicy } from './replay-policy.ts';
import type { Estimate, ReplaySituation } from './replay-types.ts';

function expectNear(got: Estimate | undefined, exact: number): void {
  expect(Math.abs(got!.value - exact)).toBeLessThanOrEqual(4 * got!.standardError);
  // Wide errors would make the line above easy.
  expect(got!.standardError).toBeLessThan(0.02 * Math.abs(exact));
}

describe('replayPolicy against exact results', () => {
  const stationary = (mean: number, days: number) => ({
    daily: new Array(days).fill(poisson.distribution({ mean })),
  });

  it('base stock with backorders: Poisson demand of lead time plus a day', () => {
    // stockpyl, Problem 4.19: h = 0.08, p = 1.25, mean 18 a day, lead time 4, S = 105, cost 1.5450188691551783
    const result = replayPolicy(
      {
        demand: stationary(18, 320),
        paths: 400,
        warmUpDays: 20,
        leadTimeDays: 4,
        unmetDemand: 'backordered',
        seed: 1,
        costs: { holdingPerUnitPerDay: 0.08, backorderPerUnitPerDay: 1.25 },
      },
      baseStockPolicy({ orderUpToLevel: 105 }),
    );
    expectNear(result.costPerDay, 1.5450188691551783);
    // P(D of five days < 105): the shelf is not empty at the close.
    expectNear(result.readyRate, poisson.cdf(104, { mean: 90 }));
  });

  it.each([
    // Snyder, Shen, Example 4.7
    { mean: 6, fixed: 5, holding: 1, owed: 4, reorderPoint: 4, orderUpToLevel: 10, cost: 8.034111561471642 },
    // Problem 4.31
    {
      mean: 4,
      fixed: 150,
      holding: 40,
      owed: 125,
      reorderPoint: 2,
      orderUpToLevel: 7,
      cost: 223.57482956696882,
    },
    // Zheng, Federgruen (1991), table 1
    {
      mean: 15,
      fixed: 64,
      holding: 1,
      owed: 9,
      reorderPoint: 10,
      orderUpToLevel: 49,
      cost: 42.69781892264545,
    },
  ])('(s, S) without lead time: $cost a day', ({ mean, fixed, holding, owed, cost, ...levels }) => {
    const situation: ReplaySituation = {
      demand: stationary(mean, 330),
      paths: 300,
      warmUpDays: 30,
      leadTimeDays: 0,
      unmetDemand: 'backordered',
      seed: 2,
      costs: { fixedPerOrder: fixed, holdingPerUnitPerDay: holding, backorderPerUnitPerDay: owed },
    };
    expectNear(replayPolicy(situation, reorderPointOrderUpToPolicy(levels)).costPerDay, cost);
    const minMax = minMaxPolicy({ minimum: levels.reorderPoint, maximum: levels.orderUpToLevel });
    expectNear(replayPolicy(situation, minMax).costPerDay, cost);
  });

  it('one day of life: the newsvendor', () => {
    // Snyder, Shen, Problem 4.8a: overage 200, underage 270, mean 18, S = 19, cost 786.0884409351079
    const situation: ReplaySituation = {
      demand: stationary(18, 250),
      paths: 400,
      leadTimeDays: 0,
      shelfLifeDays: 1,
      unmetDemand: 'lost',
      seed: 3,
      costs: { wastePerUnit: 200, shortagePerUnit: 270 },
    };
    const result = replayPolicy(situation, baseStockPolicy({ orderUpToLevel: 19 }));
    expectNear(result.costPerDay, 786.0884409351079);
    expectNear(result.cycleService, poisson.cdf(19, { mean: 18 }));
  });
});
