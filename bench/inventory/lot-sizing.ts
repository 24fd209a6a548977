import {
  leastUnitCostPlan,
  partPeriodBalancingPlan,
  silverMealPlan,
  wagnerWhitinPlan,
} from '../../packages/inventory/src/lot-sizing/index.ts';
import { quadraticWagnerWhitinCost } from '../../packages/inventory/src/lot-sizing/testing/quadratic-recursion.ts';
import { randomStream } from '../../packages/statistics/src/index.ts';
import type { Measurement } from './measurement.ts';

const COSTS = { fixedCost: 730, holdingCost: 0.4 };

export const lotSizingMeasurements: Measurement[] = [
  {
    area: 'lot-sizing',
    name: 'Wagner-Whitin, one item',
    sizeUnit: 'periods',
    sizes: [100, 1000, 10_000],
    unit: 'instances',
    prepare(periods) {
      const demand = lumpyDemand(periods);
      return {
        run: () => (wagnerWhitinPlan({ demand, ...COSTS }).cost > 0 ? 1 : 0),
        against: {
          name: 'O(n²) recursion',
          run: () => (quadraticWagnerWhitinCost({ demand, ...COSTS }) > 0 ? 1 : 0),
        },
      };
    },
  },
  ...Object.entries({
    'Silver-Meal, one item': silverMealPlan,
    'least unit cost, one item': leastUnitCostPlan,
    'part-period balancing, one item': partPeriodBalancingPlan,
  }).map(
    ([name, method]): Measurement => ({
      area: 'lot-sizing',
      name,
      sizeUnit: 'periods',
      sizes: [100, 1000],
      unit: 'instances',
      prepare(periods) {
        const demand = lumpyDemand(periods);
        return { run: () => (method({ demand, ...COSTS }).cost > 0 ? 1 : 0) };
      },
    }),
  ),
];

/** A third of the periods without demand, else up to 200 units. */
function lumpyDemand(periods: number): number[] {
  const random = randomStream(7, 'lot-sizing', periods);
  return Array.from({ length: periods }, () => Math.max(0, Math.floor(random.next() * 300) - 100));
}
