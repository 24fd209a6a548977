import { regularisedGammaQ } from '@granary/statistics';

/** How evenly values fill 0 to 1. */
export interface Uniformity {
  /** share of the values in each of the bins of equal width; all equal if uniform */
  shares: number[];
  /** largest distance of a share from the even one */
  largestDeviation: number;
  /** Pearson's chi-squared with one degree of freedom less than bins */
  statistic: number;
  /** how often independent uniform values are this uneven or more so */
  probability: number;
}

/**
 * Tests whether PIT values are uniform. A hump in the middle says that forecasts are too wide, a bowl that they
 * are too narrow, a slope that they are biased. The probability is of independent values: the periods of one
 * forecast err together, so take one period per forecast where it has to be exact. With thousands of values any
 * imperfection is significant: then look at the largest deviation.
 *
 * @param values between 0 and 1, at least five per bin for the probability to be right
 * @param bins   2 or more; 10 if left out
 * @see Pearson (1900), On the criterion that a given system of deviations ...; Diebold, Gunther, Tay (1998),
 *   Evaluating Density Forecasts
 */
export function uniformityTest(values: ArrayLike<number>, bins = 10): Uniformity {
  if (!(Number.isInteger(bins) && bins >= 2)) {
    throw new RangeError(`bins is ${bins}; it must be a whole number, at least 2`);
  }
  const count = values.length;
  if (count === 0) throw new RangeError('values is empty; it must hold at least one value');
  const counts = new Array<number>(bins).fill(0);
  for (let index = 0; index < count; index++) {
    const value = values[index]!;
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`values has ${value} at ${index}; they must lie between 0 and 1`);
    }
    counts[Math.min(bins - 1, Math.floor(value * bins))]! += 1;
  }
  const even = count / bins;
  const statistic = counts.reduce((sum, found) => sum + (found - even) ** 2 / even, 0);
  const shares = counts.map((found) => found / count);
  return {
    shares,
    largestDeviation: Math.max(...shares.map((share) => Math.abs(share - 1 / bins))),
    statistic,
    probability: regularisedGammaQ((bins - 1) / 2, statistic / 2),
  };
}
