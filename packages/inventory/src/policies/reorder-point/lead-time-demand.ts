import { type Distribution, normal, poisson, requireNonNegative, requirePositive } from '@granary/statistics';

/**
 * Normal demand over a lead time: mean λL, standard deviation σ√L.
 *
 * @param demand.demandMean              units per time unit, at least 0 [λ]
 * @param demand.demandStandardDeviation units, of the demand of one time unit, greater than 0 [σ]
 * @param demand.leadTime                time units, greater than 0 [L]
 * @throws RangeError when one of them is out of range
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 5.2
 */
export function normalLeadTimeDemand(demand: {
  demandMean: number;
  demandStandardDeviation: number;
  leadTime: number;
}): Distribution {
  const { demandMean, demandStandardDeviation, leadTime } = demand;
  requireNonNegative('demandMean', demandMean);
  requirePositive('demandStandardDeviation', demandStandardDeviation);
  requirePositive('leadTime', leadTime);
  return normal.distribution({
    mean: demandMean * leadTime,
    standardDeviation: demandStandardDeviation * Math.sqrt(leadTime),
  });
}

/**
 * Poisson demand over a lead time: mean λL; all 0 without a lead time.
 *
 * @param demand.demandMean units per time unit, at least 0 [λ]
 * @param demand.leadTime   time units, at least 0 [L]
 * @throws RangeError when one of them is negative
 * @see Snyder, Shen (2019), section 5.5
 */
export function poissonLeadTimeDemand(demand: { demandMean: number; leadTime: number }): Distribution {
  const { demandMean, leadTime } = demand;
  requireNonNegative('demandMean', demandMean);
  requireNonNegative('leadTime', leadTime);
  return poisson.distribution({ mean: demandMean * leadTime });
}
