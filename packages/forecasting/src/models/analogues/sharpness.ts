import type { Launch } from './launches.ts';
import { similarities } from './similarity.ts';

/** From all analogues alike to almost the nearest alone. */
const SHARPNESSES = [0, 1, 2, 4, 8, 16, 32];
/** Analogues that are left out in turn: more tell nothing new. */
const MOST_TRIED = 60;

/**
 * The power of similarity with which the scales of analogues are best known from the others: the smallest mean
 * absolute logarithm of actual over expected, each analogue left out in turn. With fewer than four analogues 1.
 * O(m n k) for m of n analogues tried and k attributes.
 */
export function chooseSharpness(launches: readonly Launch[]): number {
  if (launches.length < 4) return 1;
  const typical = launches.map(({ scale }) => scale).sort((a, b) => a - b)[launches.length >> 1]!;
  const floor = typical > 0 ? typical / 100 : 1;
  const errors = new Float64Array(SHARPNESSES.length);
  const step = Math.max(1, Math.floor(launches.length / MOST_TRIED));
  for (let left = 0; left < launches.length; left += step) {
    const others = launches.filter((_, place) => place !== left);
    const alike = similarities(
      launches[left]!.attributes,
      others.map(({ attributes }) => attributes),
    );
    for (const [place, sharpness] of SHARPNESSES.entries()) {
      const expected = weightedMedian(others, alike, sharpness);
      errors[place]! += Math.abs(Math.log((launches[left]!.scale + floor) / (expected + floor)));
    }
  }
  let best = 0;
  for (let place = 1; place < SHARPNESSES.length; place++) if (errors[place]! < errors[best]!) best = place;
  return SHARPNESSES[best]!;
}

function weightedMedian(launches: readonly Launch[], alike: Float64Array, sharpness: number): number {
  const ordered = launches
    .map(({ scale }, place) => ({ scale, weight: alike[place]! ** sharpness }))
    .sort((a, b) => a.scale - b.scale);
  let left = ordered.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { scale, weight } of ordered) {
    left -= weight;
    if (left <= 0) return scale;
  }
  return ordered[ordered.length - 1]!.scale;
}
