import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import { defineModel } from '../define-model.ts';
import { naive } from './naive.ts';

/**
 * A random walk with drift: the line from the first to the last known value goes on. The variance h periods
 * ahead is sigma² (h + h² / (n − 1)): that of the steps and that of their average. Needs three values; assumes
 * that the trend of the whole history lasts, which demand seldom does for long.
 *
 * @see Hyndman, Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5
 */
export const drift = defineModel({
  name: 'drift',
  fallback: naive,
  fit({ observed, observedCount }) {
    if (observedCount < 3) return { unfit: `needs 3 values and found ${observedCount}` };
    let last = observed.length - 1;
    while (Number.isNaN(observed[last]!)) last--;
    const slope = (observed[last]! - observed[0]!) / last;
    const variance = varianceOfSteps(observed, slope, observedCount);
    const sigma = Math.sqrt(variance);
    return {
      form: 'line from first to last value',
      parameters: { slope, sigma },
      fittedValues: fittedValues(observed, slope),
      forecast(horizon) {
        const late = observed.length - 1 - last;
        const mean = new Float64Array(horizon);
        const slopeError = new Float64Array(horizon);
        for (let step = 0; step < horizon; step++) {
          const ahead = late + step + 1;
          mean[step] = observed[last]! + slope * ahead;
          slopeError[step] = (sigma * ahead) / Math.sqrt(last);
        }
        const walked = new Float64Array(horizon).fill(sigma * Math.sqrt(late));
        return estimatedLinearForecast({
          mean,
          weights: new Float64Array(horizon).fill(1),
          sigma,
          degreesOfFreedom: observedCount - 2,
          parameterErrors: late === 0 ? [slopeError] : [slopeError, walked],
        });
      },
    };
  },
});

/** A step over g periods has g times the variance of one. `observed[0]` is known. */
function varianceOfSteps(observed: Float64Array, slope: number, known: number): number {
  let squares = 0;
  let before = 0;
  for (let index = 1; index < observed.length; index++) {
    if (Number.isNaN(observed[index]!)) continue;
    const periods = index - before;
    const error = observed[index]! - observed[before]! - slope * periods;
    squares += (error * error) / periods;
    before = index;
  }
  return squares / (known - 2);
}

function fittedValues(observed: Float64Array, slope: number): Float64Array {
  const fitted = new Float64Array(observed.length).fill(Number.NaN);
  let before = 0;
  for (let index = 1; index < observed.length; index++) {
    fitted[index] = observed[before]! + slope * (index - before);
    if (!Number.isNaN(observed[index]!)) before = index;
  }
  return fitted;
}
