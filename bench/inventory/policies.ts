import {
  bestOrderUpTo,
  bestReorderPointPlan,
  orderUpToCost,
  perishableOrder,
  reorderPointCost,
  reorderPointForFillRate,
} from '../../packages/inventory/src/policies/index.ts';
import { normal, poisson, randomStream } from '../../packages/statistics/src/index.ts';
import type { Measurement } from './measurement.ts';

/** K = 64, h = 1, p = 9: the instances of Zheng and Federgruen (1991). */
const COSTS = { fixedCost: 64, holdingCost: 1, stockoutCost: 9 };

export const policyMeasurements: Measurement[] = [
  {
    area: 'policies',
    name: '(s, S) exact, Poisson demand',
    sizeUnit: 'mean demand',
    sizes: [10, 30, 100, 300, 1000],
    unit: 'instances',
    prepare(mean) {
      const problems = poissonMeans(mean).map((each) => ({
        ...COSTS,
        demand: poisson.distribution({ mean: each }),
      }));
      return {
        run: () => total(problems, (problem) => bestOrderUpTo(problem).cost),
        // Enumeration of larger ranges takes seconds a run.
        ...(mean <= 30
          ? {
              against: {
                name: 'every s and S evaluated',
                run: () => total(problems, ({ demand }) => enumeratedOrderUpToCost(demand)),
              },
            }
          : {}),
      };
    },
  },
  {
    area: 'policies',
    name: '(r, Q) exact, Poisson demand',
    sizeUnit: 'mean demand over the lead time',
    sizes: [10, 100, 1000],
    unit: 'instances',
    prepare(mean) {
      const problems = poissonMeans(mean).map((each) => ({
        ...COSTS,
        demandRate: each,
        leadTimeDemand: poisson.distribution({ mean: each }),
      }));
      return {
        run: () => total(problems, (problem) => bestReorderPointPlan(problem).cost),
        ...(mean <= 10
          ? {
              against: {
                name: 'every r and Q evaluated',
                run: () => total(problems, enumeratedReorderPointCost),
              },
            }
          : {}),
      };
    },
  },
  {
    area: 'policies',
    name: '(r, Q) exact, normal demand',
    sizeUnit: 'mean demand over the lead time',
    sizes: [100],
    unit: 'instances',
    prepare(mean) {
      const problems = poissonMeans(mean).map((each) => ({
        ...COSTS,
        demandRate: each,
        leadTimeDemand: normal.distribution({ mean: each, standardDeviation: each / 4 }),
      }));
      return { run: () => total(problems, (problem) => bestReorderPointPlan(problem).cost) };
    },
  },
  {
    area: 'policies',
    name: 'reorder point for a fill rate, normal demand',
    sizeUnit: 'mean demand over the lead time',
    sizes: [100],
    unit: 'instances',
    prepare(mean) {
      const problems = poissonMeans(mean).map((each) => ({
        leadTimeDemand: normal.distribution({ mean: each, standardDeviation: each / 4 }),
        orderQuantity: mean / 2,
        targetFillRate: 0.98,
      }));
      return { run: () => total(problems, (problem) => reorderPointForFillRate(problem).level) };
    },
  },
  {
    area: 'policies',
    name: 'orders of perishables by estimated withdrawal and aging',
    sizeUnit: 'batches',
    sizes: [2, 8, 32],
    unit: 'orders',
    prepare(count) {
      const random = randomStream(11, 'perishable orders', count);
      const reviews = Array.from({ length: 500 }, () => ({
        batches: Array.from({ length: count }, (_, index) => ({
          units: Math.floor(random.next() * 20),
          sellableDays: 1 + Math.floor(random.next() * 10),
          arrivalDay: index % 4 === 3 ? 2 : 1,
        })),
        expectedDemand: Array.from({ length: 7 }, () => random.next() * 12),
        leadTimeDays: 2,
        reviewPeriodDays: 2,
        safetyStock: 6,
        freshestFirstShare: 0.4,
        packSize: 6,
      }));
      return { run: () => total(reviews, (review) => perishableOrder(review).protectionDemand) };
    },
  },
];

/** Ten means within 5 % of the size, so that no run repeats one instance. */
function poissonMeans(mean: number): number[] {
  const random = randomStream(3, 'policy means', mean);
  return Array.from({ length: 10 }, () => mean * (0.95 + 0.1 * random.next()));
}

function total<Problem>(problems: readonly Problem[], solve: (problem: Problem) => number): number {
  let sum = 0;
  for (const problem of problems) sum += solve(problem);
  if (!Number.isFinite(sum)) throw new Error('a result is not finite');
  return problems.length;
}

function enumeratedOrderUpToCost(demand: ReturnType<typeof poisson.distribution>): number {
  const highest = Math.ceil(demand.mean * 2 + Math.sqrt(2 * COSTS.fixedCost * demand.mean) + 10);
  let least = Number.POSITIVE_INFINITY;
  for (let reorderPoint = 0; reorderPoint < 1.5 * demand.mean; reorderPoint++) {
    for (let orderUpToLevel = reorderPoint + 1; orderUpToLevel <= highest; orderUpToLevel++) {
      least = Math.min(least, orderUpToCost({ ...COSTS, demand, reorderPoint, orderUpToLevel }));
    }
  }
  return least;
}

function enumeratedReorderPointCost(problem: Parameters<typeof bestReorderPointPlan>[0]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let reorderPoint = -10; reorderPoint < 25; reorderPoint++) {
    for (let orderQuantity = 1; orderQuantity <= 80; orderQuantity++) {
      least = Math.min(least, reorderPointCost({ ...problem, reorderPoint, orderQuantity }));
    }
  }
  return least;
}
