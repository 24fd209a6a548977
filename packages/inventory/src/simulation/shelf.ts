import type { DayNumber } from './calendar.ts';
import type { LocationBatch } from './types.ts';

/** One item at one location. */
export interface Shelf {
  /** What is there now, earliest expiry first. */
  batches: LocationBatch[];
  /** Every lot that is or was there. */
  lots: Map<string, LocationBatch>;
  onHandUnits: number;
}

export function emptyShelf(): Shelf {
  return { batches: [], lots: new Map(), onHandUnits: 0 };
}

/** Puts a delivery on the shelf, joining the lot if it is still there. */
export function receive(
  shelf: Shelf,
  delivery: { day: DayNumber; batchId: string; expiryDay: DayNumber; units: number },
): void {
  shelf.onHandUnits += delivery.units;
  const present = shelf.batches.find((batch) => batch.batchId === delivery.batchId);
  if (present) {
    present.receivedUnits += delivery.units;
    present.onHandUnits += delivery.units;
    return;
  }
  // A lot that had sold out here and comes again is the same lot.
  const batch = shelf.lots.get(delivery.batchId) ?? newBatch(delivery);
  shelf.lots.set(batch.batchId, batch);
  batch.receivedUnits += delivery.units;
  batch.onHandUnits += delivery.units;
  let position = shelf.batches.length;
  while (position > 0 && (shelf.batches[position - 1] as LocationBatch).expiryDay > batch.expiryDay)
    position -= 1;
  shelf.batches.splice(position, 0, batch);
}

function newBatch(delivery: { day: DayNumber; batchId: string; expiryDay: DayNumber }): LocationBatch {
  return {
    batchId: delivery.batchId,
    expiryDay: delivery.expiryDay,
    firstReceivedDay: delivery.day,
    receivedUnits: 0,
    issuedUnits: 0,
    markdownUnits: 0,
    wastedUnits: 0,
    removedUnits: 0,
    onHandUnits: 0,
  };
}

/** Issues up to `units` from the oldest batches on; calls `issued` once per batch touched. */
export function issueOldest(
  shelf: Shelf,
  units: number,
  issued: (batch: LocationBatch, units: number) => void,
): number {
  let left = units;
  for (let index = 0; index < shelf.batches.length && left > 0; index += 1) {
    left -= take(shelf, shelf.batches[index] as LocationBatch, left, issued);
  }
  return units - left;
}

/** Issues up to `units` from the freshest batches on. */
export function issueFreshest(
  shelf: Shelf,
  units: number,
  issued: (batch: LocationBatch, units: number) => void,
): number {
  let left = units;
  for (let index = shelf.batches.length - 1; index >= 0 && left > 0; index -= 1) {
    left -= take(shelf, shelf.batches[index] as LocationBatch, left, issued);
  }
  return units - left;
}

/** Issues up to `units` of one batch. */
export function take(
  shelf: Shelf,
  batch: LocationBatch,
  units: number,
  issued: (batch: LocationBatch, units: number) => void,
): number {
  const taken = Math.min(units, batch.onHandUnits);
  if (taken <= 0) return 0;
  batch.onHandUnits -= taken;
  batch.issuedUnits += taken;
  shelf.onHandUnits -= taken;
  issued(batch, taken);
  return taken;
}

/**
 * Takes units of a batch away, without a customer.
 *
 * @throws RangeError if the batch is not there or holds less
 */
export function remove(shelf: Shelf, order: { batchId: string; units: number }): LocationBatch {
  const batch = shelf.batches.find(({ batchId }) => batchId === order.batchId);
  if (!batch) throw new RangeError(`batchId must be on the shelf, got '${order.batchId}'`);
  if (!Number.isInteger(order.units) || order.units < 1 || order.units > batch.onHandUnits) {
    throw new RangeError(`units must be a whole number from 1 to ${batch.onHandUnits}, got ${order.units}`);
  }
  batch.onHandUnits -= order.units;
  batch.removedUnits += order.units;
  shelf.onHandUnits -= order.units;
  shelf.batches = shelf.batches.filter(({ onHandUnits }) => onHandUnits > 0);
  return batch;
}

/** At the close of `day`: throws away what expires today and clears sold-out batches. Returns wasted units. */
export function closeDay(shelf: Shelf, day: DayNumber): number {
  let wasted = 0;
  let kept = 0;
  for (const batch of shelf.batches) {
    if (batch.expiryDay <= day && batch.onHandUnits > 0) {
      wasted += batch.onHandUnits;
      batch.wastedUnits += batch.onHandUnits;
      batch.onHandUnits = 0;
    }
    if (batch.onHandUnits > 0) shelf.batches[kept++] = batch;
  }
  shelf.batches.length = kept;
  shelf.onHandUnits -= wasted;
  return wasted;
}
