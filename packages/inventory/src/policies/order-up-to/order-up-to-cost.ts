import { type OrderUpToProblem, requireOrderUpToProblem } from './order-up-to-problem.ts';
import { positionCosts } from './position-costs.ts';
import { renewalDensity } from './renewal-density.ts';

/**
 * Expected cost per period of ordering up to S whenever the position is at or below s, exactly: the cost of a
 * cycle between two orders over its expected length, (K + Σ m(j) G(S − j))/Σ m(j) over j = 0..S−s−1, with G the
 * newsvendor cost of a position and m the renewal density of demand. Time O((S − s)²) at most.
 *
 * @param options.reorderPoint   whole units, may be negative [s]
 * @param options.orderUpToLevel whole units, greater than s [S]
 * @throws RangeError when a cost is out of range, demand not in whole units or always 0, s or S not whole, or S
 *   not greater than s
 * @see Zheng, Federgruen (1991); Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed.,
 *   eq. (4.71) to (4.75)
 * @example orderUpToCost({ reorderPoint: 4, orderUpToLevel: 10, holdingCost: 40, stockoutCost: 125, fixedCost:
 *   150, demand: poisson.distribution({ mean: 4 }) }) // 262.28
 */
export function orderUpToCost(
  options: OrderUpToProblem & { reorderPoint: number; orderUpToLevel: number },
): number {
  const { fixedCost, demand, reorderPoint, orderUpToLevel } = options;
  requireOrderUpToProblem(options);
  requireWholeNumber('reorderPoint', reorderPoint);
  requireWholeNumber('orderUpToLevel', orderUpToLevel);
  if (orderUpToLevel <= reorderPoint) {
    throw new RangeError(
      `orderUpToLevel is ${orderUpToLevel}; it must be greater than reorderPoint, ${reorderPoint}`,
    );
  }
  // Filled from S down, whether or not the cheapest position lies between.
  const costs = positionCosts(options, orderUpToLevel);
  const periods = renewalDensity(demand);
  const drops = orderUpToLevel - reorderPoint;
  const cycleLength = periods.total(drops);
  return (fixedCost + costs.weighted(orderUpToLevel, drops, periods.values())) / cycleLength;
}

function requireWholeNumber(name: string, value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} is ${value}; it must be a whole number`);
}
