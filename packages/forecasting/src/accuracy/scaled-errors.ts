import { bias } from './bias.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { naiveAbsoluteError, naiveSquaredError, sinceFirstDemand } from './naive-error.ts';
import { averageOverKnown, checkSameLength, type PointOutcome } from './outcome.ts';

/** An outcome with the history the forecast was made from, which gives the unit of the error. */
export interface ScaledOutcome extends PointOutcome {
  /** oldest value first; NaN is a value nobody knows */
  history: ArrayLike<number>;
  /** periods in a season [m]; 1, which is right for series without one, if left out */
  lag?: number;
}

/**
 * Mean absolute error over that of the seasonal naive forecast in the history [MASE]. Below 1 the forecast was
 * better than naive one step ahead; further ahead, and for any series, it may be worse without being poor.
 *
 * @returns at least 0; NaN if no actual value is known, or the history never changed from one season to the next
 * @see Hyndman, Koehler (2006), Another look at measures of forecast accuracy, section 3
 */
export function meanAbsoluteScaledError({ history, lag, actual, forecast }: ScaledOutcome): number {
  return ratio(meanAbsoluteError({ actual, forecast }), naiveAbsoluteError(history, lag));
}

/**
 * Root mean squared error over that of the naive forecast in the history since the first demand [RMSSE]; the M5
 * competition takes lag 1. For demand that is mostly zero a forecast of zero does well by it: never rank by it
 * alone.
 *
 * @returns at least 0; NaN if no actual value is known, or the history never changed
 * @see Makridakis, Spiliotis, Assimakopoulos (2022), M5 accuracy competition, section 3.1
 */
export function rootMeanSquaredScaledError({ history, lag, actual, forecast }: ScaledOutcome): number {
  checkSameLength('forecast', forecast, actual);
  const squared = averageOverKnown(actual, (value, period) => (value - forecast[period]!) ** 2);
  return Math.sqrt(ratio(squared, naiveSquaredError(sinceFirstDemand(history), lag)));
}

/** Bias in units of the mean absolute error of the seasonal naive forecast in the history; NaN where MASE is. */
export function scaledBias({ history, lag, actual, forecast }: ScaledOutcome): number {
  return ratio(bias({ actual, forecast }), naiveAbsoluteError(history, lag));
}

function ratio(error: number, scale: number): number {
  return scale > 0 ? error / scale : Number.NaN;
}
