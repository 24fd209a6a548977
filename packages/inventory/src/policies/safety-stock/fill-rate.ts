import { brentRoot, type Distribution, requireFinite, requirePositive } from '@granary/statistics';
import { requireServiceLevel, type SafetyStockTerms, safetyStockTerms } from './safety-stock-terms.ts';

/** A continuously watched stock that orders Q units each time its position falls to the reorder point. */
export interface FillRateOptions {
  /** demand over the lead time, any distribution */
  leadTimeDemand: Distribution;
  /** units per order, greater than 0; a whole number for whole units of demand [Q] */
  orderQuantity: number;
}

/**
 * Share of demand met at once from stock when Q units are ordered each time the position, stock and orders less
 * backorders, reaches r: 1 − (n(r) − n(r+Q))/Q, with n the loss function of demand over the lead time. Unmet
 * demand is backordered, and the position is taken to hit r without passing below it, as with unit-sized or
 * steady demand; where customers take many units at a time the true share is lower.
 *
 * The second term counts units that were already short when the order arrived. Leaving it out is a common
 * shortcut and wrong where an order covers no more than a few standard deviations of demand. Where Q is less
 * than a millionth of the deviation, the difference keeps fewer than 10 digits.
 *
 * @param options.reorderPoint units, may be negative [r]
 * @throws RangeError when the quantity is not greater than 0 (or whole, for whole units), or r not finite
 * @see Hadley, Whitin (1963), Analysis of Inventory Systems, chapter 4; Axsäter (2015), Inventory Control,
 *   3rd ed., chapter 5 (service S₂)
 */
export function fillRateOfReorderPoint(options: FillRateOptions & { reorderPoint: number }): number {
  const { leadTimeDemand, orderQuantity, reorderPoint } = options;
  requireQuantity(options);
  requireFinite('reorderPoint', reorderPoint);
  const short = shortShare(leadTimeDemand, reorderPoint, orderQuantity);
  if (short < 0.5) return 1 - short;
  // The same share from the other side, which keeps the digits of a small one.
  const leftAbove = leadTimeDemand.complementaryLoss(reorderPoint + orderQuantity);
  return (leftAbove - leadTimeDemand.complementaryLoss(reorderPoint)) / orderQuantity;
}

/**
 * The smallest reorder point that meets a share of demand at once from stock, exactly: the root of
 * 1 − (n(r) − n(r+Q))/Q = β. It lies below the expected demand, even below zero, when orders are large beside
 * the target's shortage. About ten evaluations of the loss function.
 *
 * @param options.targetFillRate greater than 0 and less than 1 [β]
 * @returns reorder point and its terms; for whole units the smallest whole point that reaches the target
 * @throws RangeError when the target is not within (0, 1), or the quantity not greater than 0 (or whole, for
 *   whole units)
 * @see the sources of `fillRateOfReorderPoint`
 * @example reorderPointForFillRate({ leadTimeDemand: normal.distribution({ mean: 100, standardDeviation: 30 }),
 *   orderQuantity: 200, targetFillRate: 0.95 }) // level 104.17, safetyFactor 0.1389
 */
export function reorderPointForFillRate(
  options: FillRateOptions & { targetFillRate: number },
): SafetyStockTerms {
  const { leadTimeDemand, orderQuantity, targetFillRate } = options;
  requireQuantity(options);
  requireServiceLevel('targetFillRate', targetFillRate);
  return safetyStockTerms({
    protectionDemand: leadTimeDemand.mean,
    protectionStandardDeviation: Math.sqrt(leadTimeDemand.variance),
    level: levelOfShortShare({ demand: leadTimeDemand, orderQuantity, share: 1 - targetFillRate }),
  });
}

/**
 * The smallest r at which units short come to a share of the demand, for orders of Q: n(r) − n(r+Q) = share × Q.
 * With the share h/(h+p) this is the reorder point of least cost, where g(r) = g(r+Q).
 *
 * The left side falls from Q to 0 in r. At a point q that demand exceeds with the share as probability it is at
 * most share × Q, and at q − Q at least that: the root lies between.
 */
export function levelOfShortShare(options: {
  demand: Distribution;
  orderQuantity: number;
  share: number;
  /** units, for continuous demand; a 1e-13th of the quantity if left out */
  tolerance?: number | undefined;
}): number {
  const { demand, orderQuantity, share, tolerance = 1e-13 * orderQuantity } = options;
  // A share of 1 to the last bit would start from minus infinity.
  const high = demand.quantile(Math.max(1 - share, Number.EPSILON / 2));
  const low = high - orderQuantity;
  if (demand.support === 'counts') {
    return smallestCount(low, high, (level) => shortShare(demand, level, orderQuantity) <= share);
  }
  const excess = (level: number) => shortShare(demand, level, orderQuantity) - share;
  // Rounding can leave both ends on one side; the root is then the end itself.
  if (excess(low) <= 0) return low;
  if (excess(high) >= 0) return high;
  return brentRoot(excess, { low, high, tolerance }).x;
}

function shortShare(demand: Distribution, level: number, orderQuantity: number): number {
  return (demand.loss(level) - demand.loss(level + orderQuantity)) / orderQuantity;
}

/** The smallest whole number within low..high that is enough, where all above it are; `high` if none below is. */
function smallestCount(low: number, high: number, isEnough: (level: number) => boolean): number {
  let notEnough = Math.floor(low) - 1;
  let enough = Math.ceil(high);
  while (enough - notEnough > 1) {
    const middle = Math.floor((enough + notEnough) / 2);
    if (isEnough(middle)) enough = middle;
    else notEnough = middle;
  }
  return enough;
}

function requireQuantity({ leadTimeDemand, orderQuantity }: FillRateOptions): void {
  requirePositive('orderQuantity', orderQuantity);
  if (leadTimeDemand.support === 'counts' && !Number.isInteger(orderQuantity)) {
    throw new RangeError(
      `orderQuantity is ${orderQuantity}; it must be a whole number for demand in whole units`,
    );
  }
}
