import { describe, expect, it } from 'vitest';
import { meanOf } from '../projection/path-quantiles.ts';
import { knownDemand, poissonPaths } from '../projection/testing/drawn-demand.ts';
import {
  betterPlan,
  DO_NOTHING,
  expectedSavings,
  netRecoveryPerUnit,
  planKey,
  type RemedyPlan,
  savingsPerPath,
  spreadOf,
  stepsOf,
  transferCost,
  unsoldPerPath,
} from './remedy-plan.ts';
import type { RemedyInput } from './remedy-types.ts';
import { valueRemedies } from './remedy-valuation.ts';
import { calmStore, plainRules } from './testing/remedy-situations.ts';

/**
 * 20 units with 5 sellable days, 2 sold a day at 25.00, cost 12.50: 10 units will expire. From day 2 on one store
 * wants 12 units and another 4; each sold there replaces a later purchase at 12.50.
 */
const known: RemedyInput = {
  origin: {
    batches: [{ batchId: 'b1', units: 20, sellableDays: 5 }],
    demand: (scale) => knownDemand(...new Array<number>(5).fill(Math.round(2 * scale))),
    price: 25,
    unitCost: 12.5,
    replenished: 1,
    freshestFirstShare: 0,
  },
  batchId: 'b1',
  destinations: [calmStore('fast', 3, 5), calmStore('slow', 1, 5)],
  elasticity: { value: -2, low: -2, high: -2 },
  rules: plainRules,
  seed: 1,
};
const moving = (...units: number[]): RemedyPlan => ({
  ...DO_NOTHING,
  transfers: units.map((each, destination) => ({ destination, units: each })),
});

describe('what a plan saves', () => {
  const valuation = valueRemedies(known);
  const savings = (plan: RemedyPlan) => expectedSavings(known, valuation, plan);

  it('is what is rescued less the transport, and what a liquidator pays', () => {
    expect(savings(DO_NOTHING)).toBe(0);
    // 10 × 12.50 − (10.00 + 10 × 1.00)
    expect(savings(moving(10))).toBeCloseTo(105, 9);
    // 6 × 12.50 − 16.00 and 4 × 12.50 − 14.00
    expect(savings(moving(6, 4))).toBeCloseTo(59 + 36, 9);
    // 4 × (0.2 × 12.50 − 0.50) on top
    expect(savings({ ...moving(6), liquidated: 4 })).toBeCloseTo(59 + 8, 9);
    expect(savings({ ...DO_NOTHING, liquidated: 10 })).toBeCloseTo(20, 9);
  });

  it('counts transport per transfer and per unit, and what handing over to a liquidator costs', () => {
    expect(transferCost(known, { destination: 0, units: 7 })).toBe(17);
    expect(netRecoveryPerUnit(known)).toBe(2);
    const dear = { ...known, rules: { ...plainRules, liquidationHandlingPerUnit: 3 } };
    expect(netRecoveryPerUnit(dear)).toBe(-0.5);
  });

  it('leaves unsold what no place wants', () => {
    expect([...unsoldPerPath(valuation, DO_NOTHING)]).toEqual([10]);
    expect([...unsoldPerPath(valuation, moving(6))]).toEqual([4]);
    // 14 go where 12 are wanted, 6 where 4 are; none is left here
    expect([...unsoldPerPath(valuation, moving(14, 6))]).toEqual([4]);
  });

  it('is the mean of what it saves on each path', () => {
    const days = 5;
    const drawn = (meanPerDay: number, seed: number) => poissonPaths({ paths: 40, days, meanPerDay, seed });
    const input: RemedyInput = {
      ...known,
      origin: { ...known.origin, demand: (scale) => drawn(2 * scale, 1) },
      destinations: [
        calmStore('fast', 3, days, { demand: drawn(3, 2) }),
        calmStore('slow', 1, days, { demand: drawn(1, 3) }),
      ],
    };
    const random = valueRemedies(input);
    const plans: RemedyPlan[] = [
      moving(9, 3),
      { ...moving(5), liquidated: 3 },
      { ...moving(2), discountPct: 30, markdownFromDay: 2 },
    ];
    for (const plan of plans) {
      const perPath = savingsPerPath(input, random, plan);
      expect(perPath).toHaveLength(40);
      expect(meanOf(perPath)).toBeCloseTo(expectedSavings(input, random, plan), 9);
      expect(new Set(perPath).size).toBeGreaterThan(1);
    }
  });
});

describe('the better of two plans', () => {
  const lane = { leadTimeDays: 1, costPerUnit: 0, fixedCost: 0 };
  const input = { ...known, destinations: [calmStore('a', 3, 5, { lane }), calmStore('b', 3, 5, { lane })] };
  const valuation = valueRemedies(input);

  it('saves more', () => {
    expect(betterPlan(input, valuation, moving(5), moving(6))).toEqual(moving(6));
    expect(betterPlan(input, valuation, moving(6), moving(5))).toEqual(moving(6));
  });

  it('takes fewer steps where both save the same, and is the first where nothing tells them apart', () => {
    expect(betterPlan(input, valuation, moving(5, 5), moving(10))).toEqual(moving(10));
    expect(betterPlan(input, valuation, moving(10), moving(5, 5))).toEqual(moving(10));
    expect(betterPlan(input, valuation, moving(4, 6), moving(6, 4))).toEqual(moving(4, 6));
  });
});

describe('the steps of a plan', () => {
  const valuation = valueRemedies(known);

  it('are its transfers, then the rest of the batch, each with the plan so far', () => {
    const marked = { ...moving(6, 4), discountPct: 30, markdownFromDay: 2 };
    expect(stepsOf(known, valuation, marked)).toEqual([
      { step: { kind: 'TRANSFER', qty: 6, toStoreId: 'fast' }, upTo: moving(6) },
      { step: { kind: 'TRANSFER', qty: 4, toStoreId: 'slow' }, upTo: moving(6, 4) },
      { step: { kind: 'MARKDOWN', qty: 10, discountPct: 30, startDay: 2 }, upTo: marked },
    ]);
    const liquidated = { ...moving(6), liquidated: 3 };
    expect(stepsOf(known, valuation, liquidated)[1]).toEqual({
      step: { kind: 'LIQUIDATE', qty: 3 },
      upTo: liquidated,
    });
    expect(stepsOf(known, valuation, DO_NOTHING)).toEqual([]);
  });

  it('in another order make the same plan, other quantities or days another', () => {
    const there = { ...DO_NOTHING, transfers: [...moving(6, 4).transfers].reverse() };
    expect(planKey(there)).toBe(planKey(moving(6, 4)));
    const others = [
      moving(6),
      moving(4, 6),
      moving(64),
      { ...moving(6, 4), liquidated: 1 },
      { ...moving(6, 4), discountPct: 1 },
      { ...moving(6, 4), markdownFromDay: 2 },
    ];
    expect(new Set([there, ...others].map(planKey)).size).toBe(1 + others.length);
  });
});

describe('the spread of savings', () => {
  it('is the mean, the first and last decile, and how often money is gained', () => {
    expect(spreadOf(Float64Array.of(10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0))).toEqual({
      expectedSavings: 5,
      savingsLow: 1,
      savingsHigh: 9,
      probabilityOfGain: 10 / 11,
    });
  });

  it('takes less than a millionth for rounding, and no loss for a gain', () => {
    expect(spreadOf(Float64Array.of(1e-7, -3, 2e-6, 1)).probabilityOfGain).toBe(0.5);
  });
});
