import type { Forecast } from '../model.ts';

/** Standard normal distribution function at the square root of 3: the outer point of Gauss-Hermite with three. */
const OUTER = 0.9583677416682248;
const OUTER_WEIGHT = 1 / 6;

/**
 * A forecast of transformed values, brought back by a function that rises: quantiles and paths are brought back as
 * they are, the mean is that of the distribution brought back (bias-adjusted), by Gauss-Hermite quadrature with
 * three points. Exact for a cubic inverse of a normal distribution.
 */
export function transformedForecast(forecast: Forecast, inverse: (value: number) => number): Forecast {
  const { horizon } = forecast;
  const [low, middle, high] = [1 - OUTER, 0.5, OUTER].map((probability) => forecast.quantile(probability));
  return {
    horizon,
    mean: Float64Array.from(
      middle!,
      (value, step) =>
        (1 - 2 * OUTER_WEIGHT) * inverse(value) +
        OUTER_WEIGHT * (inverse(low![step]!) + inverse(high![step]!)),
    ),
    quantile: (probability) => forecast.quantile(probability).map(inverse),
    samplePaths(options) {
      const drawn = forecast.samplePaths(options);
      for (let index = 0; index < drawn.values.length; index++)
        drawn.values[index] = inverse(drawn.values[index]!);
      return drawn;
    },
  };
}
