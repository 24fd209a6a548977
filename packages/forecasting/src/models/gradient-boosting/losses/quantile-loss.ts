import type { Loss } from './loss.ts';
import { selectInPlace } from './select-in-place.ts';

/**
 * Pinball loss: the prediction is a quantile. Its gradient only says on which side a row lies, so a tree's shape
 * follows the gradient and its leaves are then given the quantile of what their rows lack.
 *
 * @param level probability of the quantile, between 0 and 1
 * @see Koenker, Bassett (1978), Regression Quantiles
 * @see Friedman (2001), Greedy Function Approximation: A Gradient Boosting Machine, section 4.3
 */
export function quantileLoss(level: number): Loss {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`level is ${level}; it must lie between 0 and 1, both excluded`);
  }
  const leafValue = (residuals: Float64Array): number =>
    residuals.length === 0 ? 0 : selectInPlace(residuals, Math.floor(level * (residuals.length - 1) + 0.5));
  return {
    name: `quantile(${level})`,
    constantScore: (targets) => leafValue(Float64Array.from(targets)),
    derivatives(targets, scores, gradients, curvatures) {
      for (let row = 0; row < targets.length; row++) {
        gradients[row] = targets[row]! > scores[row]! ? -level : 1 - level;
        curvatures[row] = 1;
      }
    },
    meanLoss(targets, scores, from) {
      let sum = 0;
      for (let row = from; row < targets.length; row++) {
        const error = targets[row]! - scores[row]!;
        sum += error > 0 ? level * error : (level - 1) * error;
      }
      return sum / Math.max(1, targets.length - from);
    },
    outcome: (score) => score,
    leafValue,
  };
}
