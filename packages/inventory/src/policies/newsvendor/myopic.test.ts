import { normal, uniform } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { myopicCost, myopicNewsvendor } from './myopic.ts';
import { newsvendor } from './newsvendor.ts';

/** Example 4.1 of Snyder, Shen (2019), with prices. */
const newspapers = {
  holdingCost: 0.18,
  stockoutCost: 0.7,
  unitCost: 0.3,
  nextUnitCost: 0.35,
  discountFactor: 0.98,
  demand: normal.distribution({ mean: 50, standardDeviation: 8 }),
};
const problem = {
  holdingCost: 43,
  stockoutCost: 79,
  unitCost: 65,
  nextUnitCost: 55,
  discountFactor: 0.9,
  demand: normal.distribution({ mean: 900, standardDeviation: 60 }),
};

describe('myopicNewsvendor', () => {
  it('reproduces the example of stockpyl (newsvendor.myopic)', () => {
    const plan = myopicNewsvendor(newspapers);
    expect(plan.orderUpToLevel).toBeCloseTo(58.09891883213067, 8);
    expect(plan.cost).toBeCloseTo(16.682411764618777, 8);
    expect(plan.criticalRatio).toBeCloseTo((0.7 - 0.3 + 0.343) / 0.88, 12);
  });

  it('never costs more than a neighbour', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        fc.double({ min: -0.1, max: 0.6, noNaN: true }),
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        (nextUnitCost, priceOfBuyingNow, step) => {
          const options = {
            ...newspapers,
            nextUnitCost,
            unitCost: 0.98 * nextUnitCost + priceOfBuyingNow,
          };
          const { orderUpToLevel, cost } = myopicNewsvendor(options);
          for (const level of [orderUpToLevel - step, orderUpToLevel + step]) {
            expect(cost).toBeLessThanOrEqual(myopicCost({ ...options, orderUpToLevel: level }) + 1e-9);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is the newsvendor where the price stays and money keeps its worth', () => {
    const { discountFactor, ...undiscounted } = { ...newspapers, nextUnitCost: 0.3 };
    const plan = myopicNewsvendor(undiscounted);
    const single = newsvendor(newspapers);
    expect(plan.orderUpToLevel).toBeCloseTo(single.orderUpToLevel, 10);
    // The demand is bought at 0.3 each.
    expect(plan.cost).toBeCloseTo(single.cost + 15, 10);
  });

  it('refuses prices that make waiting, or buying ahead, always cheaper', () => {
    const steady = { ...newspapers, discountFactor: 1, holdingCost: 0.25, stockoutCost: 0.5 };
    const message = (price: number) =>
      new RangeError(
        `unitCost - discountFactor * nextUnitCost is ${price}; ` +
          'it must lie between -holdingCost -0.25 and stockoutCost 0.5, both excluded',
      );
    expect(() => myopicNewsvendor({ ...steady, unitCost: 1, nextUnitCost: 0.5 })).toThrow(message(0.5));
    expect(() => myopicNewsvendor({ ...steady, unitCost: 1, nextUnitCost: 1.25 })).toThrow(message(-0.25));
    expect(myopicNewsvendor({ ...steady, unitCost: 1, nextUnitCost: 0.51 }).criticalRatio).toBeCloseTo(
      0.01 / 0.75,
      12,
    );
    expect(myopicNewsvendor({ ...steady, unitCost: 1, nextUnitCost: 1.24 }).criticalRatio).toBeCloseTo(
      0.74 / 0.75,
      12,
    );
  });
});

describe('myopicCost', () => {
  it.each([
    [newspapers, 62, 16.850319828088736],
    [{ ...newspapers, nextUnitCost: 0.4 }, 56.6, 16.390405437438364],
    [{ ...newspapers, nextUnitCost: 0.4 }, 120, 21.16],
    [problem, 950, 62254.39180412519],
    [problem, 1150, 73125.02466917748],
  ])('reproduces Snyder, Shen example 4.1 and problem 4.1', (options, orderUpToLevel, cost) => {
    expect(myopicCost({ ...options, orderUpToLevel }) / cost).toBeCloseTo(1, 10);
  });

  it('credits what is left at the next price, of uniform demand from 0 to 10', () => {
    // 3 x 4 + (2 x 0.8 + 5 x 1.8) - 0.5 x 6 x (4 - 5)
    const cost = myopicCost({
      holdingCost: 2,
      stockoutCost: 5,
      unitCost: 3,
      nextUnitCost: 6,
      discountFactor: 0.5,
      demand: uniform.distribution({ low: 0, high: 10 }),
      orderUpToLevel: 4,
    });
    expect(cost).toBeCloseTo(25.6, 12);
  });

  it.each([
    ['holdingCost', -1, 'a finite number, at least 0', 0],
    ['stockoutCost', -1, 'a finite number, at least 0', 0],
    ['unitCost', Number.NaN, 'a finite number', 0],
    ['nextUnitCost', Number.NaN, 'a finite number', 0],
    ['orderUpToLevel', Number.NaN, 'a finite number', 0],
    ['discountFactor', 0, 'greater than 0 and at most 1', 0.01],
    ['discountFactor', 1.01, 'greater than 0 and at most 1', 1],
  ] as const)('refuses a %s of %d', (name, value, range, nearest) => {
    const plan = { ...newspapers, orderUpToLevel: 50 };
    expect(() => myopicCost({ ...plan, [name]: value })).toThrow(
      new RangeError(`${name} is ${value}; it must be ${range}`),
    );
    expect(Number.isFinite(myopicCost({ ...plan, [name]: nearest }))).toBe(true);
  });
});
