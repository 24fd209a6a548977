import { brentRoot, type Distribution } from '@granary/statistics';
import { alternatingSearch } from './alternating-search.ts';
import { requireApproximationCosts } from './expected-inventory-level.ts';
import { type ReorderPointPlan, type ReorderPointProblem, reorderPointCost } from './reorder-point-cost.ts';

/**
 * Reorder point and quantity by the loss-function approximation: the exact conditions without the terms at r + Q,
 * which say that demand over the lead time hardly ever exceeds r + Q. Close to the best plan unless the
 * quantity is small beside the spread of demand.
 *
 * r satisfies n(r) = hQ/(h+p) and Q = √(2(Kλ + (h+p) n⁽²⁾(r))/h), found in turns.
 *
 * @param options.leadTimeDemand continuous demand over the lead time
 * @param options.tolerance      units; the turns end when r and Q change by less; a 1e-12th of Q if left out
 * @returns r, Q and their exact cost per time unit
 * @throws RangeError when a cost or rate is not greater than 0, or demand comes in whole units
 * @see Hadley, Whitin (1963), Analysis of Inventory Systems, chapter 4; Snyder, Shen (2019), Fundamentals of
 *   Supply Chain Theory, 2nd ed., eq. (5.28), (5.29)
 * @example lossFunctionPlan({ holdingCost: 3.1, stockoutCost: 45, fixedCost: 50, demandRate: 800,
 *   leadTimeDemand: normalLeadTimeDemand({ demandMean: 800, demandStandardDeviation: 40, leadTime: 4 / 365 }) })
 *   // { reorderPoint: -1.986, orderQuantity: 166.95, … }
 */
export function lossFunctionPlan(options: ReorderPointProblem & { tolerance?: number }): ReorderPointPlan {
  requireApproximationCosts(options);
  const { holdingCost, stockoutCost, fixedCost, demandRate, leadTimeDemand } = options;
  const bothCosts = holdingCost + stockoutCost;
  const plan = alternatingSearch({
    firstQuantity: Math.sqrt((2 * fixedCost * demandRate) / holdingCost),
    pointFor: (orderQuantity) => pointOfLoss(leadTimeDemand, (holdingCost * orderQuantity) / bothCosts),
    quantityFor: (point) =>
      Math.sqrt((2 * (fixedCost * demandRate + bothCosts * leadTimeDemand.secondLoss(point))) / holdingCost),
    tolerance: options.tolerance,
  });
  return { ...plan, cost: reorderPointCost({ ...options, ...plan }) };
}

/** Where the loss function has a value. Since n(x) ≥ mean − x, it is no further left than mean − value. */
function pointOfLoss(demand: Distribution, loss: number): number {
  const low = demand.mean - loss;
  const spread = Math.sqrt(demand.variance);
  let step = loss + spread;
  while (demand.loss(low + step) > loss) step *= 2;
  const excess = (point: number) => demand.loss(point) - loss;
  // Far to the left the loss is mean − x to the last bit, and the root the end itself.
  return excess(low) <= 0
    ? low
    : brentRoot(excess, { low, high: low + step, tolerance: 1e-14 * (loss + spread) }).x;
}
