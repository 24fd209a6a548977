/** Mean of the numbers, all known; running, so that sums of large ones cannot overflow. 0 for none. */
export function meanOf(values: Float64Array): number {
  let mean = 0;
  for (let index = 0; index < values.length; index++) mean += (values[index]! - mean) / (index + 1);
  return mean;
}

/** Median of the known numbers; NaN if there are none. */
export function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
