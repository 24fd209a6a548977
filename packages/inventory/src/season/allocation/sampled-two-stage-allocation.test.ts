import { randomStream } from '@granary/statistics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableDistribution } from '../testing/table-distribution.ts';
import { sampleTwoStageAllocation } from './sampled-two-stage-allocation.ts';
import { marginByDefinition, poissonStore, problems } from './testing/two-stage-definition.ts';
import { planTwoStageAllocation } from './two-stage-allocation.ts';
import type { TwoStageProblem, TwoStageStore } from './two-stage-problem.ts';

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

  it.each([
    [2, 3, 1.75, 3 / 16],
    [3, 4, 2.375, 7 / 64],
  ])(
    'shares one unit between %d stores that want one twice or never: %d units earn %d',
    (count, supplyUnits, margin, variance) => {
      // One each is sold with probability 1/2; the last is sold later unless nobody wants it: 1/4 or 1/8.
      const wants = (units: number) => tableDistribution([...new Array<number>(units).fill(0), 1]);
      const store: TwoStageStore = {
        marginPerUnit: 1,
        scenarios: [0, 1].map((units) => ({
          probability: 1,
          firstStage: wants(units),
          secondStage: wants(units),
        })),
      };
      const problem = { stores: new Array<TwoStageStore>(count).fill(store), supplyUnits };
      for (const paths of [400, 6_400]) {
        const plan = sampleTwoStageAllocation(problem, { paths, random: random() });
        expect([plan.initialUnits, plan.holdbackUnits]).toEqual([new Array(count).fill(1), 1]);
        expect(Math.abs(plan.expectedMargin - margin)).toBeLessThan(3 * plan.standardError);
        // The last unit is sold or not: the variance of a coin.
        const standardError = Math.sqrt(variance / paths);
        expect(plan.standardError).toBeGreaterThan(0.9 * standardError);
        expect(plan.standardError).toBeLessThan(1.1 * standardError);
        expect(plan.marginBound).toBeGreaterThanOrEqual(margin);
      }
    },
  );

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
