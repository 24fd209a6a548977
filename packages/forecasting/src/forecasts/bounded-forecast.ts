import type { Forecast } from '../model.ts';
import type { ModelInput } from '../series/model-input.ts';

/** A forecast stays within this many times the largest absolute value of the history. */
const LARGEST_MULTIPLE = 10;

/**
 * The same forecast within the bounds that every forecast keeps: finite, not below zero where values cannot be,
 * and no further from zero than ten times the largest absolute value of the history.
 */
export function boundedForecast(forecast: Forecast, input: ModelInput): Forecast {
  const furthest = LARGEST_MULTIPLE * Math.max(Math.abs(input.smallest), Math.abs(input.largest));
  const lowest = input.nonNegative ? 0 : -furthest;
  const bound = (values: Float64Array): Float64Array => {
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!;
      if (!(value >= lowest)) values[index] = Number.isNaN(value) ? Math.max(lowest, input.mean) : lowest;
      else if (value > furthest) values[index] = furthest;
    }
    return values;
  };
  return {
    horizon: forecast.horizon,
    // A copy: the quantiles of a forecast may rest on its own mean, which can be below zero.
    mean: bound(Float64Array.from(forecast.mean)),
    quantile: (probability) => bound(forecast.quantile(probability)),
    samplePaths(options) {
      const drawn = forecast.samplePaths(options);
      bound(drawn.values);
      return drawn;
    },
  };
}
