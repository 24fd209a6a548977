import { naiveAbsoluteError } from './naive-error.ts';
import { averageOverKnown, checkSameLength } from './outcome.ts';

/** What happened, and the interval that was said to hold it. */
export interface IntervalOutcome {
  /** NaN where nobody knows what happened: the period does not count */
  actual: ArrayLike<number>;
  lower: ArrayLike<number>;
  upper: ArrayLike<number>;
}

/**
 * Share of the known actual values inside the interval, its ends included. It should be what the interval was
 * said to hold; for counts it is more, since whole numbers cannot hold exactly 80 %: judge those by `randomisedPit`.
 *
 * @returns between 0 and 1; NaN if no actual value is known
 */
export function coverage({ actual, lower, upper }: IntervalOutcome): number {
  checkSameLength('lower', lower, actual);
  checkSameLength('upper', upper, actual);
  return averageOverKnown(actual, (value, period) =>
    value >= lower[period]! && value <= upper[period]! ? 1 : 0,
  );
}

/**
 * Width of the interval, plus 2 / (1 - level) times the distance of the actual value from it where it is outside:
 * narrow is good, missing is bad, and the true central interval is the best by it.
 *
 * @param outcome.level what the interval was said to hold, for example 0.95 [1 - alpha]
 * @returns in the units of the series; NaN if no actual value is known
 * @see Gneiting, Raftery (2007), Strictly Proper Scoring Rules, equation 43
 * @example intervalScore({ actual: [12], lower: [4], upper: [10], level: 0.8 }) // 6 + 10 * 2
 */
export function intervalScore({ actual, lower, upper, level }: IntervalOutcome & { level: number }): number {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`level is ${level}; it must lie between 0 and 1, both excluded`);
  }
  checkSameLength('lower', lower, actual);
  checkSameLength('upper', upper, actual);
  const penalty = 2 / (1 - level);
  return averageOverKnown(actual, (value, period) => {
    const low = lower[period]!;
    const high = upper[period]!;
    return high - low + penalty * Math.max(0, low - value, value - high);
  });
}

/**
 * Interval score over the mean absolute error of the seasonal naive forecast in the history [MSIS].
 *
 * @param outcome.lag periods in a season [m]; 1 if left out
 * @returns at least 0; NaN if no actual value is known, or the history never changed from season to season
 * @see Makridakis, Spiliotis, Assimakopoulos (2020), The M4 Competition, section 2.3
 */
export function meanScaledIntervalScore(
  outcome: IntervalOutcome & { level: number; history: ArrayLike<number>; lag?: number },
): number {
  const scale = naiveAbsoluteError(outcome.history, outcome.lag);
  return scale > 0 ? intervalScore(outcome) / scale : Number.NaN;
}
