import { defineModel } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { type SmoothedBuckets, smoothedBuckets } from './bucket-smoothing.ts';
import { demandBuckets, meanInterval } from './demand-buckets.ts';
import { occurrenceForecast } from './occurrence-forecast.ts';
import { NOT_DEMAND } from './smoothing-share.ts';

/** Wider buckets than this leave no more than a handful to smooth in the histories this is meant for. */
const WIDEST = 64;

/**
 * The mean of simple exponential smoothing over buckets of every width from one period to the mean interval
 * between demands: no single width has to be right.
 *
 * @see Petropoulos, Kourentzes (2015), Forecast combinations for intermittent demand, Journal of the Operational
 *   Research Society 66(6)
 */
export const imapa = defineModel({
  name: 'imapa',
  fallback: mean,
  fit(input) {
    if (input.smallest < 0) return NOT_DEMAND;
    const { observed } = input;
    const widest = Math.min(WIDEST, observed.length, Math.round(meanInterval(observed)));
    const buckets = new Float64Array(observed.length);
    let level = 0;
    let periods = 0;
    let finest: SmoothedBuckets | undefined;
    for (let width = 1; width <= widest; width++) {
      const smoothed = smoothedBuckets(buckets, demandBuckets(observed, width, buckets));
      finest ??= smoothed;
      level += smoothed.level / widest;
      periods += Math.min(observed.length, (width * (2 - smoothed.alpha)) / smoothed.alpha) / widest;
    }
    return {
      form: `imapa(1..${widest})`,
      parameters: { widest, level },
      fittedValues: levelsBefore(input.observed, finest!.alpha),
      forecast: (horizon) => occurrenceForecast({ input, horizon, mean: level, periods }),
    };
  },
});

/** The forecasts of the finest width, the only ones that are made anew each period. */
function levelsBefore(observed: Float64Array, alpha: number): Float64Array {
  let level = Number.NaN;
  return observed.map((demand) => {
    const before = level;
    if (Number.isNaN(level)) level = demand;
    else if (!Number.isNaN(demand)) level += alpha * (demand - level);
    return before;
  });
}
