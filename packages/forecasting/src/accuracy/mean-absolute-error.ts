import { averageOverKnown, checkSameLength, type PointOutcome } from './outcome.ts';

/**
 * Average distance between actual value and forecast [MAE], in the units of the series. The median of the
 * forecast distribution is the best forecast by it: for demand that is mostly zero, zero is.
 *
 * @returns at least 0; NaN if no actual value is known
 * @example meanAbsoluteError({ actual: [3, 5], forecast: [4, 3] }) // 1.5
 */
export function meanAbsoluteError({ actual, forecast }: PointOutcome): number {
  checkSameLength('forecast', forecast, actual);
  return averageOverKnown(actual, (value, period) => Math.abs(value - forecast[period]!));
}
