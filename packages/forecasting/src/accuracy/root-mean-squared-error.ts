import { averageOverKnown, checkSameLength, type PointOutcome } from './outcome.ts';

/**
 * Square root of the average squared error [RMSE], in the units of the series. The mean of the forecast
 * distribution is the best forecast by it.
 *
 * @returns at least 0; NaN if no actual value is known
 * @example rootMeanSquaredError({ actual: [3, 5], forecast: [4, 3] }) // √2.5
 */
export function rootMeanSquaredError({ actual, forecast }: PointOutcome): number {
  checkSameLength('forecast', forecast, actual);
  return Math.sqrt(averageOverKnown(actual, (value, period) => (value - forecast[period]!) ** 2));
}
