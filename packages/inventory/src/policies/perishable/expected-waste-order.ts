import { type DailyDemand, summariseStock } from '../../projection/index.ts';
import type { PerishableBatch } from './estimated-outdating.ts';
import {
  orderFor,
  type PerishableOrder,
  type PerishableReview,
  protectedDays,
  usableBatches,
} from './perishable-order.ts';

/**
 * Like `perishableOrder`, with the expected waste of the stock projection in place of the units that steady
 * demand would leave. Chance wastes units even where expected demand would just sell them, so this orders more
 * in those cases. The waste is exact where the projection can be, else the mean of sample paths.
 *
 * @param review.batches whole units
 * @param review.demand  customers of days 1, 2, …, at least L + R − 1 of them, as paths or as daily distributions
 * @param review.seed    of the customers' choices and of sampled demand
 * @param review.paths   to draw where demand is given as distributions and the projection is not exact, at least
 *   2; 1,000 if left out
 * @throws RangeError naming the parameter, its value and its range
 * @see `summariseStock`; Broekmeulen, van Donselaar (2009) for the rule
 */
export function orderByExpectedWaste(
  review: PerishableReview & { demand: DailyDemand; seed: number | string; paths?: number },
): PerishableOrder {
  const days = protectedDays(review);
  return orderFor(
    review,
    expectedWaste({ ...review, batches: usableBatches(review.batches, days) }, days - 1),
  );
}

function expectedWaste(
  review: {
    batches: PerishableBatch[];
    demand: DailyDemand;
    freshestFirstShare: number;
    seed: number | string;
    paths?: number;
  },
  days: number,
): number {
  const demand = firstDays(review.demand, days);
  const batches = review.batches
    .filter(({ arrivalDay = 1 }) => arrivalDay <= days)
    .map((batch, index) => ({
      ...batch,
      batchId: String(index),
      // Beyond the last day it counts all the same.
      sellableDays: Math.min(batch.sellableDays, days + 1),
    }));
  if (batches.length === 0) return 0;
  const { freshestFirstShare, seed, paths } = review;
  const input = { batches, demand, freshestFirstShare, seed, ...(paths === undefined ? {} : { paths }) };
  return summariseStock(input).total.wasted.mean;
}

function firstDays(demand: DailyDemand, days: number): DailyDemand {
  const given = 'daily' in demand ? demand.daily.length : demand.days;
  if (given < days) {
    throw new RangeError(
      `demand has ${given} days; it must have at least ${days}, lead time plus review period less 1`,
    );
  }
  if ('daily' in demand) return { daily: demand.daily.slice(0, days) };
  const units = new Int32Array(demand.paths * days);
  for (let path = 0; path < demand.paths; path++) {
    units.set(demand.units.subarray(path * given, path * given + days), path * days);
  }
  return { paths: demand.paths, days, units };
}
