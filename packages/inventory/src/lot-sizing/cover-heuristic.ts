import { requireNonNegative } from '@granary/statistics';
import { type LotSizingPlan, lotSizingPlanCost } from './lot-sizing-plan.ts';

/** What the cost heuristics need: one fixed and one holding cost for the whole horizon. */
export interface LotSizingHeuristicInput {
  /** units wanted in each period, at least 0 [d] */
  demand: readonly number[];
  /** currency per order, at least 0 [K] */
  fixedCost: number;
  /** currency per unit in stock at the end of a period, at least 0 [h] */
  holdingCost: number;
}

/** An order that may grow: what it holds and costs if it lasts `periods` periods. */
export interface Cover {
  periods: number;
  units: number;
  /** holding costs of these units until each is used, in currency */
  holdingCost: number;
}

/**
 * Walks forward through the demand: the order starts at the first period with demand that is not covered yet
 * and takes in one period after the other while `extends` likes the longer cover. O(n).
 */
export function planByCover(
  { demand, fixedCost, holdingCost }: LotSizingHeuristicInput,
  extendsTo: (longer: Cover, shorter: Cover) => boolean,
): LotSizingPlan {
  requireNonNegative('fixedCost', fixedCost);
  requireNonNegative('holdingCost', holdingCost);
  const orderQuantities = demand.map(() => 0);
  let start = 0;
  while (start < demand.length) {
    const first = demand[start] ?? 0;
    let cover: Cover = { periods: 1, units: first, holdingCost: 0 };
    while (first > 0 && start + cover.periods < demand.length) {
      const next = demand[start + cover.periods] ?? 0;
      const longer: Cover = {
        periods: cover.periods + 1,
        units: cover.units + next,
        holdingCost: cover.holdingCost + holdingCost * cover.periods * next,
      };
      if (!extendsTo(longer, cover)) break;
      cover = longer;
    }
    orderQuantities[start] = cover.units;
    start += cover.periods;
  }
  return lotSizingPlanCost({ demand, orderQuantities, fixedCost, holdingCost });
}

/** Whether `value` is at most `limit`, where a tie in decimal fractions may miss by rounding. */
export function isAtMost(value: number, limit: number): boolean {
  return value <= limit + 1e-12 * Math.abs(limit);
}
