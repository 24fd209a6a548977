import { regularisedBeta } from '@granary/statistics';

export interface LossComparison {
  /** average loss of the first method minus that of the second: below zero, the first was better */
  meanDifference: number;
  /** Student's t with one degree of freedom less than forecasts; 0 if the losses never differ */
  statistic: number;
  /** how often two equally good methods differ this much or more, in either direction */
  probability: number;
}

/**
 * The test of Diebold and Mariano, corrected for few forecasts by Harvey, Leybourne and Newbold: whether two
 * methods differ in accuracy on one series by more than chance. Losses may be any (absolute, squared, pinball),
 * one per origin, in the order of time. Losses of forecasts `horizon` periods ahead overlap, and their
 * autocovariances up to horizon - 1 count; should they make the variance negative, those of the losses as if
 * independent are taken. It compares forecasts, not models: nested models on growing windows need others.
 *
 * @param options.horizon periods ahead of each loss [h], smaller than the number of losses
 * @throws RangeError unless there are as many losses of both, 2 or more, all numbers
 * @see Diebold, Mariano (1995), Comparing Predictive Accuracy; Harvey, Leybourne, Newbold (1997), Testing the
 *   equality of prediction mean squared errors, equations 8 and 9
 */
export function dieboldMariano(options: {
  first: ArrayLike<number>;
  second: ArrayLike<number>;
  horizon: number;
}): LossComparison {
  const { first, second, horizon } = options;
  const count = first.length;
  checkLosses(options);
  const differences = Float64Array.from({ length: count }, (_, index) => first[index]! - second[index]!);
  const mean = differences.reduce((sum, value) => sum + value, 0) / count;
  if (differences.every((value) => value === 0)) return { meanDifference: 0, statistic: 0, probability: 1 };
  const variance = varianceOfMean(differences, { mean, horizon });
  if (variance === 0) {
    // Always the same difference: no chance in it.
    return { meanDifference: mean, statistic: Math.sign(mean) * Number.MAX_VALUE, probability: 0 };
  }
  const correction = (count + 1 - 2 * horizon + (horizon * (horizon - 1)) / count) / count;
  const statistic = Math.sqrt(correction / variance) * mean;
  return { meanDifference: mean, statistic, probability: studentTwoSided(statistic, count - 1) };
}

function varianceOfMean(
  differences: Float64Array,
  { mean, horizon }: { mean: number; horizon: number },
): number {
  const count = differences.length;
  const autocovariance = (lag: number): number => {
    let sum = 0;
    for (let index = lag; index < count; index++) {
      sum += (differences[index]! - mean) * (differences[index - lag]! - mean);
    }
    return sum / count;
  };
  const independent = autocovariance(0);
  let total = independent;
  for (let lag = 1; lag < horizon; lag++) total += 2 * autocovariance(lag);
  return (total > 0 ? total : independent) / count;
}

/** Probability that Student's t is further from zero [1 - F(|t|) + F(-|t|)]. */
function studentTwoSided(t: number, degreesOfFreedom: number): number {
  return regularisedBeta(degreesOfFreedom / (degreesOfFreedom + t * t), {
    a: degreesOfFreedom / 2,
    b: 0.5,
  });
}

function checkLosses(options: {
  first: ArrayLike<number>;
  second: ArrayLike<number>;
  horizon: number;
}): void {
  const { first, second, horizon } = options;
  if (first.length !== second.length || first.length < 2) {
    throw new RangeError(
      `first has ${first.length} losses and second ${second.length}; they must have as many, at least 2`,
    );
  }
  for (const [name, losses] of Object.entries({ first, second })) {
    for (let index = 0; index < losses.length; index++) {
      if (Number.isFinite(losses[index]!)) continue;
      throw new RangeError(`${name} has ${losses[index]} at ${index}; losses must be finite numbers`);
    }
  }
  if (!(Number.isInteger(horizon) && horizon >= 1 && horizon < first.length)) {
    throw new RangeError(
      `horizon is ${horizon}; it must be a whole number from 1 to less than the ${first.length} losses`,
    );
  }
}
