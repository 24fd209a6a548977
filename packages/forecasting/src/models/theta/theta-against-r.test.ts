import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { theta } from './theta.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const DATA = resolve(ROOT, process.env.GRANARY_DATA ?? '../shared/data');
const ORACLE = join(DATA, 'oracle/r_forecast_8.20.csv.gz');
const PRESENT = existsSync(ORACLE);

const linesOf = (file: string): string[] =>
  gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1);

interface Row {
  id: string;
  period: number;
  mean: number[];
  upper: number[];
  values: number[];
}

/** The rows of thetaf whose series has no gaps; R filled gaps by a method of its own. */
function rowsWithoutGaps(): Row[] {
  const series = new Map<string, Map<string, string>>();
  const rows: Row[] = [];
  for (const line of linesOf(ORACLE)) {
    const [set, id, period, method, , , , , , , mean, , upper] = line.split(',');
    if (method !== 'thetaf') continue;
    let ofSet = series.get(set!);
    if (!ofSet) {
      ofSet = new Map(
        linesOf(join(DATA, `${set}.csv.gz`)).map((row) => [row.split(',')[0]!, row.split(',')[5]!]),
      );
      series.set(set!, ofSet);
    }
    const numbers = (text: string): number[] => text.split(' ').map(Number);
    const values = numbers(ofSet.get(id!)!);
    if (values.some(Number.isNaN)) continue;
    rows.push({ id: id!, period: Number(period), mean: numbers(mean!), upper: numbers(upper!), values });
  }
  return rows;
}

describe.skipIf(!PRESENT && process.env.CI !== 'true')('theta against R forecast 8.20', () => {
  it('forecasts what thetaf forecasts, within 0.05 %', () => {
    const rows = rowsWithoutGaps();
    expect(rows.length).toBeGreaterThan(40);
    for (const { id, period, mean, values } of rows) {
      const ours = theta
        .fit({ values, seasonalPeriods: [period], nonNegative: false })
        .forecast(mean.length).mean;
      for (const [step, expected] of mean.entries())
        expect(Math.abs(ours[step]! / expected - 1), `${id} step ${step}`).toBeLessThan(5e-4);
    }
  });

  it('has the intervals of thetaf where R found the least squares', () => {
    const ratios = rowsWithoutGaps().map(({ period, mean, upper, values }) => {
      const forecast = theta
        .fit({ values, seasonalPeriods: [period], nonNegative: false })
        .forecast(mean.length);
      const last = mean.length - 1;
      return (forecast.quantile(0.9)[last]! - forecast.mean[last]!) / (upper[last]! - mean[last]!);
    });
    // On three series R stopped at a larger sum of squares: its sigma is larger, its mean the same.
    for (const ratio of ratios) expect(ratio).toBeLessThan(1.001);
    expect(ratios.filter((ratio) => ratio > 0.999).length).toBeGreaterThanOrEqual(ratios.length - 3);
  });
});
