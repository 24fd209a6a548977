/**
 * Units of one item on hand at one location, in slots by order of expiry. Every engine that moves units through
 * time uses these functions, so that receiving, issuing and expiring mean the same in all of them.
 *
 * On every slot: received = units + sold + wasted + taken out. Nothing here allocates except `createShelf`.
 */
export interface Shelf {
  /** last day on which a slot can be sold; never falls from one slot to the next */
  readonly lastDay: Int32Array;
  /** on hand, per slot */
  readonly units: Int32Array;
  /** sold so far, per slot */
  readonly sold: Int32Array;
  /** written off so far, per slot */
  readonly wasted: Int32Array;
  /** no slot before this one holds units */
  first: number;
  /** no slot from this one on holds units */
  end: number;
  /** the sum of `units` */
  onHand: number;
}

/** The last day of units that never expire, beyond any horizon. */
export const NEVER = 0x7fffffff;

/** @param lastDay of each slot, in an order that never falls: the caller sorts */
export function createShelf(lastDay: Int32Array): Shelf {
  const slots = lastDay.length;
  return {
    lastDay,
    units: new Int32Array(slots),
    sold: new Int32Array(slots),
    wasted: new Int32Array(slots),
    first: slots,
    end: 0,
    onHand: 0,
  };
}

/** Takes everything away and forgets what was sold and wasted: the start of a path. */
export function clearShelf(shelf: Shelf): void {
  shelf.units.fill(0);
  shelf.sold.fill(0);
  shelf.wasted.fill(0);
  shelf.first = shelf.units.length;
  shelf.end = 0;
  shelf.onHand = 0;
}

export function receive(shelf: Shelf, slot: number, units: number): void {
  if (units === 0) return;
  shelf.units[slot]! += units;
  shelf.onHand += units;
  if (slot < shelf.first) shelf.first = slot;
  if (slot >= shelf.end) shelf.end = slot + 1;
}

/**
 * Sells `served` units: `freshest` of them from the latest expiry on, the others from the earliest on.
 * Amortised over a path the time grows with the slots once and with the days, not with their product.
 *
 * @param served   at most what is on hand
 * @param freshest at most `served`
 */
export function issue(shelf: Shelf, served: number, freshest: number): void {
  const { units, sold } = shelf;
  shelf.onHand -= served;
  let left = freshest;
  if (left > 0) {
    let slot = shelf.end;
    while (left > 0) {
      slot--;
      const held = units[slot]!;
      const taken = left < held ? left : held;
      units[slot] = held - taken;
      sold[slot]! += taken;
      left -= taken;
    }
    shelf.end = slot + 1;
  }
  left = served - freshest;
  if (left > 0) {
    let slot = shelf.first - 1;
    while (left > 0) {
      slot++;
      const held = units[slot]!;
      const taken = left < held ? left : held;
      units[slot] = held - taken;
      sold[slot]! += taken;
      left -= taken;
    }
    shelf.first = slot;
  }
}

/** Sells up to `wanted` units of one slot; returns how many there were. */
export function issueFrom(shelf: Shelf, slot: number, wanted: number): number {
  const taken = takeOut(shelf, slot, wanted);
  shelf.sold[slot]! += taken;
  return taken;
}

/** Removes up to `wanted` units of one slot without a customer; returns how many there were. */
export function takeOut(shelf: Shelf, slot: number, wanted: number): number {
  const held = shelf.units[slot]!;
  const taken = wanted < held ? wanted : held;
  shelf.units[slot] = held - taken;
  shelf.onHand -= taken;
  return taken;
}

/** Writes off what is past its last day at the close of `day`; returns the units. Call it every day. */
export function expire(shelf: Shelf, day: number): number {
  const { units, wasted, lastDay, end } = shelf;
  let total = 0;
  let slot = shelf.first;
  while (slot < end && lastDay[slot]! <= day) {
    const left = units[slot]!;
    wasted[slot]! += left;
    units[slot] = 0;
    total += left;
    slot++;
  }
  shelf.first = slot;
  shelf.onHand -= total;
  return total;
}
