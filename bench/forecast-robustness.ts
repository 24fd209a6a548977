import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { allModels } from '@granary/forecasting';
import type { RobustnessJob, RobustnessResult } from './forecast/robustness-worker.ts';
import { runOnThreads } from './forecast/thread-pool.ts';
import { print, whole } from './text-table.ts';

/**
 * Whether the models keep their promises on series made to break them:
 *
 *   node bench/forecast-robustness.ts [--models auto,ets] [--series 1000] [--cores 2]
 *
 * Empty, constant, all zero, with gaps, spikes and infinities, from 1e-12 to 1e12, of 30 kinds, some with regressors
 * that are of no use. Every forecast has to be a number within ten times the largest value, none below zero where no
 * value was; quantiles do not fall; nothing throws; a second fit gives the same bytes and a longer horizon continues the
 * shorter one. The checksum is over all numbers in the order of the series: it does not depend on --cores. Ends with
 * code 1 if a promise was broken.
 */

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: allModels.map(({ name }) => name).join(',') },
    series: { type: 'string', default: '1000' },
    cores: { type: 'string', default: '2' },
  },
});
const CHUNK = 25;
/** So many faults of a model are shown. */
const SHOWN = 5;
const series = Number(values.series);

for (const model of values.models.split(',')) {
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
  if (faults.length > 0) process.exitCode = 1;
}
