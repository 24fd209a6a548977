import { join } from 'node:path';
import { readCsv, readNumbers } from './csv-file.ts';
import type { ForecastRow } from './forecast-series.ts';

/** What R's forecast 8.20 said about one series. */
export interface OracleRow extends ForecastRow {
  method: string;
  /** the season R was told [m] */
  period: number;
  /** R's own estimates: smoothing parameters, initial states */
  parameters: string;
  sigma2: number | undefined;
}

/** R's forecasts by `dataset id`, for one of its methods. */
export function readOracle(folder: string, method: string): Map<string, OracleRow> {
  const rows = readCsv(join(folder, 'oracle', 'r_forecast_8.20.csv.gz'));
  const methods = [...new Set(rows.map((row) => row.method!))];
  if (!methods.includes(method)) {
    throw new Error(`there is no oracle:${method}; R's forecasts are of ${methods.join(', ')}`);
  }
  const number = (text: string): number | undefined => (text === '' ? undefined : Number(text));
  return new Map(
    rows
      .filter((row) => row.method === method)
      .map((row) => [
        `${row.dataset} ${row.id}`,
        {
          dataset: row.dataset!,
          id: row.id!,
          method,
          period: Number(row.m),
          model: `oracle:${method}`,
          form: row.form!,
          parameters: row.params!,
          aicc: number(row.aicc!),
          logLikelihood: number(row.loglik!),
          sigma2: number(row.sigma2!),
          seconds: Number(row.seconds),
          meanSeconds: Number(row.seconds),
          processorSeconds: Number(row.seconds),
          mean: readNumbers(row.mean!),
          lower80: readNumbers(row.lo80!),
          upper80: readNumbers(row.hi80!),
          lower95: readNumbers(row.lo95!),
          upper95: readNumbers(row.hi95!),
          quantiles: [],
        },
      ]),
  );
}
