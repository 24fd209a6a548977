import * as fc from 'fast-check';
import { poissonTable, tableDistribution, tableDistributions } from '../../testing/table-distribution.ts';
import type { TwoStageProblem, TwoStageStore } from '../two-stage-problem.ts';

/** Poisson demand in both stages at a margin of 10; with several factors on both means, as likely as each other. */
export const poissonStore = (first: number, second: number, factors = [1]): TwoStageStore => ({
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

/** Random problems small enough to try every plan. */
export const problems = (mostStores: number, mostSupply: number): fc.Arbitrary<TwoStageProblem> =>
  fc.record({
    stores: fc.array(storesOf(3), { minLength: 1, maxLength: mostStores }),
    supplyUnits: fc.nat(mostSupply),
  });

/** The definition: every joint outcome of the first stage, every division of the holdback after it. */
export function marginByDefinition({ stores, supplyUnits }: TwoStageProblem, initial: number[]): number {
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

/** The most that any plan earns; with `mustSendAll`, any that keeps nothing. */
export function byEnumeration(problem: TwoStageProblem, mustSendAll: boolean): number {
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
