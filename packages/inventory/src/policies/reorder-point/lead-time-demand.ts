import { type Distribution, empirical, normal, poisson, requireNonNegative } from '@granary/statistics';

/**
 * Normal demand over a lead time: mean λL, standard deviation σ√L. Without a lead time or a deviation it is the
 * constant λL.
 *
 * @param demand.demandMean              units per time unit, at least 0 [λ]
 * @param demand.demandStandardDeviation units, of the demand of one time unit, at least 0 [σ]
 * @param demand.leadTime                time units, at least 0 [L]
 * @throws RangeError when one of them is negative
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., chapter 5
 */
export function normalLeadTimeDemand(demand: {
  demandMean: number;
  demandStandardDeviation: number;
  leadTime: number;
}): Distribution {
  const { demandMean, demandStandardDeviation, leadTime } = demand;
  requireNonNegative('demandMean', demandMean);
  requireNonNegative('demandStandardDeviation', demandStandardDeviation);
  requireNonNegative('leadTime', leadTime);
  const mean = demandMean * leadTime;
  const standardDeviation = demandStandardDeviation * Math.sqrt(leadTime);
  if (standardDeviation > 0) return normal.distribution({ mean, standardDeviation });
  return empirical.distribution(empirical.empiricalDistribution([mean]));
}

/**
 * Poisson demand over a lead time: mean λL; all 0 without a lead time.
 *
 * @param demand.demandMean units per time unit, at least 0 [λ]
 * @param demand.leadTime   time units, at least 0 [L]
 * @throws RangeError when one of them is negative
 * @see Snyder, Shen (2019), chapter 5
 */
export function poissonLeadTimeDemand(demand: { demandMean: number; leadTime: number }): Distribution {
  const { demandMean, leadTime } = demand;
  requireNonNegative('demandMean', demandMean);
  requireNonNegative('leadTime', leadTime);
  return poisson.distribution({ mean: demandMean * leadTime });
}
