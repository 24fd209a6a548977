import type { FittedModel, ForecastingModel } from '@granary/forecasting';
import { M5_PROBABILITIES } from '../../packages/forecasting/src/accuracy/index.ts';
import type { SeriesCase } from './data-sets.ts';

/** One row of the result file. */
export interface ForecastRow {
  dataset: string;
  id: string;
  model: string;
  form: string;
  aicc: number | undefined;
  logLikelihood: number | undefined;
  /** fit, mean, intervals and quantiles */
  seconds: number;
  /** fit and mean alone */
  meanSeconds: number;
  mean: Float64Array;
  lower80: Float64Array;
  upper80: Float64Array;
  lower95: Float64Array;
  upper95: Float64Array;
  /** per probability of M5_PROBABILITIES; none where a method has no more than intervals */
  quantiles: Float64Array[];
}

/** Fits and forecasts one series, with the time it took; refuses what no forecast may be. */
export function forecastSeries(model: ForecastingModel, series: SeriesCase): ForecastRow {
  const { dataset, id, horizon } = series;
  const start = performance.now();
  const fitted = model.fit(series.series);
  const forecast = fitted.forecast(horizon);
  const { mean } = forecast;
  const middle = performance.now();
  const lower80 = forecast.quantile(0.1);
  const upper80 = forecast.quantile(0.9);
  const quantiles = M5_PROBABILITIES.map((probability) => forecast.quantile(probability));
  const end = performance.now();
  const row: ForecastRow = {
    dataset,
    id,
    model: model.name,
    form: formOf(model, fitted),
    aicc: fitted.criteria?.aicc,
    logLikelihood: fitted.criteria?.logLikelihood,
    seconds: (end - start) / 1000,
    meanSeconds: (middle - start) / 1000,
    mean,
    lower80,
    upper80,
    lower95: quantiles[1]!,
    upper95: quantiles[7]!,
    quantiles,
  };
  checkRow(row, horizon);
  return row;
}

/** Where another model stands in, the form says so. */
function formOf(model: ForecastingModel, { model: used, form }: FittedModel): string {
  return used === model.name ? form : `replaced by ${used}: ${form}`;
}

export function wasReplaced({ form }: ForecastRow): boolean {
  return form.startsWith('replaced by ');
}

function checkRow(row: ForecastRow, horizon: number): void {
  const ordered = [...row.quantiles];
  ordered.splice(2, 0, row.lower80);
  ordered.splice(8, 0, row.upper80);
  for (let step = 0; step < horizon; step++) {
    if (!Number.isFinite(row.mean[step]!)) throw new Error(`mean of step ${step + 1} is ${row.mean[step]}`);
    let before = Number.NEGATIVE_INFINITY;
    for (const quantile of ordered) {
      const value = quantile[step]!;
      if (!(Number.isFinite(value) && value >= before - 1e-9 * Math.abs(before))) {
        throw new Error(
          `quantiles of step ${step + 1} fall or are no numbers: ${ordered.map((all) => all[step])}`,
        );
      }
      before = value;
    }
  }
}
