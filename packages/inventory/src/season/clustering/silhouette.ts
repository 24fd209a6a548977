import { clusterSizes, type Points, squaredDistance } from './points.ts';

/**
 * How well each point lies in its cluster, between −1 and 1: (b − a) / max(a, b), where a is its mean distance
 * from the others of its cluster and b that from the nearest other cluster. 0 for a point alone in its cluster,
 * and between clusters that coincide. Time grows with the square of the points.
 *
 * @param clusters number of clusters, at least 2, none of them empty
 * @throws RangeError if there is only one cluster: a silhouette compares with another
 * @see Rousseeuw (1987), Silhouettes, J. Comput. Appl. Math. 20
 */
export function silhouettes(points: Points, clusterOf: Int32Array, clusters: number): Float64Array {
  if (clusters < 2) throw new RangeError(`clusters is ${clusters}; a silhouette needs at least 2`);
  const sizes = clusterSizes(clusterOf, clusters);
  const sums = new Float64Array(clusters);
  const widths = new Float64Array(points.count);
  for (let point = 0; point < points.count; point++) {
    const own = clusterOf[point]!;
    if (sizes[own] === 1) continue;
    sums.fill(0);
    for (let other = 0; other < points.count; other++) {
      sums[clusterOf[other]!]! += Math.sqrt(squaredDistance(points, point, points, other));
    }
    const within = sums[own]! / (sizes[own]! - 1);
    let nearest = Number.POSITIVE_INFINITY;
    for (let cluster = 0; cluster < clusters; cluster++) {
      if (cluster !== own) nearest = Math.min(nearest, sums[cluster]! / sizes[cluster]!);
    }
    const larger = Math.max(within, nearest);
    widths[point] = larger === 0 ? 0 : (nearest - within) / larger;
  }
  return widths;
}
