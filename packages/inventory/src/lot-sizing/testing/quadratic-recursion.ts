import { costsByPeriod, type LotSizingCosts } from '../lot-sizing-plan.ts';

/**
 * The recursion of the textbook in O(n²), costs added up period by period: what `wagnerWhitinPlan` is compared
 * with in tests and benchmark. A period without demand may be skipped.
 */
export function quadraticWagnerWhitinCost({
  demand,
  ...costs
}: { demand: readonly number[] } & LotSizingCosts): number {
  const periods = demand.length;
  const { fixedCost, holdingCost, purchaseCost } = costsByPeriod(costs, periods);
  const costToGo = new Float64Array(periods + 1);
  for (let period = periods - 1; period >= 0; period--) {
    let best = demand[period] === 0 ? costToGo[period + 1]! : Number.POSITIVE_INFINITY;
    let soFar = fixedCost[period]!;
    let unitCost = purchaseCost[period]!;
    for (let last = period; last < periods; last++) {
      soFar += unitCost * (demand[last] ?? 0);
      unitCost += holdingCost[last]!;
      best = Math.min(best, soFar + costToGo[last + 1]!);
    }
    costToGo[period] = best;
  }
  return costToGo[0]!;
}
