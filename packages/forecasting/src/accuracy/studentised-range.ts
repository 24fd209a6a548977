import { brentRoot, integrate, normal } from '@granary/statistics';

/**
 * Probability that `groups` independent standard normal values lie within `range` of each other: the studentised
 * range with infinite degrees of freedom. One of them is the smallest, and the others follow within the range.
 *
 * @see Pearson, Hartley (1942), The probability integral of the range in samples of n observations
 */
export function rangeProbability(range: number, groups: number): number {
  if (range <= 0) return 0;
  const density = (smallest: number): number =>
    normal.pdf(smallest) * (normal.cdf(smallest + range) - normal.cdf(smallest)) ** (groups - 1);
  return groups * integrate(density, { low: -9 - range, high: 9 }).value;
}

/** The range that is kept with this probability, for example 3.314 at .95 with 3 groups. */
export function rangeQuantile(probability: number, groups: number): number {
  return brentRoot((range) => rangeProbability(range, groups) - probability, {
    low: 0,
    high: 20,
    tolerance: 1e-9,
  }).x;
}
