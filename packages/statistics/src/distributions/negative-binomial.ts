import { requireNonNegative, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { binomialTerm, regularisedBeta } from '../special/incomplete-beta.ts';
import { countQuantile } from './count-quantile.ts';
import * as poisson from './poisson.ts';

/**
 * A count with mean `mean` and variance mean + mean² / size: a Poisson count whose mean is itself gamma
 * distributed with shape `size`.
 */
export interface NegativeBinomialParameters {
  /** at least 0 */
  mean: number;
  /** greater than 0; infinity is the Poisson distribution [r] */
  size: number;
}

/** Beyond this the variance differs from Poisson's by less than double precision resolves. */
const POISSON_FROM_SIZE = 1e15;

/** For sizes so far above the spread of the counts the beta function loses digits, and few terms hold all weight. */
const SUMMED_FROM_RATIO = 1e5;

/** Probability of exactly `count`; 0 unless it is a whole number of at least 0. */
export function pmf(count: number, { mean, size }: NegativeBinomialParameters): number {
  check({ mean, size });
  if (count < 0 || !Number.isInteger(count)) return 0;
  return term(count, { mean, size });
}

/** Probability of at most `count`. @see NIST Digital Library of Mathematical Functions, 8.17.24 */
export function cdf(count: number, { mean, size }: NegativeBinomialParameters): number {
  check({ mean, size });
  if (count < 0) return 0;
  if (mean === 0 || count === Number.POSITIVE_INFINITY) return 1;
  if (size >= POISSON_FROM_SIZE) return poisson.cdf(count, { mean });
  const standardDeviation = Math.sqrt(mean + (mean * mean) / size);
  if (size > SUMMED_FROM_RATIO * standardDeviation) return summedCdf(Math.floor(count), { mean, size });
  const total = size + mean;
  return regularisedBeta(size / total, { a: size, b: Math.floor(count) + 1, y: mean / total });
}

/** The smallest count that is not exceeded with probability at least `p`; infinity at 1. */
export function quantile(p: number, { mean, size }: NegativeBinomialParameters): number {
  requireProbability('p', p);
  check({ mean, size });
  if (p === 0 || mean === 0) return 0;
  if (size >= POISSON_FROM_SIZE) return poisson.quantile(p, { mean });
  const standardDeviation = Math.sqrt(mean + (mean * mean) / size);
  return countQuantile(p, {
    mean,
    standardDeviation,
    skewness: (1 + (2 * mean) / size) / standardDeviation,
    cdf: (count) => cdf(count, { mean, size }),
    pmf: (count) => term(count, { mean, size }),
    ratio: (count) => ((count + size) / (count + 1)) * (mean / (size + mean)),
  });
}

/** One draw, by inversion: one call of `next` each, and never fewer units at a larger mean. */
export function sample(random: RandomStream, parameters: NegativeBinomialParameters): number {
  return quantile(random.next(), parameters);
}

/**
 * The distribution function as a table, for many look-ups: entry i is P(X ≤ first + i), from a count below
 * which less than 10⁻¹² lies, up to the first count that leaves less than `tail` above it.
 *
 * @param tail between 0 and 1, such as 10⁻⁹
 * @param maxLength entries at most; a longer table is cut off
 */
export function cumulativeTable(
  { mean, size }: NegativeBinomialParameters,
  { tail, maxLength = 1_000_000 }: { tail: number; maxLength?: number },
): { first: number; cumulative: Float64Array } {
  check({ mean, size });
  requireProbability('tail', tail);
  if (mean === 0) return { first: 0, cumulative: Float64Array.of(1) };
  const standardDeviation = Math.sqrt(mean + (mean * mean) / size);
  // Eight standard deviations down is below 10⁻¹² for these right-skewed counts; small means start at 0.
  const first = Math.max(0, Math.floor(mean - 8 * standardDeviation));
  const growth = size >= POISSON_FROM_SIZE ? 0 : mean / (size + mean);
  let mass = term(first, { mean, size });
  let sum = first === 0 ? mass : cdf(first, { mean, size });
  let entries = new Float64Array(Math.min(maxLength, Math.ceil(mean + 6 * standardDeviation) - first + 8));
  let length = 0;
  for (;;) {
    entries[length++] = Math.min(1, sum);
    if (1 - sum < tail || length >= maxLength) break;
    if (length === entries.length) entries = grown(entries, maxLength);
    const count = first + length;
    mass *= growth === 0 ? mean / count : ((count - 1 + size) / count) * growth;
    // Rounding can leave the sum just short of 1 - tail for ever; a mass of nothing ends the table.
    if (count > mean && mass < tail * 1e-6) break;
    sum += mass;
  }
  return { first, cumulative: entries.subarray(0, length) };
}

/** The tail on the side of `count`, added up until a term no longer counts. */
function summedCdf(count: number, { mean, size }: NegativeBinomialParameters): number {
  const growth = mean / (size + mean);
  const below = count < mean;
  let at = below ? count : count + 1;
  let mass = term(at, { mean, size });
  let sum = 0;
  while (at >= 0 && mass > sum * 1e-17) {
    sum += mass;
    mass *= below ? at / ((at - 1 + size) * growth) : ((at + size) / (at + 1)) * growth;
    at += below ? -1 : 1;
  }
  return below ? Math.min(1, sum) : Math.max(0, 1 - sum);
}

function grown(entries: Float64Array, maxLength: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.min(maxLength, entries.length * 2));
  larger.set(entries);
  return larger;
}

function term(count: number, { mean, size }: NegativeBinomialParameters): number {
  if (mean === 0) return count === 0 ? 1 : 0;
  if (size >= POISSON_FROM_SIZE) return poisson.pmf(count, { mean });
  const total = size + mean;
  return (size / (size + count)) * binomialTerm(size, size + count, size / total, mean / total);
}

function check({ mean, size }: NegativeBinomialParameters): void {
  requireNonNegative('mean', mean);
  if (!(size > 0)) throw new RangeError(`size is ${size}; it must be greater than 0 (infinity is Poisson)`);
}
