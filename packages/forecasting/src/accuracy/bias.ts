import { averageOverKnown, checkSameLength, type PointOutcome } from './outcome.ts';

/**
 * Average of forecast minus actual value [mean error], in the units of the series: above zero, the forecast was
 * too high.
 *
 * @returns NaN if no actual value is known
 * @example bias({ actual: [3, 5], forecast: [4, 3] }) // -0.5
 */
export function bias({ actual, forecast }: PointOutcome): number {
  checkSameLength('forecast', forecast, actual);
  return averageOverKnown(actual, (value, period) => forecast[period]! - value);
}

/**
 * Bias as a share of what was wanted: sum of forecast minus actual over the sum of absolute actual values.
 *
 * @returns NaN if no actual value is known, or all are zero
 * @example relativeBias({ actual: [3, 5], forecast: [4, 3] }) // -1 / 8
 */
export function relativeBias(outcome: PointOutcome): number {
  const size = averageOverKnown(outcome.actual, Math.abs);
  return size > 0 ? bias(outcome) / size : Number.NaN;
}
