import type { SamplePaths } from '../model.ts';
import { averageOverKnown, checkSameLength } from './outcome.ts';
import { pinballLoss, type QuantileOutcome } from './pinball-loss.ts';

/**
 * Continuous ranked probability score from sample paths: the expected distance of a draw from the actual value,
 * less half the expected distance of two draws. It is the absolute error of a whole distribution, and becomes it
 * for a point forecast. The fair form, which divides by n (n - 1), estimates the score of the distribution that
 * was drawn from, not of the n draws. Time n log n per period.
 *
 * @param outcome.paths one path or more; with one it is the absolute error of the path
 * @returns in the units of the series; NaN if no actual value is known
 * @see Gneiting, Raftery (2007), Strictly Proper Scoring Rules, equation 21; Ferro (2014), Fair scores for
 *   ensemble forecasts, section 3
 */
export function sampleCrps({ actual, paths }: { actual: ArrayLike<number>; paths: SamplePaths }): number {
  const { paths: count, horizon, values } = paths;
  if (horizon !== actual.length) {
    throw new RangeError(
      `paths has ${horizon} periods; it must have as many as actual, which has ${actual.length}`,
    );
  }
  const draws = new Float64Array(count);
  return averageOverKnown(actual, (value, period) => {
    for (let path = 0; path < count; path++) draws[path] = values[path * horizon + period]!;
    draws.sort();
    let distance = 0;
    let spread = 0;
    for (let rank = 0; rank < count; rank++) {
      distance += Math.abs(draws[rank]! - value);
      // Sum over all pairs of their distance, each draw counted by how many lie below and above it.
      spread += (2 * rank - count + 1) * draws[rank]!;
    }
    return distance / count - (count > 1 ? spread / (count * (count - 1)) : 0);
  });
}

/**
 * Continuous ranked probability score from quantiles: twice the integral of the pinball loss over the
 * probabilities. Each probability stands for those nearer to it than to its neighbours, the outermost up to 0
 * and 1, so a few uneven levels do; the tails beyond the outermost are taken as the outermost.
 *
 * @param outcome.probabilities ascending
 * @returns in the units of the series; NaN if no actual value is known
 * @see Gneiting, Ranjan (2011), Comparing Density Forecasts Using Threshold- and Quantile-Weighted Scoring Rules
 */
export function quantileCrps({ actual, probabilities, quantiles }: QuantileOutcome): number {
  let score = 0;
  for (let row = 0; row < probabilities.length; row++) {
    const probability = probabilities[row]!;
    const below = row === 0 ? 0 : (probabilities[row - 1]! + probability) / 2;
    const above = row + 1 === probabilities.length ? 1 : (probabilities[row + 1]! + probability) / 2;
    if (row > 0 && !(probability > probabilities[row - 1]!)) {
      throw new RangeError(`probabilities has ${probability} at ${row}; they must ascend`);
    }
    const quantile = quantiles[row] ?? [];
    checkSameLength('quantiles', quantile, actual);
    score +=
      2 * (above - below) * pinballLoss({ actual, probabilities: [probability], quantiles: [quantile] });
  }
  return score;
}
