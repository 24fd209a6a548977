import { economicOrderQuantityWithBackorders } from '../economic-order-quantity/backorders.ts';
import { economicOrderQuantity } from '../economic-order-quantity/economic-order-quantity.ts';
import { bestReorderPoint } from './best-reorder-point.ts';
import { requireApproximationCosts } from './expected-inventory-level.ts';
import { type ReorderPointPlan, type ReorderPointProblem, reorderPointCost } from './reorder-point-cost.ts';

/**
 * Quantity as if demand were steady, with backorders (EOQB), and the best reorder point for it. Never more than
 * 11.8 % dearer than the best plan, and usually within 1 %.
 *
 * @param problem.leadTimeDemand continuous demand over the lead time
 * @param problem.tolerance      units, of the reorder point; a 1e-13th of Q if left out
 * @returns r, Q = √(2Kλ(h+p)/(hp)) and their exact cost per time unit
 * @throws RangeError when a cost or rate is not greater than 0, or demand comes in whole units
 * @see Zheng (1992), On Properties of Stochastic Inventory Systems; Axsäter (1996), Using the Deterministic EOQ
 *   Formula in Stochastic Inventory Control (the bound); Snyder, Shen (2019), Fundamentals of Supply Chain
 *   Theory, 2nd ed., eq. (3.27), (5.9)
 * @example economicQuantityWithBackordersPlan({ holdingCost: 3.1, stockoutCost: 45, fixedCost: 50, demandRate:
 *   800, leadTimeDemand: normalLeadTimeDemand({ demandMean: 800, demandStandardDeviation: 40, leadTime: 4 / 365
 *   }) }) // { reorderPoint: -1.93, orderQuantity: 166.09, cost: 484.22 }
 */
export function economicQuantityWithBackordersPlan(
  problem: ReorderPointProblem & { tolerance?: number },
): ReorderPointPlan {
  requireApproximationCosts(problem);
  const { orderQuantity } = economicOrderQuantityWithBackorders(problem);
  const reorderPoint = bestReorderPoint({ ...problem, orderQuantity });
  return { reorderPoint, orderQuantity, cost: reorderPointCost({ ...problem, reorderPoint, orderQuantity }) };
}

/**
 * Economic order quantity and a safety stock for the critical ratio, chosen apart from each other (EOQ + SS):
 * what many planners do. The safety stock is too large, since it ignores that a large order seldom runs out.
 *
 * @param problem.leadTimeDemand continuous demand over the lead time
 * @returns r, the quantile p/(h+p) of demand over the lead time, Q = √(2Kλ/h) and their exact cost per time unit
 * @throws RangeError when a cost or rate is not greater than 0, or demand comes in whole units
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (3.4), (5.21)
 * @example economicQuantityWithSafetyStockPlan({ holdingCost: 0.225, stockoutCost: 7.5, fixedCost: 8,
 *   demandRate: 1300, leadTimeDemand: normalLeadTimeDemand({ demandMean: 1300, demandStandardDeviation: 150,
 *   leadTime: 1 / 12 }) }) // { reorderPoint: 190.34, orderQuantity: 304.05, cost: 87.05 }
 */
export function economicQuantityWithSafetyStockPlan(problem: ReorderPointProblem): ReorderPointPlan {
  requireApproximationCosts(problem);
  const { holdingCost, stockoutCost, leadTimeDemand } = problem;
  const { orderQuantity } = economicOrderQuantity(problem);
  const reorderPoint = leadTimeDemand.quantile(stockoutCost / (holdingCost + stockoutCost));
  return { reorderPoint, orderQuantity, cost: reorderPointCost({ ...problem, reorderPoint, orderQuantity }) };
}
