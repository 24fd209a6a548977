import type { Loss } from './loss.ts';

/** Half the squared error: the prediction is the mean. */
export const squaredLoss: Loss = {
  name: 'squared',
  constantScore(targets) {
    let sum = 0;
    for (let row = 0; row < targets.length; row++) sum += targets[row]!;
    return targets.length === 0 ? 0 : sum / targets.length;
  },
  derivatives(targets, scores, gradients, curvatures) {
    for (let row = 0; row < targets.length; row++) {
      gradients[row] = scores[row]! - targets[row]!;
      curvatures[row] = 1;
    }
  },
  meanLoss(targets, scores, from) {
    let sum = 0;
    for (let row = from; row < targets.length; row++) {
      const error = targets[row]! - scores[row]!;
      sum += 0.5 * error * error;
    }
    return sum / Math.max(1, targets.length - from);
  },
  outcome: (score) => score,
};
