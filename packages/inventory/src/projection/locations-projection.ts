import { requireWhole } from './daily-demand.ts';
import { countedSummary, createPathCounter } from './path-counter.ts';
import { createPathRecord, recordPath, stockProjection } from './path-record.ts';
import { type LocationRun, projectPath } from './project-path.ts';
import { type IncomingTransfer, type PreparedLocation, prepareLocation } from './projection-input.ts';
import { NEVER } from './shelf.ts';
import { type SummaryOptions, summaryOptions } from './stock-summary.ts';
import type { StockInput, StockProjection, StockRemoval } from './stock-types.ts';
import type { StockSummary } from './summary-types.ts';

/** Stock, customers and decisions at one of several locations. */
export interface LocationStock extends Omit<StockInput, 'seed' | 'freshestFirst' | 'paths'> {
  locationId: string;
}

/** Units of a batch sent from one location of the projection to another. */
export interface StockTransfer {
  transferId: string;
  fromLocationId: string;
  /** a batch of the sending location, on hand or on the way at the start; not one that a transfer brings */
  batchId: string;
  toLocationId: string;
  /** whole units, at least 0; on a path where fewer are left, those go */
  units: number;
  /** day they leave, before the customers come; 1 is the first */
  day: number;
  /** days until they can be sold at the other location; 0: on the day they leave */
  leadTimeDays: number;
  /** last sellable day at the other location, where its handling margin differs; default: as where they were */
  sellableDays?: number;
}

export interface LocationsInput {
  locations: LocationStock[];
  transfers: StockTransfer[];
  seed: number | string;
  /** paths to draw where demand is given as distributions, default 1,000 */
  paths?: number;
}

export interface LocationsProjection {
  paths: number;
  days: number;
  /**
   * In the order of the input. After its own batches a location has one for each transfer that comes in, called
   * by its `transferId`; on it, units that arrived = sold + wasted + remaining, and `remaining` counts those on
   * the way.
   */
  locations: (StockProjection & { locationId: string })[];
}

/**
 * Stock of one item at several locations, joined by transfers: what leaves one location on a path arrives at the
 * other on that path, after its lead time and with its expiry. Each location is as in `projectStock`; on a day,
 * arrivals come first everywhere, then what leaves, then the customers.
 *
 * Per path, over all locations: opening units = sold + wasted + liquidated + transferred out of the
 * projection + remaining, where `remaining` holds what is in transit at the close.
 *
 * @throws RangeError naming the parameter, when ids are unknown or not distinct, paths or days differ, or
 *   what is removed exceeds the batch
 */
export function projectLocations(input: LocationsInput): LocationsProjection {
  const prepared = prepareLocations(input);
  const runs = prepared.map(({ location }) => location.run);
  const records = runs.map(createPathRecord);
  const { paths, days } = runs[0]!.customers;
  for (let path = 0; path < paths; path++) {
    projectPath(runs, days, path);
    runs.forEach((run, index) => {
      recordPath(records[index]!, run, path);
    });
  }
  const locations = prepared.map(({ locationId, location, batchIds }, index) => ({
    locationId,
    ...stockProjection(records[index]!, location, batchIds),
  }));
  return { paths, days, locations };
}

/** The distributions of `projectLocations`, in memory that does not grow with paths times batches. */
export function summariseLocations(
  input: LocationsInput & Pick<SummaryOptions, 'quantileProbabilities'>,
): (StockSummary & { locationId: string })[] {
  const { quantileProbabilities } = summaryOptions(input);
  const prepared = prepareLocations(input);
  const runs = prepared.map(({ location }) => location.run);
  const counters = prepared.map(({ location, most }) => createPathCounter(location.run, most));
  const { paths, days } = runs[0]!.customers;
  for (let path = 0; path < paths; path++) {
    projectPath(runs, days, path);
    for (const counter of counters) counter.count(path);
  }
  return prepared.map(({ locationId, location, batchIds }, index) => ({
    locationId,
    ...countedSummary(counters[index]!, location, batchIds, quantileProbabilities),
  }));
}

interface JoinedLocation {
  locationId: string;
  location: PreparedLocation;
  /** own batches, then transfers that come in */
  batchIds: string[];
  /** most units each slot can hold */
  most: Int32Array;
}

function prepareLocations({ locations, transfers, seed, paths }: LocationsInput): JoinedLocation[] {
  if (locations.length === 0) throw new RangeError('locations is empty; it must hold at least one location');
  const byId = new Map(locations.map((location) => [location.locationId, location]));
  if (byId.size !== locations.length) throw new RangeError('locations must have distinct locationId values');
  if (new Set(transfers.map(({ transferId }) => transferId)).size !== transfers.length) {
    throw new RangeError('transfers must have distinct transferId values');
  }
  for (const transfer of transfers) checkTransfer(transfer, byId);
  const joined = locations.map((location): JoinedLocation => {
    const { locationId, batches, decisions, demand } = location;
    const incoming = transfers.filter(({ toLocationId }) => toLocationId === locationId);
    const outgoing = transfers.filter(({ fromLocationId }) => fromLocationId === locationId);
    const prepared = prepareLocation(
      {
        ...location,
        seed: `${seed}/${locationId}`,
        ...('daily' in demand && paths !== undefined ? { paths } : {}),
        decisions: { ...decisions, transfersOut: [...(decisions?.transfersOut ?? []), ...outgoing] },
      },
      incoming.map((transfer) => incomingTransfer(transfer, byId)),
    );
    const most = Int32Array.from(prepared.run.opening);
    incoming.forEach(({ units }, index) => {
      most[prepared.slotOf[batches.length + index]!] = units;
    });
    const batchIds = [...batches.map(({ batchId }) => batchId), ...incoming.map((each) => each.transferId)];
    for (const { transferId } of incoming) {
      if (batchIds.indexOf(transferId) < batches.length) {
        throw new RangeError(
          `transferId is ${transferId}; it must not be the batchId of a batch at ${locationId}`,
        );
      }
    }
    return { locationId, location: prepared, batchIds, most };
  });
  checkSameSize(joined);
  joinTransfers(joined, transfers);
  return joined;
}

function checkTransfer(transfer: StockTransfer, byId: Map<string, LocationStock>): void {
  const { transferId, fromLocationId, toLocationId, batchId } = transfer;
  const from = byId.get(fromLocationId);
  for (const locationId of [fromLocationId, toLocationId]) {
    if (!byId.has(locationId)) {
      throw new RangeError(`transfer ${transferId} names location ${locationId}, which is not in locations`);
    }
  }
  if (fromLocationId === toLocationId) {
    throw new RangeError(`transfer ${transferId} leads from ${fromLocationId} to itself`);
  }
  if (!from!.batches.some((batch) => batch.batchId === batchId)) {
    throw new RangeError(`transfer ${transferId} names batch ${batchId}, which is not at ${fromLocationId}`);
  }
  requireWhole(`leadTimeDays of transfer ${transferId}`, transfer.leadTimeDays, 0);
  if (transfer.sellableDays !== undefined) {
    requireWhole(`sellableDays of transfer ${transferId}`, transfer.sellableDays, -NEVER);
  }
}

function incomingTransfer(transfer: StockTransfer, byId: Map<string, LocationStock>): IncomingTransfer {
  const from = byId.get(transfer.fromLocationId)!;
  const batch = from.batches.find(({ batchId }) => batchId === transfer.batchId)!;
  const { sellableDays = batch.sellableDays, day, leadTimeDays } = transfer;
  return { sellableDays, arrivalDay: day + leadTimeDays };
}

function checkSameSize(joined: JoinedLocation[]): void {
  const { paths, days } = joined[0]!.location.run.customers;
  for (const { locationId, location } of joined) {
    const found = location.run.customers;
    if (found.paths !== paths || found.days !== days) {
      throw new RangeError(
        `demand of location ${locationId} has ${found.paths} paths of ${found.days} days, ` +
          `that of ${joined[0]!.locationId} ${paths} of ${days}`,
      );
    }
  }
}

/** Gives each removal that is a transfer between these locations the slot it arrives in. */
function joinTransfers(joined: JoinedLocation[], transfers: StockTransfer[]): void {
  const arrivals = new Map<StockRemoval, { location: LocationRun; slot: number }>();
  for (const transfer of transfers) {
    const { location, batchIds } = joined.find(({ locationId }) => locationId === transfer.toLocationId)!;
    const index = batchIds.lastIndexOf(transfer.transferId);
    arrivals.set(transfer, { location: location.run, slot: location.slotOf[index]! });
  }
  for (const { location } of joined) {
    for (const removal of location.run.removals) {
      const to = arrivals.get(removal.decision);
      if (to) removal.to = to;
    }
  }
}
