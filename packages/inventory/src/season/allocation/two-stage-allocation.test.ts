import { randomStream } from '@granary/statistics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  continuousDistribution,
  poissonTable,
  tableDistribution,
  tableDistributions,
} from '../testing/table-distribution.ts';
import { sampleTwoStageAllocation } from './sampled-two-stage-allocation.ts';
import { planTwoStageAllocation } from './two-stage-allocation.ts';
import type { TwoStageProblem, TwoStageStore } from './two-stage-problem.ts';

const poissonStore = (first: number, second: number, factors = [1]): TwoStageStore => ({
  marginPerUnit: 10,
  scenarios: factors.map((factor) => ({
    probability: 1,
    firstStage: tableDistribution(poissonTable(factor * first)),
    secondStage: tableDistribution(poissonTable(factor * second)),
  })),
});

const storesOf = (most: number): fc.Arbitrary<TwoStageStore> =>
  fc.record({
    marginPerUnit: fc.integer({ min: 1, max: 15 }),
    scenarios: fc.array(
      fc.record({
        probability: fc.integer({ min: 1, max: 4 }),
        firstStage: tableDistributions(most),
        secondStage: tableDistributions(most),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  });

const problems = (mostStores: number, mostSupply: number): fc.Arbitrary<TwoStageProblem> =>
  fc.record({
    stores: fc.array(storesOf(3), { minLength: 1, maxLength: mostStores }),
    supplyUnits: fc.nat(mostSupply),
  });

/** The definition: every joint outcome of the first stage, every division of the holdback after it. */
function marginByDefinition({ stores, supplyUnits }: TwoStageProblem, initial: number[]): number {
  const holdback = supplyUnits - initial.reduce((sum, units) => sum + units, 0);
  const outcomes = stores.map(({ scenarios }, store) => {
    const total = scenarios.reduce((sum, scenario) => sum + scenario.probability, 0);
    return Array.from({ length: initial[store]! + 1 }, (_, sold) => {
      const joint = scenarios.map(
        ({ probability, firstStage }) =>
          (probability / total) *
          (sold < initial[store]! ? firstStage.density(sold) : firstStage.survival(sold - 1)),
      );
      return { sold, joint, probability: joint.reduce((sum, each) => sum + each, 0) };
    });
  });
  const secondMargin = (store: number, joint: number[], probability: number, units: number) =>
    stores[store]!.scenarios.reduce((sum, { secondStage }, scenario) => {
      const sales = secondStage.mean - secondStage.loss(units);
      return sum + (joint[scenario]! / probability) * stores[store]!.marginPerUnit * sales;
    }, 0);
  const visit = (store: number, chosen: (typeof outcomes)[number]): number => {
    if (store === stores.length) {
      const probability = chosen.reduce((product, outcome) => product * outcome.probability, 1);
      if (probability === 0) return 0;
      const first = chosen.reduce((sum, { sold }, index) => sum + sold * stores[index]!.marginPerUnit, 0);
      const divide = (index: number, left: number): number => {
        if (index === stores.length) return 0;
        const { sold, joint, probability: weight } = chosen[index]!;
        let best = 0;
        for (let more = 0; more <= left; more++) {
          const here = secondMargin(index, joint, weight, initial[index]! - sold + more);
          best = Math.max(best, here + divide(index + 1, left - more));
        }
        return best;
      };
      return probability * (first + divide(0, holdback));
    }
    return outcomes[store]!.reduce((sum, outcome) => sum + visit(store + 1, [...chosen, outcome]), 0);
  };
  return visit(0, []);
}

function byEnumeration(problem: TwoStageProblem, mustSendAll: boolean): number {
  let best = 0;
  const visit = (initial: number[], left: number) => {
    if (initial.length === problem.stores.length) {
      if (mustSendAll && left > 0) return;
      best = Math.max(best, marginByDefinition(problem, initial));
      return;
    }
    for (let units = 0; units <= left; units++) visit([...initial, units], left - units);
  };
  visit([], problem.supplyUnits);
  return best;
}

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
    const stores = Array.from({ length: 30 }, (_, index) => poissonStore(1 + (index % 3), 2, [0.5, 1.5]));
    const plan = planTwoStageAllocation({ stores, supplyUnits: 90 }, { maxEvaluations: 2 });
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

describe('sampleTwoStageAllocation', () => {
  const random = () => randomStream(11, 'two stages');
  const learning = (stores: number, supplyUnits: number): TwoStageProblem => ({
    stores: Array.from({ length: stores }, (_, store) => poissonStore(1 + (store % 4), 3, [0.4, 1.6])),
    supplyUnits,
  });

  it('comes within a percent of the exact plan for three stores, and means what it says', () => {
    const problem = learning(3, 15);
    const exact = planTwoStageAllocation(problem);
    const sampled = sampleTwoStageAllocation(problem, { paths: 4_000, random: random() });
    const truth = marginByDefinition(problem, sampled.initialUnits);
    expect(truth).toBeGreaterThan(0.99 * exact.expectedMargin);
    expect(Math.abs(sampled.expectedMargin - truth)).toBeLessThan(4 * sampled.standardError);
    expect(sampled.marginBound).toBeGreaterThanOrEqual(exact.expectedMargin);
    expect(sampled.withoutHoldback).toEqual(exact.withoutHoldback);
  });

  it('is within one percent of the upper bound for 40 stores, far above sending everything', () => {
    const plan = sampleTwoStageAllocation(learning(40, 200), { paths: 400, random: random() });
    expect(plan.marginBound - plan.expectedMargin).toBeLessThan(0.01 * plan.marginBound);
    expect(plan.expectedMargin).toBeGreaterThan(1.05 * plan.withoutHoldback.expectedMargin);
    expect(plan.initialUnits.reduce((sum, units) => sum + units, plan.holdbackUnits)).toBe(200);
    expect(plan.standardError).toBeGreaterThan(0);
  });

  it('draws the same from the same seed', () => {
    const problem = learning(5, 30);
    const draw = () => sampleTwoStageAllocation(problem, { paths: 50, random: random() });
    expect(draw()).toEqual(draw());
  });

  it('never promises more than the exact optimum by more than chance, whatever the problem', () => {
    fc.assert(
      fc.property(problems(3, 8), (problem) => {
        const sampled = sampleTwoStageAllocation(problem, { paths: 200, random: random() });
        const exact = planTwoStageAllocation(problem);
        expect(sampled.marginBound).toBeGreaterThanOrEqual(exact.expectedMargin - 1e-9);
        expect(marginByDefinition(problem, sampled.initialUnits)).toBeLessThanOrEqual(
          exact.expectedMargin + 1e-8,
        );
        expect(sampled.expectedMargin).toBeLessThanOrEqual(
          exact.expectedMargin + 6 * sampled.standardError + 1e-6,
        );
        expect(sampled.holdbackUnits).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 100 },
    );
  });

  it('needs two paths for a standard error', () => {
    const problem = learning(2, 4);
    expect(() => sampleTwoStageAllocation(problem, { paths: 1, random: random() })).toThrow(
      new RangeError('paths is 1; it must be a whole number, at least 2'),
    );
    expect(() => sampleTwoStageAllocation(problem, { paths: 2, random: random() })).not.toThrow();
  });

  it('refuses what the exact method refuses', () => {
    expect(() => sampleTwoStageAllocation({ stores: [], supplyUnits: 1 }, { random: random() })).toThrow(
      'stores is empty',
    );
  });
});

describe('a two-stage problem that makes no sense', () => {
  const scenario = {
    probability: 1,
    firstStage: tableDistribution([0.5, 0.5]),
    secondStage: tableDistribution([1]),
  };
  const withScenario = (change: object): Partial<TwoStageProblem> => ({
    stores: [{ marginPerUnit: 1, scenarios: [{ ...scenario, ...change }] }],
  });

  it.each<[string, Partial<TwoStageProblem>, Partial<TwoStageProblem>, string]>([
    [
      'negative supply',
      { supplyUnits: -1 },
      { supplyUnits: 0 },
      'supplyUnits is -1; it must be a whole number, at least 0',
    ],
    [
      'stores that are missing',
      { stores: undefined as unknown as TwoStageStore[] },
      withScenario({}),
      'stores is undefined; it must be a list',
    ],
    [
      'scenarios that are missing',
      { stores: [{ marginPerUnit: 1 } as TwoStageStore] },
      withScenario({}),
      'stores[0].scenarios is undefined; it must be a list',
    ],
    ['no stores', { stores: [] }, withScenario({}), 'stores is empty; it must hold at least one store'],
    [
      'a negative margin',
      { stores: [{ marginPerUnit: -1, scenarios: [scenario] }] },
      { stores: [{ marginPerUnit: 0, scenarios: [scenario] }] },
      'stores[0].marginPerUnit is -1; it must be a finite number, at least 0',
    ],
    [
      'no scenario',
      { stores: [{ marginPerUnit: 1, scenarios: [] }] },
      withScenario({}),
      'stores[0].scenarios is empty; it must hold at least one scenario',
    ],
    [
      'an impossible scenario',
      withScenario({ probability: 0 }),
      withScenario({ probability: 0.1 }),
      'stores[0].scenarios[0].probability is 0; it must be a finite number greater than 0',
    ],
    [
      'a continuous first stage',
      withScenario({ firstStage: continuousDistribution() }),
      withScenario({ firstStage: tableDistribution([1]) }),
      'stores[0].scenarios[0].firstStage has support continuous; it must be counts',
    ],
    [
      'a continuous second stage',
      withScenario({ secondStage: continuousDistribution() }),
      withScenario({ secondStage: tableDistribution([1]) }),
      'stores[0].scenarios[0].secondStage has support continuous; it must be counts',
    ],
  ])('is refused: %s', (_, wrong, right, message) => {
    const valid: TwoStageProblem = { stores: [{ marginPerUnit: 1, scenarios: [scenario] }], supplyUnits: 2 };
    expect(() => planTwoStageAllocation({ ...valid, ...wrong })).toThrow(new RangeError(message));
    expect(() => planTwoStageAllocation({ ...valid, ...right })).not.toThrow();
  });

  it('is refused when no plan may be valued, and one is enough', () => {
    const valid: TwoStageProblem = { stores: [{ marginPerUnit: 1, scenarios: [scenario] }], supplyUnits: 2 };
    expect(() => planTwoStageAllocation(valid, { maxEvaluations: 0 })).toThrow(
      new RangeError('maxEvaluations is 0; it must be a whole number, at least 1'),
    );
    expect(() => planTwoStageAllocation(valid, { maxEvaluations: 1 })).not.toThrow();
  });
});
