/**
 * Units wanted on one day: the negative binomial quantile of one uniform number,
 * by summing probabilities upwards. One uniform per day, whatever the mean, keeps
 * the same customers when a price or a decision changes: with the same uniform a
 * higher mean never wants fewer units.
 *
 * @param uniform in [0, 1)
 * @param mean expected units, at least 0 [μ]
 * @param dispersion size, above 0 [r]: variance = μ + μ² / r
 * @see Johnson, Kemp, Kotz, Univariate Discrete Distributions (2005), section 5.1
 */
export function unitsWanted(uniform: number, mean: number, dispersion: number): number {
  if (mean <= 0) return 0;
  const failure = mean / (dispersion + mean);
  let probability = (dispersion / (dispersion + mean)) ** dispersion;
  let cumulative = probability;
  let units = 0;
  while (cumulative <= uniform) {
    probability *= (failure * (dispersion + units)) / (units + 1);
    units += 1;
    cumulative += probability;
    // Past the mean and below the last bit of `cumulative` the sum stands still.
    if (units > mean && probability < 1e-17) break;
  }
  return units;
}

/**
 * How many of `customers` have a habit that each has with probability `share`:
 * the binomial quantile of one uniform number.
 */
export function customersWithHabit(uniform: number, customers: number, share: number): number {
  if (customers === 0 || share <= 0) return 0;
  if (share >= 1) return customers;
  const odds = share / (1 - share);
  let probability = (1 - share) ** customers;
  let cumulative = probability;
  let count = 0;
  while (cumulative <= uniform && count < customers) {
    probability *= (odds * (customers - count)) / (count + 1);
    count += 1;
    cumulative += probability;
  }
  return count;
}
