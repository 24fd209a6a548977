/**
 * How far the naive forecast was off in the history: the average distance between a value and the one `lag`
 * periods before. Scaled measures divide by it, so that series of any size can be averaged.
 *
 * @param history oldest value first; NaN is a value nobody knows, its pairs do not count
 * @param lag     periods in a season for the seasonal naive forecast [m], at least 1
 * @returns NaN if the history has no pair of known values so far apart
 * @throws RangeError if lag is not a whole number, at least 1
 * @see Hyndman, Koehler (2006), Another look at measures of forecast accuracy
 * @example naiveAbsoluteError([1, 3, 2], 1) // (2 + 1) / 2
 */
export function naiveAbsoluteError(history: ArrayLike<number>, lag = 1): number {
  return averageOverPairs(history, lag, Math.abs);
}

/** The same with squared distances: the scale of RMSSE. */
export function naiveSquaredError(history: ArrayLike<number>, lag = 1): number {
  return averageOverPairs(history, lag, (difference) => difference * difference);
}

function averageOverPairs(
  history: ArrayLike<number>,
  lag: number,
  term: (difference: number) => number,
): number {
  if (!(Number.isInteger(lag) && lag >= 1)) {
    throw new RangeError(`lag is ${lag}; it must be a whole number, at least 1`);
  }
  let sum = 0;
  let pairs = 0;
  for (let period = lag; period < history.length; period++) {
    const difference = history[period]! - history[period - lag]!;
    if (Number.isNaN(difference)) continue;
    sum += term(difference);
    pairs++;
  }
  return pairs === 0 ? Number.NaN : sum / pairs;
}

/**
 * The history from the first value that is known and not zero, none if there is no such value. The M5 competition
 * measures scales there: an item that was not yet sold makes no naive error, and would make every scale small.
 */
export function sinceFirstDemand(history: ArrayLike<number>): Float64Array {
  let first = 0;
  while (first < history.length && (history[first] === 0 || Number.isNaN(history[first]!))) first++;
  return Float64Array.from({ length: history.length - first }, (_, period) => history[first + period]!);
}
