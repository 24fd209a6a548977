import { poisson, type RandomStream, randomStream } from '@granary/statistics';
import {
  allocateByMarginalValue,
  constantElasticityDemand,
  planMarkdowns,
  planTransshipment,
  planTransshipmentWithFixedCosts,
  planTwoStageAllocation,
  sampleTwoStageAllocation,
  type TransshipmentProblem,
  type TwoStageProblem,
} from '../../packages/inventory/src/index.ts';
import { linearProgramSolver } from '../../packages/inventory/src/network/transshipment/testing/linear-program.ts';
import type { Measurement } from './measurement.ts';

const linearPrograms = await linearProgramSolver();

/** Half of the stores have too much, half can use more; every pair has a lane; benefits in two steps. */
const transshipments: Measurement = {
  area: 'season',
  name: 'Transshipment, all lanes, two benefit steps',
  sizeUnit: 'stores',
  sizes: [5, 10, 20, 40],
  unit: 'instances',
  prepare(stores) {
    const problems = Array.from({ length: 20 }, (_, index) =>
      transshipment(randomStream(1, stores, index), stores),
    );
    return {
      run: () => solveAll(problems, planTransshipment),
      against: {
        name: 'HiGHS (simplex, WebAssembly)',
        run: () => solveAll(problems, (problem) => linearPrograms.netSaving(problem)),
      },
    };
  },
};

const fixedCosts: Measurement = {
  area: 'season',
  name: 'Transshipment with fixed costs, to proved optimum',
  sizeUnit: 'lanes',
  sizes: [9, 16, 25, 36],
  unit: 'instances',
  prepare(lanes) {
    const problems = Array.from({ length: 10 }, (_, index) => {
      const random = randomStream(2, lanes, index);
      const problem = transshipment(random, 2 * Math.sqrt(lanes));
      return {
        ...problem,
        lanes: problem.lanes.map((lane) => ({ ...lane, fixedCost: 20 + Math.floor(random.next() * 100) })),
      };
    });
    return { run: () => solveAll(problems, planTransshipmentWithFixedCosts) };
  },
};

const markdowns: Measurement = {
  area: 'season',
  name: 'Markdown programme, 12 weeks, 5 prices, with outlook',
  sizeUnit: 'units of stock',
  sizes: [25, 50, 100, 200, 400],
  unit: 'instances',
  prepare(stockUnits) {
    const prices = [50, 40, 30, 25, 20];
    const demand = constantElasticityDemand({
      prices,
      meanFirstPeriod: stockUnits / 16,
      decayPerPeriod: 0.95,
      elasticity: 2.2,
    });
    return {
      run() {
        planMarkdowns({ stockUnits, periods: 12, prices, demand, salvageValuePerUnit: 5 });
        return 1;
      },
    };
  },
};

const allocations: Measurement = {
  area: 'season',
  name: 'Allocation by marginal value, 8 units a store',
  sizeUnit: 'stores',
  sizes: [50, 100, 200, 500, 1000],
  unit: 'instances',
  prepare(count) {
    const random = randomStream(3, count);
    const stores = Array.from({ length: count }, () => ({
      demand: poisson.distribution({ mean: 2 + 12 * random.next() }),
      marginPerUnit: 10 + 5 * random.next(),
      presentationUnits: 2,
    }));
    return {
      run() {
        allocateByMarginalValue({ stores, supplyUnits: 8 * count });
        return 1;
      },
    };
  },
};

const exactTwoStages: Measurement = {
  area: 'season',
  name: 'Two-stage allocation, exact, 6 units a store, learned demand',
  sizeUnit: 'stores',
  sizes: [2, 3, 4, 5],
  unit: 'instances',
  prepare(stores) {
    const problem = twoStages(stores);
    return {
      run() {
        planTwoStageAllocation(problem);
        return 1;
      },
    };
  },
};

const sampledTwoStages: Measurement = {
  area: 'season',
  name: 'Two-stage allocation, 1,000 paths, 6 units a store, learned demand',
  sizeUnit: 'stores',
  sizes: [50, 100, 200],
  unit: 'instances',
  prepare(stores) {
    const problem = twoStages(stores);
    return {
      run() {
        sampleTwoStageAllocation(problem, { random: randomStream(5) });
        return 1;
      },
    };
  },
};

export const seasonMeasurements: Measurement[] = [
  transshipments,
  fixedCosts,
  markdowns,
  allocations,
  exactTwoStages,
  sampledTwoStages,
];

function solveAll<Problem>(problems: Problem[], solve: (problem: Problem) => unknown): number {
  for (const problem of problems) solve(problem);
  return problems.length;
}

function transshipment(random: RandomStream, stores: number): TransshipmentProblem {
  const upTo = (most: number) => Math.floor(random.next() * (most + 1));
  const half = Math.floor(stores / 2);
  return {
    sources: Array.from({ length: half }, () => ({ excessUnits: upTo(40), salvageValuePerUnit: upTo(3) })),
    destinations: Array.from({ length: stores - half }, () => ({
      benefits: [
        { units: upTo(20), valuePerUnit: 10 + upTo(10) },
        { units: upTo(20), valuePerUnit: 4 + upTo(5) },
      ],
    })),
    lanes: Array.from({ length: half * (stores - half) }, (_, lane) => ({
      source: Math.floor(lane / (stores - half)),
      destination: lane % (stores - half),
      costPerUnit: 1 + 8 * random.next(),
    })),
  };
}

function twoStages(count: number): TwoStageProblem {
  const random = randomStream(4, count);
  const stores = Array.from({ length: count }, () => {
    const mean = 1 + 4 * random.next();
    return {
      marginPerUnit: 10,
      scenarios: [0.5, 1, 1.5].map((factor) => ({
        probability: 1,
        firstStage: poisson.distribution({ mean: factor * mean }),
        secondStage: poisson.distribution({ mean: factor * (6 - mean) }),
      })),
    };
  });
  return { stores, supplyUnits: 6 * count };
}
