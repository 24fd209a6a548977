/**
 * A copy with NaN replaced: linear interpolation between the nearest known values, after the average of each
 * place in the season was taken off where the history shows two known values for each place. Values after the
 * last known one repeat it (with their place in the season).
 *
 * @param observed at least one value that is not NaN, unless it is empty
 */
export function fillGaps(observed: Float64Array, seasonalPeriod: number): Float64Array {
  const filled = Float64Array.from(observed);
  const seasonal = seasonalPeriod > 1 ? placeAverages(observed, seasonalPeriod) : undefined;
  if (seasonal)
    for (let index = 0; index < filled.length; index++) filled[index]! -= seasonal[index % seasonalPeriod]!;
  interpolate(filled);
  if (seasonal)
    for (let index = 0; index < filled.length; index++) filled[index]! += seasonal[index % seasonalPeriod]!;
  for (let index = 0; index < filled.length; index++) {
    if (!Number.isNaN(observed[index]!)) filled[index] = observed[index]!;
  }
  return clampedTo(observed, filled);
}

/** Average of each place in the season minus the average of all; undefined if a place has fewer than two values. */
function placeAverages(observed: Float64Array, period: number): Float64Array | undefined {
  const sums = new Float64Array(period);
  const counts = new Int32Array(period);
  let total = 0;
  let known = 0;
  for (let index = 0; index < observed.length; index++) {
    const value = observed[index]!;
    if (Number.isNaN(value)) continue;
    sums[index % period]! += value;
    counts[index % period]!++;
    total += value;
    known++;
  }
  for (let place = 0; place < period; place++) {
    if (counts[place]! < 2) return undefined;
    sums[place] = sums[place]! / counts[place]! - total / known;
  }
  return sums;
}

function interpolate(values: Float64Array): void {
  let previous = -1;
  for (let index = 0; index < values.length; index++) {
    if (Number.isNaN(values[index]!)) continue;
    for (let gap = previous + 1; gap < index; gap++) {
      const share = previous < 0 ? 1 : (gap - previous) / (index - previous);
      values[gap] =
        (previous < 0 ? values[index]! : values[previous]!) * (1 - share) + values[index]! * share;
    }
    previous = index;
  }
  for (let gap = previous + 1; gap < values.length; gap++) values[gap] = previous < 0 ? 0 : values[previous]!;
}

/** A filled value never leaves the range of the known ones: a season taken off could push it below zero. */
function clampedTo(observed: Float64Array, filled: Float64Array): Float64Array {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of observed) {
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  for (let index = 0; index < filled.length; index++) {
    if (filled[index]! < smallest) filled[index] = smallest;
    else if (filled[index]! > largest) filled[index] = largest;
  }
  return filled;
}
