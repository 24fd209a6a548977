import { standardQuantile } from './standard-normal.ts';

/** What the search below needs to know of a distribution of counts. */
export interface CountDistribution {
  mean: number;
  standardDeviation: number;
  skewness: number;
  cdf(count: number): number;
  pmf(count: number): number;
  /** pmf(count + 1) / pmf(count) */
  ratio(count: number): number;
}

/** Steps of addition that cost about as much as one evaluation of the distribution function. */
const WALK = 60;

/** A sum nearer p than this share of what was added up is not trusted: the distribution function decides. */
const TIE = 1e-11;

/**
 * The smallest count whose distribution function, as computed, reaches `p`: at p = cdf(k) it is k. The guess is
 * the Cornish–Fisher expansion with the skewness; from there the distribution function is continued by adding
 * probabilities, which needs few steps when the guess is good. Where it is not, bisection takes over. Above 2⁵³,
 * where double precision has no room for every count, the result is the nearest one it has.
 *
 * @param p greater than 0; 1 gives infinity
 */
export function countQuantile(p: number, distribution: CountDistribution): number {
  if (p === 1) return Number.POSITIVE_INFINITY;
  const { mean, standardDeviation, skewness } = distribution;
  const z = standardQuantile(p);
  const guess = mean + standardDeviation * (z + (skewness * (z * z - 1)) / 6);
  const start = Math.max(0, Math.floor(Number.isFinite(guess) ? guess : mean));
  const reached = distribution.cdf(start);
  return reached >= p ? walkDown(p, start, reached, distribution) : walkUp(p, start, reached, distribution);
}

function walkUp(p: number, start: number, reached: number, distribution: CountDistribution): number {
  let count = start;
  let sum = reached;
  let mass = distribution.pmf(count);
  for (let step = 0; step < WALK; step++) {
    mass *= distribution.ratio(count);
    sum += mass;
    count += 1;
    if (Math.abs(sum - p) <= TIE * sum) sum = distribution.cdf(count);
    if (sum >= p) return count;
  }
  let stride = WALK;
  while (distribution.cdf(count + stride) < p) {
    count += stride;
    stride *= 2;
  }
  return bisect(p, count, count + stride, distribution);
}

function walkDown(p: number, start: number, reached: number, distribution: CountDistribution): number {
  let count = start;
  let sum = reached;
  let mass = distribution.pmf(count);
  for (let step = 0; step < WALK; step++) {
    if (count === 0) return 0;
    let below = sum - mass;
    if (Math.abs(below - p) <= TIE * reached) below = distribution.cdf(count - 1);
    if (below < p) return count;
    sum = below;
    mass /= distribution.ratio(count - 1);
    count -= 1;
  }
  return bisect(p, -1, count, distribution);
}

/** `low` does not reach p, `high` does. */
function bisect(p: number, low: number, high: number, distribution: CountDistribution): number {
  let below = low;
  let above = high;
  for (;;) {
    const middle = Math.floor(below + (above - below) / 2);
    // Neighbours, as whole numbers or as doubles.
    if (middle === below || middle === above) return above;
    if (distribution.cdf(middle) >= p) above = middle;
    else below = middle;
  }
}
