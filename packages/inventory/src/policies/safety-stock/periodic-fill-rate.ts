import { brentRoot, type Distribution, requireFinite } from '@granary/statistics';
import { requireServiceLevel, type SafetyStockTerms, safetyStockTerms } from './safety-stock-terms.ts';

/** A stock ordered up to a level S at every review, R periods apart, received after L periods. */
export interface PeriodicReviewDemand {
  /** demand over lead time plus review period, L + R */
  protectionDemand: Distribution;
  /** demand over the lead time alone; left out when an order is received at once, L = 0 */
  leadTimeDemand?: Distribution;
}

/**
 * Share of demand met at once from stock when the position is raised to S at every review: 1 − (n_{L+R}(S) −
 * n_L(S))/(μR), with n the loss function of demand over L + R and over L. Unmet demand is backordered; the demand
 * of a review period is that of L + R less that of L.
 *
 * @param options.orderUpToLevel units [S]
 * @throws RangeError when the level is not finite, demand over L + R is not greater than that over L, or one is in
 *   whole units and the other not
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., chapter 6;
 *   Johnson, Lee, Davis, Hall (1995), Expressions for Item Fill Rates in Periodic Inventory Systems
 */
export function fillRateOfOrderUpToLevel(options: PeriodicReviewDemand & { orderUpToLevel: number }): number {
  requireFinite('orderUpToLevel', options.orderUpToLevel);
  const { protectionDemand, leadTimeDemand, orderUpToLevel } = options;
  const demand = reviewDemand(options);
  const short = unitsShort(options, orderUpToLevel) / demand;
  if (short < 0.5) return 1 - short;
  // The same share from the other side, which keeps the digits of a small one.
  const leftBefore = leadTimeDemand?.complementaryLoss(orderUpToLevel) ?? Math.max(0, orderUpToLevel);
  return (leftBefore - protectionDemand.complementaryLoss(orderUpToLevel)) / demand;
}

/**
 * The smallest order-up-to level that meets a share of demand at once from stock, under periodic review and
 * backorders. For whole units it is the smallest whole level that reaches the target. Sample paths may reach it
 * on a whole range of levels, of which one is returned.
 *
 * @param options.targetFillRate greater than 0 and less than 1 [β]
 * @throws RangeError when the target is not within (0, 1), demand over L + R is not greater than that
 *   over L, or one is in whole units and the other not
 * @see the sources of `fillRateOfOrderUpToLevel`
 */
export function orderUpToLevelForFillRate(
  options: PeriodicReviewDemand & { targetFillRate: number },
): SafetyStockTerms {
  const { protectionDemand, targetFillRate } = options;
  requireServiceLevel('targetFillRate', targetFillRate);
  const demand = reviewDemand(options);
  const excess = (level: number) => unitsShort(options, level) / demand - (1 - targetFillRate);
  return safetyStockTerms({
    protectionDemand: protectionDemand.mean,
    protectionStandardDeviation: Math.sqrt(protectionDemand.variance),
    level: protectionDemand.support === 'counts' ? smallestLevel(excess) : rootBetween(options, excess),
  });
}

/** Units of one review period's demand that wait [ESPRC]. */
function unitsShort({ protectionDemand, leadTimeDemand }: PeriodicReviewDemand, level: number): number {
  const shortBefore = leadTimeDemand ? leadTimeDemand.loss(level) : Math.max(0, -level);
  return protectionDemand.loss(level) - shortBefore;
}

function reviewDemand({ protectionDemand, leadTimeDemand }: PeriodicReviewDemand): number {
  if (leadTimeDemand && leadTimeDemand.support !== protectionDemand.support) {
    throw new RangeError(
      `leadTimeDemand has ${leadTimeDemand.support} support; it must have that of protectionDemand, ${protectionDemand.support}`,
    );
  }
  const before = leadTimeDemand?.mean ?? 0;
  if (protectionDemand.mean > before) return protectionDemand.mean - before;
  throw new RangeError(
    `mean of protectionDemand is ${protectionDemand.mean}; it must be greater than ${before}, the mean of leadTimeDemand`,
  );
}

/** Steps away from the expected demand, doubling, until the target lies between two levels. */
function rootBetween(demand: PeriodicReviewDemand, excess: (level: number) => number): number {
  const { mean, variance } = demand.protectionDemand;
  // Never 0: steady demand has no spread.
  const scale = Math.sqrt(variance) + reviewDemand(demand);
  let step = scale;
  let low = mean;
  while (excess(low) < 0) {
    low -= step;
    step *= 2;
  }
  step = scale;
  let high = Math.max(low, mean);
  while (excess(high) > 0) {
    high += step;
    step *= 2;
  }
  return low === high ? low : brentRoot(excess, { low, high, tolerance: 1e-13 * scale }).x;
}

/** Whole units: at level 0 nothing on hand is ever promised, so the smallest level is above it. */
function smallestLevel(excess: (level: number) => number): number {
  let notEnough = 0;
  let enough = 1;
  while (excess(enough) > 0) {
    notEnough = enough;
    enough *= 2;
  }
  while (enough - notEnough > 1) {
    const middle = Math.floor((enough + notEnough) / 2);
    if (excess(middle) > 0) notEnough = middle;
    else enough = middle;
  }
  return enough;
}
