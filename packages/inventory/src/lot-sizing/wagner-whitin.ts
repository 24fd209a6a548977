import {
  costsByPeriod,
  type LotSizingCosts,
  type LotSizingPlan,
  lotSizingPlanCost,
} from './lot-sizing-plan.ts';

/**
 * The cheapest plan for known demand that may not be met late: the dynamic lot-size model of Wagner and
 * Whitin. Fixed, holding and purchase costs may differ from period to period, also so that it pays to buy
 * ahead of a dear period. A period without demand needs no order, and may still hold one.
 *
 * Exact in O(n log n), where the textbook recursion takes O(n²). An order in period t that lasts until before
 * period j costs, holding included, K_t + c'_t (X_t − X_j) + G(j), with c'_t = c_t + h_t + … + h_n, X_j the
 * demand of periods j to n and G(j) the best cost from j on. The best j lies on the lower convex hull of the
 * points (X_j, G(j)), where a binary search finds the tangent of slope c'_t.
 *
 * Do not use it where orders are capped or several items share one: then it is no longer optimal. Replanned
 * every period over a short horizon it may lose to Silver and Meal's heuristic, since demand just beyond the
 * horizon can move every order.
 *
 * @param demand       units wanted in each period, at least 0 [d]
 * @param fixedCost    currency per order [K], at least 0
 * @param holdingCost  currency per unit at the end of a period [h], at least 0
 * @param purchaseCost currency per unit ordered [c], at least 0; 0 if left out
 * @returns an optimal plan with its cost; of several optimal plans, one
 * @throws RangeError if a number is out of range, or a list has not one number per period
 * @see Wagner, Whitin (1958), Dynamic Version of the Economic Lot Size Model, Management Science 5
 * @see Wagelmans, van Hoesel, Kolen (1992), Economic Lot Sizing: An O(n log n) Algorithm That Runs in Linear
 *      Time in the Wagner–Whitin Case, Operations Research 40
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., algorithm 3.1, equation 3.39,
 *      example 3.9
 * @example
 * wagnerWhitinPlan({ demand: [90, 120, 80, 70], fixedCost: 500, holdingCost: 2 }).orderQuantities
 * // [210, 0, 150, 0]
 */
export function wagnerWhitinPlan({
  demand,
  ...costs
}: { demand: readonly number[] } & LotSizingCosts): LotSizingPlan {
  const periods = demand.length;
  const { fixedCost, holdingCost, purchaseCost } = costsByPeriod(costs, periods);
  const laterDemand = new Float64Array(periods + 1);
  const costToGo = new Float64Array(periods + 1);
  // the period before which an order in this period is used up; the period itself where none is placed
  const lastsUntil = new Int32Array(periods);
  const hull = new LowerHull(laterDemand, costToGo);
  hull.add(periods);
  let holdingToEnd = 0;
  for (let period = periods - 1; period >= 0; period--) {
    const wanted = demand[period] ?? 0;
    laterDemand[period] = laterDemand[period + 1]! + wanted;
    holdingToEnd += holdingCost[period]!;
    const slope = purchaseCost[period]! + holdingToEnd;
    const next = hull.touchedBy(slope);
    const withOrder =
      fixedCost[period]! + slope * (laterDemand[period]! - laterDemand[next]!) + costToGo[next]!;
    const skips = wanted === 0 && costToGo[period + 1]! <= withOrder;
    costToGo[period] = skips ? costToGo[period + 1]! : withOrder;
    lastsUntil[period] = skips ? period : next;
    hull.add(period);
  }
  return lotSizingPlanCost({ demand, orderQuantities: ordersOf(demand, lastsUntil), ...costs });
}

function ordersOf(demand: readonly number[], lastsUntil: Int32Array): number[] {
  const orderQuantities = demand.map(() => 0);
  let period = 0;
  while (period < demand.length) {
    const until = lastsUntil[period]!;
    orderQuantities[period] = demand.slice(period, until).reduce((sum, units) => sum + units, 0);
    period = Math.max(until, period + 1);
  }
  return orderQuantities;
}

/** The lower convex hull of points that come with x never smaller than the last; kept as indices into x and y. */
class LowerHull {
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly points: Int32Array;
  private size = 0;

  constructor(x: Float64Array, y: Float64Array) {
    this.x = x;
    this.y = y;
    this.points = new Int32Array(x.length);
  }

  add(point: number): void {
    while (this.size > 1 && this.isHidden(this.size - 1, point)) this.size--;
    this.points[this.size++] = point;
  }

  /** The point that minimises y − slope · x: binary search, since the slopes along the hull grow. */
  touchedBy(slope: number): number {
    let low = 0;
    let high = this.size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const here = this.points[middle]!;
      const next = this.points[middle + 1]!;
      if (this.y[next]! - this.y[here]! >= slope * (this.x[next]! - this.x[here]!)) high = middle;
      else low = middle + 1;
    }
    return this.points[low]!;
  }

  /** Whether a point of the hull, not its first, lies on or above the line from the one before it to `point`. */
  private isHidden(position: number, point: number): boolean {
    const last = this.points[position]!;
    const before = this.points[position - 1]!;
    return (
      (this.y[last]! - this.y[before]!) * (this.x[point]! - this.x[last]!) >=
      (this.y[point]! - this.y[last]!) * (this.x[last]! - this.x[before]!)
    );
  }
}
