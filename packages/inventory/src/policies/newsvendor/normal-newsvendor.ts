import { type NewsvendorCosts, type NewsvendorPlan, newsvendor, newsvendorCost } from './newsvendor.ts';
import { type NormalPeriodDemand, normalProtectedDemand } from './protected-demand.ts';

/**
 * Newsvendor with normal demand: S* = μ + zσ with z the standard normal quantile of p/(h+p), over lead time plus
 * one period. Take care where σ is more than a third of μ: the normal distribution then gives demand below 0 a
 * weight that matters, and `newsvendor` with a gamma or lognormal demand fits better.
 *
 * @returns level, expected cost per period and critical ratio
 * @throws RangeError when a cost or the deviation is not greater than 0, or the mean or the lead time negative
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (4.30), (4.37)
 * @example newsvendorNormal({ holdingCost: 0.18, stockoutCost: 0.7, demandMean: 50, demandStandardDeviation: 8 })
 *   // { orderUpToLevel: 56.60, cost: 1.9976, criticalRatio: 0.7955 }
 */
export function newsvendorNormal(options: NewsvendorCosts & NormalPeriodDemand): NewsvendorPlan {
  return newsvendor({ ...options, demand: normalProtectedDemand(options) });
}

/**
 * Expected money per period of a given level under normal demand, over lead time plus one period.
 *
 * @param options.orderUpToLevel units on hand and on order [S]
 * @throws RangeError when a cost, the mean or the lead time is negative, or the deviation not greater than 0
 * @see Snyder, Shen (2019), eq. (4.24)
 * @example newsvendorNormalCost({ orderUpToLevel: 40, holdingCost: 0.18, stockoutCost: 0.7, demandMean: 50,
 *   demandStandardDeviation: 8 }) // 7.3561
 */
export function newsvendorNormalCost(
  options: NewsvendorCosts & NormalPeriodDemand & { orderUpToLevel: number },
): number {
  return newsvendorCost({ ...options, demand: normalProtectedDemand(options) });
}
