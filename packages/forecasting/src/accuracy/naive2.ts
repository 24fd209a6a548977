import { readSeries } from '../series/model-input.ts';
import { seasonalAtM4 } from '../series/seasonality-test.ts';

/**
 * The benchmark of the M4 competition [Naive2]: the last value, seasonally adjusted by the classical
 * multiplicative decomposition if the autocorrelation at lag `period` is significant at 90 %. OWA compares with
 * it. Gaps are filled first.
 *
 * @param options.history oldest value first; NaN is a value nobody knows
 * @param options.period  periods in a season [m], at least 1
 * @param options.horizon periods ahead
 * @see Makridakis, Spiliotis, Assimakopoulos (2020), The M4 Competition, section 2.4, and the code published
 *   with it (`SeasonalityTest`, `Benchmarks`)
 */
export function naive2(options: {
  history: ArrayLike<number>;
  period: number;
  horizon: number;
}): Float64Array {
  const { history, period, horizon } = options;
  const { values } = readSeries({ values: history, seasonalPeriods: period > 1 ? [period] : [] });
  const length = values.length;
  if (length === 0) return new Float64Array(horizon);
  const last = values[length - 1]!;
  const indices = seasonalAtM4(values, period) ? multiplicativeIndices(values, period) : undefined;
  if (!indices) return new Float64Array(horizon).fill(last);
  const level = last / indices[(length - 1) % period]!;
  return Float64Array.from({ length: horizon }, (_, step) => level * indices[(length + step) % period]!);
}

/** Average ratio of each place in the season to the centred moving average, scaled to mean 1. */
function multiplicativeIndices(values: Float64Array, period: number): Float64Array | undefined {
  const half = Math.floor(period / 2);
  const sums = new Float64Array(period);
  const counts = new Int32Array(period);
  for (let index = half; index < values.length - half; index++) {
    let trend = 0;
    for (let offset = -half; offset <= half; offset++) {
      const halfWeight = period % 2 === 0 && (offset === -half || offset === half);
      trend += values[index + offset]! * (halfWeight ? 0.5 : 1);
    }
    if (!(trend > 0)) continue;
    sums[index % period]! += (values[index]! * period) / trend;
    counts[index % period]!++;
  }
  const indices = sums.map((sum, place) => sum / counts[place]!);
  const mean = indices.reduce((sum, index) => sum + index, 0) / period;
  const scaled = indices.map((index) => index / mean);
  // A place that was always zero, or negative values, have no multiplicative season.
  return scaled.every((index) => index > 0 && index < Number.POSITIVE_INFINITY) ? scaled : undefined;
}
