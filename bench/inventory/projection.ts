import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  baseStockPolicy,
  leastCostPolicy,
  projectSeries,
  projectStock,
  type ReplaySituation,
  replayPolicy,
  type StockInput,
  summariseStock,
} from '@granary/inventory';
import type { Measurement } from './measurement.ts';
import {
  lumpyDemand,
  manyBatches,
  manySeries,
  SERIES_BATCH_DAYS,
  STREAM_PATHS,
} from './projection-inputs.ts';

const stocked = (paths: number, share: number): StockInput => {
  const days = 28;
  return {
    batches: [6, 12, 18, 24, 28].map((sellableDays) => ({
      batchId: `until ${sellableDays}`,
      units: 30,
      sellableDays,
    })),
    demand: { daily: new Array(days).fill(lumpyDemand(5)) },
    paths,
    freshestFirstShare: share,
    seed: 1,
  };
};

const situation = (paths: number): ReplaySituation => ({
  demand: { daily: new Array(365).fill(lumpyDemand(6)) },
  paths,
  warmUpDays: 28,
  leadTimeDays: 3,
  shelfLifeDays: 10,
  unmetDemand: 'lost',
  seed: 1,
});

const costs = { fixedPerOrder: 20, holdingPerUnitPerDay: 0.1, shortagePerUnit: 5, wastePerUnit: 2 };

export const projectionMeasurements: Measurement[] = [
  ...[0, 0.3].map(
    (share): Measurement => ({
      area: 'projection',
      name: `every path kept, 5 batches, 28 days, ${share} take the freshest`,
      sizeUnit: 'paths',
      sizes: [100, 1000, 10_000],
      unit: 'path-days',
      prepare: (paths) => ({
        run() {
          projectStock(stocked(paths, share));
          return paths * 28;
        },
      }),
    }),
  ),
  {
    area: 'projection',
    name: 'summary of the same',
    sizeUnit: 'paths',
    sizes: [100, 1000, 10_000],
    unit: 'path-days',
    prepare: (paths) => ({
      run() {
        summariseStock({ ...stocked(paths, 0), method: 'sampled' });
        return paths * 28;
      },
    }),
  },
  {
    area: 'projection',
    name: `stream of series of ${SERIES_BATCH_DAYS} batch-days, ${STREAM_PATHS} paths`,
    sizeUnit: 'series',
    sizes: [100, 1000, 10_000],
    unit: 'batch-days x paths',
    prepare(count) {
      if (count === 10_000) printPeak('series', count);
      return {
        run() {
          for (const _ of projectSeries(manySeries(count), {
            seed: 1,
            paths: STREAM_PATHS,
            method: 'sampled',
          }));
          return count * SERIES_BATCH_DAYS * STREAM_PATHS;
        },
      };
    },
  },
  {
    area: 'projection',
    name: `one series of many batches, 100 days, ${STREAM_PATHS} paths`,
    sizeUnit: 'batches',
    sizes: [100, 1000, 10_000],
    unit: 'batch-days x paths',
    prepare(count) {
      if (count === 10_000) printPeak('batches', count);
      const input = manyBatches(count);
      return {
        run() {
          summariseStock({ ...input, method: 'sampled' });
          return count * 100 * STREAM_PATHS;
        },
      };
    },
  },
  ...[0, 0.3].map(
    (share): Measurement => ({
      area: 'projection',
      name: `exact, 3 batches, 8 days, ${share} take the freshest`,
      sizeUnit: 'units a batch',
      sizes: [5, 10, 20],
      unit: 'projections',
      prepare(units) {
        const input: StockInput = {
          batches: [3, 5, 8].map((sellableDays) => ({ batchId: `${sellableDays}`, units, sellableDays })),
          demand: { daily: new Array(8).fill(lumpyDemand(units / 3)) },
          freshestFirstShare: share,
          seed: 1,
        };
        const once = (method: 'exact' | 'sampled') => () => {
          summariseStock({ ...input, method, paths: 10_000, mostTransitions: 1e9 });
          return 1;
        };
        return { run: once('exact'), against: { name: '10,000 paths', run: once('sampled') } };
      },
    }),
  ),
  {
    area: 'projection',
    name: 'replay of base stock, 365 days, 10 of life',
    sizeUnit: 'paths',
    sizes: [100, 1000],
    unit: 'path-days',
    prepare: (paths) => ({
      run() {
        replayPolicy(situation(paths), baseStockPolicy({ orderUpToLevel: 30 }));
        return paths * 365;
      },
    }),
  },
  {
    area: 'projection',
    name: 'least cost (s, S) by replay of 365 days',
    sizeUnit: 'paths',
    sizes: [50, 200],
    unit: 'policies',
    prepare: (paths) => ({
      run() {
        leastCostPolicy({ ...situation(paths), costs, form: 'reorder-point-order-up-to' });
        return 1;
      },
    }),
  },
];

/** Peak memory is a matter of a whole process, so a fresh one does the work and tells. */
function printPeak(form: 'series' | 'batches', count: number): void {
  const script = fileURLToPath(new URL('./projection-memory.ts', import.meta.url));
  const child = spawnSync(process.execPath, [script, form, String(count)], { encoding: 'utf8' });
  process.stdout.write(child.status === 0 ? child.stdout : `projection-memory failed: ${child.stderr}\n`);
}
