import type { OrderingPolicy } from '../replay/ordering-policy.ts';
import { type OutdatingRule, perishableOrder } from './perishable-order.ts';

/**
 * Estimated withdrawal and aging as a policy to be replayed: `replayPolicy(situation, perishablePolicy({…}))`.
 * The replay rounds to its packs and minimum; lead time, review period, life and share should be the situation's.
 *
 * @param options.safetyStock        units beyond the expected demand [SS]
 * @param options.leadTimeDays       days from order to receipt, whole [L]
 * @param options.reviewPeriodDays   days between reviews, at least 1; 1 if left out [R]
 * @param options.shelfLifeDays      days on which a received unit can be sold; absent: it does not perish
 * @param options.freshestFirstShare 0 if left out
 * @param options.rule               `ewa` if left out
 * @see `perishableOrder`
 */
export function perishablePolicy(options: {
  safetyStock: number;
  leadTimeDays: number;
  reviewPeriodDays?: number;
  shelfLifeDays?: number;
  freshestFirstShare?: number;
  rule?: OutdatingRule;
}): OrderingPolicy {
  const { safetyStock, leadTimeDays, reviewPeriodDays = 1, freshestFirstShare = 0, rule = 'ewa' } = options;
  const { shelfLifeDays = Number.POSITIVE_INFINITY } = options;
  return (state) => {
    const onHand = state
      .batchesOnHand()
      .map(({ units, remainingDays }) => ({ units, sellableDays: remainingDays }));
    const dueIn = state.openOrders().map(({ units, arrivalDay }) => {
      const daysAhead = arrivalDay - state.day;
      return { units, arrivalDay: daysAhead + 1, sellableDays: daysAhead + shelfLifeDays };
    });
    const { neededUnits } = perishableOrder({
      batches: [...onHand, ...dueIn],
      expectedDemand: dailyDemand(state.expectedDemand, leadTimeDays + reviewPeriodDays),
      leadTimeDays,
      reviewPeriodDays,
      safetyStock,
      freshestFirstShare,
      rule,
    });
    return neededUnits + state.backorderUnits;
  };
}

/** Day by day what the state tells as sums. */
function dailyDemand(sumOf: (days: number) => number, days: number): number[] {
  let before = 0;
  return Array.from({ length: days }, (_, index) => {
    const sum = sumOf(index + 1);
    const units = Math.max(0, sum - before);
    before = sum;
    return units;
  });
}
