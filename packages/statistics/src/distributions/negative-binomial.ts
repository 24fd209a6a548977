import type { Distribution } from '../distribution.ts';
import { requireNonNegative, requireNumber, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import { betaSum } from '../special/beta-sums.ts';
import { binomialTerm, logBinomialTerm } from '../special/binomial-term.ts';
import { gammaLowerMoment, gammaUpperMoment, type MomentOrder } from '../special/gamma-partial-moments.ts';
import { logPoissonTerm } from '../special/poisson-term.ts';
import { boundDistribution, type DistributionFunctions } from './bound-distribution.ts';
import {
  type CountSums,
  countCdf,
  countComplementaryLoss,
  countComplementarySecondLoss,
  countLoss,
  countSecondLoss,
  countSurvival,
} from './count-losses.ts';
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

/** From this multiple of the mean, or of 1, on double precision cannot tell the distribution from Poisson's. */
const POISSON_FROM_RATIO = 1e17;

/** For sizes so far above the spread of the counts the beta function loses digits, and few terms hold all weight. */
const SUMMED_FROM_RATIO = 1e5;

/** Probability of exactly `count`; 0 unless it is a whole number, at least 0. */
export function pmf(count: number, { mean, size }: NegativeBinomialParameters): number {
  requireNumber('count', count);
  check({ mean, size });
  if (count < 0 || !Number.isInteger(count)) return 0;
  return term(count, { mean, size });
}

/** Natural logarithm of `pmf`, also where that is below the smallest number; minus infinity where it is 0. */
export function logPmf(count: number, { mean, size }: NegativeBinomialParameters): number {
  requireNumber('count', count);
  check({ mean, size });
  if (count < 0 || !Number.isInteger(count)) return Number.NEGATIVE_INFINITY;
  if (mean === 0 || isPoisson({ mean, size })) return logPoissonTerm(count, mean);
  const total = size + mean;
  return logBinomialTerm(size, count, size / total, mean / total) - Math.log1p(count / size);
}

/** Probability of at most `x`, which need not be whole. */
export function cdf(x: number, parameters: NegativeBinomialParameters): number {
  check(parameters);
  return countCdf(x, SUMS, parameters);
}

/** Probability of more than `x`, with its digits where it is small. */
export function survival(x: number, parameters: NegativeBinomialParameters): number {
  check(parameters);
  return countSurvival(x, SUMS, parameters);
}

/** The smallest count that is not exceeded with probability at least `p`; infinity at 1. */
export function quantile(p: number, { mean, size }: NegativeBinomialParameters): number {
  requireProbability('p', p);
  check({ mean, size });
  if (p === 0 || mean === 0) return 0;
  if (isPoisson({ mean, size })) return poisson.quantile(p, { mean });
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
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 * @example loss(10, { mean: 9, size: 6 }) // 1.456162… for r = 6, p = 0.4
 */
export function loss(x: number, parameters: NegativeBinomialParameters): number {
  check(parameters);
  return countLoss(x, SUMS, parameters);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, parameters: NegativeBinomialParameters): number {
  check(parameters);
  return countComplementaryLoss(x, SUMS, parameters);
}

/** ½ E[(X − x)⁺ ((X − x)⁺ − 1)] [n⁽²⁾(x)]. */
export function secondLoss(x: number, parameters: NegativeBinomialParameters): number {
  check(parameters);
  return countSecondLoss(x, SUMS, parameters);
}

/** ½ E[(x − X)⁺ ((x − X)⁺ + 1)] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, parameters: NegativeBinomialParameters): number {
  check(parameters);
  return countComplementarySecondLoss(x, SUMS, parameters);
}

/** The distribution with its parameters bound. @throws RangeError as the functions above do */
export function distribution({ mean, size }: NegativeBinomialParameters): Distribution {
  check({ mean, size });
  const variance = mean + (mean * mean) / size;
  return boundDistribution({ mean, size }, FUNCTIONS, { support: 'counts', mean, variance });
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
  const growth = isPoisson({ mean, size }) ? 0 : mean / (size + mean);
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

const FUNCTIONS: DistributionFunctions<NegativeBinomialParameters> = {
  density: pmf,
  logDensity: logPmf,
  cdf,
  survival,
  quantile,
  loss,
  complementaryLoss,
  secondLoss,
  complementarySecondLoss,
  sample,
};

const SUMS: CountSums<NegativeBinomialParameters> = { above: sumAbove, below: sumBelow };

function sumAbove(order: MomentOrder, count: number, parameters: NegativeBinomialParameters): number {
  const { mean, size } = parameters;
  if (count === 0) return order === 0 ? 1 : order === 1 ? mean : 0.5 * mean * mean * (1 + 1 / size);
  if (mean === 0) return 0;
  if (isPoisson(parameters)) return gammaLowerMoment(order, count, mean);
  if (isNearPoisson(parameters)) {
    if (count > mean) return addedAbove(order, count, parameters);
    const below = addedBelow(order, count, parameters);
    return bothSides(order, count, parameters) + (order === 1 ? below : -below);
  }
  const total = size + mean;
  return betaSum(order, count, size, mean / total, size / total);
}

/** The sum below is one of the mirrored distribution, with size and count, success and failure exchanged. */
function sumBelow(order: MomentOrder, count: number, parameters: NegativeBinomialParameters): number {
  const { mean, size } = parameters;
  if (mean === 0) return order === 0 ? 1 : order === 1 ? count : 0.5 * count * (count + 1);
  if (isPoisson(parameters)) return gammaUpperMoment(order, count, mean);
  if (isNearPoisson(parameters)) {
    if (count <= mean) return addedBelow(order, count, parameters);
    return (
      (order === 1 ? -1 : 1) * (bothSides(order, count, parameters) - addedAbove(order, count, parameters))
    );
  }
  const total = size + mean;
  return betaSum(order, size, count, size / total, mean / total) * (mean / size) ** order;
}

/** Sum above plus sum below for n = 0 and 2, above less below for n = 1. */
function bothSides(order: MomentOrder, count: number, { mean, size }: NegativeBinomialParameters): number {
  if (order === 0) return 1;
  const distance = mean - count;
  return order === 1 ? distance : 0.5 * (mean + (mean * mean) / size + distance * (distance - 1));
}

function isPoisson({ mean, size }: NegativeBinomialParameters): boolean {
  return size >= POISSON_FROM_RATIO * Math.max(1, mean);
}

function isNearPoisson({ mean, size }: NegativeBinomialParameters): boolean {
  return size > SUMMED_FROM_RATIO * Math.sqrt(mean + (mean * mean) / size) && size > SUMMED_FROM_RATIO;
}

/** Σ C(j, n) p(count + j) term by term, for counts above the mean. */
function addedAbove(order: MomentOrder, count: number, { mean, size }: NegativeBinomialParameters): number {
  const growth = mean / (size + mean);
  let mass = term(count + order, { mean, size });
  let sum = 0;
  for (let j = order; ; j++) {
    const share = binomialWeight(order, j) * mass;
    sum += share;
    if (!(share > sum * 1e-18)) return sum;
    mass *= ((count + j + size) / (count + j + 1)) * growth;
  }
}

/** Σ C(j + n − 1, n) p(count − j) term by term, for counts up to the mean. */
function addedBelow(order: MomentOrder, count: number, { mean, size }: NegativeBinomialParameters): number {
  const growth = mean / (size + mean);
  let mass = term(count - 1, { mean, size });
  let sum = 0;
  for (let j = 1; j <= count; j++) {
    const share = (order === 0 ? 1 : binomialWeight(order, j + order - 1)) * mass;
    sum += share;
    if (!(share > sum * 1e-18)) return sum;
    const at = count - j;
    mass *= at / ((at - 1 + size) * growth);
  }
  return sum;
}

/** C(j, n) */
function binomialWeight(order: MomentOrder, j: number): number {
  return order === 0 ? 1 : order === 1 ? j : 0.5 * j * (j - 1);
}

function grown(entries: Float64Array, maxLength: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.min(maxLength, entries.length * 2));
  larger.set(entries);
  return larger;
}

function term(count: number, { mean, size }: NegativeBinomialParameters): number {
  if (mean === 0) return count === 0 ? 1 : 0;
  if (isPoisson({ mean, size })) return poisson.pmf(count, { mean });
  const total = size + mean;
  return (size / (size + count)) * binomialTerm(size, count, size / total, mean / total);
}

function check({ mean, size }: NegativeBinomialParameters): void {
  requireNonNegative('mean', mean);
  if (!(size > 0)) throw new RangeError(`size is ${size}; it must be greater than 0 (infinity is Poisson)`);
}
