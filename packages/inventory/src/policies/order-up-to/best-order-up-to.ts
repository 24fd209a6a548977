import { orderUpToCost } from './order-up-to-cost.ts';
import { type OrderUpToPlan, type OrderUpToProblem, requireOrderUpToProblem } from './order-up-to-problem.ts';
import { positionCosts } from './position-costs.ts';
import { renewalDensity } from './renewal-density.ts';

/**
 * The levels s and S of least cost per period, exactly, by the algorithm of Zheng and Federgruen. From the
 * cheapest position y*, s is lowered until it fits S = y*; then S is raised one by one, and wherever that is
 * cheaper s is raised to fit again. It ends when the cost of position S alone exceeds the cost of the best
 * plan, beyond which no S can be cheaper. Without a fixed cost it is the base stock, s = S − 1.
 *
 * Time O(n²) for the n positions it passes through, about S* − s* and the positions above S* that are cheaper
 * than the plan. Any distribution of counts: Poisson, negative binomial, a table of probabilities.
 *
 * @throws RangeError when a cost is out of range, or demand is not in whole units or always 0
 * @see Zheng, Federgruen (1991), Finding Optimal (s, S) Policies Is About as Simple as Evaluating a Single
 *   Policy, Operations Research 39(4); Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed.,
 *   algorithm 4.2
 * @example bestOrderUpTo({ holdingCost: 1, stockoutCost: 4, fixedCost: 5, demand: poisson.distribution(
 *   { mean: 6 }) }) // { reorderPoint: 4, orderUpToLevel: 10, cost: 8.034 }
 */
export function bestOrderUpTo(problem: OrderUpToProblem): OrderUpToPlan {
  requireOrderUpToProblem(problem);
  const { fixedCost, demand } = problem;
  const costs = positionCosts(problem);
  const periods = renewalDensity(demand);

  let orderUpToLevel = costs.start;
  let reorderPoint = costs.start;
  let best = Number.POSITIVE_INFINITY;
  let cycleCost = fixedCost;
  do {
    cycleCost += periods.at(orderUpToLevel - reorderPoint) * costs.at(reorderPoint);
    reorderPoint--;
    best = cycleCost / periods.total(orderUpToLevel - reorderPoint);
  } while (best > costs.at(reorderPoint));

  const costOf = (point: number, level: number): number => {
    const length = periods.total(level - point);
    return (fixedCost + costs.weighted(level, level - point, periods.values())) / length;
  };
  for (let level = orderUpToLevel + 1; costs.at(level) <= best; level++) {
    let cost = costOf(reorderPoint, level);
    if (cost >= best) continue;
    orderUpToLevel = level;
    // In exact arithmetic the cost says when to stop; where positions cost the same, rounding must not say it.
    while (reorderPoint + 1 < level && cost <= costs.at(reorderPoint + 1)) {
      reorderPoint++;
      cost = costOf(reorderPoint, level);
    }
    best = cost;
  }
  return { reorderPoint, orderUpToLevel, cost: orderUpToCost({ ...problem, reorderPoint, orderUpToLevel }) };
}
