import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { arima } from './arima.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const DATA = resolve(ROOT, process.env.GRANARY_DATA ?? '../shared/data');
const ORACLE = 'oracle/r_forecast_8.20.csv.gz';
const PRESENT = existsSync(join(DATA, ORACLE));
/** R was given the gaps of these sets filled in, so its likelihoods are of other values. */
const FILLED = new Set(['nn5_daily', 'oj_weekly']);
const LONGEST = 400;

interface OracleCase {
  id: string;
  period: number;
  values: number[];
  orders: number[];
  constant: boolean;
  aicc: number;
  logLikelihood: number;
  mean: number[];
}

function rowsOf(file: string): string[][] {
  const text = gunzipSync(readFileSync(join(DATA, file)))
    .toString('utf8')
    .trim();
  return text
    .split('\n')
    .map((line) =>
      Array.from(
        line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g),
        ([, quoted, plain]) => quoted ?? plain ?? '',
      ),
    );
}

/** R's automatic fits of forecast 8.20 with the series they are of. */
function oracleCases(): OracleCase[] {
  const [header, ...rows] = rowsOf(ORACLE);
  const at = (row: string[], column: string): string => row[header!.indexOf(column)]!;
  const histories = new Map<string, string>();
  const chosen = rows.filter((row) => at(row, 'method') === 'auto.arima' && !FILLED.has(at(row, 'dataset')));
  for (const dataset of new Set(chosen.map((row) => at(row, 'dataset')))) {
    for (const row of rowsOf(`${dataset}.csv.gz`)) histories.set(`${dataset} ${row[0]}`, row[5]!);
  }
  const cases = chosen.map((row) => ({
    id: at(row, 'id'),
    period: Number(at(row, 'm')),
    values: histories
      .get(`${at(row, 'dataset')} ${at(row, 'id')}`)!
      .split(' ')
      .map(Number),
    orders: Array.from(at(row, 'form').matchAll(/\d(?=[,)])/g), ([digit]) => Number(digit)),
    constant: /drift|mean/.test(at(row, 'form')),
    aicc: Number(at(row, 'aicc')),
    logLikelihood: Number(at(row, 'loglik')),
    mean: at(row, 'mean').split(' ').map(Number),
  }));
  return cases.filter(({ values }) => values.length <= LONGEST);
}

describe("arima beside R's auto.arima", () => {
  it.runIf(!PRESENT)('has its data', ({ skip }) => {
    const message = `comparisons with R were not run: no ${DATA}/${ORACLE}; set GRANARY_DATA`;
    if (process.env.CI) expect.fail(message);
    skip(message);
  });

  const cases = PRESENT ? oracleCases() : [];

  it.runIf(PRESENT)('finds the same likelihood and forecast for the form that R chose', () => {
    expect(cases.length).toBeGreaterThanOrEqual(35);
    for (const { id, period, values, orders, constant, logLikelihood, mean } of cases) {
      const [p, d, q, P, D, Q] = orders as [number, number, number, number, number, number];
      const options = { order: { p, d, q }, seasonal: { P, D, Q }, constant };
      const fit = arima.fit({ values, seasonalPeriods: [period], nonNegative: false }, options);
      // Higher is better still: R's search may stop early.
      expect(fit.criteria!.logLikelihood, id).toBeGreaterThan(logLikelihood - 0.01);
      if (fit.criteria!.logLikelihood > logLikelihood + 0.01) continue;
      const size = Math.max(...values.map(Math.abs));
      fit.forecast(mean.length).mean.forEach((value, step) => {
        expect(Math.abs(value - mean[step]!) / size, `${id}, ${step + 1} ahead`).toBeLessThan(0.01);
      });
    }
  });

  it.runIf(PRESENT)(
    'chooses the same differences, and orders with an AICc at most 0.5 higher for 90 %',
    () => {
      let within = 0;
      for (const { id, period, values, orders, aicc } of cases) {
        const fit = arima.fit({ values, seasonalPeriods: [period] });
        const [, d, , , D] = fit.form.match(/\d(?=[,)])/g)!.map(Number);
        expect([d, D], id).toEqual([orders[1], orders[4]]);
        if (fit.criteria!.aicc <= aicc + 0.5) within++;
      }
      expect(within / cases.length).toBeGreaterThanOrEqual(0.9);
    },
  );
});
