import { requireNonNegative, requireProbability } from '@granary/statistics';

/** Units that expire together, on hand or on the way. */
export interface PerishableBatch {
  /** at least 0; fractions are allowed */
  units: number;
  /** sold on days 1..sellableDays, day 1 being the first day after the review; 0 or less: it is waste already */
  sellableDays: number;
  /** first day it can be sold, default 1; later for an open order */
  arrivalDay?: number;
}

/** What steady customers would leave of the stock. */
export interface EstimatedOutdating {
  /** units that expire unsold by the end of each day, `expectedDemand.length` entries [Ô] */
  perDay: number[];
  /** their sum */
  units: number;
  /** expected demand that would find no stock, sum over the days */
  unmetUnits: number;
}

/**
 * Units that will expire unsold if each day brings exactly its expected demand, the stock at hand and on the
 * way being withdrawn oldest first, freshest first or in a mixture. It is no expectation: chance makes the mean
 * waste higher, see `orderByExpectedWaste` for that. Time grows with days × batches.
 *
 * Within a day the order of customers does not matter, since either all find stock or none is left.
 *
 * @param options.batches            in any order; batches of one day of expiry may be split or joined
 * @param options.expectedDemand     units of days 1, 2, …, each at least 0 [E[D_t]]
 * @param options.freshestFirstShare share of units taken from the latest expiry, 0 to 1 (0: first expired,
 *   first out)
 * @throws RangeError naming the parameter, its value and its range
 * @see Broekmeulen, van Donselaar (2009), A Heuristic to Manage Perishable Inventory with Batch Ordering,
 *   Positive Lead-times, and Time-varying Demand, Computers & Operations Research 36(11)
 * @example estimatedOutdating({ batches: [{ units: 10, sellableDays: 2 }], expectedDemand: [3, 3, 3],
 *   freshestFirstShare: 0 }) // { perDay: [0, 4, 0], units: 4, unmetUnits: 3 }
 */
export function estimatedOutdating(options: {
  batches: readonly PerishableBatch[];
  expectedDemand: readonly number[];
  freshestFirstShare: number;
}): EstimatedOutdating {
  const { batches, expectedDemand, freshestFirstShare } = options;
  batches.forEach(requireBatch);
  expectedDemand.forEach((units, day) => {
    requireNonNegative(`expectedDemand[${day}]`, units);
  });
  requireProbability('freshestFirstShare', freshestFirstShare);
  const shelf = batches
    .map(({ units, sellableDays, arrivalDay = 1 }) => ({ units, sellableDays, arrivalDay }))
    .sort((a, b) => a.sellableDays - b.sellableDays);
  const perDay: number[] = [];
  let units = 0;
  let unmetUnits = 0;
  expectedDemand.forEach((wanted, index) => {
    const day = index + 1;
    const onShelf = shelf.filter(({ arrivalDay, sellableDays }) => arrivalDay <= day && sellableDays >= day);
    unmetUnits += withdraw(onShelf, wanted * (1 - freshestFirstShare));
    unmetUnits += withdraw(onShelf.reverse(), wanted * freshestFirstShare);
    let expired = 0;
    for (const batch of shelf) {
      if (batch.sellableDays > day || batch.arrivalDay > day) continue;
      expired += batch.units;
      batch.units = 0;
    }
    perDay.push(expired);
    units += expired;
  });
  return { perDay, units, unmetUnits };
}

/** Takes units from the batches in their order; returns what they could not give. */
function withdraw(batches: { units: number }[], wanted: number): number {
  let missing = wanted;
  for (const batch of batches) {
    const taken = Math.min(batch.units, missing);
    batch.units -= taken;
    missing -= taken;
  }
  return missing;
}

export function requireBatch({ units, sellableDays, arrivalDay = 1 }: PerishableBatch, index: number): void {
  requireNonNegative(`units of batches[${index}]`, units);
  if (Number.isNaN(sellableDays)) {
    throw new RangeError(`sellableDays of batches[${index}] is NaN; it must be a number of days`);
  }
  if (!(Number.isInteger(arrivalDay) && arrivalDay >= 1)) {
    throw new RangeError(
      `arrivalDay of batches[${index}] is ${arrivalDay}; it must be a whole number, at least 1`,
    );
  }
}
