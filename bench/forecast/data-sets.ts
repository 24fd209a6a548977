import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Frequency, Regressor, TimeSeries } from '@granary/forecasting';
import { readCsv, readNumbers } from './csv-file.ts';
import { panelRegressors } from './orange-juice-panel.ts';

/** One series of a data set: what is known, and what came after. */
export interface SeriesCase {
  dataset: string;
  id: string;
  /** seasonal period of MASE and Naive2 [m] */
  period: number;
  horizon: number;
  series: TimeSeries;
  /** NaN where nobody knows */
  history: Float64Array;
  actual: Float64Array;
}

const FREQUENCIES: readonly Frequency[] = ['hourly', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly'];
/** Seasons beside the one the file names. */
const MORE_SEASONS: Readonly<Record<string, readonly number[]>> = { m4_hourly: [168] };
/** The orange juice series once more, with what the shop knew beforehand: prices, deals and features. */
const PANEL = 'oj_panel';

/** The series of `<set>.csv.gz` in the order of the file. */
export function readDataSet({ folder, set }: { folder: string; set: string }): SeriesCase[] {
  const path = join(folder, `${set === PANEL ? 'oj_weekly' : set}.csv.gz`);
  if (!existsSync(path)) throw new Error(`there is no ${path}; --sets names files of --data without .csv.gz`);
  const rows = readCsv(path);
  const regressorsOf = set === PANEL ? panelRegressors(join(folder, `${PANEL}.csv.gz`)) : undefined;
  const frequency = FREQUENCIES.find((name) =>
    set === PANEL ? name === 'weekly' : set.endsWith(`_${name}`),
  );
  return rows.map((row) => {
    const period = Number(row.m);
    const history = readNumbers(row.train!);
    const actual = readNumbers(row.test!);
    if (!(period >= 1) || actual.length !== Number(row.h)) throw new Error(`${path}: bad row ${row.id}`);
    const periods = [...(period > 1 ? [period] : []), ...(MORE_SEASONS[set] ?? [])];
    const regressors: readonly Regressor[] | undefined = regressorsOf?.(row.id!, { history, actual });
    const series: TimeSeries = {
      values: history,
      seasonalPeriods: periods,
      ...(frequency === undefined ? {} : { frequency }),
      ...(regressors === undefined ? {} : { regressors }),
    };
    return { dataset: set, id: row.id!, period, horizon: actual.length, series, history, actual };
  });
}

/** So many of the rows, evenly spread. */
export function evenly<Row>(rows: Row[], count: number): Row[] {
  if (count >= rows.length) return rows;
  return Array.from(
    { length: count },
    (_, index) => rows[Math.floor(((index + 0.5) * rows.length) / count)]!,
  );
}
