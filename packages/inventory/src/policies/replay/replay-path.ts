import { type CountTable, drawCount } from '../../projection/count-table.ts';
import type { Customers } from '../../projection/daily-demand.ts';
import { type DrawKey, pathHash, uniformUint32 } from '../../projection/keyed-draws.ts';
import { clearShelf, expire, issue, NEVER, receive, type Shelf } from '../../projection/shelf.ts';
import type { OrderingPolicy, ReviewState } from './ordering-policy.ts';
import type { ReplayLedger } from './replay-types.ts';

/** A situation checked and laid out for its paths, with the state of the path being run. */
export interface ReplayRun extends ReviewState {
  customers: Customers;
  shelf: Shelf;
  openingSlots: { slot: number; units: number }[];
  /** slot for what arrives on each day, index 0 is day 1 */
  arrivalSlots: Int32Array;
  warmUpDays: number;
  reviewPeriodDays: number;
  leadTimeDays: number;
  /** in place of `leadTimeDays` when it is random */
  leadTimes: { table: CountTable; key: DrawKey } | undefined;
  backordered: boolean;
  packUnits: number;
  minimumOrderUnits: number;
  /** units that arrive on each day, index 0 is day 1; beyond the last day of the replay too */
  arriving: Float64Array;
  /** whether demand went unmet since the last receipt */
  shortSinceReceipt: boolean;
}

/**
 * One path of a policy. Each day: orders arrive, owed units are served first; at a review the policy orders, and
 * what it orders without lead time arrives at once; customers buy from the shelf; what is on its last day is
 * written off; stock and backorders are counted.
 */
export function replayPath(run: ReplayRun, policy: OrderingPolicy, path: number, ledger: ReplayLedger): void {
  const { customers, shelf, warmUpDays, reviewPeriodDays } = run;
  customers.meet(path);
  clearShelf(shelf);
  run.arriving.fill(0);
  run.onOrderUnits = 0;
  run.backorderUnits = 0;
  run.shortSinceReceipt = false;
  for (const { slot, units } of run.openingSlots) receive(shelf, slot, units);
  const leadTimeHash = run.leadTimes ? pathHash(run.leadTimes.key, path) : 0;
  for (let day = 1; day <= customers.days; day++) {
    if (day === warmUpDays + 1) openLedger(ledger, run, path);
    run.day = day;
    const arriving = run.arriving[day - 1]!;
    if (arriving > 0) receiveOrder(run, arriving, path, ledger);
    if ((day - 1) % reviewPeriodDays === 0) review(run, policy, path, leadTimeHash, ledger);
    serve(run, path, ledger);
    if (shelf.onHand > 0) ledger.readyDays[path]!++;
    ledger.wasted[path]! += expire(shelf, day);
    ledger.stockDays[path]! += shelf.onHand;
    ledger.backorderDays[path]! += run.backorderUnits;
  }
  ledger.closing[path] = shelf.onHand;
  ledger.closingOnOrder[path] = run.onOrderUnits;
  ledger.closingBackorders[path] = run.backorderUnits;
}

/** Forgets the warm-up: from here on the ledger counts. */
function openLedger(ledger: ReplayLedger, run: ReplayRun, path: number): void {
  for (const counts of Object.values(ledger)) counts[path] = 0;
  ledger.opening[path] = run.shelf.onHand;
  ledger.openingOnOrder[path] = run.onOrderUnits;
  ledger.openingBackorders[path] = run.backorderUnits;
}

function receiveOrder(run: ReplayRun, units: number, path: number, ledger: ReplayLedger): void {
  const { shelf } = run;
  ledger.cycles[path]!++;
  if (run.shortSinceReceipt) ledger.shortCycles[path]!++;
  run.shortSinceReceipt = false;
  if (shelf.onHand + units > NEVER) {
    throw new RangeError(
      `stock on hand is ${shelf.onHand + units} units on day ${run.day}; it must be at most ${NEVER}`,
    );
  }
  receive(shelf, run.arrivalSlots[run.day - 1]!, units);
  run.onOrderUnits -= units;
  ledger.received[path]! += units;
  const owed = Math.min(run.backorderUnits, shelf.onHand);
  if (owed === 0) return;
  issue(shelf, owed, 0);
  run.backorderUnits -= owed;
  ledger.sold[path]! += owed;
}

function review(
  run: ReplayRun,
  policy: OrderingPolicy,
  path: number,
  leadTimeHash: number,
  ledger: ReplayLedger,
): void {
  run.onHandUnits = run.shelf.onHand;
  run.positionUnits = run.onHandUnits + run.onOrderUnits - run.backorderUnits;
  const units = orderableUnits(policy(run), run);
  if (units === 0) return;
  run.onOrderUnits += units;
  ledger.orders[path]!++;
  ledger.ordered[path]! += units;
  const { leadTimes, day } = run;
  const leadTime = leadTimes
    ? drawCount(leadTimes.table, uniformUint32(leadTimes.key, leadTimeHash, day))
    : run.leadTimeDays;
  if (leadTime === 0) receiveOrder(run, units, path, ledger);
  else run.arriving[day - 1 + leadTime]! += units;
}

/** What is ordered when a policy wants `wanted`: whole units, at least the minimum, whole packs. */
export function orderableUnits(
  wanted: number,
  { packUnits, minimumOrderUnits }: { packUnits: number; minimumOrderUnits: number },
): number {
  if (Number.isNaN(wanted) || wanted === Number.POSITIVE_INFINITY) {
    throw new RangeError(`policy ordered ${wanted} units; it must be a finite number`);
  }
  if (wanted <= 0) return 0;
  const units = Math.ceil(Math.max(wanted, minimumOrderUnits) / packUnits) * packUnits;
  if (units > NEVER) throw new RangeError(`policy ordered ${wanted} units; it must stay below 2^31`);
  return units;
}

function serve(run: ReplayRun, path: number, ledger: ReplayLedger): void {
  const { shelf, customers, day } = run;
  const wanted = customers.wanted[day - 1]!;
  const served = wanted < shelf.onHand ? wanted : shelf.onHand;
  const unmet = wanted - served;
  const freshest = customers.allFreshest ? served : unmet === 0 ? (customers.freshest?.[day - 1] ?? 0) : 0;
  if (served > 0) issue(shelf, served, freshest);
  ledger.demand[path]! += wanted;
  ledger.sold[path]! += served;
  if (unmet === 0) return;
  run.shortSinceReceipt = true;
  ledger.unmet[path]! += unmet;
  if (run.backordered) run.backorderUnits += unmet;
  else ledger.lost[path]! += unmet;
}
