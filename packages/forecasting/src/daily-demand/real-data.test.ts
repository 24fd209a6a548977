import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { quantileType7 } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { fitDemand } from './fit-demand.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const DATA = resolve(ROOT, process.env.GRANARY_DATA ?? '../shared/data');
const PRESENT = existsSync(join(DATA, 'grocery_daily.csv.gz'));
const HORIZON_DAYS = 14;
const FIRST_ORIGIN_DAYS = 140;
const PATHS = 400;
/** A Monday; the files give no dates. */
const FIRST_MONDAY = Date.UTC(2018, 0, 1);

/** Daily units of each series, its last weeks included; gaps are NaN. */
function dailySeries(file: string): { id: string; units: number[] }[] {
  const lines = gunzipSync(readFileSync(join(DATA, file)))
    .toString('utf8')
    .trim()
    .split('\n');
  return lines.slice(1).map((line) => {
    const [id, , , , , train, test] = line.split(',');
    const units = `${train} ${test}`
      .split(' ')
      .map((value) => (value === 'NA' ? Number.NaN : Math.round(Number(value))));
    return { id: id!, units };
  });
}

const dateOf = (day: number): string => new Date(FIRST_MONDAY + day * 86_400_000).toISOString().slice(0, 10);

/** Share of outcomes inside the 80 % interval, forecast again every four weeks with what was known then. */
function rollingCoverage(file: string): { day: number; week: number; fortnight: number; origins: number } {
  const inside = { day: [0, 0], week: [0, 0], fortnight: [0, 0] };
  const note = (tally: number[], within: boolean): void => {
    tally[0]! += within ? 1 : 0;
    tally[1]! += 1;
  };
  let origins = 0;
  for (const { id, units } of dailySeries(file)) {
    for (let origin = units.length - 28; origin >= FIRST_ORIGIN_DAYS; origin -= 28) {
      origins++;
      const forecast = fitDemand({ startDate: dateOf(0), units: units.slice(0, origin) }).forecast({
        startDate: dateOf(origin),
        days: HORIZON_DAYS,
      });
      const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      const actual = units.slice(origin, origin + HORIZON_DAYS);
      actual.forEach((sold, day) => {
        if (!Number.isNaN(sold)) note(inside.day, sold >= low[day]! && sold <= high[day]!);
      });
      const paths = forecast.samplePaths({ paths: PATHS, seed: 1, key: `${id} ${origin}` }).units;
      note(inside.week, sumInside(paths, actual.slice(0, 7)));
      note(inside.fortnight, sumInside(paths, actual));
    }
  }
  const rate = ([within, all]: number[]): number => within! / all!;
  return { day: rate(inside.day), week: rate(inside.week), fortnight: rate(inside.fortnight), origins };
}

/** Whether the sum over the known days lies between the 10 % and 90 % points of the paths' sums over them. */
function sumInside(paths: Int32Array, actual: number[]): boolean {
  const sums = new Float64Array(PATHS);
  let sold = 0;
  actual.forEach((units, day) => {
    if (Number.isNaN(units)) return;
    sold += units;
    for (let path = 0; path < PATHS; path++) sums[path]! += paths[path * HORIZON_DAYS + day]!;
  });
  sums.sort();
  return sold >= Math.round(quantileType7(sums, 0.1)) && sold <= Math.round(quantileType7(sums, 0.9));
}

describe('80 % intervals on real daily demand', () => {
  it.runIf(!PRESENT)('has its data', ({ skip }) => {
    const message = `real-data checks were not run: no ${DATA}/grocery_daily.csv.gz; set GRANARY_DATA`;
    if (process.env.CI) expect.fail(message);
    skip(message);
  });

  // Grocery categories of one shop, pharmacy groups, and cash machines (NN5): 67 series, 1,170 forecasts.
  it.runIf(PRESENT).each([
    { file: 'grocery_daily.csv.gz', series: 31 },
    { file: 'nn5_daily.csv.gz', series: 34 },
    { file: 'pharma_daily.csv.gz', series: 2 },
  ])('hold about 80 % of weeks and fortnights, and no fewer days: $file', ({ file, series }) => {
    const { day, week, fortnight, origins } = rollingCoverage(file);
    expect(origins).toBeGreaterThanOrEqual(8 * series);
    for (const coverage of [week, fortnight]) {
      expect(coverage).toBeGreaterThan(0.75);
      expect(coverage).toBeLessThan(0.87);
    }
    // Days are whole units: an interval of few units holds more than 80 % by rounding outwards.
    expect(day).toBeGreaterThan(0.78);
    expect(day).toBeLessThan(0.94);
  });
});
