import { loadModel } from '@granary/forecasting/bulk';
import type { ReadSeries } from './build-series.ts';
import { modelOptionsOf } from './forecast-ids.ts';

/** The sum over the horizon, and the interval that holds it. */
export interface Total {
  mean: number;
  low: number;
  high: number;
}

export interface TotalOptions {
  model: string;
  horizon: number;
  /** per cent */
  level: number;
  seed: number;
}

const PATHS = 2_000;

/**
 * The total demand of the periods ahead, which is what is ordered. Its interval comes from joint sample paths: the
 * ends of the intervals of single periods must not be added up, since not all of them are high at once. The model
 * is fitted once more, because forecasts in bulk hand back no paths.
 */
export async function totalOf(
  { series }: ReadSeries,
  { model, horizon, level, seed }: TotalOptions,
): Promise<Total> {
  const fitted = (await loadModel(model)).fit(series, modelOptionsOf(model, horizon));
  const forecast = fitted.forecast(horizon);
  const { values, paths } = forecast.samplePaths({ paths: PATHS, seed, key: series.id });
  const sums = Float64Array.from({ length: paths }, (_, path) =>
    sum(values.subarray(path * horizon, (path + 1) * horizon)),
  ).sort();
  const tail = (1 - level / 100) / 2;
  return { mean: sum(forecast.mean), low: quantile(sums, tail), high: quantile(sums, 1 - tail) };
}

/** Between the two sums around it [type 7 of Hyndman and Fan]. */
function quantile(sorted: Float64Array, probability: number): number {
  const place = probability * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
