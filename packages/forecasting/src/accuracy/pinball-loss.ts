import { naiveAbsoluteError, sinceFirstDemand } from './naive-error.ts';
import { averageOverKnown, checkSameLength } from './outcome.ts';

/** What happened, and the quantiles that were forecast for it. */
export interface QuantileOutcome {
  /** NaN where nobody knows what happened: the period does not count */
  actual: ArrayLike<number>;
  /** each between 0 and 1, both excluded */
  probabilities: readonly number[];
  /** per probability, the quantile of each period */
  quantiles: readonly ArrayLike<number>[];
}

/** The nine probabilities of the M5 uncertainty competition: median, and intervals of 50, 67, 95 and 99 %. */
export const M5_PROBABILITIES: readonly number[] = [
  0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995,
];

/**
 * Pinball loss, averaged over probabilities and known periods: p (actual - quantile) if the actual value is above
 * the quantile, (1 - p) (quantile - actual) if below. The true quantiles are the best forecast by it. It is half
 * the absolute error at the median.
 *
 * @returns at least 0, in the units of the series; NaN if no actual value is known
 * @throws RangeError if there is not one quantile per probability and period, or a probability is out of range
 * @see Koenker, Bassett (1978), Regression Quantiles; Gneiting (2011), Quantiles as optimal point forecasts
 * @example pinballLoss({ actual: [10], probabilities: [0.9], quantiles: [[8]] }) // 0.9 * 2
 */
export function pinballLoss({ actual, probabilities, quantiles }: QuantileOutcome): number {
  if (quantiles.length !== probabilities.length) {
    throw new RangeError(
      `quantiles has ${quantiles.length} rows; it must have one per probability, ${probabilities.length}`,
    );
  }
  let sum = 0;
  for (let row = 0; row < probabilities.length; row++) {
    const probability = probabilities[row]!;
    const quantile = quantiles[row]!;
    if (!(probability > 0 && probability < 1)) {
      throw new RangeError(`probability is ${probability}; it must lie between 0 and 1, both excluded`);
    }
    checkSameLength('quantiles', quantile, actual);
    sum += averageOverKnown(actual, (value, period) => {
      const above = value - quantile[period]!;
      return above >= 0 ? probability * above : (probability - 1) * above;
    });
  }
  return sum / probabilities.length;
}

/**
 * Pinball loss over the mean absolute error of the naive forecast in the history since the first demand:
 * comparable between series.
 *
 * @returns at least 0; NaN if no actual value is known, or the history never changed
 * @see Makridakis et al. (2022), The M5 uncertainty competition, section 3.1 [SPL]
 */
export function scaledPinballLoss(outcome: QuantileOutcome & { history: ArrayLike<number> }): number {
  const scale = naiveAbsoluteError(sinceFirstDemand(outcome.history));
  return scale > 0 ? pinballLoss(outcome) / scale : Number.NaN;
}
