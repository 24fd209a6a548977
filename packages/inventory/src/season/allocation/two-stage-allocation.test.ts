import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonTable, tableDistribution, tableDistributions } from '../testing/table-distribution.ts';
import { byEnumeration, marginByDefinition, poissonStore, problems } from './testing/two-stage-definition.ts';
import { planTwoStageAllocation } from './two-stage-allocation.ts';
import type { TwoStageStore } from './two-stage-problem.ts';

describe('planTwoStageAllocation', () => {
  it('keeps one unit back where the two stores share it: case rnd-holdback-02', () => {
    const plan = planTwoStageAllocation({ stores: [poissonStore(3, 2), poissonStore(2, 3)], supplyUnits: 8 });
    expect(plan.expectedMargin).toBeCloseTo(71.85573285, 7);
    expect(plan.withoutHoldback.expectedMargin).toBeCloseTo(71.26312872, 7);
    expect([plan.initialUnits, plan.holdbackUnits, plan.isProvedBest]).toEqual([[4, 3], 1, true]);
  });

  it('keeps more back when first sales tell about the store: case rnd-holdback-learn-01', () => {
    const stores = [poissonStore(2, 3, [0.4, 1.6]), poissonStore(3, 3, [0.4, 1.6])];
    const plan = planTwoStageAllocation({ stores, supplyUnits: 8 });
    expect(plan.expectedMargin).toBeCloseTo(64.23724175, 7);
    expect(plan.withoutHoldback.expectedMargin).toBeCloseTo(60.4966462, 7);
    expect([plan.initialUnits, plan.holdbackUnits]).toEqual([[2, 3], 3]);
  });

  it('works one out by hand: two stores, each wants 0 or 1 first, 1 or 0 then, one unit', () => {
    const store: TwoStageStore = {
      marginPerUnit: 8,
      scenarios: [
        {
          probability: 1,
          firstStage: tableDistribution([0.5, 0.5]),
          secondStage: tableDistribution([0.25, 0.75]),
        },
      ],
    };
    // sent: sold first with 1/2, else then with 3/4: 8 × (1/2 + 3/8) = 7; kept: 8 × 3/4 = 6
    const plan = planTwoStageAllocation({ stores: [store, store], supplyUnits: 1 });
    expect(plan).toMatchObject({ initialUnits: [1, 0], holdbackUnits: 0, isProvedBest: true });
    expect(plan.expectedMargin).toBeCloseTo(7, 12);
    expect(plan.marginBound).toBe(plan.expectedMargin);
  });

  it('keeps nothing back when the first stage can tell nothing', () => {
    const store: TwoStageStore = {
      marginPerUnit: 1,
      scenarios: [
        { probability: 1, firstStage: tableDistribution([1]), secondStage: tableDistribution([0.5, 0, 0.5]) },
      ],
    };
    // Each of the two units sells with probability 1/2, whenever it is sent.
    const plan = planTwoStageAllocation({ stores: [store, store], supplyUnits: 2 });
    expect(plan.expectedMargin).toBeCloseTo(1, 12);
    expect(plan.holdbackUnits).toBe(0);
  });

  it('has nothing to plan without supply', () => {
    const plan = planTwoStageAllocation({ stores: [poissonStore(3, 2)], supplyUnits: 0 });
    expect(plan).toMatchObject({ initialUnits: [0], holdbackUnits: 0, expectedMargin: 0 });
  });

  it('sells all that can be wanted when the supply is ample', () => {
    const store: TwoStageStore = {
      marginPerUnit: 3,
      scenarios: [
        {
          probability: 1,
          firstStage: tableDistribution([0.5, 0.5]),
          secondStage: tableDistribution([0, 0, 1]),
        },
      ],
    };
    const plan = planTwoStageAllocation({ stores: [store, store], supplyUnits: 50 });
    expect(plan.expectedMargin).toBeCloseTo(2 * 3 * 2.5, 10);
    expect(plan.withoutHoldback).toEqual({ initialUnits: [3, 3], expectedMargin: plan.expectedMargin });
  });

  it('earns what trying every plan and every joint outcome earns', () => {
    fc.assert(
      fc.property(problems(3, 5), (problem) => {
        const plan = planTwoStageAllocation(problem);
        expect(plan.isProvedBest).toBe(true);
        expect(plan.expectedMargin).toBeCloseTo(byEnumeration(problem, false), 8);
        expect(plan.expectedMargin).toBeCloseTo(marginByDefinition(problem, plan.initialUnits), 8);
        expect(plan.withoutHoldback.expectedMargin).toBeCloseTo(byEnumeration(problem, true), 8);
      }),
      { numRuns: 120 },
    );
  });

  it('earns it with very different margins and more units, learning or not', () => {
    const stores = fc.array(
      fc.record({
        marginPerUnit: fc.constantFrom(1, 5, 20),
        scenarios: fc.array(
          fc.record({
            probability: fc.constantFrom(1, 3),
            firstStage: tableDistributions(4),
            secondStage: tableDistributions(4),
          }),
          { minLength: 1, maxLength: 2 },
        ),
      }),
      { minLength: 2, maxLength: 2 },
    );
    fc.assert(
      fc.property(stores, fc.integer({ min: 4, max: 9 }), (two, supplyUnits) => {
        const problem = { stores: two, supplyUnits };
        const plan = planTwoStageAllocation(problem);
        expect(plan.expectedMargin).toBeCloseTo(byEnumeration(problem, false), 8);
        expect(plan.expectedMargin).toBeCloseTo(marginByDefinition(problem, plan.initialUnits), 8);
      }),
      { numRuns: 120 },
    );
  });

  it('keeps nothing back of which it gains nothing: one store, or demand in one stage only', () => {
    const alone = planTwoStageAllocation({ stores: [poissonStore(3, 2)], supplyUnits: 6 });
    expect([alone.initialUnits, alone.holdbackUnits]).toEqual([[6], 0]);
    const never = tableDistribution([1]);
    const late: TwoStageStore = {
      marginPerUnit: 2,
      scenarios: [{ probability: 1, firstStage: never, secondStage: tableDistribution([0, 0, 1]) }],
    };
    const plan = planTwoStageAllocation({ stores: [late, late], supplyUnits: 3 });
    expect([plan.initialUnits, plan.holdbackUnits, plan.expectedMargin]).toEqual([[2, 1], 0, 6]);
  });

  it('sends of an ample supply what a store can ever sell, and keeps the rest', () => {
    const store: TwoStageStore = {
      marginPerUnit: 3,
      scenarios: [
        {
          probability: 1,
          firstStage: tableDistribution([0.5, 0.5]),
          secondStage: tableDistribution([0, 0.5, 0.5]),
        },
      ],
    };
    const plan = planTwoStageAllocation({ stores: [store, store], supplyUnits: 50 });
    expect([plan.initialUnits, plan.holdbackUnits]).toEqual([[3, 3], 44]);
  });

  it('ends on its own with many stores, and tells its gap', () => {
    const stores = Array.from({ length: 10 }, (_, index) => poissonStore(1 + (index % 3), 2, [0.5, 1.5]));
    const plan = planTwoStageAllocation({ stores, supplyUnits: 20 }, { maxEvaluations: 2 });
    expect(plan.isProvedBest).toBe(false);
    expect(plan.expectedMargin).toBeGreaterThanOrEqual(plan.withoutHoldback.expectedMargin - 1e-9);
    expect(plan.marginBound).toBeGreaterThan(plan.expectedMargin);
  });

  it('values plans for four stores as the definition does', () => {
    const stores = [0.5, 1, 1.5, 0.8].map((mean) => ({
      ...poissonStore(1, 1),
      scenarios: [0.5, 1.5].map((factor) => ({
        probability: 1,
        firstStage: tableDistribution(poissonTable(mean * factor, 30)),
        secondStage: tableDistribution(poissonTable(1.2 * mean * factor, 30)),
      })),
    }));
    const problem = { stores, supplyUnits: 6 };
    const plan = planTwoStageAllocation(problem);
    expect(plan.holdbackUnits).toBeGreaterThan(0);
    expect(plan.expectedMargin).toBeCloseTo(marginByDefinition(problem, plan.initialUnits), 8);
  });

  it('is never below sending everything, never below less supply, and scales with the currency', () => {
    fc.assert(
      fc.property(problems(3, 8), (problem) => {
        const { expectedMargin, withoutHoldback, initialUnits, holdbackUnits } =
          planTwoStageAllocation(problem);
        expect(expectedMargin).toBeGreaterThanOrEqual(withoutHoldback.expectedMargin - 1e-9);
        expect(initialUnits.reduce((sum, units) => sum + units, holdbackUnits)).toBe(problem.supplyUnits);
        const more = planTwoStageAllocation({ ...problem, supplyUnits: problem.supplyUnits + 1 });
        expect(more.expectedMargin).toBeGreaterThanOrEqual(expectedMargin - 1e-9);
        const stores = problem.stores.map((store) => ({ ...store, marginPerUnit: 4 * store.marginPerUnit }));
        expect(planTwoStageAllocation({ ...problem, stores }).expectedMargin).toBeCloseTo(
          4 * expectedMargin,
          8,
        );
        const reversed = { ...problem, stores: [...problem.stores].reverse() };
        expect(planTwoStageAllocation(reversed).expectedMargin).toBeCloseTo(expectedMargin, 8);
      }),
      { numRuns: 100 },
    );
  });

  it('tells a bound that holds when it may value few plans only', () => {
    fc.assert(
      fc.property(problems(3, 8), (problem) => {
        const cutShort = planTwoStageAllocation(problem, { maxEvaluations: 1 });
        const { expectedMargin } = planTwoStageAllocation(problem);
        expect(cutShort.expectedMargin).toBeLessThanOrEqual(expectedMargin + 1e-9);
        expect(cutShort.marginBound).toBeGreaterThanOrEqual(expectedMargin - 1e-9);
        if (cutShort.isProvedBest) expect(cutShort.expectedMargin).toBeCloseTo(expectedMargin, 8);
      }),
      { numRuns: 100 },
    );
  });

  it('says so when it was cut short', () => {
    const stores = [poissonStore(3, 2, [0.3, 1.7]), poissonStore(2, 3, [0.3, 1.7])];
    const cutShort = planTwoStageAllocation({ stores, supplyUnits: 10 }, { maxEvaluations: 1 });
    expect(cutShort.isProvedBest).toBe(false);
    expect(cutShort.initialUnits).toEqual(cutShort.withoutHoldback.initialUnits);
    expect(cutShort.marginBound).toBeGreaterThan(cutShort.expectedMargin);
  });
});
