import type { TimeSeries } from '../time-series.ts';
import { numbersOf } from './numbers.ts';

/** A history cut in two at a point in time. */
export interface TimeSplit {
  /** all that was known when the last period of the past had ended; regressors keep what was planned ahead */
  past: TimeSeries;
  /** the values that came after */
  future: Float64Array;
}

/**
 * Cuts a series into past and future in the order of time; nothing is shuffled and no value of the future is in
 * the past. Regressors keep their values ahead, since they are known ahead by definition; one that is only known
 * afterwards (a stock-out) is cut with `knownAhead`.
 *
 * @param options.future     periods in the future, a whole number from 0 to the length of the series
 * @param options.knownAhead names of the regressors that keep values of the future; all if left out
 * @throws RangeError if `future` is out of range
 * @example splitInTime({ values: [1, 2, 3] }, { future: 1 }) // past.values [1, 2], future [3]
 */
export function splitInTime(
  series: TimeSeries,
  options: { future: number; knownAhead?: readonly string[] },
): TimeSplit {
  const { future, knownAhead } = options;
  const length = series.values.length;
  if (!(Number.isInteger(future) && future >= 0 && future <= length)) {
    throw new RangeError(
      `future is ${future}; it must be a whole number from 0 to ${length}, the length of the series`,
    );
  }
  const cut = length - future;
  const values = numbersOf(series.values);
  const regressors = series.regressors?.map(({ name, values: given }) => ({
    name,
    values:
      knownAhead === undefined || knownAhead.includes(name) ? given : Float64Array.from(given).slice(0, cut),
  }));
  return {
    past: { ...series, values: values.slice(0, cut), ...(regressors === undefined ? {} : { regressors }) },
    future: values.slice(cut),
  };
}
