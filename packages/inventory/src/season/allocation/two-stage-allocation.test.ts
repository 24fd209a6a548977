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

  it('sends the units a store will surely want, though it could do so later: worked out by hand', () => {
    // Two stores want a unit in both stages or in neither; a third wants two, later. Of five units the two
    // stores take one each and share the third: 1 now, and 1 then unless both want nothing, 3/4. The third
    // store's two units earn 2 whenever they are sent.
    const wants = (first: number, second: number) => ({
      probability: 1,
      firstStage: tableDistribution([...Array<number>(first).fill(0), 1]),
      secondStage: tableDistribution([...Array<number>(second).fill(0), 1]),
    });
    const unsure: TwoStageStore = { marginPerUnit: 1, scenarios: [wants(1, 1), wants(0, 0)] };
    const sure: TwoStageStore = { marginPerUnit: 1, scenarios: [wants(0, 2)] };
    const plan = planTwoStageAllocation({ stores: [unsure, unsure, sure], supplyUnits: 5 });
    expect([plan.initialUnits, plan.holdbackUnits]).toEqual([[1, 1, 2], 1]);
    expect(plan.expectedMargin).toBeCloseTo(3.75, 12);
    expect(plan.withoutHoldback.expectedMargin).toBeCloseTo(3.5, 12);
  });

  it('keeps no unit that could go out now without loss', () => {
    fc.assert(
      fc.property(problems(3, 7), (problem) => {
        const { initialUnits, holdbackUnits, expectedMargin } = planTwoStageAllocation(problem);
        if (holdbackUnits === 0) return;
        problem.stores.forEach(({ marginPerUnit, scenarios }, store) => {
          const most = (stage: 'firstStage' | 'secondStage') =>
            Math.max(...scenarios.map((scenario) => scenario[stage].quantile(1)));
          if (initialUnits[store]! >= most('firstStage') + most('secondStage')) return;
          const more = initialUnits.with(store, initialUnits[store]! + 1);
          expect(marginByDefinition(problem, more)).toBeLessThan(expectedMargin - 1e-9 * marginPerUnit);
        });
      }),
      { numRuns: 120 },
    );
  });

  /** Per store the margin and per scenario its weight and the weights of demands 0, 1, 2 … in both stages. */
  const weighted = (margin: number, ...scenarios: [number, number[], number[]][]): TwoStageStore => {
    const shares = (weights: number[]) =>
      tableDistribution(weights.map((weight) => weight / weights.reduce((sum, each) => sum + each, 0)));
    return {
      marginPerUnit: margin,
      scenarios: scenarios.map(([probability, first, second]) => ({
        probability,
        firstStage: shares(first),
        secondStage: shares(second),
      })),
    };
  };

  it.each<[string, number, TwoStageStore[]]>([
    [
      'a dear store that never wants two',
      5,
      [
        weighted(2, [3, [0, 2], [2, 3, 1, 1]]),
        weighted(5, [2, [0, 1], [1, 3, 1, 3]], [1, [3], [2, 1, 3, 1]]),
        weighted(2, [1, [0, 1, 3], [2, 0, 1, 1]]),
        weighted(20, [1, [1, 2], [3]]),
      ],
    ],
    [
      'margins of 1 to 20',
      6,
      [
        weighted(1, [1, [0, 0, 0, 2], [1, 1, 1, 1]]),
        weighted(20, [1, [2, 1, 3], [3, 1]]),
        weighted(2, [2, [2], [2, 1]]),
        weighted(1, [2, [0, 3], [3]], [2, [0, 3], [1, 3, 3]]),
      ],
    ],
    [
      'known demand at the last store',
      5,
      [
        weighted(2, [3, [3, 1], [0, 3, 3, 2]], [1, [3], [2, 1, 0, 1]]),
        weighted(2, [3, [1, 0, 2, 1], [3, 2, 3]]),
      ],
    ],
  ])(
    'earns what trying every plan earns where a slip in a bound would show: %s',
    (_, supplyUnits, stores) => {
      const plan = planTwoStageAllocation({ stores, supplyUnits });
      expect(plan.expectedMargin).toBeCloseTo(byEnumeration({ stores, supplyUnits }, false), 10);
      expect(plan.isProvedBest).toBe(true);
      expect(plan.holdbackUnits).toBe(1);
    },
  );

  it('proves a plan best by valuing few: 2 of the 126 plans for five units at four stores', () => {
    const stores = [
      weighted(2, [3, [2, 0, 1], [1]]),
      weighted(20, [2, [3, 0, 1, 2], [1, 2, 3]], [1, [3], [0, 1]]),
      weighted(2, [2, [2, 3, 0, 2], [1, 2]], [2, [3, 2, 1], [1]]),
      weighted(20, [3, [0, 1], [3, 3, 0, 2]]),
    ];
    const plan = planTwoStageAllocation({ stores, supplyUnits: 5 }, { maxEvaluations: 2 });
    expect([plan.initialUnits, plan.holdbackUnits, plan.isProvedBest]).toEqual([[0, 2, 0, 2], 1, true]);
    expect(plan.expectedMargin).toBeCloseTo(byEnumeration({ stores, supplyUnits: 5 }, false), 10);
  });

  it('finds a good plan early: with 3 valued of the 210 for six units at four stores', () => {
    const stores = [
      weighted(5, [2, [1, 3, 3, 3], [3]], [2, [1, 1, 3], [1, 3, 2]]),
      weighted(2, [3, [3, 3, 1], [1]]),
      weighted(2, [2, [3, 1, 2], [1]]),
      weighted(5, [2, [2, 2, 1], [3, 1]], [2, [3, 1, 2], [0, 1]]),
    ];
    const plan = planTwoStageAllocation({ stores, supplyUnits: 6 }, { maxEvaluations: 3 });
    const best = byEnumeration({ stores, supplyUnits: 6 }, false);
    expect(plan.isProvedBest).toBe(false);
    expect(plan.expectedMargin).toBeGreaterThan(0.99 * best);
    expect(plan.marginBound).toBeGreaterThanOrEqual(best);
    expect(plan.marginBound).toBeLessThan(1.03 * best);
  });

  it('does not claim a proof from what it did not look at, where the stores learn', () => {
    const stores = [weighted(1, [3, [3], [3, 0, 3]]), weighted(5, [3, [2], [3, 2, 2]], [2, [3, 2], [2]])];
    const cutShort = planTwoStageAllocation({ stores, supplyUnits: 8 }, { maxEvaluations: 5 });
    expect(cutShort.isProvedBest).toBe(false);
    expect(planTwoStageAllocation({ stores, supplyUnits: 8 }).isProvedBest).toBe(true);
  });

  it('proves the plan by itself for a few stores with some dozens of units, which takes more than 20 plans', () => {
    const three = { stores: [1, 2, 3].map((mean) => poissonStore(mean, 2, [0.5, 1.5])), supplyUnits: 20 };
    const plan = planTwoStageAllocation(three);
    expect([plan.isProvedBest, plan.holdbackUnits]).toEqual([true, 4]);
    expect(planTwoStageAllocation(three, { maxEvaluations: 20 }).isProvedBest).toBe(false);
  });
});
