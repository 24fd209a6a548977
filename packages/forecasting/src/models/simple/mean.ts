import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import { defineModel } from '../define-model.ts';
import { naive } from './naive.ts';

/**
 * Every value ahead is the mean of the known ones, with independent normal errors: the variance is
 * sigma² (1 + 1/n) at every horizon. Right where the level never moves; needs two values.
 *
 * @see Hyndman, Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5
 */
export const mean = defineModel({
  name: 'mean',
  fallback: naive,
  fit({ observed, observedCount, mean: level }) {
    if (observedCount < 2) return { unfit: `needs 2 values and found ${observedCount}` };
    let squares = 0;
    for (const value of observed) if (!Number.isNaN(value)) squares += (value - level) * (value - level);
    const sigma = Math.sqrt(squares / (observedCount - 1));
    return {
      form: 'mean of all values',
      parameters: { level, sigma },
      fittedValues: new Float64Array(observed.length).fill(level),
      forecast(horizon) {
        const weights = new Float64Array(horizon);
        weights[0] = 1;
        return estimatedLinearForecast({
          mean: new Float64Array(horizon).fill(level),
          weights,
          sigma,
          degreesOfFreedom: observedCount - 1,
          parameterErrors: [new Float64Array(horizon).fill(sigma / Math.sqrt(observedCount))],
        });
      },
    };
  },
});
