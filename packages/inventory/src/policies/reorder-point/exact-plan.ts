import { brentRoot, type Distribution } from '@granary/statistics';
import { bestReorderPoint } from './best-reorder-point.ts';
import {
  type ReorderPointPlan,
  type ReorderPointProblem,
  reorderPointCost,
  requireReorderPointCosts,
} from './reorder-point-cost.ts';

/**
 * Reorder point and order quantity of least cost, exactly, for demand of any distribution over the lead time.
 * Whole units: the algorithm of Federgruen and Zheng, which widens the range of positions from the newsvendor
 * level to the cheaper side until the next position costs more than the average; time O(Q). Continuous demand:
 * the condition of Zheng that at the best quantity the newsvendor cost at both ends of the range is the total
 * cost; about 15 quantities are tried, each with its best reorder point.
 *
 * Assumes that the position falls through r in single units or steadily, and that unmet demand waits.
 *
 * @throws RangeError when holding cost, stock-out cost or rate is not greater than 0, or the fixed cost
 *   negative; for continuous demand also when the fixed cost is 0: the quantity would be 0, see `baseStockLevel`
 * @see Federgruen, Zheng (1992), An Efficient Algorithm for Computing an Optimal (r, Q) Policy in Continuous
 *   Review Stochastic Inventory Systems; Zheng (1992), On Properties of Stochastic Inventory Systems; Snyder,
 *   Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., sections 5.2 and 5.5
 * @example bestReorderPointPlan({ holdingCost: 20, stockoutCost: 150, fixedCost: 100, demandRate: 1.5,
 *   leadTimeDemand: poisson.distribution({ mean: 3 }) }) // { reorderPoint: 3, orderQuantity: 5, cost: 107.92 }
 */
export function bestReorderPointPlan(problem: ReorderPointProblem): ReorderPointPlan {
  requireReorderPointCosts(problem);
  const plan = problem.leadTimeDemand.support === 'counts' ? wholePlan(problem) : continuousPlan(problem);
  return { ...plan, cost: reorderPointCost({ ...problem, ...plan }) };
}

type PointAndQuantity = Omit<ReorderPointPlan, 'cost'>;

function wholePlan(problem: ReorderPointProblem): PointAndQuantity {
  const { holdingCost, stockoutCost, fixedCost, demandRate, leadTimeDemand } = problem;
  const costAt = positionCosts(leadTimeDemand, holdingCost, stockoutCost);
  const start = leadTimeDemand.quantile(stockoutCost / (holdingCost + stockoutCost));
  let reorderPoint = start - 1;
  let orderQuantity = 1;
  let total = fixedCost * demandRate + costAt(start);
  let below = costAt(reorderPoint);
  let above = costAt(start + 1);
  for (;;) {
    const next = Math.min(below, above);
    if (next >= total / orderQuantity) return { reorderPoint, orderQuantity };
    total += next;
    orderQuantity++;
    if (below <= above) below = costAt(--reorderPoint);
    else above = costAt(reorderPoint + orderQuantity + 1);
  }
}

/** g(y) at a position; the positions asked for come one by one, so each needs one loss. */
function positionCosts(demand: Distribution, holdingCost: number, stockoutCost: number) {
  return (position: number): number =>
    holdingCost * (position - demand.mean) + (holdingCost + stockoutCost) * demand.loss(position);
}

/**
 * With r(Q) the best reorder point, Q g(r) − ∫ g grows with Q from 0, and is Kλ at the best Q. Written with loss
 * functions it is (h + p)(Q n(r) − n⁽²⁾(r) + n⁽²⁾(r+Q)) − hQ²/2.
 */
function continuousPlan(problem: ReorderPointProblem): PointAndQuantity {
  const { holdingCost, stockoutCost, fixedCost, demandRate, leadTimeDemand } = problem;
  if (fixedCost === 0) {
    throw new RangeError('fixedCost is 0; it must be greater than 0 for continuous demand, or Q would be 0');
  }
  const orderingCost = fixedCost * demandRate;
  const pointFor = (orderQuantity: number) =>
    bestReorderPoint({ leadTimeDemand, holdingCost, stockoutCost, orderQuantity });
  const excess = (orderQuantity: number): number => {
    const r = pointFor(orderQuantity);
    const gain =
      orderQuantity * leadTimeDemand.loss(r) -
      leadTimeDemand.secondLoss(r) +
      leadTimeDemand.secondLoss(r + orderQuantity);
    return (holdingCost + stockoutCost) * gain - (holdingCost * orderQuantity ** 2) / 2 - orderingCost;
  };
  // Uncertainty only ever makes the best quantity larger than that of steady demand with backorders.
  let low = Math.sqrt((2 * orderingCost * (holdingCost + stockoutCost)) / (holdingCost * stockoutCost));
  let high = low;
  do high *= 2;
  while (excess(high) < 0);
  if (excess(low) > 0) low /= 1.001;
  const orderQuantity = brentRoot(excess, { low, high, tolerance: 1e-11 * low }).x;
  return { reorderPoint: pointFor(orderQuantity), orderQuantity };
}
