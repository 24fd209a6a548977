import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderInPacks, safetyStockForCycleService } from '../safety-stock/index.ts';
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
const reviews = fc.record({
  batches: fc.array(batch, { maxLength: 5 }),
  expectedDemand: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 8, maxLength: 8 }),
  leadTimeDays: fc.integer({ min: 0, max: 3 }),
  reviewPeriodDays: fc.integer({ min: 1, max: 3 }),
  safetyStock: fc.integer({ min: 0, max: 10 }),
  freshestFirstShare: fc.constantFrom(0, 0.5, 1),
  packSize: fc.integer({ min: 1, max: 12 }),
});

describe('perishableOrder', () => {
  it('orders what will be wanted, less what there is, plus what of it will expire', () => {
    // 9 + 2 − 10 + 4 = 5, in packs of 6
    expect(perishableOrder(review)).toEqual({
      protectionDemand: 9,
      safetyStock: 2,
      onHand: 10,
      dueIn: 0,
      outdating: 4,
      neededUnits: 5,
      roundingUnits: 1,
      units: 6,
      packs: 1,
      rule: 'pack',
    });
  });

  it('lets the safety stock cover what will expire under EWA-SS, as far as it goes', () => {
    // 9 + max(2, 4) − 10 = 3; with a safety stock of 5: 9 + max(5, 4) − 10 = 4
    expect(perishableOrder({ ...review, rule: 'ewa-ss' }).neededUnits).toBe(3);
    expect(perishableOrder({ ...review, safetyStock: 5, rule: 'ewa-ss' }).neededUnits).toBe(4);
    expect(perishableOrder({ ...review, rule: 'ewa' })).toEqual(perishableOrder(review));
  });

  it('follows the week: expected demand and aging are those of the days to come', () => {
    const order = perishableOrder({ ...review, expectedDemand: [1, 2, 30], packSize: 1 });
    // 33 + 2 − 10 + (10 − 3)
    expect(order).toMatchObject({ protectionDemand: 33, outdating: 7, units: 32 });
  });

  it('does not count units that expire on the last day before the next order arrives', () => {
    const order = perishableOrder({ ...review, batches: [{ units: 10, sellableDays: 3 }] });
    expect(order).toMatchObject({ outdating: 0, neededUnits: 1 });
  });

  it('counts an open order that arrives in time, and no other stock', () => {
    const batches = [
      { units: 4, sellableDays: 9, arrivalDay: 3 },
      { units: 50, sellableDays: 9, arrivalDay: 4 },
      { units: 60, sellableDays: 0 },
      { units: 70, sellableDays: 1, arrivalDay: 2 },
    ];
    expect(perishableOrder({ ...review, batches })).toMatchObject({
      onHand: 0,
      dueIn: 4,
      outdating: 0,
      neededUnits: 7,
      units: 12,
    });
  });

  it('orders for one day at a time without a lead time', () => {
    const daily = { ...review, leadTimeDays: 0, reviewPeriodDays: 1, packSize: 1, batches: [] };
    expect(perishableOrder(daily)).toMatchObject({ protectionDemand: 3, units: 5 });
  });

  it('orders nothing where stock is enough, and keeps to minimum and maximum', () => {
    const enough = { ...review, batches: [{ units: 40, sellableDays: 9 }] };
    expect(perishableOrder(enough)).toMatchObject({ neededUnits: -29, units: 0, rule: 'none' });
    expect(perishableOrder({ ...review, minimumUnits: 7 })).toMatchObject({ units: 12, rule: 'minimum' });
    expect(perishableOrder({ ...review, batches: [], maximumUnits: 8 })).toMatchObject({
      units: 6,
      rule: 'maximum',
    });
  });

  it('is the ordinary order-up-to order where nothing expires', () => {
    fc.assert(
      fc.property(reviews, fc.boolean(), (given, shelfless) => {
        const batches = given.batches.map((each) => ({
          ...each,
          sellableDays: shelfless ? Number.POSITIVE_INFINITY : 60,
        }));
        const days = given.leadTimeDays + given.reviewPeriodDays;
        const level = given.expectedDemand
          .slice(0, days)
          .reduce((sum, units) => sum + units, given.safetyStock);
        const position = batches
          .filter(({ arrivalDay }) => arrivalDay <= days)
          .reduce((sum, { units }) => sum + units, 0);
        for (const rule of ['ewa', 'ewa-ss'] as const) {
          const { units } = perishableOrder({ ...given, batches, rule });
          expect(units).toBe(orderInPacks({ neededUnits: level - position, packSize: given.packSize }).units);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('adds up: its terms make the need, and EWA-SS never needs more', () => {
    fc.assert(
      fc.property(reviews, (given) => {
        const order = perishableOrder(given);
        const { protectionDemand, safetyStock, onHand, dueIn, outdating, neededUnits } = order;
        expect(protectionDemand + safetyStock - onHand - dueIn + outdating).toBeCloseTo(neededUnits, 9);
        expect(outdating).toBeLessThanOrEqual(onHand + dueIn);
        expect(perishableOrder({ ...given, rule: 'ewa-ss' }).neededUnits).toBeLessThanOrEqual(neededUnits);
      }),
      { numRuns: 200 },
    );
  });

  it('never orders more when stock lives longer, nor less with more safety stock or a longer lead time', () => {
    fc.assert(
      fc.property(reviews, fc.integer({ min: 1, max: 4 }), (given, more) => {
        // Batches that live at all, so that a longer life adds no stock.
        const batches = given.batches.map(({ units, sellableDays }) => ({
          units,
          sellableDays: sellableDays + 1,
        }));
        const base = { ...given, batches };
        const need = (change: Partial<PerishableReview>) =>
          perishableOrder({ ...base, ...change }).neededUnits;
        const longer = batches.map((each) => ({ ...each, sellableDays: each.sellableDays + more }));
        expect(need({ batches: longer })).toBeLessThanOrEqual(need({}) + 1e-9);
        expect(need({ safetyStock: base.safetyStock + more })).toBe(need({}) + more);
        expect(need({ leadTimeDays: base.leadTimeDays + 1 })).toBeGreaterThanOrEqual(need({}) - 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('takes its safety stock from the service asked for', () => {
    const { safetyStock } = safetyStockForCycleService({
      demandMean: 3,
      demandStandardDeviation: 2,
      leadTime: 1,
      reviewPeriod: 2,
      cycleServiceLevel: 0.95,
    });
    expect(perishableOrder({ ...review, safetyStock }).neededUnits).toBeCloseTo(3 + 5.698, 3);
  });

  it.each([
    [{ leadTimeDays: -1 }, 'leadTimeDays is -1; it must be a whole number, at least 0'],
    [{ leadTimeDays: 0.5 }, 'leadTimeDays is 0.5; it must be a whole number, at least 0'],
    [{ reviewPeriodDays: 0 }, 'reviewPeriodDays is 0; it must be a whole number, at least 1'],
    [{ safetyStock: Number.NaN }, 'safetyStock is NaN; it must be a finite number'],
    [{ packSize: 0 }, 'packSize is 0; it must be a finite number greater than 0'],
    [
      { expectedDemand: [3, 3] },
      'expectedDemand has 2 days; it must have at least 3, lead time plus review period',
    ],
    [
      { expectedDemand: [3, Number.NaN, 3] },
      'expectedDemand[1] is NaN; it must be a finite number, at least 0',
    ],
    [{ expectedDemand: [3, 3, -1] }, 'expectedDemand[2] is -1; it must be a finite number, at least 0'],
    [
      { batches: [{ units: Number.NaN, sellableDays: 1 }] },
      'units of batches[0] is NaN; it must be a finite number, at least 0',
    ],
  ])('refuses %j', (change, message) => {
    expect(() => perishableOrder({ ...review, ...change })).toThrow(new RangeError(message));
  });

  it('names the batch by its place in the list, whether or not those before it are of use', () => {
    const spoiled = { units: 1, sellableDays: 0 };
    expect(() => perishableOrder({ ...review, batches: [spoiled, { units: -1, sellableDays: 1 }] })).toThrow(
      new RangeError('units of batches[1] is -1; it must be a finite number, at least 0'),
    );
    expect(() => perishableOrder({ ...review, batches: [spoiled, { units: 1, sellableDays: NaN }] })).toThrow(
      new RangeError('sellableDays of batches[1] is NaN; it must be a number of days'),
    );
    expect(perishableOrder({ ...review, batches: [spoiled, { units: 0, sellableDays: 1 }] }).onHand).toBe(0);
  });

  it('does not look at demand beyond the days to cover', () => {
    expect(perishableOrder({ ...review, expectedDemand: [3, 3, 3, Number.NaN] })).toEqual(
      perishableOrder(review),
    );
  });

  it('takes the nearest inputs: no lead time, daily reviews, a negative safety stock', () => {
    const nearest = { ...review, leadTimeDays: 0, reviewPeriodDays: 1, safetyStock: -1, expectedDemand: [3] };
    expect(perishableOrder(nearest)).toMatchObject({ neededUnits: -8, units: 0 });
  });
});
