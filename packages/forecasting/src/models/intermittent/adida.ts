import { defineModel } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { smoothedBuckets } from './bucket-smoothing.ts';
import { demandBuckets, meanInterval } from './demand-buckets.ts';
import { occurrenceForecast } from './occurrence-forecast.ts';
import { NOT_DEMAND } from './smoothing-share.ts';

/**
 * Aggregate, smooth, disaggregate: demand is added up over buckets as long as the mean interval between demands, so
 * that few buckets are zero; the sums are smoothed and shared out evenly over their periods.
 *
 * @see Nikolopoulos, Syntetos, Boylan, Petropoulos, Assimakopoulos (2011), An aggregate-disaggregate intermittent
 *   demand approach (ADIDA) to forecasting, Journal of the Operational Research Society 62(3)
 */
export const adida = defineModel({
  name: 'adida',
  fallback: mean,
  fit(input) {
    if (input.smallest < 0) return NOT_DEMAND;
    const { observed } = input;
    const width = Math.min(observed.length, Math.round(meanInterval(observed)));
    const buckets = new Float64Array(observed.length);
    const count = demandBuckets(observed, width, buckets);
    const { level, alpha } = smoothedBuckets(buckets, count);
    return {
      form: `adida(${width})`,
      parameters: { width, alpha, level },
      fittedValues: bucketForecasts(buckets.subarray(0, count), alpha, { width, periods: observed.length }),
      forecast: (horizon) =>
        occurrenceForecast({
          input,
          horizon,
          mean: level,
          periods: Math.min(observed.length, (width * (2 - alpha)) / alpha),
        }),
    };
  },
});

/** The level before each bucket, for all its periods. Where buckets were left out, times are approximate. */
function bucketForecasts(
  buckets: Float64Array,
  alpha: number,
  { width, periods }: { width: number; periods: number },
): Float64Array {
  const fitted = new Float64Array(periods).fill(Number.NaN);
  let level = buckets[0]!;
  for (let bucket = 1; bucket < buckets.length; bucket++) {
    const from = periods - (buckets.length - bucket) * width;
    fitted.fill(level, from, from + width);
    level += alpha * (buckets[bucket]! - level);
  }
  return fitted;
}
