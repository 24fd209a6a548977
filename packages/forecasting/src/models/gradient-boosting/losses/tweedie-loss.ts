import type { Loss } from './loss.ts';

/** Scores are logarithms; beyond this the exponential says nothing but overflow. */
const LARGEST_SCORE = 30;
/** A mean of zero has no logarithm. */
const SMALLEST_MEAN = 1e-6;

/**
 * Deviance of a Tweedie distribution with a log link, for demand that is often zero: the prediction is the mean.
 * Power 1 is Poisson; between 1 and 2 it is a Poisson number of gamma-distributed sizes.
 *
 * @param power [rho] the variance is proportional to this power of the mean; at least 1, below 2
 * @see Jorgensen (1997), The Theory of Dispersion Models, section 4.3
 */
export function tweedieLoss(power: number): Loss {
  if (!(power >= 1 && power < 2))
    throw new RangeError(`power is ${power}; it must be at least 1 and below 2`);
  const first = 1 - power;
  const second = 2 - power;
  return {
    name: power === 1 ? 'poisson' : `tweedie(${power})`,
    constantScore(targets) {
      let sum = 0;
      for (let row = 0; row < targets.length; row++) sum += targets[row]!;
      return Math.log(Math.max(SMALLEST_MEAN, targets.length === 0 ? 0 : sum / targets.length));
    },
    derivatives(targets, scores, gradients, curvatures) {
      for (let row = 0; row < targets.length; row++) {
        const score = Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, scores[row]!));
        const observed = targets[row]! * Math.exp(first * score);
        const expected = Math.exp(second * score);
        gradients[row] = expected - observed;
        curvatures[row] = second * expected - first * observed;
      }
    },
    meanLoss(targets, scores, from) {
      let sum = 0;
      for (let row = from; row < targets.length; row++) {
        const score = Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, scores[row]!));
        const observed =
          first === 0 ? -targets[row]! * score : (-targets[row]! * Math.exp(first * score)) / first;
        sum += observed + Math.exp(second * score) / second;
      }
      return sum / Math.max(1, targets.length - from);
    },
    outcome: (score) => Math.exp(Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, score))),
  };
}

/** Deviance of the Poisson distribution with a log link. */
export const poissonLoss: Loss = tweedieLoss(1);
