import { defineModel } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { occurrenceForecast } from './occurrence-forecast.ts';
import { NOT_DEMAND, requireShare } from './smoothing-share.ts';

export interface TsbOptions {
  /** share of its error by which the probability moves each period, above 0 and at most 1; 0.1 if left out [β] */
  alphaProbability?: number;
  /** share of its error by which the size moves at a demand, above 0 and at most 1; 0.1 if left out [α] */
  alphaSize?: number;
}

const USUAL_ALPHA = 0.1;

/**
 * The method of Teunter, Syntetos and Babai: probability of a demand, smoothed every period, times its expected
 * size. The forecast fades while nothing is sold, so it suits items that die out.
 *
 * The probability begins at one over the periods up to the first demand, the size at that demand.
 *
 * @see Teunter, Syntetos, Babai (2011), Intermittent demand: linking forecasting to inventory obsolescence,
 *   European Journal of Operational Research 214(3), section 3
 */
export const tsb = defineModel<TsbOptions>({
  name: 'tsb',
  fallback: mean,
  fit(input, { alphaProbability = USUAL_ALPHA, alphaSize = USUAL_ALPHA }) {
    requireShare('alphaProbability', alphaProbability);
    requireShare('alphaSize', alphaSize);
    if (input.smallest < 0) return NOT_DEMAND;
    const { observed } = input;
    const fittedValues = new Float64Array(observed.length);
    let size = 0;
    let probability = 0;
    let waited = 0;
    let rate = Number.NaN;
    for (let period = 0; period < observed.length; period++) {
      fittedValues[period] = rate;
      const demand = observed[period]!;
      if (Number.isNaN(demand)) continue;
      if (size === 0) {
        waited++;
        if (demand === 0) continue;
        size = demand;
        probability = 1 / waited;
      } else if (demand > 0) {
        probability += alphaProbability * (1 - probability);
        size += alphaSize * (demand - size);
      } else probability -= alphaProbability * probability;
      rate = probability * size;
    }
    return {
      form: 'tsb',
      parameters: { alphaProbability, alphaSize, probability, size },
      fittedValues,
      forecast: (horizon) =>
        occurrenceForecast({
          input,
          horizon,
          mean: probability * size,
          periods: (2 - alphaProbability) / alphaProbability,
        }),
    };
  },
});
