import { poisson } from '@granary/statistics';

/** Poisson demand over a lead time, tabulated for the sums of a recursion. */
export interface PoissonTable {
  mean: number;
  /** the counts outside `lowest` … `highest` together have a probability below 1e-22 */
  lowest: number;
  highest: number;
  /** P(D = d) */
  probability(count: number): number;
  /** P(D > d) for d of at least −1 */
  exceedance(count: number): number;
  /** E[(D − d)⁺] for d of at least −1 */
  loss(count: number): number;
}

export function poissonTable(mean: number): PoissonTable {
  let lowest = Math.floor(mean);
  let highest = lowest;
  while (lowest > 0 && poisson.pmf(lowest, { mean }) > NEGLIGIBLE) lowest--;
  while (poisson.pmf(highest, { mean }) > NEGLIGIBLE) highest++;
  const probabilities = new Float64Array(highest + 1);
  // indexed by count + 1; summed from the thin end, so that small values keep their digits
  const exceedances = new Float64Array(highest + 2);
  const losses = new Float64Array(highest + 2);
  for (let count = highest; count >= 0; count--) {
    probabilities[count] = count < lowest ? 0 : poisson.pmf(count, { mean });
    exceedances[count] = exceedances[count + 1]! + probabilities[count]!;
    losses[count] = losses[count + 1]! + exceedances[count]!;
  }
  return {
    mean,
    lowest,
    highest,
    probability: (count) => probabilities[count] ?? 0,
    exceedance: (count) => exceedances[count + 1] ?? 0,
    loss: (count) => losses[count + 1] ?? 0,
  };
}

const NEGLIGIBLE = 1e-26;
