import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderByExpectedWaste } from './expected-waste-order.ts';
import { type PerishableReview, perishableOrder } from './perishable-order.ts';

const review: PerishableReview = {
  batches: [{ units: 10, sellableDays: 2 }],
  expectedDemand: [3, 3, 3],
  leadTimeDays: 1,
  reviewPeriodDays: 2,
  safetyStock: 2,
  freshestFirstShare: 0,
  packSize: 6,
};
const batch = fc.record({
  units: fc.integer({ min: 0, max: 30 }),
  sellableDays: fc.integer({ min: 0, max: 9 }),
  arrivalDay: fc.integer({ min: 1, max: 5 }),
});

describe('orderByExpectedWaste', () => {
  const chance = {
    ...review,
    demand: {
      daily: [
        [0.5, 0, 0, 0, 0, 0, 0.5],
        [0.5, 0, 0, 0, 0, 0, 0.5],
      ],
    },
    seed: 1,
  };

  it('counts the waste that chance brings', () => {
    // Two days of 0 or 6: 10 units leave 10, 4, 4 or 0, on average 4.5 where steady demand leaves 4
    expect(orderByExpectedWaste(chance)).toMatchObject({ outdating: 4.5, neededUnits: 5.5, units: 6 });
  });

  it('is the estimated order where demand is certain', () => {
    const certain = {
      daily: [
        [0, 0, 0, 1],
        [0, 0, 0, 1],
        [0, 0, 0, 1],
      ],
    };
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 4 }), fc.constantFrom(0, 1), (batches, freshestFirstShare) => {
        const given = { ...review, batches, freshestFirstShare };
        expect(orderByExpectedWaste({ ...given, demand: certain, seed: 1 })).toEqual(perishableOrder(given));
      }),
      { numRuns: 200 },
    );
  });

  it('takes sample paths, of which it looks at the first L + R − 1 days', () => {
    const demand = { paths: 2, days: 4, units: Int32Array.from([6, 0, 9, 9, 3, 0, 9, 9]) };
    // 4 and 7 units are left
    expect(orderByExpectedWaste({ ...chance, demand }).outdating).toBe(5.5);
  });

  it('draws as many paths as it is told where the outcomes are too many to follow, and 1,000 untold', () => {
    const evenly = new Array(400).fill(1 / 400);
    const wide = {
      ...review,
      batches: [2, 3, 4, 5].map((sellableDays) => ({ units: 400, sellableDays })),
      expectedDemand: new Array(6).fill(200),
      leadTimeDays: 2,
      reviewPeriodDays: 4,
      freshestFirstShare: 0.5,
      demand: { daily: new Array(5).fill(evenly) },
      seed: 1,
    };
    const { outdating } = orderByExpectedWaste(wide);
    expect(orderByExpectedWaste({ ...wide, paths: 1000 }).outdating).toBe(outdating);
    const ofTwo = orderByExpectedWaste({ ...wide, paths: 2 }).outdating;
    expect(Number.isInteger(2 * ofTwo)).toBe(true);
    expect(ofTwo).not.toBe(outdating);
  });

  it('expects no waste without stock that could expire in time', () => {
    const endless = [{ units: 10, sellableDays: Number.POSITIVE_INFINITY }];
    expect(orderByExpectedWaste({ ...chance, batches: endless }).outdating).toBe(0);
    expect(orderByExpectedWaste({ ...chance, batches: [] }).outdating).toBe(0);
    const late = [{ units: 10, sellableDays: 3, arrivalDay: 3 }];
    expect(orderByExpectedWaste({ ...chance, batches: late })).toMatchObject({ outdating: 0, dueIn: 10 });
    const daily = { ...chance, leadTimeDays: 0, reviewPeriodDays: 1 };
    expect(orderByExpectedWaste(daily).outdating).toBe(0);
  });

  it('refuses too few days of demand and takes one more', () => {
    const demand = { daily: [[0.5, 0.5]] };
    expect(() => orderByExpectedWaste({ ...chance, demand })).toThrow(
      new RangeError('demand has 1 days; it must have at least 2, lead time plus review period less 1'),
    );
    expect(
      orderByExpectedWaste({
        ...chance,
        demand: {
          daily: [
            [0, 1],
            [0, 1],
          ],
        },
      }).outdating,
    ).toBe(8);
  });
});
