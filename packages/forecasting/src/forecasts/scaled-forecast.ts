import type { Forecast } from '../model.ts';

/** A forecast in other units: everything times a factor greater than 0. */
export function scaledForecast(forecast: Forecast, factor: number): Forecast {
  const times = (values: Float64Array): Float64Array => values.map((value) => factor * value);
  return {
    horizon: forecast.horizon,
    mean: times(forecast.mean),
    quantile: (probability) => times(forecast.quantile(probability)),
    samplePaths(options) {
      const drawn = forecast.samplePaths(options);
      return { ...drawn, values: times(drawn.values) };
    },
  };
}
