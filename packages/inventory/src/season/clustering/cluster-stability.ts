import { randomStream, shuffled } from '@granary/statistics';
import { adjustedRandIndex } from './adjusted-rand-index.ts';
import {
  type ClusteringRequest,
  limitsOf,
  pointsOf,
  profilesOf,
  type TooFewStores,
} from './cluster-stores.ts';
import { kMeans } from './k-means.ts';
import { rowsOf } from './points.ts';

export interface ClusterStability {
  kind: 'measured';
  /** mean adjusted Rand index of the subsamples with the whole: 1 means that the groups do not depend on who is asked */
  adjustedRandIndex: number;
  /** for each cluster, in the order of `clusterStores`, the mean share it has in common with its nearest counterpart */
  byCluster: number[];
  subsamples: number;
}

/**
 * Whether the groups would be found again with a part of the locations: each subsample is clustered anew, in
 * the scale of the whole, and compared with the whole on the locations it holds. A cluster with less than
 * about 0.6 in common (Jaccard) should not be given a name; above 0.85 it is very stable (Hennig).
 *
 * The minimum size shrinks with the subsample. Clusters that the subsample misses entirely do not count in it.
 *
 * @param subsamples how many, whole number, at least 1; 20 if left out
 * @param share      of the locations in each, above 0 and at most 1; 0.8 if left out
 * @returns the stability, or how many locations would be needed
 * @see Hennig (2007), Cluster-wise assessment of cluster stability, Comput. Stat. Data Anal. 52
 */
export function clusterStability(
  request: ClusteringRequest,
  { subsamples = 20, share = 0.8 }: { subsamples?: number; share?: number } = {},
): ClusterStability | TooFewStores {
  if (!(Number.isSafeInteger(subsamples) && subsamples >= 1)) {
    throw new RangeError(`subsamples is ${subsamples}; it must be a whole number, at least 1`);
  }
  if (!(share > 0 && share <= 1)) throw new RangeError(`share is ${share}; it must be above 0 and at most 1`);
  const search = limitsOf(request);
  const points = pointsOf(profilesOf(request));
  const minimumSize = Math.max(1, Math.floor(share * search.minimumSize));
  const sizeOf = (stores: number) => Math.round(share * stores);
  // round(share × n) reaches m from n = (m − ½) / share on, give or take one for rounding.
  const least = Math.floor((search.clusters * minimumSize - 0.5) / share) - 1;
  let needed = Math.max(search.clusters * search.minimumSize, least);
  while (sizeOf(needed) < search.clusters * minimumSize) needed += 1;
  if (points.count < needed) return { kind: 'too-few-stores', needed, found: points.count };
  const whole = kMeans(points, search).clusterOf;
  const rows = Array.from({ length: points.count }, (_, row) => row);
  let agreement = 0;
  const shared = new Float64Array(search.clusters);
  const present = new Float64Array(search.clusters);
  for (let sample = 0; sample < subsamples; sample++) {
    const random = randomStream(search.seed, 'cluster stability', sample);
    const chosen = shuffled(random, rows)
      .slice(0, sizeOf(points.count))
      .sort((left, right) => left - right);
    const again = kMeans(rowsOf(points, chosen), { ...search, minimumSize }).clusterOf;
    const before = Int32Array.from(chosen, (row) => whole[row]!);
    agreement += adjustedRandIndex(before, again);
    for (let cluster = 0; cluster < search.clusters; cluster++) {
      if (!before.includes(cluster)) continue;
      present[cluster]! += 1;
      shared[cluster]! += largestOverlap(before, again, { cluster, clusters: search.clusters });
    }
  }
  const byCluster = Array.from(shared, (sum, cluster) =>
    present[cluster] === 0 ? 0 : sum / present[cluster]!,
  );
  return { kind: 'measured', adjustedRandIndex: agreement / subsamples, byCluster, subsamples };
}

/** Largest Jaccard similarity, |A ∩ B| / |A ∪ B|, of one cluster with any of the other partition. */
function largestOverlap(
  before: Int32Array,
  again: Int32Array,
  { cluster, clusters }: { cluster: number; clusters: number },
): number {
  let largest = 0;
  for (let other = 0; other < clusters; other++) {
    let both = 0;
    let either = 0;
    for (let point = 0; point < before.length; point++) {
      const [here, there] = [before[point] === cluster, again[point] === other];
      if (here && there) both += 1;
      if (here || there) either += 1;
    }
    largest = Math.max(largest, both / either);
  }
  return largest;
}
