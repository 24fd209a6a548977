import { quantileType7 } from '@granary/statistics';

/** Mean of an array; 0 for an empty one. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Quantiles (type 7) of unsorted values, at each probability. */
export function quantilesOf(values: ArrayLike<number>, probabilities: number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return probabilities.map((p) => quantileType7(sorted, p));
}
