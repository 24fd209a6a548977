import { describe, expect, it } from 'vitest';
import { continuousDistribution, tableDistribution } from '../testing/table-distribution.ts';
import { planTwoStageAllocation } from './two-stage-allocation.ts';
import type { TwoStageProblem, TwoStageStore } from './two-stage-problem.ts';

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
