import type { ForecastingModel } from '../model.ts';
import type { TimeSeries } from '../time-series.ts';

export interface RollingOptions<Options extends object = object> {
  /** periods ahead at each origin, at least 1 */
  horizon: number;
  /** how many origins at most; those nearest to the end are taken */
  origins: number;
  /** periods from one origin to the next; 1 if left out */
  step?: number;
  /** values before the first origin, at least; 1 if left out */
  shortestHistory?: number;
  /** quantiles to keep, each between 0 and 1, both excluded; none if left out */
  probabilities?: readonly number[];
  /** what the model is fitted with */
  options?: Options;
}

/** What was forecast at one origin, and what came. */
export interface OriginOutcome {
  /** number of values the forecast was made from */
  origin: number;
  /** of the model that was fitted there */
  form: string;
  /** NaN where nobody knows */
  actual: Float64Array;
  mean: Float64Array;
  probabilities: readonly number[];
  /** per probability, the quantile of each period */
  quantiles: Float64Array[];
}

/**
 * Forecasts made as if at several points of the past, each from what was known then: the model is fitted anew at
 * every origin to the values before it. Nothing later is read, except regressors, which are by their definition
 * known ahead, up to the end of the horizon.
 *
 * The last origin is `horizon` values before the end, so that every forecast can be compared with what came; the
 * others are `step` apart before it. A short series has fewer origins than asked for, or none.
 *
 * @returns oldest origin first
 * @throws RangeError if an option is out of its range; never because of the values of the series
 * @see Tashman (2000), Out-of-sample tests of forecasting accuracy; Hyndman, Athanasopoulos (2021), Forecasting:
 *   Principles and Practice, section 5.10
 */
export function rollingOrigins<Options extends object>(
  series: TimeSeries,
  model: ForecastingModel<Options>,
  rolling: RollingOptions<Options>,
): OriginOutcome[] {
  const { horizon, origins, step = 1, shortestHistory = 1, probabilities = [], options } = rolling;
  for (const [name, value] of Object.entries({ horizon, origins, step, shortestHistory })) {
    if (!(Number.isInteger(value) && value >= 1)) {
      throw new RangeError(`${name} is ${value}; it must be a whole number, at least 1`);
    }
  }
  const last = series.values.length - horizon;
  const possible = last < shortestHistory ? 0 : Math.floor((last - shortestHistory) / step) + 1;
  const count = Math.min(origins, possible);
  return Array.from({ length: count }, (_, index) => {
    const origin = last - (count - 1 - index) * step;
    const fitted = model.fit(knownUntil(series, { origin, horizon }), options);
    const forecast = fitted.forecast(horizon);
    return {
      origin,
      form: fitted.form,
      actual: part(series.values, origin, origin + horizon),
      mean: forecast.mean,
      probabilities,
      quantiles: probabilities.map((probability) => forecast.quantile(probability)),
    };
  });
}

/** The series as it was known at the origin; regressors end with the horizon. */
function knownUntil(
  series: TimeSeries,
  { origin, horizon }: { origin: number; horizon: number },
): TimeSeries {
  const { values, regressors, ...rest } = series;
  const known: TimeSeries = { ...rest, values: part(values, 0, origin) };
  if (regressors === undefined) return known;
  return {
    ...known,
    regressors: regressors.map((regressor) => ({
      name: regressor.name,
      values: part(regressor.values, 0, Math.min(regressor.values.length, origin + horizon)),
    })),
  };
}

/** A copy: a model that reads beyond its input finds nothing. Null, which JSON has for NaN, is no zero. */
function part(values: ArrayLike<number>, from: number, to: number): Float64Array {
  return Float64Array.from({ length: to - from }, (_, index) => values[from + index] ?? Number.NaN);
}
