import { describe, expect, it } from 'vitest';
import { knownDemand } from '../projection/testing/drawn-demand.ts';
import { compareRemedies } from './compare-remedies.ts';
import type { RemedyInput, RemedyRules } from './remedy-types.ts';
import { calmStore, plainRules } from './testing/remedy-situations.ts';

/** 20 units with 5 sellable days, 2 sold a day at 25.00, cost 12.50: 10 units will expire. */
function overstocked(change: Partial<RemedyInput> & { ruleChange?: Partial<RemedyRules> } = {}): RemedyInput {
  const { ruleChange, ...rest } = change;
  return {
    origin: {
      batches: [{ batchId: 'b1', units: 20, sellableDays: 5 }],
      demand: (scale) => knownDemand(...new Array<number>(5).fill(Math.round(2 * scale))),
      price: 25,
      unitCost: 12.5,
      replenished: 1,
      freshestFirstShare: 0,
    },
    batchId: 'b1',
    destinations: [],
    elasticity: { value: -2, low: -2, high: -2 },
    rules: { ...plainRules, markdownAllowed: false, ...ruleChange },
    seed: 1,
    ...rest,
  };
}

const lane = { leadTimeDays: 1, costPerUnit: 1, fixedCost: 10 };

describe('compareRemedies, transfers', () => {
  it('saves the value rescued less the transfer cost', () => {
    // The store wants 3 on each of days 2 to 5 and has none: it takes 10 of the 12 it could sell.
    // Each replaces a later purchase there: 10 x 12.50 rescued - (10 x 1.00 + 10.00) = 105.00.
    const result = compareRemedies(overstocked({ destinations: [calmStore('fast', 3, 5)] }));
    expect(result.plan).toHaveLength(1);
    expect(result.plan[0]).toMatchObject({
      kind: 'TRANSFER',
      toStoreId: 'fast',
      qty: 10,
      startDay: 1,
      endDay: 2,
      probabilityOfGain: 1,
    });
    expect(result.plan[0]!.expectedSavings).toBeCloseTo(105, 9);
    expect(result.doNothing.unsoldUnits).toEqual({ mean: 10, low: 10, high: 10 });
    expect(result.withPlan.unsoldUnits).toEqual({ mean: 0, low: 0, high: 0 });
  });

  it('proposes the faster store only, for no more than it sells beyond its own stock', () => {
    const ownStock = [{ batchId: 'own', units: 8, sellableDays: 5 }];
    const result = compareRemedies(
      overstocked({
        destinations: [calmStore('slower', 1, 5), calmStore('faster', 3, 5, { batches: ownStock })],
      }),
    );
    // 15 are wanted in 5 days and 8 are there: 7 are free. They arrive on day 2 and all sell; a unit more
    // would waste one of either batch.
    const transfers = result.plan.filter((action) => action.kind === 'TRANSFER');
    expect(transfers.map(({ toStoreId, qty }) => [toStoreId, qty])).toEqual([['faster', 7]]);
    const slower = result.alternatives.find((other) => other.steps[0]!.toStoreId === 'slower');
    expect(slower).toMatchObject({ expectedSavings: null, rejectedBecause: 'sells no faster there' });
  });

  it('does not take an equally fast store for a faster one', () => {
    const result = compareRemedies(overstocked({ destinations: [calmStore('same', 2, 5)] }));
    expect(result.alternatives.find((other) => other.kind === 'TRANSFER')!.rejectedBecause).toBe(
      'sells no faster there',
    );
  });

  it('proposes nothing that saves less than the minimum, but tells of it', () => {
    // The transfer saves 105.00 as above, the liquidation 20.00: both on the limit and above it.
    const planWith = (minSavings: number) =>
      compareRemedies(overstocked({ destinations: [calmStore('fast', 3, 5)], ruleChange: { minSavings } }));
    expect(planWith(105).plan.map((action) => action.kind)).toEqual(['TRANSFER']);
    const refused = planWith(105.01);
    expect(refused.plan.map((action) => action.kind)).toEqual(['LIQUIDATE']);
    const transfer = refused.alternatives.find((other) => other.kind === 'TRANSFER')!;
    expect(transfer.rejectedBecause).toBe('saves less than the minimum');
    expect(transfer.expectedSavings).toBeCloseTo(105, 9);
  });

  it('may use a slower store that has room, when the rules allow it', () => {
    const destinations = [calmStore('slower', 1, 5, { lane: { ...lane, fixedCost: 0 } })];
    const result = compareRemedies(
      overstocked({ destinations, ruleChange: { slowerDestinationsAllowed: true } }),
    );
    expect(result.plan[0]).toMatchObject({ kind: 'TRANSFER', toStoreId: 'slower', qty: 4 });
  });

  it('drops the transfer when the cost exceeds the gain, it arrives too late, or the store is full', () => {
    const withStore = (change: Parameters<typeof calmStore>[3]) =>
      compareRemedies(overstocked({ destinations: [calmStore('fast', 3, 5, change)] }));
    const reasonOf = (result: ReturnType<typeof compareRemedies>) =>
      result.alternatives.find((other) => other.kind === 'TRANSFER')!.rejectedBecause;

    expect(withStore({}).plan[0]!.kind).toBe('TRANSFER');
    const costly = withStore({ lane: { ...lane, costPerUnit: 13 } });
    const late = withStore({ lane: { ...lane, leadTimeDays: 5 } });
    const full = withStore({ freeCapacityUnits: 0 });
    expect([costly, late, full].map(reasonOf)).toEqual([
      'cost exceeds gain',
      'arrives after its last sellable day',
      'no free capacity',
    ]);
    for (const result of [costly, late, full]) {
      expect(result.plan.some((action) => action.kind === 'TRANSFER')).toBe(false);
    }
  });

  it('counts the last sellable day as one to arrive on', () => {
    const destinations = [calmStore('fast', 30, 5, { lane: { ...lane, leadTimeDays: 4 } })];
    expect(compareRemedies(overstocked({ destinations })).plan[0]).toMatchObject({ qty: 10, endDay: 5 });
  });

  it('stays within the free capacity and ships whole packs', () => {
    const destinations = [calmStore('fast', 3, 5, { freeCapacityUnits: 9 })];
    const result = compareRemedies(overstocked({ destinations, ruleChange: { transferPackUnits: 4 } }));
    expect(result.plan[0]).toMatchObject({ kind: 'TRANSFER', qty: 8 });
  });

  it('divides a batch that the first store would take whole', () => {
    // Demand of 0 to 4 a day, mean 2, opposite in the two stores: 10 units in one of them waste on bad
    // paths, 5 in each hardly ever.
    const swing = [0, 1, 2, 3, 4];
    const pathsOf = (perDay: number[]) => ({
      paths: 5,
      days: 5,
      units: Int32Array.from(perDay.flatMap((units) => new Array<number>(5).fill(units))),
    });
    const cheap = { lane: { leadTimeDays: 0, costPerUnit: 0, fixedCost: 1 } };
    const input = overstocked({
      destinations: [
        calmStore('rising', 0, 5, { ...cheap, demand: pathsOf(swing) }),
        calmStore('falling', 0, 5, { ...cheap, demand: pathsOf([...swing].reverse()) }),
      ],
    });
    input.origin.batches[0]!.units = 10;
    input.origin.demand = () => pathsOf([0, 0, 0, 0, 0]);
    // 5 in each store: each path sells min(5, 5d) + min(5, 5(4 - d)): 5, 10, 10, 10, 5: 8 units rescued
    // at 12.50, less two fixed costs. All 10 in one: 0, 5, 10, 10, 10: 7 units.
    const { plan, expectedSavings } = compareRemedies(input);
    expect(plan.map(({ kind, qty }) => [kind, qty])).toEqual([
      ['TRANSFER', 5],
      ['TRANSFER', 5],
    ]);
    expect(expectedSavings).toBeCloseTo(8 * 12.5 - 2, 9);
  });

  it('serves two stores, the better first, with shares that add up', () => {
    const destinations = [
      calmStore('small', 3, 5, { freeCapacityUnits: 4 }),
      calmStore('large', 3, 5, { freeCapacityUnits: 6 }),
    ];
    const result = compareRemedies(overstocked({ destinations }));
    expect(result.plan.map(({ toStoreId, qty }) => [toStoreId, qty])).toEqual([
      ['large', 6],
      ['small', 4],
    ]);
    // 6 x 12.50 - 6 - 10 = 59.00 and 4 x 12.50 - 4 - 10 = 36.00
    expect(result.plan.map((action) => action.expectedSavings)).toEqual([59, 36]);
    expect(result.expectedSavings).toBeCloseTo(95, 9);
  });
});

describe('compareRemedies, markdowns', () => {
  const marking = (ruleChange: Partial<RemedyRules> = {}, change: Partial<RemedyInput> = {}) =>
    overstocked({ ...change, ruleChange: { markdownAllowed: true, ...ruleChange } });

  it('takes the discount whose extra sales are worth most', () => {
    // At 30 % off, uplift 2.04 rounds to 4 a day: all 20 sold at 17.50 = 350.00 against 10 at 25.00.
    // At 20 % off, uplift 1.56 rounds to 3 a day: 15 at 20.00 = 300.00.
    const result = compareRemedies(marking());
    expect(result.plan[0]).toMatchObject({
      kind: 'MARKDOWN',
      discountPct: 30,
      qty: 20,
      endDay: 5,
      clearanceRate: 1,
    });
    expect(result.plan[0]!.expectedSavings).toBeCloseTo(100, 9);
    const twenty = result.alternatives.find(
      (other) => other.steps[0]!.discountPct === 20 && other.steps.length === 1,
    );
    expect(twenty!.expectedSavings).toBeCloseTo(50, 9);
    expect(twenty!.rejectedBecause).toBe('saves less than the plan');
  });

  it('obeys each rule: the maximum, the step, the price floor, a running markdown', () => {
    const discountOf = (ruleChange: Partial<RemedyRules>) =>
      compareRemedies(marking(ruleChange)).plan.find((action) => action.kind === 'MARKDOWN')?.discountPct;
    expect(discountOf({})).toBe(30);
    expect(discountOf({ maxDiscountPct: 20 })).toBe(20);
    expect(discountOf({ minDiscountPct: 0, discountStepPct: 35 })).toBe(35);
    expect(discountOf({ minPriceShareOfCost: 1.5 })).toBe(20);
    // 1.6 x 12.50 = 20.00 is the price at 20 % off: on the floor is allowed.
    expect(discountOf({ minPriceShareOfCost: 1.6 })).toBe(20);
    expect(discountOf({ minPriceShareOfCost: 2 })).toBeUndefined();
    expect(discountOf({ markdownRunning: true })).toBeUndefined();
    const reasons = compareRemedies(marking({ markdownRunning: true }))
      .alternatives.filter((other) => other.kind === 'MARKDOWN')
      .map((other) => other.rejectedBecause);
    expect(new Set(reasons)).toEqual(new Set(['a markdown is running']));
  });

  it('spreads doubt about the elasticity over 30, 40 and 30 % of the paths', () => {
    // 2 a day on each of 10 paths, 50 % off. Uplift 2 at elasticity -1: 4 a day, all 20 sell at 12.50;
    // at -0.5 it is 1.41: 3 a day, 15 sell; at -2 it is 4: 8 a day, all sell. Without replenishment the
    // savings to 10 x 25.00 are 0.00 on 7 paths and -62.50 on 3: on average -18.75.
    const input = overstocked({
      elasticity: { value: -1, low: -2, high: -0.5 },
      ruleChange: { minDiscountPct: 50, maxDiscountPct: 50, markdownAllowed: true },
    });
    input.origin.replenished = 0;
    input.origin.demand = (scale) => {
      const units = new Int32Array(50).fill(Math.round(2 * scale));
      return { paths: 10, days: 5, units };
    };
    const markdown = compareRemedies(input).alternatives.find((other) => other.kind === 'MARKDOWN')!;
    expect(markdown.expectedSavings).toBeCloseTo(-18.75, 9);
    expect([markdown.savingsLow, markdown.savingsHigh]).toEqual([-62.5, 0]);
    expect(markdown).toMatchObject({
      demandUplift: 2,
      clearanceRate: 0.925,
      rejectedBecause: 'cost exceeds gain',
    });
  });

  it('waits with the markdown when the rules allow it and later is better', () => {
    // 2 a day, 8 at 50 % off (uplift 4). From day 1 all 20 sell at 12.50: 250.00, as much as 10 at 25.00.
    // From day 4 the first 6 sell in full and 14 at 12.50: 325.00. From day 3 or 5 it is 300.00.
    const ruleChange = { minDiscountPct: 50, maxDiscountPct: 50, markdownAllowed: true };
    const atOnce = overstocked({ ruleChange });
    const later = overstocked({ ruleChange: { ...ruleChange, markdownMayStartLater: true } });
    atOnce.origin.replenished = later.origin.replenished = 0;
    expect(compareRemedies(atOnce).plan.map((action) => action.kind)).toEqual(['LIQUIDATE']);
    const result = compareRemedies(later);
    expect(result.plan[0]).toMatchObject({ kind: 'MARKDOWN', discountPct: 50, startDay: 4, endDay: 5 });
    expect(result.expectedSavings).toBeCloseTo(75, 9);
  });

  it('marks down what the transfers leave', () => {
    // 5 x 12.50 - 5.00 = 57.50 rescued there; the other 15 sell at 20 % off: 15 x 20.00 - 10 x 25.00 = 50.00.
    const change = { freeCapacityUnits: 5, lane: { ...lane, fixedCost: 0 } };
    const destinations = [calmStore('fast', 3, 5, change)];
    const result = compareRemedies(marking({}, { destinations }));
    expect(result.plan.map((action) => action.expectedSavings)).toEqual([57.5, 50]);
    expect(result.plan.map(({ kind, qty }) => [kind, qty])).toEqual([
      ['TRANSFER', 5],
      ['MARKDOWN', 15],
    ]);
    expect(result.alternatives[0]).toMatchObject({ kind: 'MIX' });
    expect(result.alternatives[0]!.rejectedBecause).toBeUndefined();
  });
});

describe('compareRemedies, liquidation', () => {
  it('is the fallback without a partner store and without markdowns', () => {
    // 10 surplus units: 10 x (0.2 x 12.50 - 0.50) = 20.00
    const result = compareRemedies(overstocked());
    expect(result.plan).toHaveLength(1);
    expect(result.plan[0]).toMatchObject({ kind: 'LIQUIDATE', qty: 10, netRecovery: 20 });
    expect(result.plan[0]!.dispose).toBeUndefined();
    expect(result.plan[0]!.expectedSavings).toBeCloseTo(20, 9);
  });

  it('is flagged dispose when handling costs more than is recovered, but less than waste would', () => {
    const ruleChange = { liquidationRecoveryShareOfCost: 0, disposalCostPerUnit: 2 };
    const result = compareRemedies(overstocked({ ruleChange }));
    // 10 x (2.00 disposal avoided - 0.50 handling) = 15.00
    expect(result.plan[0]).toMatchObject({ kind: 'LIQUIDATE', qty: 10, netRecovery: -5, dispose: true });
    expect(result.plan[0]!.expectedSavings).toBeCloseTo(15, 9);
  });

  it('proposes disposal on the last day, worth nothing, when nothing saves anything', () => {
    const ruleChange = { liquidationRecoveryShareOfCost: 0, disposalCostPerUnit: 0.25 };
    const result = compareRemedies(overstocked({ ruleChange }));
    expect(result.plan).toHaveLength(1);
    expect(result.plan[0]).toMatchObject({
      kind: 'LIQUIDATE',
      qty: 10,
      dispose: true,
      startDay: 5,
      expectedSavings: 0,
    });
    expect(result.terms).toEqual([]);
  });

  it('disposes of expired stock', () => {
    const expired = overstocked({ destinations: [calmStore('fast', 3, 5)] });
    expired.origin.batches[0]!.sellableDays = 0;
    const result = compareRemedies(expired);
    expect(result.plan).toHaveLength(1);
    expect(result.plan[0]).toMatchObject({ kind: 'LIQUIDATE', qty: 20, dispose: true, expectedSavings: 0 });
    expect(result.alternatives.map((other) => other.rejectedBecause)).toContain('past its last sellable day');
  });

  it('shows the batch day by day with and without the plan', () => {
    // 11 paths with 0, 1 ... 10 a day of 20 units, two days: 10, 50 and 90 % are the paths of 9, 5 and 1.
    const input = overstocked();
    input.origin.batches[0]!.sellableDays = 2;
    const units = Int32Array.from({ length: 22 }, (_, cell) => Math.floor(cell / 2));
    input.origin.demand = () => ({ paths: 11, days: 2, units });
    const { stockBands, plan } = compareRemedies(input);
    expect(stockBands.doNothing).toEqual({ low: [11, 2], median: [15, 10], high: [19, 18] });
    const gone = plan[0]!.qty;
    expect(plan[0]!.kind).toBe('LIQUIDATE');
    expect(stockBands.withPlan.high).toEqual([19 - gone, 18 - gone]);
  });

  it('leaves a batch alone that will sell', () => {
    const calm = overstocked({ ruleChange: { markdownAllowed: true } });
    calm.origin.batches[0]!.units = 10;
    const result = compareRemedies(calm);
    expect(result.plan).toEqual([]);
    expect(result.expectedSavings).toBe(0);
  });
});
