import type { Distribution } from '../distribution.ts';
import { requireNonNegative, requireNumber, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import type { MomentOrder } from '../special/gamma-partial-moments.ts';
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
import { firstIndex } from './first-index.ts';

/** Probabilities of the counts 0, 1, 2 …: finite, at least 0, with the sum 1 up to rounding (10⁻⁹). */
export interface CountsParameters {
  probabilities: ArrayLike<number>;
}

/** A table with its sums from both ends, so that each function below takes constant time, quantiles logarithmic. */
export interface CountTable extends CountsParameters {
  probabilities: Float64Array;
  mean: number;
  variance: number;
  /** the sums of `CountSums.above` for n = 0, 1, 2 at each count */
  above: readonly [Float64Array, Float64Array, Float64Array];
  /** the sums of `CountSums.below`; entry k belongs to count k + 1 */
  below: readonly [Float64Array, Float64Array, Float64Array];
}

/**
 * Checks a table of probabilities and adds it up, once for many calls. Every function of this module accepts
 * the bare probabilities as well, and then does this each time.
 *
 * @throws RangeError for an empty table, an entry outside 0 to 1 or a sum that is not 1
 */
export function countTable(probabilities: ArrayLike<number>): CountTable {
  const masses = Float64Array.from(probabilities);
  if (masses.length === 0) throw new RangeError('probabilities has length 0; it must have at least 1 entry');
  let total = 0;
  for (let count = 0; count < masses.length; count++) {
    requireProbability(`probabilities[${count}]`, masses[count]!);
    total += masses[count]!;
  }
  if (!(Math.abs(total - 1) <= 1e-9))
    throw new RangeError(`the sum of probabilities is ${total}; it must be 1`);
  const aboveProbability = sumsFromEnd(masses, 0);
  const aboveLoss = sumsFromEnd(aboveProbability, 1);
  const aboveSecond = sumsFromEnd(aboveLoss, 1);
  const below = sumsFromStart(masses);
  const belowLoss = sumsFromStart(below);
  const mean = aboveLoss[0]!;
  return {
    probabilities: masses,
    mean,
    variance: centralVariance(masses, mean),
    above: [aboveProbability, aboveLoss, aboveSecond],
    below: [below, belowLoss, sumsFromStart(belowLoss)],
  };
}

/** Probability of exactly `count`; 0 beyond the table and unless it is a whole number. */
export function pmf(count: number, parameters: CountsParameters): number {
  requireNumber('count', count);
  return tableOf(parameters).probabilities[count] ?? 0;
}

/** Natural logarithm of `pmf`, minus infinity where that is 0. */
export function logPmf(count: number, parameters: CountsParameters): number {
  return Math.log(pmf(count, parameters));
}

/** Probability of at most `x`, which need not be whole. */
export function cdf(x: number, parameters: CountsParameters): number {
  return countCdf(x, SUMS, tableOf(parameters));
}

/** Probability of more than `x`, with its digits where it is small. */
export function survival(x: number, parameters: CountsParameters): number {
  return countSurvival(x, SUMS, tableOf(parameters));
}

/** The smallest count that is not exceeded with probability at least `p`; at 1 the last with a probability. */
export function quantile(p: number, parameters: CountsParameters): number {
  requireProbability('p', p);
  const { probabilities, below } = tableOf(parameters);
  const cumulative = below[0];
  const last = cumulative.length - 1;
  // Rounding can leave the sum just short of p: then the last count of the table that can occur.
  const reached = firstIndex(last + 1, (count) => cumulative[count]! >= p);
  if (reached <= last) return reached;
  return probabilities.findLastIndex((probability) => probability > 0);
}

/** One draw, by inversion: one call of `next` each. */
export function sample(random: RandomStream, parameters: CountsParameters): number {
  return quantile(random.next(), parameters);
}

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 * @example loss(1, { probabilities: [0.2, 0.3, 0.5] }) // 0.5
 */
export function loss(x: number, parameters: CountsParameters): number {
  return countLoss(x, SUMS, tableOf(parameters));
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, parameters: CountsParameters): number {
  return countComplementaryLoss(x, SUMS, tableOf(parameters));
}

/** ½ E[(X − x)⁺ ((X − x)⁺ − 1)] [n⁽²⁾(x)]. */
export function secondLoss(x: number, parameters: CountsParameters): number {
  return countSecondLoss(x, SUMS, tableOf(parameters));
}

/** ½ E[(x − X)⁺ ((x − X)⁺ + 1)] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, parameters: CountsParameters): number {
  return countComplementarySecondLoss(x, SUMS, tableOf(parameters));
}

/** The distribution with its table bound. @throws RangeError as `countTable` does */
export function distribution(parameters: CountsParameters): Distribution {
  const table = tableOf(parameters);
  const { mean, variance } = table;
  return boundDistribution(table, FUNCTIONS, { support: 'counts', mean, variance });
}

/**
 * The distribution of the sum of two independent counts. Time grows with the product of the lengths.
 *
 * @example convolution({ probabilities: [0.5, 0.5] }, { probabilities: [0.5, 0.5] }).probabilities // ¼, ½, ¼
 */
export function convolution(first: CountsParameters, second: CountsParameters): CountTable {
  const probabilities = convolved(tableOf(first).probabilities, tableOf(second).probabilities);
  return countTable(normalised(probabilities));
}

/**
 * The distribution of the sum of `terms` independent counts with the same distribution, by repeated squaring. Time
 * grows with the square of the length of the result.
 *
 * @param terms a whole number, at least 0; the sum of none is 0
 */
export function convolutionPower(parameters: CountsParameters, terms: number): CountTable {
  if (!(Number.isSafeInteger(terms) && terms >= 0)) {
    throw new RangeError(`terms is ${terms}; it must be a whole number, at least 0`);
  }
  let square = normalised(tableOf(parameters).probabilities);
  let product = Float64Array.of(1);
  for (let rest = terms; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) product = convolved(product, square);
    if (rest > 1) square = convolved(square, square);
  }
  return countTable(product);
}

/**
 * The distribution of a count drawn from one of several tables.
 *
 * @param parts tables with their weights, at least 0 with a positive sum; weights are divided by their sum
 */
export function mixture(parts: readonly { weight: number; parameters: CountsParameters }[]): CountTable {
  let total = 0;
  let length = 0;
  for (const [index, { weight, parameters }] of parts.entries()) {
    requireNonNegative(`parts[${index}].weight`, weight);
    total += weight;
    length = Math.max(length, parameters.probabilities.length);
  }
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`the sum of weights is ${total}; it must be a finite number greater than 0`);
  }
  const masses = new Float64Array(length);
  for (const { weight, parameters } of parts) {
    const { probabilities } = tableOf(parameters);
    for (let count = 0; count < probabilities.length; count++) {
      masses[count]! += (weight / total) * probabilities[count]!;
    }
  }
  return countTable(masses);
}

const FUNCTIONS: DistributionFunctions<CountsParameters> = {
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

const SUMS: CountSums<CountTable> = {
  above: (order, count, table) => table.above[order][count] ?? 0,
  below: (order, count, table) => table.below[order][count - 1] ?? belowPastEnd(order, count, table),
};

/** Past the last count everything is below: the whole moment of the distance. */
function belowPastEnd(order: MomentOrder, count: number, { mean, variance }: CountTable): number {
  const distance = count - mean;
  if (order === 0) return 1;
  return order === 1 ? distance : 0.5 * (variance + distance * (distance + 1));
}

function tableOf(parameters: CountsParameters): CountTable {
  return 'above' in parameters ? (parameters as CountTable) : countTable(parameters.probabilities);
}

function convolved(first: Float64Array, second: Float64Array): Float64Array<ArrayBuffer> {
  const result = new Float64Array(first.length + second.length - 1);
  for (let i = 0; i < first.length; i++) {
    const probability = first[i]!;
    if (probability === 0) continue;
    for (let j = 0; j < second.length; j++) result[i + j]! += probability * second[j]!;
  }
  return result;
}

/** Divided by their sum, which may be off by 10⁻⁹: over many convolutions that would grow. */
function normalised(masses: Float64Array): Float64Array<ArrayBuffer> {
  let total = 0;
  for (const mass of masses) total += mass;
  return Float64Array.from(masses, (mass) => mass / total);
}

/** Entry k is the sum of the values from k + offset on. */
function sumsFromEnd(values: Float64Array, offset: 0 | 1): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let index = values.length - 1; index >= 0; index--) {
    if (offset === 0) sum += values[index]!;
    sums[index] = sum;
    if (offset === 1) sum += values[index]!;
  }
  return sums;
}

/** Entry k is the sum of the values up to k. */
function sumsFromStart(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    sum += values[index]!;
    sums[index] = sum;
  }
  return sums;
}

function centralVariance(masses: Float64Array, mean: number): number {
  let sum = 0;
  for (let count = 0; count < masses.length; count++) sum += masses[count]! * (count - mean) ** 2;
  return sum;
}
