import { poisson } from '@granary/statistics';

/** Poisson demand over a lead time, tabulated for the sums of a recursion. */
export interface PoissonTable {
  mean: number;
  /** the counts outside `lowest` … `highest` together have a probability below 1e-22 */
  lowest: number;
  highest: number;
  /** P(D = d) */
  probability(count: number): number;
  /** P(D > d), for whole d of either sign */
  exceedance(count: number): number;
  /** E[(D − d)⁺], for whole d of either sign */
  loss(count: number): number;
}

/** Units of mean demand over a lead time: a recursion takes some 500 steps for each. */
const MOST_DEMAND = 1e7;

/**
 * Memory and time grow as the square root of the mean.
 *
 * @throws RangeError for a mean above ten million
 */
export function poissonTable(mean: number): PoissonTable {
  if (!(mean <= MOST_DEMAND)) {
    throw new RangeError(
      `the mean demand over a lead time is ${mean} units; it must be at most ${MOST_DEMAND} for a table: count in larger units, or take demand as normal`,
    );
  }
  let lowest = Math.floor(mean);
  let highest = lowest;
  while (lowest > 0 && poisson.pmf(lowest, { mean }) > NEGLIGIBLE) lowest--;
  while (poisson.pmf(highest, { mean }) > NEGLIGIBLE) highest++;
  const size = highest - lowest + 1;
  const probabilities = Float64Array.from({ length: size }, (_, above) =>
    poisson.pmf(lowest + above, { mean }),
  );
  // indexed by count − lowest + 1; summed from the thin end, so that small values keep their digits
  const exceedances = new Float64Array(size + 1);
  const losses = new Float64Array(size + 1);
  for (let above = size - 1; above >= 0; above--) {
    exceedances[above] = exceedances[above + 1]! + probabilities[above]!;
    losses[above] = losses[above + 1]! + exceedances[above]!;
  }
  return {
    mean,
    lowest,
    highest,
    probability: (count) => probabilities[count - lowest] ?? 0,
    exceedance: (count) => (count < lowest ? 1 : (exceedances[count - lowest + 1] ?? 0)),
    loss: (count) => (count < lowest ? mean - count : (losses[count - lowest + 1] ?? 0)),
  };
}

const NEGLIGIBLE = 1e-26;
