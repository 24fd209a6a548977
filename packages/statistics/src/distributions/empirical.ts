import type { Distribution } from '../distribution.ts';
import { requireNonNegative, requireNumber, requireProbability } from '../parameters.ts';
import type { RandomStream } from '../random.ts';
import type { MomentOrder } from '../special/gamma-partial-moments.ts';
import { boundDistribution, type DistributionFunctions } from './bound-distribution.ts';
import { firstIndex } from './first-index.ts';

/** A distribution on the distinct values of a sample, each with its cumulative share. */
export interface EmpiricalDistribution {
  /** distinct, ascending */
  values: Float64Array;
  /** share of the weight at or below each value; the last is 1 */
  cumulative: Float64Array;
  /** share of the weight of each value */
  shares: Float64Array;
  mean: number;
}

/**
 * The empirical distribution of a sample. Observations that are not finite or have no weight are left out.
 *
 * @param sample  observations, at least one of them finite
 * @param weights one per observation, at least 0 with a positive sum; all equal if left out
 */
export function empiricalDistribution(
  sample: ArrayLike<number>,
  weights?: ArrayLike<number>,
): EmpiricalDistribution {
  if (weights && weights.length !== sample.length) {
    throw new RangeError(
      `weights has length ${weights.length}; it must have that of sample, ${sample.length}`,
    );
  }
  const weightOf = new Map<number, number>();
  let total = 0;
  let weighted = 0;
  for (let index = 0; index < sample.length; index++) {
    const value = sample[index]!;
    const weight = weights ? weights[index]! : 1;
    if (!Number.isFinite(value)) continue;
    requireNonNegative(`weights[${index}]`, weight);
    if (weight === 0) continue;
    weightOf.set(value, (weightOf.get(value) ?? 0) + weight);
    total += weight;
    weighted += weight * value;
  }
  if (total === 0) {
    throw new RangeError(
      `sample has no finite observation with a weight above 0 among its ${sample.length}; it must have at least 1`,
    );
  }
  if (!Number.isFinite(total)) throw new RangeError(`the sum of weights is ${total}; it must be finite`);
  const values = Float64Array.from(weightOf.keys()).sort();
  const cumulative = new Float64Array(values.length);
  const shares = new Float64Array(values.length);
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const weight = weightOf.get(values[index]!)!;
    sum += weight;
    shares[index] = weight / total;
    cumulative[index] = sum / total;
  }
  cumulative[values.length - 1] = 1;
  return { values, cumulative, shares, mean: weighted / total };
}

/** Share of the sample at exactly `x`. */
export function pmf(x: number, { values, shares }: EmpiricalDistribution): number {
  requireNumber('x', x);
  const index = firstIndex(values.length, (candidate) => values[candidate]! >= x);
  return values[index] === x ? shares[index]! : 0;
}

/** Natural logarithm of `pmf`, minus infinity where that is 0. */
export function logPmf(x: number, distribution: EmpiricalDistribution): number {
  return Math.log(pmf(x, distribution));
}

/** Share of the sample at or below `x`. */
export function cdf(x: number, { values, cumulative }: EmpiricalDistribution): number {
  requireNumber('x', x);
  const above = firstIndex(values.length, (index) => values[index]! > x);
  return above === 0 ? 0 : cumulative[above - 1]!;
}

/** Share of the sample above `x`. Time grows with the number of values. */
export function survival(x: number, distribution: EmpiricalDistribution): number {
  return excessMoment(0, x, distribution);
}

/** The smallest value at or below which at least the share `p` lies (the inverse of `cdf`, type 1). */
export function quantile(p: number, { values, cumulative }: EmpiricalDistribution): number {
  requireProbability('p', p);
  const index = firstIndex(values.length, (candidate) => cumulative[candidate]! >= p);
  return values[Math.min(index, values.length - 1)]!;
}

/** One draw of the sample, by inversion. */
export function sample(random: RandomStream, distribution: EmpiricalDistribution): number {
  return quantile(random.next(), distribution);
}

/**
 * Expected excess over `x`: E[(X − x)⁺] [n(x)]. Of demand and an order quantity, the expected shortage.
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., appendix C.3
 * @example loss(3, empiricalDistribution([0, 3, 12])) // 9 / 3 = 3
 */
export function loss(x: number, distribution: EmpiricalDistribution): number {
  return excessMoment(1, x, distribution);
}

/** Expected shortfall below `x`: E[(x − X)⁺] [n̄(x)]. Of demand and an order quantity, the expected left-over. */
export function complementaryLoss(x: number, distribution: EmpiricalDistribution): number {
  return shortfallMoment(1, x, distribution);
}

/** ½ E[((X − x)⁺)²] [n⁽²⁾(x)], for whole values too: those of `counts` are the discrete ones. */
export function secondLoss(x: number, distribution: EmpiricalDistribution): number {
  return excessMoment(2, x, distribution);
}

/** ½ E[((x − X)⁺)²] [n̄⁽²⁾(x)]. */
export function complementarySecondLoss(x: number, distribution: EmpiricalDistribution): number {
  return shortfallMoment(2, x, distribution);
}

/**
 * The distribution bound. Its `density` is the share at exactly x, and it counts as continuous: values may be
 * any numbers, and its second losses are those of continuous variables.
 */
export function distribution(parameters: EmpiricalDistribution): Distribution {
  const { values, shares, mean } = parameters;
  let variance = 0;
  for (let index = 0; index < values.length; index++)
    variance += shares[index]! * (values[index]! - mean) ** 2;
  return boundDistribution(parameters, FUNCTIONS, { support: 'continuous', mean, variance });
}

const FUNCTIONS: DistributionFunctions<EmpiricalDistribution> = {
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

/** E[((X − x)⁺)ⁿ] / n!, added up from the largest value. */
function excessMoment(order: MomentOrder, x: number, { values, shares }: EmpiricalDistribution): number {
  requireNumber('x', x);
  let sum = 0;
  for (let index = values.length - 1; index >= 0; index--) {
    const excess = values[index]! - x;
    if (!(excess > 0)) break;
    sum += shares[index]! * powerMoment(order, excess);
  }
  return sum;
}

/** E[((x − X)⁺)ⁿ] / n!, added up from the smallest value. */
function shortfallMoment(order: MomentOrder, x: number, { values, shares }: EmpiricalDistribution): number {
  requireNumber('x', x);
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const shortfall = x - values[index]!;
    if (!(shortfall > 0)) break;
    sum += shares[index]! * powerMoment(order, shortfall);
  }
  return sum;
}

function powerMoment(order: MomentOrder, distance: number): number {
  return order === 0 ? 1 : order === 1 ? distance : 0.5 * distance * distance;
}
