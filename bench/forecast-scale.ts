import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { ScaleJob, ScaleResult, ScaleSettings } from './forecast/scale-worker.ts';
import { runOnThreads } from './forecast/thread-pool.ts';
import { print, whole } from './text-table.ts';

/**
 * How long a run over many series takes and how much memory it holds:
 *
 *   node bench/forecast-scale.ts [--series 20000] [--cores 2] [--model auto] [--horizon 13] [--chunk 100]
 *
 * Series are three years of weekly demand, made in the worker threads (a few seconds in all); of each, the mean and
 * nine quantiles. The checksum is over all numbers in the order of the series: it is the same for any number of cores.
 */

const { values } = parseArgs({
  options: {
    series: { type: 'string', default: '20000' },
    cores: { type: 'string', default: '2' },
    model: { type: 'string', default: 'auto' },
    horizon: { type: 'string', default: '13' },
    chunk: { type: 'string', default: '100' },
  },
});
const [series, cores, horizon, chunk] = (['series', 'cores', 'horizon', 'chunk'] as const).map((name) => {
  const value = Number(values[name]);
  if (!(Number.isInteger(value) && value >= 1)) {
    throw new Error(`--${name} is ${values[name]}; it must be a whole number, at least 1`);
  }
  return value;
}) as [number, number, number, number];

const start = performance.now();
const jobs = Array.from({ length: Math.ceil(series / chunk) }, (_, index) => ({
  from: index * chunk,
  to: Math.min(series, (index + 1) * chunk),
}));
const settings: ScaleSettings = { model: values.model, horizon };
const results = await runOnThreads<ScaleJob, ScaleResult>({
  script: new URL('./forecast/scale-worker.ts', import.meta.url),
  workerData: settings,
  jobs,
  threads: cores,
});
const seconds = (performance.now() - start) / 1000;
const forms = new Map<string, number>();
for (const result of results) {
  for (const [form, count] of Object.entries(result.forms)) forms.set(form, (forms.get(form) ?? 0) + count);
}
const checksum = createHash('sha256')
  .update(results.map(({ digest }) => digest).join('\n'))
  .digest('hex');
print(
  `${values.model}: ${whole(series)} series of 156 weeks, ${horizon} weeks ahead, on ${cores} threads in ` +
    `${seconds.toFixed(1)} s: ${whole(series / seconds)} series/s, peak memory ` +
    `${whole(process.resourceUsage().maxRSS / 1024)} MB, checksum ${checksum.slice(0, 16)}\n`,
);
for (const [form, count] of [...forms].sort(([, one], [, other]) => other - one)) {
  print(`  ${whole(count).padStart(7)} ${form}\n`);
}
