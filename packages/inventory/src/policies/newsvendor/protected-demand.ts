import { type Distribution, normal, poisson, requireNonNegative, requirePositive } from '@granary/statistics';

/** Normal demand, independent from period to period. */
export interface NormalPeriodDemand {
  /** units per period, at least 0 [μ] */
  demandMean: number;
  /** units per period, greater than 0 [σ] */
  demandStandardDeviation: number;
  /** periods from order to receipt, at least 0; 0 if left out [L] */
  leadTime?: number;
}

/** Poisson demand, independent from period to period. */
export interface PoissonPeriodDemand {
  /** units per period, at least 0 [λ] */
  demandMean: number;
  /** periods from order to receipt, at least 0; 0 if left out [L] */
  leadTime?: number;
}

/**
 * Normal demand over lead time plus one period: what an order placed now must cover until the next order
 * arrives, L + 1 periods. Mean (L+1)μ, standard deviation σ√(L+1).
 *
 * @throws RangeError when the mean or the lead time is negative, or the deviation not greater than 0
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., example 4.4
 */
export function normalProtectedDemand(demand: NormalPeriodDemand): Distribution {
  const { demandMean, demandStandardDeviation, leadTime = 0 } = demand;
  requireNonNegative('demandMean', demandMean);
  requirePositive('demandStandardDeviation', demandStandardDeviation);
  requireNonNegative('leadTime', leadTime);
  const periods = leadTime + 1;
  return normal.distribution({
    mean: demandMean * periods,
    standardDeviation: demandStandardDeviation * Math.sqrt(periods),
  });
}

/**
 * Poisson demand over lead time plus one period, mean (L+1)λ.
 *
 * @throws RangeError when the mean or the lead time is negative
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., example 4.4
 */
export function poissonProtectedDemand(demand: PoissonPeriodDemand): Distribution {
  const { demandMean, leadTime = 0 } = demand;
  requireNonNegative('demandMean', demandMean);
  requireNonNegative('leadTime', leadTime);
  return poisson.distribution({ mean: demandMean * (leadTime + 1) });
}
