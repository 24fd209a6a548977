import { plainServiceTimeCost } from '../../packages/inventory/src/network/guaranteed-service/testing/plain-service-times.ts';
import {
  optimalServiceTimes,
  optimalWarehouseRetailerLevels,
  type SerialStage,
  type ServiceTree,
  serialBaseStockNormal,
  serialBaseStockPoisson,
} from '../../packages/inventory/src/network/index.ts';
import { randomStream } from '../../packages/statistics/src/index.ts';
import type { Measurement } from './measurement.ts';

export const networkMeasurements: Measurement[] = [
  {
    area: 'network',
    name: 'guaranteed service, random tree, times to 20',
    sizeUnit: 'stages',
    sizes: [100, 300, 1000, 10_000],
    unit: 'instances',
    prepare(stages) {
      const tree = randomTree(stages, 20);
      return {
        run: () => (optimalServiceTimes(tree).cost > 0 ? 1 : 0),
        against: { name: 'O(n M²) programme', run: () => (plainServiceTimeCost(tree) > 0 ? 1 : 0) },
      };
    },
  },
  {
    area: 'network',
    name: 'guaranteed service, tree of 1,000 stages',
    sizeUnit: 'periods at most',
    sizes: [5, 20, 80],
    unit: 'instances',
    prepare(longestTime) {
      const tree = randomTree(1000, longestTime);
      return { run: () => (optimalServiceTimes(tree).cost > 0 ? 1 : 0) };
    },
  },
  {
    area: 'network',
    name: 'guaranteed service, chain, times to 20',
    sizeUnit: 'stages',
    sizes: [100, 1000],
    unit: 'instances',
    prepare(stages) {
      const tree = chain(stages, 20);
      return { run: () => (optimalServiceTimes(tree).cost > 0 ? 1 : 0) };
    },
  },
  {
    area: 'network',
    name: 'Clark-Scarf, Poisson 16 a period',
    sizeUnit: 'stages',
    sizes: [3, 10],
    unit: 'instances',
    prepare(count) {
      const system = { stages: serialStages(count), stockoutCost: 40, demandRate: 16 };
      return { run: () => (serialBaseStockPoisson(system).cost > 0 ? 1 : 0) };
    },
  },
  {
    area: 'network',
    name: 'Clark-Scarf, normal',
    sizeUnit: 'stages',
    sizes: [3, 10],
    unit: 'instances',
    prepare(count) {
      const system = {
        stages: serialStages(count),
        stockoutCost: 40,
        demandMean: 16,
        demandStandardDeviation: 4,
      };
      return { run: () => (serialBaseStockNormal(system).cost > 0 ? 1 : 0) };
    },
  },
  {
    area: 'network',
    name: 'warehouse and retailers, best levels, exact',
    sizeUnit: 'retailers',
    sizes: [4, 20],
    unit: 'instances',
    prepare(count) {
      const system = {
        warehouse: { leadTime: 2, holdingCost: 0.5 },
        retailers: Array.from({ length: count }, (_, index) => ({
          demandRate: 1 + (index % 4),
          leadTime: 1,
          holdingCost: 1,
          stockoutCost: 9,
        })),
      };
      return { run: () => (optimalWarehouseRetailerLevels(system).cost > 0 ? 1 : 0) };
    },
  },
];

function serialStages(count: number): SerialStage[] {
  return Array.from({ length: count }, (_, index) => ({
    echelonHoldingCost: 1 + (index % 3),
    leadTime: 1 + (index % 2),
  }));
}

/** Each stage is joined to an earlier one, in either direction; those without customers serve in 0 to 3 periods. */
function randomTree(count: number, longestTime: number): ServiceTree {
  const random = randomStream(7, 'network', count, longestTime);
  const arcs = Array.from({ length: count - 1 }, (_, index): [number, number] => {
    const other = Math.floor(random.next() * (index + 1));
    return random.next() < 0.5 ? [index + 1, other] : [other, index + 1];
  });
  return { stages: randomStages(count, longestTime, new Set(arcs.map(([from]) => from))), arcs };
}

function chain(count: number, longestTime: number): ServiceTree {
  const arcs = Array.from({ length: count - 1 }, (_, index): [number, number] => [index, index + 1]);
  return { stages: randomStages(count, longestTime, new Set(arcs.map(([from]) => from))), arcs };
}

function randomStages(count: number, longestTime: number, suppliers: Set<number>): ServiceTree['stages'] {
  const random = randomStream(8, 'network', count, longestTime);
  return Array.from({ length: count }, (_, id) => ({
    id,
    processingTime: 1 + Math.floor(random.next() * longestTime),
    holdingCost: 1 + 9 * random.next(),
    safetyFactor: 1.645,
    ...(suppliers.has(id)
      ? {}
      : {
          demandStandardDeviation: 1 + 20 * random.next(),
          maxOutboundServiceTime: Math.floor(random.next() * 4),
        }),
  }));
}
