import { beta, logGamma, requireNonNegative, requirePositive } from '@granary/statistics';
import { DEFAULT_POOL_WEIGHT } from './pool-weight.ts';

/** How often something went well: deliveries on time of all deliveries. */
export interface ShareRecord {
  /** deliveries, at least 0 [n] */
  trials: number;
  /** of them good ones; a delivery may count in part [s] */
  successes: number;
}

/** What is known of all suppliers, and how many deliveries of a supplier's own it is worth. */
export interface SharePool {
  /** share of all deliveries, drawn half a delivery towards one half, so that it is never 0 or 1 [m] */
  mean: number;
  /** deliveries [κ] */
  weight: number;
}

/** A share with the range it lies in with 90 % probability. */
export interface ShareEstimate {
  mean: number;
  /** 5 % quantile */
  low: number;
  /** 95 % quantile */
  high: number;
}

/**
 * Learns from the records of all suppliers how much one supplier's record says: each supplier's true share is
 * taken as a draw from a beta distribution around the pool's mean, and the weight is the one that makes the
 * records likeliest. Where suppliers hardly differ the pool weighs much; where they differ, little.
 *
 * The weight has the prior that makes 10/(10 + κ) uniform, so that few suppliers give a weight near 10; its
 * likeliest value on a logarithmic scale is looked up on a grid of 5 % steps from 0.5 to 1000, since an estimate
 * changes by far less than its range with such a step. Time grows with the suppliers.
 *
 * @throws RangeError when a record has more successes than trials, or a negative number
 * @see Skellam (1948), A Probability Distribution Derived from the Binomial (beta-binomial); Christiansen, Morris
 *   (1997), Hierarchical Poisson Regression Modeling (uniform shrinkage prior)
 * @example sharePool([{ trials: 20, successes: 19 }, { trials: 20, successes: 5 }]) // { mean: 0.598, weight: 2.63 }
 */
export function sharePool(records: ShareRecord[]): SharePool {
  let trials = 0;
  let successes = 0;
  for (const [index, record] of records.entries()) {
    requireRecord(`records[${index}]`, record);
    trials += record.trials;
    successes += record.successes;
  }
  const mean = (successes + 0.5) / (trials + 1);
  let weight = DEFAULT_POOL_WEIGHT;
  let best = Number.NEGATIVE_INFINITY;
  for (let candidate = 0.5; candidate <= 1000; candidate *= 1.05) {
    const likelihood = records.reduce(
      (sum, record) => sum + logLikelihood(record, { mean, weight: candidate }),
      Math.log(candidate) - 2 * Math.log(DEFAULT_POOL_WEIGHT + candidate),
    );
    // Without records this finds the default itself, but for the step of the grid.
    if (likelihood > best && trials > 0) {
      best = likelihood;
      weight = candidate;
    }
  }
  return { mean, weight };
}

/**
 * A supplier's share from its own record and the pool: (κm + s)/(κ + n), the mean of the beta distribution the
 * record leaves. Without deliveries it is the pool's; with many it is the supplier's own.
 *
 * @throws RangeError when the record has more successes than trials, or the pool's mean or weight is out of range
 * @see Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 2.4
 * @example shareEstimate({ mean: 0.9, weight: 10 }, { trials: 10, successes: 5 }).mean // 0.7
 */
export function shareEstimate(pool: SharePool, record: ShareRecord): ShareEstimate {
  requirePositive('pool.weight', pool.weight);
  if (!(pool.mean > 0 && pool.mean < 1)) {
    throw new RangeError(`pool.mean is ${pool.mean}; it must be greater than 0 and less than 1`);
  }
  requireRecord('record', record);
  const good = pool.weight * pool.mean + record.successes;
  const bad = pool.weight * (1 - pool.mean) + record.trials - record.successes;
  const parameters = { alpha: good, beta: bad };
  return {
    mean: good / (good + bad),
    low: beta.quantile(0.05, parameters),
    high: beta.quantile(0.95, parameters),
  };
}

/** Logarithm of the beta-binomial probability, without the part that does not depend on the pool. */
function logLikelihood({ trials, successes }: ShareRecord, { mean, weight }: SharePool): number {
  const good = weight * mean;
  const bad = weight * (1 - mean);
  return logBeta(good + successes, bad + trials - successes) - logBeta(good, bad);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

function requireRecord(place: string, { trials, successes }: ShareRecord): void {
  requireNonNegative(`${place}.trials`, trials);
  requireNonNegative(`${place}.successes`, successes);
  if (successes > trials) {
    throw new RangeError(`${place}.successes is ${successes}; it must be at most trials ${trials}`);
  }
}
