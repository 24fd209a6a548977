import {
  type Distribution,
  gamma,
  negativeBinomial,
  normal,
  poisson,
  requireNonNegative,
} from '@granary/statistics';

/** Demand per period and the time an order must protect. One time unit throughout: days, or weeks. */
export interface ProtectionInterval {
  /** expected units per period, at least 0 [μ] */
  demandMean: number;
  /** units, standard deviation of the demand of one period, at least 0 [σ] */
  demandStandardDeviation: number;
  /** expected periods from order to receipt, at least 0 [L] */
  leadTime: number;
  /** periods, standard deviation of the lead time, at least 0; 0 if left out [σ_L] */
  leadTimeStandardDeviation?: number;
  /** periods between reviews, at least 0; 0 if left out: stock is watched all the time [R] */
  reviewPeriod?: number;
}

/** Mean and spread of the demand that an order must cover until the next one can arrive. */
export interface ProtectionMoments {
  /** lead time plus review period, periods [L + R] */
  intervalLength: number;
  /** expected units [μ_P] */
  mean: number;
  /** units [σ_P] */
  standardDeviation: number;
}

/**
 * Mean and standard deviation of demand over lead time plus review period, for demand that is independent from
 * period to period and a lead time that is independent of it: μ_P = (L+R)μ, σ_P² = (L+R)σ² + μ²σ_L². Not for
 * demand with a trend, a season or autocorrelation over the interval: use sample paths of a forecast then.
 *
 * @throws RangeError when a mean, a deviation, the lead time or the review period is negative
 * @see Hadley, Whitin (1963), Analysis of Inventory Systems, chapter 3; Silver, Pyke, Thomas (2017), Inventory
 *   and Production Management in Supply Chains, 4th ed., chapter 6
 * @example protectionMoments({ demandMean: 50, demandStandardDeviation: 12.5, leadTime: 2,
 *   leadTimeStandardDeviation: 1.5, reviewPeriod: 1 })
 *   // { intervalLength: 3, mean: 150, standardDeviation: 78.06 }
 */
export function protectionMoments(interval: ProtectionInterval): ProtectionMoments {
  const { demandMean, demandStandardDeviation, leadTime } = interval;
  const { leadTimeStandardDeviation = 0, reviewPeriod = 0 } = interval;
  requireNonNegative('demandMean', demandMean);
  requireNonNegative('demandStandardDeviation', demandStandardDeviation);
  requireNonNegative('leadTime', leadTime);
  requireNonNegative('leadTimeStandardDeviation', leadTimeStandardDeviation);
  requireNonNegative('reviewPeriod', reviewPeriod);
  const intervalLength = leadTime + reviewPeriod;
  return {
    intervalLength,
    mean: intervalLength * demandMean,
    standardDeviation: Math.hypot(
      Math.sqrt(intervalLength) * demandStandardDeviation,
      demandMean * leadTimeStandardDeviation,
    ),
  };
}

/**
 * Shape of demand over the protection interval. `normal` suits fast movers; `gamma` is never negative and skewed,
 * for measured quantities whose deviation is a third of the mean or more; `negative-binomial` and `poisson` are
 * for whole units of slow movers.
 */
export type DemandShape = 'normal' | 'gamma' | 'negative-binomial' | 'poisson';

/**
 * The distribution of a shape with a given mean and standard deviation. Demand without spread is a constant, for
 * which no shape exists: the levels need none.
 *
 * @param options.mean              units, greater than 0 but for `normal` [μ_P]
 * @param options.standardDeviation units, greater than 0; more than √mean for `negative-binomial`; for `poisson`
 *   it must be √mean, to a relative accuracy of 1e-6 [σ_P]
 * @throws RangeError when the shape has no distribution with these moments
 * @see Axsäter (2015), Inventory Control, 3rd ed., chapter 5 (fits to two moments); Burgin (1975),
 *   The Gamma Distribution and Inventory Control
 * @example demandWithMoments({ mean: 4, standardDeviation: 3, shape: 'negative-binomial' }).variance // 9
 */
export function demandWithMoments(options: {
  mean: number;
  standardDeviation: number;
  shape: DemandShape;
}): Distribution {
  const { mean, standardDeviation, shape } = options;
  const variance = standardDeviation ** 2;
  if (shape === 'normal') return normal.distribution({ mean, standardDeviation });
  requireAbove('mean', mean, 0, `${shape} demand`);
  if (shape === 'gamma') {
    requireAbove('standardDeviation', standardDeviation, 0, 'gamma demand');
    return gamma.distribution({ shape: mean ** 2 / variance, scale: variance / mean });
  }
  const spreadOfPoisson = Math.sqrt(mean);
  if (shape === 'negative-binomial') {
    requireAbove('standardDeviation', standardDeviation, spreadOfPoisson, 'negative binomial demand');
    return negativeBinomial.distribution({ mean, size: mean ** 2 / (variance - mean) });
  }
  if (!(Math.abs(standardDeviation / spreadOfPoisson - 1) <= 1e-6)) {
    throw new RangeError(
      `standardDeviation is ${standardDeviation}; it must be ${spreadOfPoisson}, the root of the mean, for Poisson demand`,
    );
  }
  return poisson.distribution({ mean });
}

function requireAbove(name: string, value: number, bound: number, what: string): void {
  if (value > bound && value < Number.POSITIVE_INFINITY) return;
  throw new RangeError(`${name} is ${value}; it must be a finite number greater than ${bound} for ${what}`);
}
