import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { regression } from './regression.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const DATA = resolve(ROOT, process.env.GRANARY_DATA ?? '../shared/data');
const PRESENT = existsSync(join(DATA, 'oj_panel.csv.gz'));
const WEEKS_AHEAD = 8;

interface Week {
  id: string;
  week: number;
  units: number;
  price: number;
  deal: number;
  feature: number;
}

/** Weeks of each series; weeks without a record are NaN. */
function series() {
  const [header, ...lines] = gunzipSync(readFileSync(join(DATA, 'oj_panel.csv.gz')))
    .toString('utf8')
    .trim()
    .split('\n');
  const place = (name: string) => header!.split(',').indexOf(name);
  const weeks = lines
    .map((line) => line.split(','))
    .map((row): Week => {
      const read = (name: string) => Number(row[place(name)]);
      return {
        id: row[0]!,
        week: read('week'),
        units: read('units'),
        price: read('own_price_per_oz'),
        deal: read('deal'),
        feature: read('feat'),
      };
    });
  return [...Map.groupBy(weeks, ({ id }) => id).values()].map((rows) => {
    const first = Math.min(...rows.map(({ week }) => week));
    const length = Math.max(...rows.map(({ week }) => week)) - first + 1;
    const column = (name: 'units' | 'price' | 'deal' | 'feature') => {
      const values = new Float64Array(length).fill(Number.NaN);
      for (const row of rows) values[row.week - first] = row[name];
      return values;
    };
    const units = column('units');
    return {
      past: units.slice(0, length - WEEKS_AHEAD),
      future: units.slice(length - WEEKS_AHEAD),
      regressors: (['price', 'deal', 'feature'] as const).map((name) => ({ name, values: column(name) })),
    };
  });
}

describe.skipIf(!PRESENT && process.env.CI !== 'true')('regression on orange juice (GRANARY_DATA)', () => {
  it('takes nearly a third off the error by price, deal and feature, and covers what was sold', () => {
    let [withRegressors, without, inside, all] = [0, 0, 0, 0];
    const elasticities: number[] = [];
    for (const { past, future, regressors } of series()) {
      const fitted = regression.fit({ values: past, regressors });
      const forecast = fitted.forecast(WEEKS_AHEAD);
      const plain = regression.fit({ values: past }).forecast(WEEKS_AHEAD).quantile(0.5);
      const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      elasticities.push(Number(fitted.parameters['coefficient log price']));
      for (const [step, units] of future.entries()) {
        if (Number.isNaN(units)) continue;
        withRegressors += Math.abs(Math.log(units / forecast.quantile(0.5)[step]!));
        without += Math.abs(Math.log(units / plain[step]!));
        if (units >= low[step]! && units <= high[step]!) inside++;
        all++;
      }
    }
    // measured: 0.688 of the error, 78.8 % covered
    expect(withRegressors / without).toBeLessThan(0.72);
    expect(inside / all).toBeGreaterThan(0.76);
    expect(inside / all).toBeLessThan(0.83);
    // measured: -2.73; the mean of 1,851 published elasticities is -2.62 (Bijmolt, van Heerde, Pieters 2005)
    const middle = elasticities.sort((a, b) => a - b)[elasticities.length >> 1]!;
    expect(middle).toBeLessThan(-2.2);
    expect(middle).toBeGreaterThan(-3.2);
  });
});
