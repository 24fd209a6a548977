import { type LotSizingHeuristicInput, planByCover } from './cover-heuristic.ts';
import type { LotSizingPlan } from './lot-sizing-plan.ts';

/**
 * Period order quantity: every order covers the same number of periods, the time between orders of the
 * economic order quantity at the mean demand, √(2K / (h d̄)), rounded to the nearest whole number of at least
 * 1. An order starts at a period with demand. Without holding cost one order covers all. O(n).
 *
 * Meant for demand that is nearly steady; the other heuristics follow lumps better.
 *
 * @param demand       units wanted in each period, at least 0 [d]
 * @param fixedCost    currency per order, at least 0 [K]
 * @param holdingCost  currency per unit at the end of a period, at least 0 [h]
 * @throws RangeError if a number is out of range
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., chapter 5
 * @example periodOrderQuantityPlan({ demand: [90, 120, 80, 70], fixedCost: 500, holdingCost: 2 }).orderQuantities
 * // [210, 0, 150, 0]: √(2 · 500 / (2 · 90)) = 2.36, so two periods each
 */
export function periodOrderQuantityPlan(input: LotSizingHeuristicInput): LotSizingPlan {
  const { demand, fixedCost, holdingCost } = input;
  const holdingPerPeriod = (holdingCost * demand.reduce((sum, units) => sum + units, 0)) / demand.length;
  const timeBetweenOrders =
    holdingPerPeriod > 0 ? Math.sqrt((2 * fixedCost) / holdingPerPeriod) : demand.length;
  const periodsCovered = Math.max(1, Math.round(timeBetweenOrders));
  return planByCover(input, (longer) => longer.periods <= periodsCovered);
}
