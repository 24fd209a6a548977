import { brentRoot } from '@granary/statistics';
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
 * level to the cheaper side until the next position costs more than the average. It starts at the best range for
 * the quantity of steady demand, so that time grows with the spread of demand and not with Q. Continuous demand:
 * the condition of Zheng that at the best quantity the newsvendor cost at both ends of the range is the total
 * cost; about 15 quantities are tried, each with its best reorder point.
 *
 * Assumes that the position falls through r in single units or steadily, and that unmet demand waits.
 *
 * @throws RangeError when holding cost, stock-out cost or rate is not greater than 0, or the fixed cost
 *   negative, one cost per unit more than 1e12 times the other, or the fixed cost so large that the quantity
 *   exceeds 2⁵³; for continuous demand also when the fixed cost is 0 or next to nothing: the quantity would be 0,
 *   see `baseStockLevel`
 * @see Federgruen, Zheng (1992), An Efficient Algorithm for Computing an Optimal (r, Q) Policy in Continuous
 *   Review Stochastic Inventory Systems; Zheng (1992), On Properties of Stochastic Inventory Systems; Snyder,
 *   Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., eq. (5.7), (5.9), (5.48)
 * @example bestReorderPointPlan({ holdingCost: 20, stockoutCost: 150, fixedCost: 100, demandRate: 1.5,
 *   leadTimeDemand: poisson.distribution({ mean: 3 }) }) // { reorderPoint: 3, orderQuantity: 5, cost: 107.92 }
 */
export function bestReorderPointPlan(problem: ReorderPointProblem): ReorderPointPlan {
  requireReorderPointCosts(problem);
  const plan = problem.leadTimeDemand.support === 'counts' ? wholePlan(problem) : continuousPlan(problem);
  return { ...plan, cost: reorderPointCost({ ...problem, ...plan }) };
}

type PointAndQuantity = Omit<ReorderPointPlan, 'cost'>;

/** The best range of one quantity holds its cheapest positions, so that the best of all is met one by one. */
function wholePlan(problem: ReorderPointProblem): PointAndQuantity {
  const costAt = positionCosts(problem);
  // One unit less than steady demand would have, which leaves room for rounding to whole units.
  let orderQuantity = Math.max(1, Math.floor(steadyQuantity(problem)) - 1);
  let reorderPoint = bestReorderPoint({ ...problem, orderQuantity });
  let total = orderQuantity * reorderPointCost({ ...problem, reorderPoint, orderQuantity });
  let below = costAt(reorderPoint);
  let above = costAt(reorderPoint + orderQuantity + 1);
  for (;;) {
    const next = Math.min(below, above);
    if (next >= total / orderQuantity) return { reorderPoint, orderQuantity };
    total += next;
    orderQuantity++;
    if (below <= above) below = costAt(--reorderPoint);
    else above = costAt(reorderPoint + orderQuantity + 1);
  }
}

/** g(y) at a position, from the side on which no large numbers cancel. */
function positionCosts({ holdingCost, stockoutCost, leadTimeDemand }: ReorderPointProblem) {
  const both = holdingCost + stockoutCost;
  const { mean } = leadTimeDemand;
  return (position: number): number =>
    position < mean
      ? stockoutCost * (mean - position) + both * leadTimeDemand.complementaryLoss(position)
      : holdingCost * (position - mean) + both * leadTimeDemand.loss(position);
}

/** Quantity of steady demand with backorders [EOQB]; uncertainty only ever makes the best one larger. */
function steadyQuantity(problem: ReorderPointProblem): number {
  const { holdingCost, stockoutCost, fixedCost, demandRate } = problem;
  const both = holdingCost / stockoutCost + 1;
  const quantity = Math.sqrt(((2 * fixedCost * demandRate) / holdingCost) * both);
  if (quantity <= Number.MAX_SAFE_INTEGER) return quantity;
  throw new RangeError(
    `fixedCost is ${fixedCost}; it must be smaller: an order would have ${quantity} units`,
  );
}

/** With r(Q) the best reorder point, Q (g(r) − g(r, Q)) grows with Q from −Kλ, and is 0 at the best Q. */
function continuousPlan(problem: ReorderPointProblem): PointAndQuantity {
  const { fixedCost } = problem;
  if (fixedCost === 0) {
    throw new RangeError('fixedCost is 0; it must be greater than 0 for continuous demand, or Q would be 0');
  }
  const costAt = positionCosts(problem);
  const pointFor = (orderQuantity: number) => bestReorderPoint({ ...problem, orderQuantity });
  const excess = (orderQuantity: number): number => {
    const reorderPoint = pointFor(orderQuantity);
    return (
      orderQuantity * (costAt(reorderPoint) - reorderPointCost({ ...problem, reorderPoint, orderQuantity }))
    );
  };
  let low = steadyQuantity(problem);
  let high = low;
  do high *= 2;
  while (excess(high) < 0);
  // Without uncertainty the root is the end itself, give or take the last bits.
  low *= 0.999;
  if (excess(low) > 0) {
    throw new RangeError(
      `fixedCost is ${fixedCost}; it must be larger for continuous demand, or Q would be next to 0`,
    );
  }
  const orderQuantity = brentRoot(excess, { low, high, tolerance: 1e-11 * low }).x;
  return { reorderPoint: pointFor(orderQuantity), orderQuantity };
}
