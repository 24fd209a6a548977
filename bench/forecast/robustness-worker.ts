import { createHash, type Hash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { type ForecastingModel, modelByName } from '@granary/forecasting';
import { type HostileSeries, hostileSeries } from './hostile-series.ts';

/** Series from `from` (included) to `to` (excluded). */
export interface RobustnessJob {
  from: number;
  to: number;
}

export interface RobustnessResult {
  /** of all numbers forecast */
  digest: string;
  faults: { index: number; kind: string; fault: string }[];
  slowest: { index: number; kind: string; milliseconds: number };
}

const LEVELS: readonly number[] = [0.005, 0.1, 0.5, 0.9, 0.995];
const PATHS = 3;
/** What the package promises, and the largest value it reads. */
const LARGEST_MULTIPLE = 10;
const LARGEST_VALUE = 1e15;
/** A longer horizon has so many periods more. */
const LONGER = 5;
/** Every so many series are fitted twice and have to give the same bytes. */
const TWICE = 7;

const model: ForecastingModel = modelByName(workerData as string);

parentPort?.on('message', (job: RobustnessJob) => parentPort?.postMessage(check(job)));

function check({ from, to }: RobustnessJob): RobustnessResult {
  const hash = createHash('sha256');
  const faults: RobustnessResult['faults'] = [];
  let slowest: RobustnessResult['slowest'] = { index: -1, kind: '', milliseconds: 0 };
  for (let index = from; index < to; index++) {
    const hostile = hostileSeries(index);
    const { kind } = hostile;
    const start = performance.now();
    try {
      const numbers = forecastNumbers(hostile);
      const milliseconds = performance.now() - start;
      if (milliseconds > slowest.milliseconds) slowest = { index, kind, milliseconds };
      const fault =
        faultOf(numbers, hostile) ?? (index % TWICE === 0 ? changed(numbers, hostile) : undefined);
      if (fault) faults.push({ index, kind, fault });
      update(hash, numbers);
    } catch (error) {
      faults.push({ index, kind, fault: `threw ${error instanceof Error ? error.message : error}` });
    }
  }
  return { digest: hash.digest('hex'), faults, slowest };
}

/** Mean, quantiles and paths of a model that was told the horizon, so many periods ahead. */
function forecastNumbers({ series, horizon }: HostileSeries, periods = horizon): Float64Array[] {
  const ahead = model.fit(series, { horizon }).forecast(periods);
  const quantiles = LEVELS.map((level) => ahead.quantile(level));
  return [ahead.mean, ...quantiles, ahead.samplePaths({ paths: PATHS, seed: 1, key: 'robust' }).values];
}

function faultOf(numbers: Float64Array[], { series, horizon }: HostileSeries): string | undefined {
  const known = Array.from(series.values).filter(
    (value) => typeof value === 'number' && Math.abs(value) <= LARGEST_VALUE,
  );
  const furthest = LARGEST_MULTIPLE * known.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const lowest = known.some((value) => value < 0) ? -furthest : 0;
  const [mean, ...rest] = numbers;
  const names = ['mean', ...LEVELS.map((level) => `quantile ${level}`), 'path'];
  for (const [row, values] of numbers.entries()) {
    const wanted = row === numbers.length - 1 ? PATHS * horizon : horizon;
    if (values.length !== wanted) return `${names[row]} has ${values.length} values, not ${wanted}`;
    for (const value of values) {
      if (!(value >= lowest && value <= furthest))
        return `${names[row]} is ${value}, not ${lowest} to ${furthest}`;
    }
  }
  for (let step = 0; step < mean!.length; step++) {
    for (let level = 1; level < LEVELS.length; level++) {
      const below = rest[level - 1]![step]!;
      if (!(rest[level]![step]! >= below - 1e-9 * Math.abs(below)))
        return `quantiles fall at step ${step + 1}`;
    }
  }
  return undefined;
}

/** Whether the first numbers of each row of a longer forecast are those of the shorter one. */
function continues(
  shorter: readonly Float64Array[],
  longer: readonly Float64Array[],
  horizon: number,
): boolean {
  const size = shorter.flatMap((row) => [...row]).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return shorter.every((row, which) =>
    row.every((value, at) => {
      const [path, step] = [Math.floor(at / horizon), at % horizon];
      const same = longer[which]![path * (horizon + LONGER) + step]!;
      return Math.abs(same - value) <= 1e-9 * (Math.abs(value) + 1e-3 * size);
    }),
  );
}

/** The same series again, and with a longer horizon: what was said stays. */
function changed(numbers: Float64Array[], hostile: HostileSeries): string | undefined {
  const again = forecastNumbers(hostile);
  if (again.some((values, row) => values.some((value, at) => !Object.is(value, numbers[row]![at])))) {
    return 'a second fit gave other numbers';
  }
  const longer = forecastNumbers(hostile, hostile.horizon + LONGER);
  return continues(numbers, longer, hostile.horizon)
    ? undefined
    : 'a longer horizon does not continue the shorter one';
}

function update(hash: Hash, numbers: Float64Array[]): void {
  for (const values of numbers) hash.update(values);
}
