import { randomStream } from '@granary/statistics';
import { startingCentres } from './k-means-starts.ts';
import { clusterSizes, type Points, squaredDistance } from './points.ts';
import { sizedAssignment } from './sized-assignment.ts';

export interface Partition {
  /** cluster of each point, from 0 */
  clusterOf: Int32Array;
  centres: Points;
  /** sum of squared distances of the points from the centre of their cluster */
  inertia: number;
  /** inertia after each iteration; never rises */
  inertiaByIteration: number[];
}

export interface KMeansSearch {
  clusters: number;
  /** points that every cluster must have, at least 1 */
  minimumSize: number;
  restarts: number;
  seed: number | string;
}

const MAX_ITERATIONS = 300;

/**
 * The best of several runs of k-means from different starts: Lloyd's alternation of assignment and centres,
 * then single moves (Hartigan) as long as one lowers the inertia. Clusters are numbered by size, large ones
 * first. The best of the runs is not proven to be the best of all partitions.
 *
 * @see Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28(2)
 * @see Hartigan (1975), Clustering Algorithms, chapter 4
 */
export function kMeans(points: Points, { clusters, minimumSize, restarts, seed }: KMeansSearch): Partition {
  let best: Partition | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const random = randomStream(seed, 'k-means', clusters, restart);
    const start = startingCentres(points, clusters, random);
    const found = improved(points, start, minimumSize);
    if (!best || found.inertia < best.inertia * (1 - 1e-12)) best = found;
  }
  return numberedBySize(points, best!);
}

/** Lloyd's iterations and single moves from the given centres to a partition that neither improves. */
export function improved(points: Points, start: Points, minimumSize: number): Partition {
  const inertiaByIteration: number[] = [];
  let clusterOf = sizedAssignment(points, start, minimumSize);
  let centres = centresOf(points, clusterOf, start.count);
  let inertia = inertiaOf(points, centres, clusterOf);
  inertiaByIteration.push(inertia);
  while (inertiaByIteration.length < MAX_ITERATIONS) {
    let next = sizedAssignment(points, centres, minimumSize);
    let nextCentres = centresOf(points, next, start.count);
    let nextInertia = inertiaOf(points, nextCentres, next);
    if (!isLower(nextInertia, inertia)) {
      next = clusterOf.slice();
      if (!moveOne(points, centres, next, minimumSize)) break;
      nextCentres = centresOf(points, next, start.count);
      nextInertia = inertiaOf(points, nextCentres, next);
      if (!isLower(nextInertia, inertia)) break;
    }
    [clusterOf, centres, inertia] = [next, nextCentres, nextInertia];
    inertiaByIteration.push(inertia);
  }
  return { clusterOf, centres, inertia, inertiaByIteration };
}

/** Lower by more than rounding. */
function isLower(next: number, inertia: number): boolean {
  return next < inertia * (1 - 1e-12);
}

/**
 * Moves the point whose move lowers the inertia most; false if none does. Unlike the nearest centre, this
 * counts that both centres follow the point: leaving saves n / (n − 1), joining costs n / (n + 1) of the
 * squared distance.
 */
function moveOne(points: Points, centres: Points, clusterOf: Int32Array, minimumSize: number): boolean {
  const sizes = clusterSizes(clusterOf, centres.count);
  let best = { point: -1, cluster: -1, saving: 0 };
  for (let point = 0; point < points.count; point++) {
    const from = clusterOf[point]!;
    const size = sizes[from]!;
    if (size <= Math.max(1, minimumSize)) continue;
    const saved = (squaredDistance(points, point, centres, from) * size) / (size - 1);
    for (let to = 0; to < centres.count; to++) {
      if (to === from) continue;
      const spent = (squaredDistance(points, point, centres, to) * sizes[to]!) / (sizes[to]! + 1);
      if (saved - spent > best.saving) best = { point, cluster: to, saving: saved - spent };
    }
  }
  if (best.point < 0) return false;
  clusterOf[best.point] = best.cluster;
  return true;
}

/** Mean of the points of each cluster. */
export function centresOf(points: Points, clusterOf: Int32Array, clusters: number): Points {
  const { dimensions } = points;
  const values = new Float64Array(clusters * dimensions);
  const sizes = clusterSizes(clusterOf, clusters);
  for (let point = 0; point < points.count; point++) {
    const cluster = clusterOf[point]!;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      values[cluster * dimensions + dimension]! +=
        points.values[point * dimensions + dimension]! / sizes[cluster]!;
    }
  }
  return { count: clusters, dimensions, values };
}

export function inertiaOf(points: Points, centres: Points, clusterOf: Int32Array): number {
  let sum = 0;
  for (let point = 0; point < points.count; point++) {
    sum += squaredDistance(points, point, centres, clusterOf[point]!);
  }
  return sum;
}

/** Large clusters first, those of one size by their first point. */
function numberedBySize(points: Points, partition: Partition): Partition {
  const clusters = partition.centres.count;
  const sizes = clusterSizes(partition.clusterOf, clusters);
  const firstPoint = Array.from({ length: clusters }, (_, cluster) => partition.clusterOf.indexOf(cluster));
  const order = firstPoint
    .map((_, cluster) => cluster)
    .sort((left, right) => sizes[right]! - sizes[left]! || firstPoint[left]! - firstPoint[right]!);
  const numberOf = new Int32Array(clusters);
  for (const [number, cluster] of order.entries()) numberOf[cluster] = number;
  const clusterOf = partition.clusterOf.map((cluster) => numberOf[cluster]!);
  return { ...partition, clusterOf, centres: centresOf(points, clusterOf, clusters) };
}
