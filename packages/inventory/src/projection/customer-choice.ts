import type { DemandPathsInput } from './stock-projection.ts';

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
function seedHash(seed: number | string): number {
  const text = String(seed);
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/**
 * Of the customers of each path and day, how many take the freshest unit on the shelf: the first k of
 * them stay who they are however many come.
 *
 * @param freshestFirstShare 0..1: probability that a customer does
 * @returns path-major like the demand, each cell between 0 and its demand
 */
export function freshestFirstUnits(options: {
  demand: DemandPathsInput;
  freshestFirstShare: number;
  seed: number | string;
}): Int32Array {
  const { paths, days, units } = options.demand;
  const threshold = options.freshestFirstShare * 4294967296;
  const seed = seedHash(options.seed);
  const freshest = new Int32Array(paths * days);
  for (let path = 0; path < paths; path++) {
    const pathHash = mix(seed ^ Math.imul(path + 1, 0x9e3779b1));
    for (let day = 0; day < days; day++) {
      const dayHash = mix(pathHash ^ Math.imul(day + 1, 0x7feb352d));
      const cell = path * days + day;
      let count = 0;
      for (let k = 1; k <= units[cell]!; k++) {
        if (mix(dayHash + Math.imul(k, 0x9e3779b1)) < threshold) count++;
      }
      freshest[cell] = count;
    }
  }
  return freshest;
}
