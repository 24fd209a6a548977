import { type Distribution, normal } from '@granary/statistics';
import { type ProtectionInterval, protectionMoments } from './protection-interval.ts';
import { requireServiceLevel, type SafetyStockTerms, safetyStockTerms } from './safety-stock-terms.ts';

/**
 * Safety stock, and the level it makes, with which an order cycle passes without stock-out with a given
 * probability: SS = zσ_P over lead time plus review period. Normal demand; for skewed demand or sample paths use
 * `levelForCycleService`. The share of demand served is another measure, and usually higher: see
 * `reorderPointForFillRate` and `orderUpToLevelForFillRate`.
 *
 * @param options.cycleServiceLevel probability of no stock-out in a cycle, greater than 0 and less than 1 [α]
 * @returns the level and its terms; without a review period the level is a reorder point, with one an
 *   order-up-to level
 * @throws RangeError when the service level is not within (0, 1), or a mean, deviation or time is negative
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., chapter 6;
 *   Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (4.37)
 * @example safetyStockForCycleService({ demandMean: 0, demandStandardDeviation: 20, leadTime: 9,
 *   cycleServiceLevel: 0.95 }).safetyStock // 98.69
 */
export function safetyStockForCycleService(
  options: ProtectionInterval & { cycleServiceLevel: number },
): SafetyStockTerms {
  const { cycleServiceLevel } = options;
  requireServiceLevel('cycleServiceLevel', cycleServiceLevel);
  const { mean, standardDeviation } = protectionMoments(options);
  const safetyFactor = normal.quantile(cycleServiceLevel);
  const safetyStock = safetyFactor * standardDeviation;
  return {
    protectionDemand: mean,
    protectionStandardDeviation: standardDeviation,
    safetyFactor,
    safetyStock,
    level: mean + safetyStock,
  };
}

/**
 * The smallest level with which an order cycle passes without stock-out with at least a given probability, for
 * demand over the protection interval of any distribution: P(D ≤ level) ≥ α. For whole units the probability
 * reached is usually higher: ask the distribution's `cdf`.
 *
 * @param options.protectionDemand  demand over lead time plus review period: a fitted shape, or the
 *   distribution of sample paths
 * @param options.cycleServiceLevel greater than 0 and less than 1 [α]
 * @throws RangeError when the service level is not within (0, 1)
 * @see Axsäter (2015), Inventory Control, 3rd ed., chapter 5 (service S₁)
 * @example levelForCycleService({ protectionDemand: poisson.distribution({ mean: 3 }), cycleServiceLevel: 0.95
 *   }).level // 6
 */
export function levelForCycleService(options: {
  protectionDemand: Distribution;
  cycleServiceLevel: number;
}): SafetyStockTerms {
  const { protectionDemand, cycleServiceLevel } = options;
  requireServiceLevel('cycleServiceLevel', cycleServiceLevel);
  return safetyStockTerms({
    protectionDemand: protectionDemand.mean,
    protectionStandardDeviation: Math.sqrt(protectionDemand.variance),
    level: protectionDemand.quantile(cycleServiceLevel),
  });
}
