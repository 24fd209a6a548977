import { requireWhole } from '@granary/statistics';
/**
 * How far two partitions of the same points agree: 1 if they are the same up to the names of the clusters,
 * about 0 if they agree as by chance, below 0 if less. 1 too where both have a single cluster or only clusters
 * of one.
 *
 * @param left, right cluster of each point, whole numbers from 0
 * @throws RangeError if the partitions have different lengths or no point, or a cluster is no such number
 * @see Hubert, Arabie (1985), Comparing Partitions, Journal of Classification 2, equation 5
 * @example adjustedRandIndex([0, 0, 1, 1], [1, 1, 0, 0]) // 1
 */
export function adjustedRandIndex(left: ArrayLike<number>, right: ArrayLike<number>): number {
  if (left.length === 0) throw new RangeError('left has length 0; it must hold at least one point');
  if (left.length !== right.length) {
    throw new RangeError(`right has length ${right.length}; it must have the length of left, ${left.length}`);
  }
  const both = new Map<string, number>();
  const inLeft = new Map<string, number>();
  const inRight = new Map<string, number>();
  for (let point = 0; point < left.length; point++) {
    requireWhole(`left[${point}]`, left[point]!, 0);
    requireWhole(`right[${point}]`, right[point]!, 0);
    count(both, `${left[point]},${right[point]}`);
    count(inLeft, `${left[point]}`);
    count(inRight, `${right[point]}`);
  }
  const [together, leftPairs, rightPairs] = [pairsIn(both), pairsIn(inLeft), pairsIn(inRight)];
  const allPairs = (left.length * (left.length - 1)) / 2;
  const expected = allPairs === 0 ? 0 : (leftPairs * rightPairs) / allPairs;
  const largest = (leftPairs + rightPairs) / 2;
  return largest === expected ? 1 : (together - expected) / (largest - expected);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function pairsIn(counts: Map<string, number>): number {
  let pairs = 0;
  for (const size of counts.values()) pairs += (size * (size - 1)) / 2;
  return pairs;
}
