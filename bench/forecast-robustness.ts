import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { allModels } from '@granary/forecasting';
import type { RobustnessJob, RobustnessResult } from './forecast/robustness-worker.ts';
import { runOnThreads } from './forecast/thread-pool.ts';
import { print, whole } from './text-table.ts';

/**
 * Whether the models keep their promises on series made to break them:
 *
 *   node bench/forecast-robustness.ts [--models auto,ets] [--total 100000] [--cores 2]
 *
 * Empty, constant, all zero, with gaps, spikes and infinities, from 1e-12 to 1e12, of 30 kinds, in arrays of every
 * sort, with seasons and dates that are none and regressors that are of no use; `--total` series, as many for each
 * model. Every forecast has to be a number within ten times the largest value, none below zero where no value was;
 * quantiles do not fall; nothing throws; a second fit gives the same bytes, and a longer horizon continues mean,
 * quantiles and paths of the shorter one. The checksum is over all numbers in the order of the series: it does not
 * depend on --cores. The last line is the total. Ends with code 1 if a promise was broken.
 */

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: allModels.map(({ name }) => name).join(',') },
    total: { type: 'string', default: '100000' },
    cores: { type: 'string', default: '2' },
  },
});
const CHUNK = 25;
/** So many faults of a model are shown. */
const SHOWN = 5;
const models = values.models.split(',');
const series = Math.ceil(Number(values.total) / models.length);
const begin = performance.now();
let broken = 0;

for (const model of models) {
  const start = performance.now();
  const jobs: RobustnessJob[] = Array.from({ length: Math.ceil(series / CHUNK) }, (_, index) => ({
    from: index * CHUNK,
    to: Math.min(series, (index + 1) * CHUNK),
  }));
  const results = await runOnThreads<RobustnessJob, RobustnessResult>({
    script: new URL('./forecast/robustness-worker.ts', import.meta.url),
    workerData: model,
    jobs,
    threads: Number(values.cores),
  });
  report(model, results, (performance.now() - start) / 1000);
}
const minutes = (performance.now() - begin) / 60_000;
print(
  `${models.length} models: ${whole(series * models.length)} series in ${minutes.toFixed(1)} min, ${broken} faults\n`,
);

function report(model: string, results: RobustnessResult[], seconds: number): void {
  const faults = results.flatMap((result) => result.faults);
  const slowest = results
    .map((result) => result.slowest)
    .reduce((worst, one) => (one.milliseconds > worst.milliseconds ? one : worst));
  const checksum = createHash('sha256')
    .update(results.map(({ digest }) => digest).join('\n'))
    .digest('hex');
  print(
    `${model}: ${whole(series)} series in ${seconds.toFixed(1)} s, ${faults.length} faults, slowest ` +
      `${slowest.milliseconds.toFixed(0)} ms (${slowest.index}, ${slowest.kind}), checksum ${checksum.slice(0, 16)}\n`,
  );
  for (const { index, kind, fault } of faults.slice(0, SHOWN))
    print(`  series ${index}, ${kind}: ${fault}\n`);
  broken += faults.length;
  if (faults.length > 0) process.exitCode = 1;
}
