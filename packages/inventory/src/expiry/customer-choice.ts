/**
 * Which customers reach for the freshest units. The answer for the k-th customer of a day depends on
 * (seed, path, day, k) alone, so a decision that changes stock or brings more customers meets the
 * same people: the random numbers of two projections are common.
 *
 * A counter-based generator: the murmur3 finalizer over the counters, 32 bits.
 * @see Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3" for the idea.
 */

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 32-bit hash of a seed, FNV-1a over its characters: `7` and `'7'` are the same seed. */
export function seedHash(seed: number | string): number {
  const text = String(seed);
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** Starting point of the customers of one day on one path. */
export function dayHash(seed: number, path: number, day: number): number {
  return mix(mix(seed ^ Math.imul(path + 1, 0x9e3779b1)) ^ Math.imul(day + 1, 0x7feb352d));
}

/** Share 0..1 as the threshold that `freshestFirstCustomers` compares with: 0..2^32. */
export function shareThreshold(share: number): number {
  return share * 4294967296;
}

/** How many of the first `customers` of the day take the freshest unit on the shelf. */
export function freshestFirstCustomers(day: number, customers: number, threshold: number): number {
  let count = 0;
  for (let k = 0; k < customers; k++) {
    if (mix(day + Math.imul(k + 1, 0x9e3779b1)) < threshold) count++;
  }
  return count;
}
