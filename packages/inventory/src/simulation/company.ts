import { type DayNumber, dateOf, dayNumberOf } from './calendar.ts';
import { applyDecisions, type ReplayDecisions } from './decisions.ts';
import { DC_ID, grocerAssortment, grocerItems, grocerLanes, grocerStores, LARGEST_RANGE } from './grocer.ts';
import { type ItemRun, runItem } from './item-simulation.ts';
import { type ItemState, openItem } from './item-state.ts';
import { type ItemMarket, itemMarket, LONGEST_CONTINUATION_DAYS } from './market.ts';
import type {
  LocationBatch,
  SeriesRecord,
  SimulatedItem,
  SimulatedLane,
  SimulatedStore,
  SimulationOptions,
} from './types.ts';

/** Days run before the history, so that it starts with stock on the shelves. */
const WARM_UP_DAYS = 56;
/** The snapshots cover the last so many days. */
export const SNAPSHOT_DAYS = 28;

export interface SimulatedCompany {
  seed: number | string;
  startDate: string;
  endDate: string;
  days: number;
  stores: SimulatedStore[];
  dcId: string;
  items: SimulatedItem[];
  lanes: SimulatedLane[];
  /** Units a store has room for, by `storeId`; the distribution centre included. */
  capacityUnits: Map<string, number>;
  records: ItemHistory[];
}

/** One item's past with its truth, and its state at the end. */
export interface ItemHistory extends ItemRun {
  item: SimulatedItem;
  market: ItemMarket;
  state: ItemState;
}

/** What follows the end. */
export interface CompanyContinuation {
  startDate: string;
  days: number;
  series: SeriesRecord[];
  /** Every lot at each store in the state it has at the end of the continuation, waste included. */
  batches: { storeId: string; skuId: string; batch: LocationBatch }[];
}

/**
 * Simulates a grocer: customers, prices, deliveries and waste of every item in
 * every store, day by day, under a plain min-max rule. Items do not compete, so
 * each is run by itself; every series has its own random numbers.
 *
 * @throws RangeError naming the option that is out of range
 */
export function simulateCompany(options: SimulationOptions): SimulatedCompany {
  const { seed, endDate, days = 730, stores: storeCount = 20, items: itemCount = 200 } = options;
  requireWhole('days', days, 60, 3650);
  requireWhole('stores', storeCount, 1, 500);
  requireWhole('items', itemCount, 1, LARGEST_RANGE);
  const endDay = dayNumberOf(endDate);
  const startDay = endDay - days + 1;
  const firstDay = startDay - WARM_UP_DAYS;
  const stores = grocerStores(seed, storeCount);
  const items = grocerItems(seed, itemCount, { endDate, days });
  const assortment = grocerAssortment(seed, stores, items);
  const span = { firstDay, days: WARM_UP_DAYS + days + LONGEST_CONTINUATION_DAYS, endDay };
  const records = items.map((item): ItemHistory => {
    const market = itemMarket(seed, item, span);
    const listed = stores.filter((store) => assortment.get(store.storeId)?.has(item.skuId));
    const firstSaleDay = item.launchDate ? dayNumberOf(item.launchDate) : firstDay + 14;
    const state = openItem(seed, item, listed, firstSaleDay);
    const run = runItem(state, market, {
      seed,
      chapter: 'history',
      fromDay: firstDay,
      toDay: endDay,
      snapshotsFrom: endDay - SNAPSHOT_DAYS + 1,
    });
    return {
      ...run,
      series: run.series.map((record) => withoutWarmUp(record, startDay)),
      item,
      market,
      state,
    };
  });
  return {
    seed,
    startDate: dateOf(startDay),
    endDate,
    days,
    stores,
    dcId: DC_ID,
    items,
    lanes: grocerLanes(stores),
    capacityUnits: capacities(stores, records),
    records,
  };
}

/**
 * The same company on the days after its end. Without decisions it does nothing
 * but what it always does; with them the same customers come. The company itself stays as it is; a longer continuation starts with
 * the days of a shorter one.
 *
 * @param days 1 to 120
 * @throws RangeError if a decision cannot be carried out on the closing stock
 */
export function continueCompany(
  company: SimulatedCompany,
  days: number,
  decisions: ReplayDecisions = {},
): CompanyContinuation {
  requireWhole('days', days, 1, LONGEST_CONTINUATION_DAYS);
  const fromDay = dayNumberOf(company.endDate) + 1;
  const continuation: CompanyContinuation = { startDate: dateOf(fromDay), days, series: [], batches: [] };
  for (const { item, market, state } of company.records) {
    const after = structuredClone(state);
    applyDecisions(after, decisions, { dcId: company.dcId, endDay: fromDay - 1 });
    const run = runItem(after, market, {
      seed: company.seed,
      chapter: 'after',
      fromDay,
      toDay: fromDay + days - 1,
      snapshotsFrom: Number.POSITIVE_INFINITY,
    });
    continuation.series.push(...run.series);
    for (const { store, shelf } of after.series) {
      for (const batch of shelf.lots.values()) {
        continuation.batches.push({ storeId: store.storeId, skuId: item.skuId, batch });
      }
    }
  }
  return continuation;
}

function withoutWarmUp(record: SeriesRecord, startDay: DayNumber): SeriesRecord {
  const skip = startDay - record.startDay;
  return {
    ...record,
    startDay,
    meanDemand: record.meanDemand.subarray(skip),
    demand: record.demand.subarray(skip),
    unitsSold: record.unitsSold.subarray(skip),
    offeredCents: record.offeredCents.subarray(skip),
    revenueCents: record.revenueCents.subarray(skip),
    stockOut: record.stockOut.subarray(skip),
    wastedUnits: record.wastedUnits.subarray(skip),
  };
}

/** Room for the fullest of the snapshot days and a fifth more, in steps of 50 units. */
function capacities(stores: SimulatedStore[], records: ItemHistory[]): Map<string, number> {
  const fullest = new Map<string, Map<DayNumber, number>>();
  const add = (storeId: string, day: DayNumber, units: number): void => {
    const byDay = fullest.get(storeId) ?? new Map<DayNumber, number>();
    fullest.set(storeId, byDay.set(day, (byDay.get(day) ?? 0) + units));
  };
  for (const record of records) {
    for (const [index, series] of record.state.series.entries()) {
      for (const entry of record.snapshots[index] ?? [])
        add(series.store.storeId, entry.day, entry.onHandUnits);
    }
    for (const entry of record.dcSnapshots) add(DC_ID, entry.day, entry.onHandUnits);
  }
  return new Map(
    [...stores.map((store) => store.storeId), DC_ID].map((storeId) => {
      const peak = Math.max(0, ...(fullest.get(storeId)?.values() ?? []));
      return [storeId, Math.max(50, Math.ceil((peak * 1.2) / 50) * 50)];
    }),
  );
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, got ${value}`);
  }
}
