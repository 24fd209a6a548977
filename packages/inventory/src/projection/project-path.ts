import type { Customers, DemandPathsInput } from './daily-demand.ts';
import { clearShelf, expire, issue, issueFrom, receive, type Shelf, takeOut } from './shelf.ts';
import type { StockRemoval } from './stock-types.ts';

/**
 * One location ready to be projected, and what has happened there on the path last run. Slots are batches in
 * order of expiry: its own, then among them those that transfers bring.
 */
export interface LocationRun {
  customers: Customers;
  shelf: Shelf;
  /** units of each own batch at the start, on hand or on the way; 0 for what transfers bring */
  opening: Int32Array;
  /** first day each slot can be sold, on the path last run */
  arrivalDay: Int32Array;
  /** slots by arrival day, without the uncertain ones */
  arrivals: Int32Array;
  uncertain: UncertainArrival[];
  /** by day; transfers before liquidations */
  removals: PlannedRemoval[];
  /** last day on which units may arrive or leave without a customer */
  lastMove: number;
  markdowns: PlannedMarkdown[];
  /** units that come to each slot from outside: `opening`, or what a transfer took */
  due: Int32Array;
  transferred: Int32Array;
  liquidated: Int32Array;
  soldAtMarkdown: Int32Array;
  /** still sellable, or on the way, at the close of the last day */
  closing: Int32Array;
  /** base demand that found no stock */
  unmet: number;
  nextArrival: number;
  nextRemoval: number;
  /** stock at the close of each day of the path, when asked for */
  daily: DailyRecord | undefined;
}

export interface UncertainArrival {
  slot: number;
  /** first day it can be sold, per path */
  days: ArrayLike<number>;
}

export interface PlannedRemoval {
  slot: number;
  day: number;
  units: number;
  kind: 'transfer' | 'liquidation';
  /** what it was planned from */
  decision: StockRemoval;
  /** where a transfer goes, when that location is projected too */
  to?: { location: LocationRun; slot: number };
}

export interface PlannedMarkdown {
  slot: number;
  fromDay: number;
  extraDemand: DemandPathsInput;
}

export interface DailyRecord {
  /** slot-major, before units that expire on the day are written off */
  units: Int32Array;
  /** all slots, after write-offs */
  stock: Int32Array;
}

/**
 * One path from the first day to the last, at all locations. Each day: what is due arrives; transfers and
 * liquidations leave, and transfers without lead time arrive; customers buy; units on their last day are written
 * off. No allocation: this is the loop everything else calls. Time grows with the days, plus the slots once.
 */
export function projectPath(locations: LocationRun[], days: number, path: number): void {
  let lastMove = 0;
  for (const location of locations) {
    beginPath(location, path);
    lastMove = Math.max(lastMove, location.lastMove);
  }
  for (let day = 1; day <= days; day++) {
    if (day <= lastMove) {
      for (const location of locations) receiveDue(location, day);
      for (const location of locations) removePlanned(location, day);
    }
    for (let i = 0; i < locations.length; i++) serveAndExpire(locations[i]!, day, path);
  }
  for (const location of locations) closePath(location, days);
}

function beginPath(location: LocationRun, path: number): void {
  const { shelf, due, opening, arrivalDay } = location;
  location.customers.meet(path);
  clearShelf(shelf);
  due.set(opening);
  location.transferred.fill(0);
  location.liquidated.fill(0);
  location.soldAtMarkdown.fill(0);
  location.daily?.units.fill(0);
  location.unmet = 0;
  location.nextArrival = 0;
  location.nextRemoval = 0;
  for (const { slot, days } of location.uncertain) arrivalDay[slot] = days[path]!;
  for (let slot = 0; slot < due.length; slot++) {
    if (shelf.lastDay[slot]! < arrivalDay[slot]!) shelf.wasted[slot] = opening[slot]!;
  }
}

function receiveDue(location: LocationRun, day: number): void {
  const { arrivals, arrivalDay, uncertain } = location;
  while (location.nextArrival < arrivals.length) {
    const slot = arrivals[location.nextArrival]!;
    if (arrivalDay[slot]! > day) break;
    location.nextArrival++;
    receiveSlot(location, slot);
  }
  for (let i = 0; i < uncertain.length; i++) {
    const { slot } = uncertain[i]!;
    if (arrivalDay[slot] === day) receiveSlot(location, slot);
  }
}

/** What comes too late to be sold is waste from the start, or from the day it left, and never on the shelf. */
function receiveSlot(location: LocationRun, slot: number): void {
  const { shelf, arrivalDay, due } = location;
  if (shelf.lastDay[slot]! >= arrivalDay[slot]!) receive(shelf, slot, due[slot]!);
}

function removePlanned(location: LocationRun, day: number): void {
  const { removals, shelf } = location;
  while (location.nextRemoval < removals.length && removals[location.nextRemoval]!.day === day) {
    const { slot, units, kind, to } = removals[location.nextRemoval++]!;
    const taken = takeOut(shelf, slot, units);
    if (kind === 'transfer') location.transferred[slot]! += taken;
    else location.liquidated[slot]! += taken;
    if (to) send(to.location, to.slot, taken, day);
  }
}

function send(location: LocationRun, slot: number, units: number, day: number): void {
  const { shelf, arrivalDay } = location;
  location.due[slot] = units;
  if (shelf.lastDay[slot]! < arrivalDay[slot]!) shelf.wasted[slot] = units;
  else if (arrivalDay[slot] === day) receive(shelf, slot, units);
}

function serveAndExpire(location: LocationRun, day: number, path: number): void {
  const { shelf, customers, markdowns, daily } = location;
  for (let i = 0; i < markdowns.length; i++) {
    const { slot, fromDay } = markdowns[i]!;
    // Until the path is closed this holds, with its sign turned, what had been sold before.
    if (day === fromDay) location.soldAtMarkdown[slot] = -shelf.sold[slot]!;
  }
  const wanted = customers.wanted[day - 1]!;
  const available = shelf.onHand;
  const served = wanted < available ? wanted : available;
  location.unmet += wanted - served;
  if (available === 0) {
    if (daily) daily.stock[day - 1] = 0;
    return;
  }
  // When everything is sold it does not matter who took which unit.
  const { freshest } = customers;
  if (customers.allFreshest) issue(shelf, served, served);
  else issue(shelf, served, freshest !== undefined && served === wanted ? freshest[day - 1]! : 0);
  for (let i = 0; i < markdowns.length; i++) {
    const { slot, fromDay, extraDemand } = markdowns[i]!;
    if (day < fromDay || day > extraDemand.days) continue;
    issueFrom(shelf, slot, extraDemand.units[path * extraDemand.days + day - 1]!);
  }
  if (daily) {
    const days = daily.stock.length;
    for (let slot = shelf.first; slot < shelf.end; slot++) {
      daily.units[slot * days + day - 1] = shelf.units[slot]!;
    }
  }
  expire(shelf, day);
  if (daily) daily.stock[day - 1] = shelf.onHand;
}

function closePath(location: LocationRun, days: number): void {
  const { shelf, closing, due, arrivalDay, soldAtMarkdown } = location;
  for (let slot = 0; slot < closing.length; slot++) {
    const onTheWay = arrivalDay[slot]! > days && shelf.lastDay[slot]! >= arrivalDay[slot]!;
    closing[slot] = onTheWay ? due[slot]! : shelf.units[slot]!;
  }
  for (const { slot, fromDay } of location.markdowns) {
    if (fromDay <= days) soldAtMarkdown[slot]! += shelf.sold[slot]!;
  }
}
