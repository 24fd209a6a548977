import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { M5_PROBABILITIES } from '../packages/forecasting/src/accuracy/index.ts';
import { type BulkSeries, forecastAll } from '../packages/forecasting/src/bulk/index.ts';
import { weeklyDemand } from './forecast/weekly-demand.ts';
import { print, whole } from './text-table.ts';

/**
 * How long a run over many series takes and how much memory it holds:
 *
 *   node bench/forecast-scale.ts [--series 20000] [--cores 2] [--model auto] [--horizon 13]
 *
 * Series are three years of weekly demand, made while they are read (two seconds in all); of each, the mean and nine
 * quantiles. The checksum is over all numbers in the order of the series: it is the same for any number of cores.
 */

const { values } = parseArgs({
  options: {
    series: { type: 'string', default: '20000' },
    cores: { type: 'string', default: '2' },
    model: { type: 'string', default: 'auto' },
    horizon: { type: 'string', default: '13' },
  },
});
const [series, cores, horizon] = [atLeastOne('series'), atLeastOne('cores'), atLeastOne('horizon')];

const hash = createHash('sha256');
const models = new Map<string, number>();
const failures: string[] = [];
const start = performance.now();
const cpuBefore = process.cpuUsage();
for await (const result of forecastAll({
  source: demand(series),
  model: values.model,
  horizon,
  quantiles: M5_PROBABILITIES,
  threads: cores,
})) {
  if (result.kind === 'failed') {
    failures.push(`${result.id}: ${result.message}`);
    continue;
  }
  for (const numbers of [result.mean, ...result.quantiles]) hash.update(numbers);
  models.set(result.model, (models.get(result.model) ?? 0) + 1);
}
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);

print(
  `${values.model}: ${whole(series)} series of 156 weeks, ${horizon} weeks ahead, on ${cores} threads in ` +
    `${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor): ${whole(series / seconds)} series/s, ` +
    `peak memory ${whole(process.resourceUsage().maxRSS / 1024)} MB, checksum ${hash.digest('hex').slice(0, 16)}\n`,
);
for (const [model, count] of [...models].sort(([, one], [, other]) => other - one)) {
  print(`  ${whole(count).padStart(7)} ${model}\n`);
}
if (failures.length > 0) {
  process.stderr.write(`${failures.length} series failed:\n${failures.slice(0, 20).join('\n')}\n`);
  process.exitCode = 1;
}

function* demand(count: number): Generator<BulkSeries> {
  for (let index = 0; index < count; index++) yield { id: `item ${index}`, ...weeklyDemand(index) };
}

function atLeastOne(name: 'series' | 'cores' | 'horizon'): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`--${name} is ${values[name]}; it must be a whole number, at least 1`);
}
