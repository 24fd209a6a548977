import { requireWhole } from '@granary/statistics';
import { type KMeansSearch, kMeans, type Partition } from './k-means.ts';
import { clusterSizes, type Points } from './points.ts';
import { silhouettes } from './silhouette.ts';
import {
  type ProfileScaling,
  type ScaledProfiles,
  type StoreProfile,
  scaledProfiles,
} from './store-profiles.ts';

export interface ClusteringRequest {
  stores: readonly StoreProfile[];
  /** whole number, at least 1; 3 if left out */
  clusters?: number;
  /** locations that every cluster must have, whole number, at least 1; 1 if left out */
  minimumSize?: number;
  /** `standardise` if left out */
  scaling?: ProfileScaling;
  /** importance of features in the squared distance, from 0 to 1e100; 1 where left out */
  weights?: Readonly<Record<string, number>>;
  /** starts from which the best is kept, whole number, at least 1; 20 if left out */
  restarts?: number;
  seed: number | string;
}

export interface StoreCluster {
  /** from 0; large clusters first */
  cluster: number;
  /** ascending */
  locationIds: string[];
  /** mean of each feature in its own unit */
  profile: Record<string, number>;
  /** mean silhouette of its locations; absent with a single cluster */
  silhouette?: number;
}

export interface StoreClustering {
  kind: 'clustered';
  clusters: StoreCluster[];
  /** in the order of the request; the silhouette says how well the location fits, −1 to 1 */
  assignments: { locationId: string; cluster: number; silhouette?: number }[];
  /** sum of squared scaled distances from the centres */
  inertia: number;
  /** inertia after each iteration of the run that was kept; never rises */
  inertiaByIteration: number[];
  /** mean over all locations; absent with a single cluster */
  silhouette?: number;
}

/** More clusters of the minimum size were asked for than there are locations. */
export interface TooFewStores {
  kind: 'too-few-stores';
  needed: number;
  found: number;
}

/**
 * Groups locations with similar profiles by k-means on scaled features: seeded k-means++ starts, of which the
 * best result is kept, with a minimum size held exactly by the assignment. The same stores and seed give the
 * same groups whatever the order of the list. Every cluster has at least one location, even if all profiles
 * are equal.
 *
 * k-means looks for round groups of similar spread. A low silhouette (below about 0.25) says that there are no
 * such groups; see `chooseClusterCount` and `clusterStability` before naming what it found. Time grows with
 * restarts × iterations × stores × clusters × features, and with the square of the stores for the silhouette.
 *
 * @returns the groups, or how many locations would be needed
 * @throws RangeError if the profiles, weights or numbers of the request make no sense
 * @see Lloyd (1982), Arthur and Vassilvitskii (2007), Bradley, Bennett and Demiriz (2000), Rousseeuw (1987)
 */
export function clusterStores(request: ClusteringRequest): StoreClustering | TooFewStores {
  const { clusters, minimumSize } = limitsOf(request);
  const profiles = profilesOf(request);
  const found = profiles.locationIds.length;
  if (clusters * minimumSize > found)
    return { kind: 'too-few-stores', needed: clusters * minimumSize, found };
  const points = pointsOf(profiles);
  return clustering(request, profiles, points, kMeans(points, limitsOf(request)));
}

/** @throws RangeError unless each number of the request is whole and at least 1 */
export function limitsOf({
  clusters = 3,
  minimumSize = 1,
  restarts = 20,
  seed,
}: ClusteringRequest): KMeansSearch {
  for (const [name, value] of Object.entries({ clusters, minimumSize, restarts })) {
    requireWhole(name, value, 1);
  }
  return { clusters, minimumSize, restarts, seed };
}

export function profilesOf({ stores, scaling = 'standardise', weights }: ClusteringRequest): ScaledProfiles {
  return scaledProfiles(stores, { scaling, weights });
}

export function pointsOf({ locationIds, featureNames, values }: ScaledProfiles): Points {
  return { count: locationIds.length, dimensions: featureNames.length, values };
}

function clustering(
  { stores }: ClusteringRequest,
  { locationIds, featureNames }: ScaledProfiles,
  points: Points,
  { clusterOf, centres, inertia, inertiaByIteration }: Partition,
): StoreClustering {
  const widths = centres.count < 2 ? undefined : silhouettes(points, clusterOf, centres.count);
  const rowOf = new Map(locationIds.map((locationId, row) => [locationId, row]));
  const assignments = stores.map(({ locationId }) => {
    const row = rowOf.get(locationId)!;
    return { locationId, cluster: clusterOf[row]!, ...(widths && { silhouette: widths[row]! }) };
  });
  const sizes = clusterSizes(clusterOf, centres.count);
  const clusters = Array.from(sizes, (size, cluster): StoreCluster => {
    const members = stores.filter((_, index) => assignments[index]!.cluster === cluster);
    const meanOf = (name: string) => sumOf(members.map(({ features }) => features[name]!)) / size;
    const fits = widths?.filter((_, row) => clusterOf[row] === cluster);
    return {
      cluster,
      locationIds: members.map(({ locationId }) => locationId).sort(),
      profile: Object.fromEntries(featureNames.map((name) => [name, meanOf(name)])),
      ...(fits && { silhouette: sumOf(fits) / size }),
    };
  });
  const silhouette = widths && { silhouette: sumOf(widths) / widths.length };
  return { kind: 'clustered', clusters, assignments, inertia, inertiaByIteration, ...silhouette };
}

/** Ascending, so that the order of a list does not change the last digit. */
function sumOf(values: Iterable<number>): number {
  return [...values].sort((left, right) => left - right).reduce((sum, value) => sum + value, 0);
}
