import { alternatingSearch } from './alternating-search.ts';
import {
  type ReorderPointPlan,
  type ReorderPointProblem,
  requireReorderPointCosts,
} from './reorder-point-cost.ts';

/**
 * Reorder point and quantity by the expected-inventory-level approximation of Hadley and Whitin, the (r, Q)
 * method of most textbooks. The stock-out cost is money per unit short, however long it waits, unlike in
 * `bestReorderPointPlan`; the stock on hand is taken to be r − λL + Q/2. Fits rare stock-outs: where backorders
 * last or r is negative the approximation is poor.
 *
 * r satisfies P(D > r) = Qh/(pλ) and Q = √(2λ(K + p n(r))/h), found in turns.
 *
 * @param options.stockoutCost   money per unit short, greater than Qh/λ [p]
 * @param options.leadTimeDemand continuous demand over the lead time
 * @param options.tolerance      units; the turns end when r and Q change by less; a 1e-12th of Q if left out
 * @returns r, Q and the approximate cost h(r − λL + Q/2) + Kλ/Q + pλ n(r)/Q per time unit
 * @throws RangeError when a cost or rate is out of range, or the stock-out cost so low that no r exists
 * @see Hadley, Whitin (1963), Analysis of Inventory Systems, chapter 4; Snyder, Shen (2019), Fundamentals of
 *   Supply Chain Theory, 2nd ed., eq. (5.16) to (5.18), algorithm 5.1
 * @example expectedInventoryLevelPlan({ holdingCost: 0.225, stockoutCost: 7.5, fixedCost: 8, demandRate: 1300,
 *   leadTimeDemand: normalLeadTimeDemand({ demandMean: 1300, demandStandardDeviation: 150, leadTime: 1 / 12 }) })
 *   // { reorderPoint: 213.97, orderQuantity: 318.59, cost: 95.45 }
 */
export function expectedInventoryLevelPlan(
  options: ReorderPointProblem & { tolerance?: number },
): ReorderPointPlan {
  requireApproximationCosts(options);
  const { holdingCost, stockoutCost, fixedCost, demandRate, leadTimeDemand } = options;
  const pointFor = (orderQuantity: number): number => {
    const leastStockoutCost = (orderQuantity * holdingCost) / demandRate;
    if (leastStockoutCost >= stockoutCost) {
      throw new RangeError(
        `stockoutCost is ${stockoutCost}; it must be greater than ${leastStockoutCost}, what holding an order's units costs, or no reorder point exists`,
      );
    }
    // Below the last bit of 1 the quantile would be infinite.
    return leadTimeDemand.quantile(1 - Math.max(leastStockoutCost / stockoutCost, Number.EPSILON / 2));
  };
  const { reorderPoint, orderQuantity } = alternatingSearch({
    firstQuantity: Math.sqrt((2 * fixedCost * demandRate) / holdingCost),
    pointFor,
    quantityFor: (point) =>
      Math.sqrt((2 * demandRate * (fixedCost + stockoutCost * leadTimeDemand.loss(point))) / holdingCost),
    tolerance: options.tolerance,
  });
  const unitsShort = leadTimeDemand.loss(reorderPoint);
  const cost =
    holdingCost * (reorderPoint - leadTimeDemand.mean + orderQuantity / 2) +
    ((fixedCost + stockoutCost * unitsShort) * demandRate) / orderQuantity;
  return { reorderPoint, orderQuantity, cost };
}

/** @throws RangeError when a cost or rate is not greater than 0, or demand comes in whole units */
export function requireApproximationCosts(problem: ReorderPointProblem): void {
  requireReorderPointCosts(problem);
  if (problem.fixedCost === 0) {
    throw new RangeError('fixedCost is 0; it must be a finite number greater than 0');
  }
  if (problem.leadTimeDemand.support !== 'continuous') {
    throw new RangeError('leadTimeDemand is in whole units; it must be continuous: use bestReorderPointPlan');
  }
}
