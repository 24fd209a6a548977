import { requireFinite, requireNonNegative, requireWhole } from '@granary/statistics';
import { type OrderSizeRules, orderInPacks, type SizedOrder } from '../safety-stock/order-rounding.ts';
import { estimatedOutdating, type PerishableBatch, requireBatch } from './estimated-outdating.ts';

/** What a review of one perishable item at one location sees. */
export interface PerishableReview extends OrderSizeRules {
  /** on hand and on the way; units on the way have an arrivalDay above 1 or are listed as they stand */
  batches: readonly PerishableBatch[];
  /** expected units of days 1, 2, …; at least lead time plus review period of them [E[D_t]] */
  expectedDemand: readonly number[];
  /** days from this review to the day the order can be sold; 0: it can be sold on day 1 [L] */
  leadTimeDays: number;
  /** days to the next review, at least 1 [R] */
  reviewPeriodDays: number;
  /** units beyond the expected demand, for instance of `safetyStockForCycleService` over L + R days [SS] */
  safetyStock: number;
  /** share of units customers take from the latest expiry, 0 to 1 */
  freshestFirstShare: number;
}

/**
 * Whether the safety stock is held on top of the units that will expire (`ewa`), or stands in for them, so that
 * only what it does not cover is ordered too (`ewa-ss`). With one safety stock `ewa-ss` wastes less and serves
 * less; at one fill rate it wastes about as much, and more where many units expire. That the safety stock covers
 * what expires is the idea of Kiil et al.; taking the larger of the two is our reading of it.
 */
export type OutdatingRule = 'ewa' | 'ewa-ss';

/** How an order of a perishable comes about. */
export interface PerishableOrder extends SizedOrder {
  /** expected units of days 1..L+R, the days this order has to cover */
  protectionDemand: number;
  safetyStock: number;
  /** units that can be sold on day 1 */
  onHand: number;
  /** units that arrive on days 2..L+R; later ones come too late to be of use */
  dueIn: number;
  /** units of both that will expire unsold by the end of day L+R−1 */
  outdating: number;
  /**
   * units needed: protectionDemand + safetyStock − onHand − dueIn + outdating; with `ewa-ss` the larger of
   * safety stock and outdating stands in for their sum. 0 or less orders nothing.
   */
  neededUnits: number;
}

/**
 * Units of a perishable to order at a review, by estimated withdrawal and aging (EWA): what an ordinary
 * order-up-to rule would order, plus the units of the present stock that will expire before the next order can
 * arrive. Units that expire on the last day, L + R, do not count: until then they are there to be sold. With
 * stock that does not expire it is the (R, s, nQ) order. The aging of the order itself is not looked at: where
 * a pack is more than the demand of its life, waste is certain and no ordering rule avoids it.
 *
 * What it gains at an equal fill rate, replayed for Poisson demand of 5 a day, lost sales and a life of 4 days:
 * nothing where an order covers 2 days; where it covers 4 and half of the customers take the freshest, 4.4 % of
 * demand is wasted at a fill rate of 95 % instead of 5.2 %.
 *
 * @param review.rule `ewa` if left out
 * @returns the order in whole packs with its chain of terms
 * @throws RangeError naming the parameter, its value and its range
 * @see Broekmeulen, van Donselaar (2009), A Heuristic to Manage Perishable Inventory with Batch Ordering,
 *   Positive Lead-times, and Time-varying Demand, Computers & Operations Research 36(11); Kiil,
 *   Hvolby, Fraser, Dreyer, Strandhagen (2018), Automatic Replenishment of Perishables in Grocery Retailing,
 *   British Food Journal 120(9) (EWA-SS)
 * @example perishableOrder({ batches: [{ units: 10, sellableDays: 2 }], expectedDemand: [3, 3, 3],
 *   leadTimeDays: 1, reviewPeriodDays: 2, safetyStock: 2, freshestFirstShare: 0, packSize: 6 })
 *   // needs 9 + 2 − 10 + 4 = 5: one pack of 6
 */
export function perishableOrder(review: PerishableReview & { rule?: OutdatingRule }): PerishableOrder {
  const { batches, expectedDemand, freshestFirstShare } = review;
  const days = protectedDays(review);
  const outdating = estimatedOutdating({
    batches: usableBatches(batches, days),
    expectedDemand: expectedDemand.slice(0, days - 1),
    freshestFirstShare,
  }).units;
  return orderFor(review, outdating);
}

/** The order for a number of units that will expire, however they were estimated. */
export function orderFor(
  review: PerishableReview & { rule?: OutdatingRule },
  outdating: number,
): PerishableOrder {
  const { batches, expectedDemand, safetyStock, rule = 'ewa' } = review;
  requireFinite('safetyStock', safetyStock);
  const days = protectedDays(review);
  const protectionDemand = expectedDemand.slice(0, days).reduce((sum, units) => sum + units, 0);
  const usable = usableBatches(batches, days);
  const onHand = unitsOf(usable.filter(({ arrivalDay = 1 }) => arrivalDay === 1));
  const dueIn = unitsOf(usable) - onHand;
  const beyondDemand = rule === 'ewa' ? safetyStock + outdating : Math.max(safetyStock, outdating);
  const neededUnits = protectionDemand + beyondDemand - onHand - dueIn;
  return {
    ...orderInPacks({ ...review, neededUnits }),
    protectionDemand,
    safetyStock,
    onHand,
    dueIn,
    outdating,
  };
}

/** Days this order has to cover, until the next one arrives: L + R. */
export function protectedDays({ leadTimeDays, reviewPeriodDays, expectedDemand }: PerishableReview): number {
  requireWhole('leadTimeDays', leadTimeDays, 0);
  requireWhole('reviewPeriodDays', reviewPeriodDays, 1);
  const days = leadTimeDays + reviewPeriodDays;
  if (expectedDemand.length < days) {
    throw new RangeError(
      `expectedDemand has ${expectedDemand.length} days; it must have at least ${days}, lead time plus review period`,
    );
  }
  expectedDemand.slice(0, days).forEach((units, day) => {
    requireNonNegative(`expectedDemand[${day}]`, units);
  });
  return days;
}

/** What can be sold on some day of the interval; what expires before it arrives is no stock. */
export function usableBatches(batches: readonly PerishableBatch[], days: number): PerishableBatch[] {
  batches.forEach(requireBatch);
  return batches.filter(({ sellableDays, arrivalDay = 1 }) => arrivalDay <= Math.min(sellableDays, days));
}

function unitsOf(batches: readonly PerishableBatch[]): number {
  return batches.reduce((sum, { units }) => sum + units, 0);
}
