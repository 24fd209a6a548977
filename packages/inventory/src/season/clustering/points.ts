/** Points in rows, as plain numbers for the inner loops of clustering. */
export interface Points {
  count: number;
  dimensions: number;
  /** count × dimensions */
  values: Float64Array;
}

/** Squared distance of row `left` of one list and row `right` of another. */
export function squaredDistance(
  { values: leftValues, dimensions }: Points,
  left: number,
  { values: rightValues }: Points,
  right: number,
): number {
  let sum = 0;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const difference =
      leftValues[left * dimensions + dimension]! - rightValues[right * dimensions + dimension]!;
    sum += difference * difference;
  }
  return sum;
}

/** The rows named, in that order. */
export function rowsOf({ dimensions, values }: Points, rows: readonly number[]): Points {
  const chosen = new Float64Array(rows.length * dimensions);
  for (const [place, row] of rows.entries()) {
    chosen.set(values.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions);
  }
  return { count: rows.length, dimensions, values: chosen };
}

/** Number of points in each cluster. */
export function clusterSizes(clusterOf: Int32Array, clusters: number): Int32Array {
  const sizes = new Int32Array(clusters);
  for (const cluster of clusterOf) sizes[cluster]! += 1;
  return sizes;
}
