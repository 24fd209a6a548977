import type { FittedModel, ForecastingModel } from '@granary/forecasting';
import { randomStream } from '@granary/statistics';
import { M5_PROBABILITIES, randomisedPit } from '../../packages/forecasting/src/accuracy/index.ts';
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
  /** all of it as time of the processor: what other programs do to the clock is not in it */
  processorSeconds: number;
  mean: Float64Array;
  lower80: Float64Array;
  upper80: Float64Array;
  lower95: Float64Array;
  upper95: Float64Array;
  /** per probability of M5_PROBABILITIES; none where a method has no more than intervals */
  quantiles: Float64Array[];
  /** place of each known test value among the sample paths, if asked for */
  places?: Float64Array;
}

/** Sample paths behind the places of the test values. */
const PATHS = 200;

/**
 * Fits and forecasts one series, with the time it took; refuses what no forecast may be. Sample paths, where asked
 * for, are not in the time.
 */
export function forecastSeries(
  model: ForecastingModel,
  series: SeriesCase,
  { places = false }: { places?: boolean } = {},
): ForecastRow {
  const { dataset, id, horizon } = series;
  const processor = process.threadCpuUsage();
  const start = performance.now();
  const fitted = model.fit(series.series, { horizon });
  const forecast = fitted.forecast(horizon);
  const { mean } = forecast;
  const middle = performance.now();
  const lower80 = forecast.quantile(0.1);
  const upper80 = forecast.quantile(0.9);
  const quantiles = M5_PROBABILITIES.map((probability) => forecast.quantile(probability));
  const end = performance.now();
  const { user, system } = process.threadCpuUsage(processor);
  const row: ForecastRow = {
    dataset,
    id,
    model: model.name,
    form: formOf(model, fitted),
    aicc: fitted.criteria?.aicc,
    logLikelihood: fitted.criteria?.logLikelihood,
    seconds: (end - start) / 1000,
    meanSeconds: (middle - start) / 1000,
    processorSeconds: (user + system) / 1e6,
    mean,
    lower80,
    upper80,
    lower95: quantiles[1]!,
    upper95: quantiles[7]!,
    quantiles,
  };
  checkRow(row, horizon);
  if (!places) return row;
  const paths = forecast.samplePaths({ paths: PATHS, seed: 'bench', key: id });
  const random = randomStream('places', dataset, id);
  return { ...row, places: randomisedPit({ actual: series.actual, paths, random }) };
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
