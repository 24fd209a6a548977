/**
 * Counter-based random numbers: each draw is a hash of what it is for, so it does not depend on what was drawn
 * before, in which order series are projected, or on which thread.
 *
 * Three rounds of the murmur3 finalizer over the counters, 32 bits.
 * @see Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3" for the idea
 */

/** A family of draws: 64 bits made of a seed and names. */
export interface DrawKey {
  high: number;
  low: number;
}

/** murmur3 finalizer (Austin Appleby): 32 bits in, 32 well-mixed bits out. */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 32-bit hash of a text, FNV-1a over its characters, from one of two offsets. */
function textHash(text: string, offset: number): number {
  let h = offset;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** 32-bit hash of a seed: `7` and `'7'` are the same seed. */
export function seedHash(seed: number | string): number {
  return textHash(String(seed), 0x811c9dc5);
}

/** @param names what is drawn and for whom, as ('demand', series key); ('ab', 'c') is not ('a', 'bc') */
export function drawKey(seed: number | string, ...names: string[]): DrawKey {
  let text = String(seed);
  for (const name of names) text += `\u0000${name.length}:${name}`;
  return { high: textHash(text, 0x811c9dc5), low: textHash(text, 0x5bd1e995) };
}

/** What all draws of one path share: compute it once per path. */
export function pathHash(key: DrawKey, path: number): number {
  return mix(key.high ^ Math.imul(path + 1, 0x9e3779b1));
}

/**
 * A whole number of 0 … 2³² − 1, uniform.
 *
 * @param hash    of `pathHash` for this key
 * @param counter day, or whatever numbers the draws of a path
 */
export function uniformUint32(key: DrawKey, hash: number, counter: number): number {
  return mix(mix(hash ^ Math.imul(counter + 1, 0x7feb352d)) + key.low);
}
