import {
  type ClusteringRequest,
  clusterStores,
  type StoreClustering,
  type TooFewStores,
} from './cluster-stores.ts';

export interface ClusterCountChoice {
  kind: 'chosen';
  /** the number of clusters with the largest silhouette; the smallest of equals */
  clusters: number;
  best: StoreClustering;
  /** every number tried, ascending; numbers for which the locations do not suffice are absent */
  candidates: { clusters: number; silhouette: number; inertia: number }[];
}

/**
 * Chooses the number of clusters within a range by the mean silhouette. One cluster is not a candidate, since
 * a silhouette compares with another: look at the silhouette chosen, and keep one group if it is below about
 * 0.25 (Kaufman, Rousseeuw 1990: no substantial structure).
 *
 * @param from, to range of numbers of clusters, whole, at least 2
 * @returns the choice, or how many locations the smallest number would need
 * @see Rousseeuw (1987), Silhouettes, J. Comput. Appl. Math. 20
 */
export function chooseClusterCount(
  request: Omit<ClusteringRequest, 'clusters'>,
  { from, to }: { from: number; to: number },
): ClusterCountChoice | TooFewStores {
  if (!(Number.isSafeInteger(from) && from >= 2)) {
    throw new RangeError(`from is ${from}; it must be a whole number, at least 2`);
  }
  if (!(Number.isSafeInteger(to) && to >= from)) {
    throw new RangeError(`to is ${to}; it must be a whole number, at least from, ${from}`);
  }
  const candidates: ClusterCountChoice['candidates'] = [];
  let best: StoreClustering | undefined;
  for (let clusters = from; clusters <= to; clusters++) {
    const found = clusterStores({ ...request, clusters });
    if (found.kind === 'too-few-stores') {
      if (!best) return found;
      break;
    }
    candidates.push({ clusters, silhouette: found.silhouette!, inertia: found.inertia });
    if (!best || found.silhouette! > best.silhouette! + 1e-12) best = found;
  }
  return { kind: 'chosen', clusters: best!.clusters.length, best: best!, candidates };
}
