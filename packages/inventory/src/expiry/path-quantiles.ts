/** Mean of an array; 0 for an empty one. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? 0 : sum / values.length;
}

/**
 * Sample quantiles of unsorted values, at each probability, interpolated between order statistics.
 * @see Hyndman and Fan (1996), "Sample quantiles in statistical packages", definition 7
 */
export function quantilesOf(values: ArrayLike<number>, probabilities: number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return probabilities.map((p) => {
    const position = (sorted.length - 1) * p;
    const below = Math.floor(position);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
  });
}
