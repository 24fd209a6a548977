import { prepareCustomers, requirePaths, requireWhole } from './daily-demand.ts';
import type { LocationRun, PlannedMarkdown, PlannedRemoval, UncertainArrival } from './project-path.ts';
import { createShelf, NEVER } from './shelf.ts';
import type { ProjectionDecisions, StockBatch, StockInput, StockRemoval } from './stock-types.ts';

/** The input checked and laid out in order of expiry, earliest first. */
export interface PreparedLocation {
  run: LocationRun;
  /** order[slot]: position in the input of the batch in this slot; what transfers bring follows the batches */
  order: number[];
  /** slot of each batch and then of each transfer that comes in, by position */
  slotOf: Int32Array;
}

/** Units that a transfer brings: how many is known only along a path. */
export interface IncomingTransfer {
  sellableDays: number;
  arrivalDay: number;
}

/** @throws RangeError naming the parameter, its value and its range */
export function prepareLocation(
  input: StockInput,
  incoming: IncomingTransfer[] = [],
  keepDaily = false,
): PreparedLocation {
  const { batches } = input;
  const decisions = input.decisions ?? {};
  const customers = prepareCustomers({ ...input, demandChanges: decisions.demandChanges ?? [] });
  for (const batch of batches) checkBatch(batch, customers.paths);
  const allUnits = batches.reduce((sum, { units }) => sum + units, 0);
  if (allUnits > NEVER) {
    throw new RangeError(`units of batches add up to ${allUnits}; it must be at most ${NEVER}`);
  }
  const all = [...batches, ...incoming];
  const order = all.map((_, index) => index);
  order.sort((a, b) => all[a]!.sellableDays - all[b]!.sellableDays || a - b);
  const slotOf = new Int32Array(all.length);
  order.forEach((index, slot) => {
    slotOf[index] = slot;
  });
  const find = slotFinder(batches, slotOf);
  const slots = order.length;
  const opening = Int32Array.from(order, (index) => batches[index]?.units ?? 0);
  const uncertain: UncertainArrival[] = [];
  batches.forEach(({ arrivalDays }, index) => {
    if (arrivalDays) uncertain.push({ slot: slotOf[index]!, days: arrivalDays });
  });
  const unsure = new Set(uncertain.map(({ slot }) => slot));
  const arrivalDay = Int32Array.from(order, (index) => all[index]!.arrivalDay ?? 1);
  const certain = order.map((_, slot) => slot).filter((slot) => !unsure.has(slot));
  const removals = plannedRemovals(decisions, opening, find);
  const { days } = customers;
  const run: LocationRun = {
    customers,
    shelf: createShelf(Int32Array.from(order, (index) => all[index]!.sellableDays)),
    opening,
    arrivalDay,
    arrivals: Int32Array.from(certain.sort((a, b) => arrivalDay[a]! - arrivalDay[b]!)),
    uncertain,
    removals,
    lastMove: lastMove(arrivalDay, uncertain, removals),
    markdowns: plannedMarkdowns(decisions, customers.paths, find),
    due: new Int32Array(slots),
    transferred: new Int32Array(slots),
    liquidated: new Int32Array(slots),
    soldAtMarkdown: new Int32Array(slots),
    closing: new Int32Array(slots),
    unmet: 0,
    nextArrival: 0,
    nextRemoval: 0,
    daily: keepDaily ? { units: new Int32Array(slots * days), stock: new Int32Array(days) } : undefined,
  };
  return { run, order, slotOf };
}

function lastMove(arrivalDay: Int32Array, uncertain: UncertainArrival[], removals: PlannedRemoval[]): number {
  let last = removals.at(-1)?.day ?? 0;
  for (const day of arrivalDay) last = Math.max(last, day);
  for (const { days } of uncertain) {
    for (let path = 0; path < days.length; path++) last = Math.max(last, days[path]!);
  }
  return last;
}

function checkBatch(batch: StockBatch, paths: number): void {
  const { batchId, arrivalDays } = batch;
  requireWhole(`units of batch ${batchId}`, batch.units, 0);
  requireWhole(`sellableDays of batch ${batchId}`, batch.sellableDays, -NEVER);
  requireWhole(`arrivalDay of batch ${batchId}`, batch.arrivalDay ?? 1, 1);
  if (!arrivalDays) return;
  if (arrivalDays.length !== paths) {
    throw new RangeError(
      `arrivalDays of batch ${batchId} has ${arrivalDays.length} cells, demand has ${paths} paths`,
    );
  }
  for (let path = 0; path < paths; path++) {
    requireWhole(`arrivalDays[${path}] of batch ${batchId}`, arrivalDays[path]!, 1);
  }
}

/** Finds the slot of the batch a decision names. */
type SlotFinder = (batchId: string, decision: string) => number;

function slotFinder(batches: StockBatch[], slotOf: Int32Array): SlotFinder {
  const position = new Map(batches.map(({ batchId }, index) => [batchId, slotOf[index]!]));
  if (position.size !== batches.length) throw new RangeError('batches must have distinct batchId values');
  return (batchId, decision) => {
    const slot = position.get(batchId);
    if (slot === undefined)
      throw new RangeError(`${decision} names batch ${batchId}, which is not in batches`);
    return slot;
  };
}

function plannedRemovals(
  decisions: ProjectionDecisions,
  opening: Int32Array,
  find: SlotFinder,
): PlannedRemoval[] {
  const removals: PlannedRemoval[] = [];
  const planned = new Map<number, number>();
  const add = (removal: StockRemoval, kind: PlannedRemoval['kind']): void => {
    const slot = find(removal.batchId, kind);
    requireWhole(`units of a ${kind}`, removal.units, 0);
    requireWhole(`day of a ${kind}`, removal.day, 1);
    const total = (planned.get(slot) ?? 0) + removal.units;
    if (total > opening[slot]!) {
      throw new RangeError(
        `removals from batch ${removal.batchId} add up to ${total}, it holds ${opening[slot]} units`,
      );
    }
    planned.set(slot, total);
    removals.push({ slot, day: removal.day, units: removal.units, kind, decision: removal });
  };
  for (const removal of decisions.transfersOut ?? []) add(removal, 'transfer');
  for (const removal of decisions.liquidations ?? []) add(removal, 'liquidation');
  return removals.sort((a, b) => a.day - b.day);
}

function plannedMarkdowns(
  decisions: ProjectionDecisions,
  paths: number,
  find: SlotFinder,
): PlannedMarkdown[] {
  const markdowns: PlannedMarkdown[] = [];
  for (const { batchId, fromDay, extraDemand } of decisions.markdowns ?? []) {
    const slot = find(batchId, 'markdowns');
    requireWhole('fromDay of a markdown', fromDay, 1);
    requirePaths(extraDemand, 'extraDemand');
    if (extraDemand.paths !== paths) {
      throw new RangeError(`extraDemand has ${extraDemand.paths} paths, demand ${paths}`);
    }
    if (markdowns.some((other) => other.slot === slot)) {
      throw new RangeError(`batch ${batchId} has two markdowns`);
    }
    markdowns.push({ slot, fromDay, extraDemand });
  }
  return markdowns.sort((a, b) => a.slot - b.slot);
}
