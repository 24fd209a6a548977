import { robustSpread } from './robust-spread.ts';

/** Whether forecasts still err as they did when the model was chosen. */
export interface ErrorDrift {
  /**
   * too-high, too-low: the forecasts have become biased; less-accurate: their errors have become larger;
   * too-short: fewer than 8 known past errors, or no new one
   */
  state: 'usual' | 'too-high' | 'too-low' | 'less-accurate' | 'too-short';
  /** the new error, counted from 0, at which it was first seen; -1 if not at all */
  alertAt: number;
  /** highest value of each sum; the alert is at `limit` */
  sums: { tooHigh: number; tooLow: number; lessAccurate: number };
  /** for the reader */
  message: string;
}

export interface ErrorDriftOptions {
  /** forecast minus actual of the time the model is trusted from, in order; NaN is left out */
  past: ArrayLike<number>;
  /** forecast minus actual since then, in order; NaN is left out */
  recent: ArrayLike<number>;
  /** of the sums, in standard deviations, greater than 0; 6 if left out [h] */
  limit?: number;
}

const SHORTEST_PAST = 8;
const LIMIT = 6;
/** Half the shift, in standard deviations, that is to be found soonest [k]. */
const ALLOWANCE = 0.5;
/** One wild error alone is no drift: it counts as so many standard deviations, less than the limit. */
const LARGEST_ERROR = 4;
/** Mean and standard deviation of the square root of the absolute value of a standard normal number. */
const ROOT_MEAN = 0.82218;
const ROOT_DEVIATION = 0.34914;

/**
 * Error drift by cumulative sums [CUSUM]: errors in robust standard deviations of the past ones add up, less an
 * allowance, and never fall below zero; a sum that reaches the limit is an alert. Two sums watch the bias, a third
 * the size of the errors (the square root of their absolute value, which is about normal). A shift by one standard
 * deviation is seen after about twelve errors. With limit 5 the two sums of the bias alert once in 465 independent
 * normal errors if nothing changed and their spread is known. With 60 past errors 24 new ones raise an alert of any
 * kind in 8 % of series, with limit 6 in 4 %, with limit 8 in 0.6 % (1,000 simulated series); with 20 past errors
 * it is twice as often.
 *
 * Errors one period ahead are about independent; those further ahead overlap and alert more often: raise the
 * limit. Bias is counted from zero, not from the past bias: a model that was always too high will be told so.
 *
 * @throws RangeError if the limit is not greater than 0; never because of the errors
 * @see Page (1954), Continuous Inspection Schemes; Hawkins (1981), A CUSUM for a Scale Parameter; Lucas, Crosier
 *   (1982), Robust CUSUM
 */
export function errorDrift({ past, recent, limit = LIMIT }: ErrorDriftOptions): ErrorDrift {
  if (!(limit > 0)) throw new RangeError(`limit is ${limit}; it must be greater than 0`);
  const known = Float64Array.from(past).filter((error) => !Number.isNaN(error));
  const count = Float64Array.from(recent).filter((error) => !Number.isNaN(error)).length;
  const sums = { tooHigh: 0, tooLow: 0, lessAccurate: 0 };
  if (known.length < SHORTEST_PAST || count === 0) {
    const message = `Drift needs ${SHORTEST_PAST} known past errors and 1 new one, and found ${known.length} and ${count}.`;
    return { state: 'too-short', alertAt: -1, sums, message };
  }
  const { spread } = robustSpread(known);
  const highest = { ...sums };
  let state: keyof typeof MESSAGES = 'usual';
  let alertAt = -1;
  for (let index = 0; index < recent.length; index++) {
    if (Number.isNaN(recent[index]!)) continue;
    const error = standardised(recent[index]!, spread);
    const size = (Math.sqrt(Math.abs(error)) - ROOT_MEAN) / ROOT_DEVIATION;
    sums.tooHigh = Math.max(0, sums.tooHigh + error - ALLOWANCE);
    sums.tooLow = Math.max(0, sums.tooLow - error - ALLOWANCE);
    sums.lessAccurate = Math.max(0, sums.lessAccurate + size - ALLOWANCE);
    for (const name of ['tooHigh', 'tooLow', 'lessAccurate'] as const) {
      highest[name] = Math.max(highest[name], sums[name]);
    }
    if (alertAt >= 0) continue;
    state = alertOf(sums, limit);
    if (state !== 'usual') alertAt = index;
  }
  return { state, alertAt, sums: highest, message: MESSAGES[state] };
}

function standardised(error: number, spread: number): number {
  // Past forecasts that were all exact: any error is a large one.
  const score = spread > 0 ? error / spread : Math.sign(error) * LARGEST_ERROR;
  return Math.max(-LARGEST_ERROR, Math.min(LARGEST_ERROR, score));
}

function alertOf(
  sums: ErrorDrift['sums'],
  limit: number,
): 'usual' | 'too-high' | 'too-low' | 'less-accurate' {
  if (sums.tooHigh >= limit) return 'too-high';
  if (sums.tooLow >= limit) return 'too-low';
  return sums.lessAccurate >= limit ? 'less-accurate' : 'usual';
}

const MESSAGES: Readonly<Record<Exclude<ErrorDrift['state'], 'too-short'>, string>> = {
  usual: 'No drift: forecasts err as they did.',
  'too-high': 'Forecasts have become too high: fit again, or choose the model again.',
  'too-low': 'Forecasts have become too low: fit again, or choose the model again.',
  'less-accurate': 'Forecasts err more than they did: fit again, or choose the model again.',
};
