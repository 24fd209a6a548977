import { averageOverKnown, checkSameLength, type PointOutcome } from './outcome.ts';

/**
 * Sum of absolute errors over the sum of absolute actual values [WAPE, also MAD/mean]: the error in the units a
 * planner sees, as a share of what was wanted. Over several series, join them first: large ones then weigh more.
 *
 * @returns at least 0; NaN if no actual value is known, or all are zero
 * @see Kolassa, Schütz (2007), Advantages of the MAD/Mean Ratio over the MAPE
 * @example weightedPercentageError({ actual: [0, 10], forecast: [2, 7] }) // 5 / 10
 */
export function weightedPercentageError({ actual, forecast }: PointOutcome): number {
  checkSameLength('forecast', forecast, actual);
  const size = averageOverKnown(actual, Math.abs);
  if (!(size > 0)) return Number.NaN;
  return averageOverKnown(actual, (value, period) => Math.abs(value - forecast[period]!)) / size;
}
