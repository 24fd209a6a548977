import { type NewsvendorCosts, type NewsvendorPlan, newsvendor, newsvendorCost } from './newsvendor.ts';
import { type PoissonPeriodDemand, poissonProtectedDemand } from './protected-demand.ts';

/**
 * Newsvendor with Poisson demand: the smallest whole level that meets demand in full with at least the critical
 * ratio, over lead time plus one period.
 *
 * @returns level, expected cost per period and critical ratio
 * @throws RangeError when the holding cost is not greater than 0, or another value negative
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., example 4.7
 * @example newsvendorPoisson({ holdingCost: 1, stockoutCost: 4, demandMean: 6 })
 *   // { orderUpToLevel: 8, cost: 3.5701, criticalRatio: 0.8 }
 */
export function newsvendorPoisson(options: NewsvendorCosts & PoissonPeriodDemand): NewsvendorPlan {
  return newsvendor({ ...options, demand: poissonProtectedDemand(options) });
}

/**
 * Expected money per period of a given level under Poisson demand, over lead time plus one period.
 *
 * @param options.orderUpToLevel units on hand and on order [S]
 * @throws RangeError when a cost, the mean or the lead time is negative
 * @see Snyder, Shen (2019), eq. (4.6)
 * @example newsvendorPoissonCost({ orderUpToLevel: 5, holdingCost: 1, stockoutCost: 4, demandMean: 6 }) // 6.5903
 */
export function newsvendorPoissonCost(
  options: NewsvendorCosts & PoissonPeriodDemand & { orderUpToLevel: number },
): number {
  return newsvendorCost({ ...options, demand: poissonProtectedDemand(options) });
}
