import { clusterSizes, type Points, squaredDistance } from './points.ts';

/**
 * The cluster of each point with the least sum of squared distances to the centres, such that every cluster
 * has at least `minimumSize` points. Exact: from the nearest centres, each missing point is brought along the
 * cheapest chain of moves from a cluster that can spare one (shortest paths in the residual network of the
 * assignment, which has no negative cycle). Of equal centres the first is taken.
 *
 * Time grows with points × clusters for each missing point; without any, with points × clusters.
 *
 * @param minimumSize at least 0, and clusters × minimumSize at most the number of points
 * @see Bradley, Bennett, Demiriz (2000), Constrained K-Means Clustering, Microsoft Research MSR-TR-2000-65
 */
export function sizedAssignment(points: Points, centres: Points, minimumSize: number): Int32Array {
  const clusterOf = new Int32Array(points.count);
  const distances = new Float64Array(points.count * centres.count);
  for (let point = 0; point < points.count; point++) {
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let cluster = 0; cluster < centres.count; cluster++) {
      const distance = squaredDistance(points, point, centres, cluster);
      distances[point * centres.count + cluster] = distance;
      if (distance < least) {
        least = distance;
        nearest = cluster;
      }
    }
    clusterOf[point] = nearest;
  }
  const sizes = clusterSizes(clusterOf, centres.count);
  for (let cluster = 0; cluster < centres.count; cluster++) {
    while (sizes[cluster]! < minimumSize) {
      const spare = bringOne(distances, centres.count, clusterOf, {
        to: cluster,
        canSpare: sizes.map((size) => (size > minimumSize ? 1 : 0)),
      });
      sizes[spare]! -= 1;
      sizes[cluster]! += 1;
    }
  }
  return clusterOf;
}

/** The cheapest move of one point from each cluster to each other. */
interface Moves {
  cost: Float64Array;
  point: Int32Array;
}

/** Moves points along the cheapest chain that ends in `to`; returns the cluster that has one less. */
function bringOne(
  distances: Float64Array,
  count: number,
  clusterOf: Int32Array,
  { to, canSpare }: { to: number; canSpare: Int32Array },
): number {
  const moves = cheapestMoves(distances, count, clusterOf);
  // Bellman-Ford backwards from `to`: costs may be negative after earlier chains.
  const cost = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const next = new Int32Array(count).fill(-1);
  cost[to] = 0;
  // Gains of rounding are none, else a chain could bite its own tail.
  const smallestGain = 1e-12 * largestFinite(moves.cost);
  let improves = true;
  for (let round = 1; round < count && improves; round++) {
    improves = false;
    for (let from = 0; from < count; from++) {
      for (let via = 0; via < count; via++) {
        const candidate = moves.cost[from * count + via]! + cost[via]!;
        if (from !== to && candidate < cost[from]! - smallestGain) {
          improves = true;
          cost[from] = candidate;
          next[from] = via;
        }
      }
    }
  }
  let source = -1;
  for (let cluster = 0; cluster < count; cluster++) {
    if (canSpare[cluster] && (source < 0 || cost[cluster]! < cost[source]!)) source = cluster;
  }
  for (let cluster = source; cluster !== to; cluster = next[cluster]!) {
    clusterOf[moves.point[cluster * count + next[cluster]!]!] = next[cluster]!;
  }
  return source;
}

function largestFinite(costs: Float64Array): number {
  let largest = 0;
  for (const cost of costs) if (cost < Number.POSITIVE_INFINITY) largest = Math.max(largest, Math.abs(cost));
  return largest;
}

function cheapestMoves(distances: Float64Array, count: number, clusterOf: Int32Array): Moves {
  const cost = new Float64Array(count * count).fill(Number.POSITIVE_INFINITY);
  const movable = new Int32Array(count * count).fill(-1);
  for (let point = 0; point < clusterOf.length; point++) {
    const from = clusterOf[point]!;
    const here = distances[point * count + from]!;
    for (let to = 0; to < count; to++) {
      const extra = distances[point * count + to]! - here;
      if (to !== from && extra < cost[from * count + to]!) {
        cost[from * count + to] = extra;
        movable[from * count + to] = point;
      }
    }
  }
  return { cost, point: movable };
}
