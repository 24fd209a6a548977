import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { defineModel } from '../define-model.ts';
import { mean } from './mean.ts';

export interface WindowOptions {
  /** last known values averaged, at least 1; the longest season if left out, or 8 without one */
  window?: number;
}

const WINDOW_WITHOUT_SEASON = 8;

/**
 * Every value ahead is the mean of the last known ones. Its errors are measured, not assumed: the average was
 * taken at every origin of the history. Their mean square one period ahead is the variance of the first period;
 * how much it grows per period up to one window further is the variance of the steps of the level. Needs three
 * known values more than the window: a longer window is cut to that.
 *
 * @see Brown (1963), Smoothing, Forecasting and Prediction of Discrete Time Series, chapter 7
 */
export const window = defineModel<WindowOptions>({
  name: 'window',
  fallback: mean,
  fit(input, options) {
    const asked = checkedWindow(options.window) ?? defaultWindow(input);
    if (input.observedCount < 4) return { unfit: `needs 4 values and found ${input.observedCount}` };
    const length = Math.min(asked, input.observedCount - 3);
    const averages = trailingAverages(input.observed, length);
    const level = averages[averages.length - 1]!;
    const { variance, growth, errors } = measuredErrors(input.observed, averages, length);
    const sigma = Math.sqrt((variance * length) / (length + 1));
    return {
      form: `mean of the last ${length}`,
      parameters: { level, window: length, sigma: Math.sqrt(variance), levelSigma: Math.sqrt(growth) },
      fittedValues: averages.subarray(0, averages.length - 1),
      forecast(horizon) {
        const weights = new Float64Array(horizon).fill(sigma > 0 ? Math.sqrt(growth) / sigma : 0);
        weights[0] = 1;
        return estimatedLinearForecast({
          mean: new Float64Array(horizon).fill(level),
          weights,
          sigma,
          degreesOfFreedom: errors,
          parameterErrors: [new Float64Array(horizon).fill(Math.sqrt(variance / (length + 1)))],
        });
      },
    };
  },
});

function checkedWindow(asked: number | undefined): number | undefined {
  if (asked === undefined || (Number.isInteger(asked) && asked >= 1)) return asked;
  throw new RangeError(`window is ${asked}; it must be a whole number, at least 1`);
}

function defaultWindow({ seasonalPeriod }: ModelInput): number {
  return seasonalPeriod > 1 ? seasonalPeriod : WINDOW_WITHOUT_SEASON;
}

/** The mean of the last `length` known values before each index, one past the end included; NaN before. */
function trailingAverages(observed: Float64Array, length: number): Float64Array {
  const averages = new Float64Array(observed.length + 1).fill(Number.NaN);
  const known = new Float64Array(length);
  let count = 0;
  for (let index = 0; index <= observed.length; index++) {
    if (count >= length) averages[index] = average(known);
    const value = observed[index]!;
    if (index < observed.length && !Number.isNaN(value)) known[count++ % length] = value;
  }
  return averages;
}

function average(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Mean squared error one period ahead, what it grows by per period, and the number of errors seen. */
function measuredErrors(
  observed: Float64Array,
  averages: Float64Array,
  length: number,
): { variance: number; growth: number; errors: number } {
  const near = meanSquare(observed, averages, 1);
  const lag = Math.min(length + 1, Math.floor(near.errors / 2));
  if (lag < 2) return { ...near, variance: near.square, growth: 0 };
  const far = meanSquare(observed, averages, lag);
  // A level cannot move more in a period than the error of one period: the walk has the whole variance then.
  const growth = Math.min(near.square, Math.max(0, (far.square - near.square) / (lag - 1)));
  return { variance: near.square, growth, errors: near.errors };
}

function meanSquare(
  observed: Float64Array,
  averages: Float64Array,
  ahead: number,
): { square: number; errors: number } {
  let squares = 0;
  let errors = 0;
  for (let index = ahead - 1; index < observed.length; index++) {
    const error = observed[index]! - averages[index - ahead + 1]!;
    if (Number.isNaN(error)) continue;
    squares += error * error;
    errors++;
  }
  return { square: errors === 0 ? 0 : squares / errors, errors };
}
