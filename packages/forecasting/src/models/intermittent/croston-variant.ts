import { defineModel, type ModelOnInput } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { type DemandRate, demandRate } from './demand-rate.ts';
import { occurrenceForecast } from './occurrence-forecast.ts';
import { bestAlpha } from './rate-search.ts';
import { NOT_DEMAND, requireShare } from './smoothing-share.ts';

export interface CrostonOptions {
  /**
   * share of its error by which size and interval move at a demand, above 0 and at most 1; 'optimise' chooses
   * it by the mean squared rate error between 0.01 and 0.5. 0.1 if left out, as in R's forecast package [α]
   */
  alpha?: number | 'optimise';
}

const USUAL_ALPHA = 0.1;

/**
 * A model that forecasts expected size over expected interval, times a correction of its bias.
 *
 * @param correctionAt what the ratio is multiplied by, given alpha
 */
export function crostonVariant(
  name: string,
  correctionAt: (alpha: number) => number,
): ModelOnInput<CrostonOptions> {
  return defineModel<CrostonOptions>({
    name,
    fallback: mean,
    fit(input, options) {
      const asked = options.alpha ?? USUAL_ALPHA;
      if (asked !== 'optimise') requireShare('alpha', asked);
      if (input.smallest < 0) return NOT_DEMAND;
      const fittedValues = new Float64Array(input.observed.length);
      const alpha = asked === 'optimise' ? bestAlpha(input.observed, correctionAt) : asked;
      const correction = correctionAt(alpha);
      const state = demandRate(input.observed, { alpha, correction }, fittedValues);
      const mean = (correction * state.size) / state.interval;
      return {
        form: name,
        parameters: { alpha, size: state.size, interval: state.interval },
        fittedValues,
        forecast: (horizon) =>
          occurrenceForecast({ input, horizon, mean, periods: periodsBehind(state, alpha) }),
      };
    },
  });
}

/** Periods of equal weight that would tell the rate as exactly as smoothing at every demand does. */
function periodsBehind({ interval, demands }: DemandRate, alpha: number): number {
  return interval * Math.max(1, Math.min(demands, (2 - alpha) / alpha));
}
