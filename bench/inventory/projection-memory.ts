import { projectSeries, summariseStock } from '@granary/inventory';
import { manyBatches, manySeries, SERIES_BATCH_DAYS, STREAM_PATHS } from './projection-inputs.ts';

/**
 * Projects a million batch-days on 200 paths in a process of its own and prints the most memory it ever held:
 * `node bench/inventory/projection-memory.ts series|batches COUNT`.
 */
const [form, countText] = process.argv.slice(2);
const count = Number(countText);
const megabytes = (kilobytes: number) => `${Math.round(kilobytes / 1024)} MB`;
const before = process.resourceUsage().maxRSS;
const start = performance.now();
let wasted = 0;
if (form === 'series') {
  for (const { summary } of projectSeries(manySeries(count), {
    seed: 1,
    paths: STREAM_PATHS,
    method: 'sampled',
  })) {
    wasted += summary.total.wasted.mean;
  }
} else {
  wasted = summariseStock({ ...manyBatches(count), method: 'sampled' }).total.wasted.mean;
}
const seconds = (performance.now() - start) / 1000;
const batchDays = count * (form === 'series' ? SERIES_BATCH_DAYS : 100);
process.stdout.write(
  `${count.toLocaleString('en')} ${form}, ${batchDays.toLocaleString('en')} batch-days x ${STREAM_PATHS} paths: ` +
    `${seconds.toFixed(1)} s, ${Math.round(wasted).toLocaleString('en')} units wasted, ` +
    `peak ${megabytes(process.resourceUsage().maxRSS)} resident, ${megabytes(before)} before\n`,
);
