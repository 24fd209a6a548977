import { type RandomStream, randomStream } from '@granary/statistics';
import { remember } from './belief.ts';
import type { DayNumber } from './calendar.ts';
import { customersWithHabit, unitsWanted } from './customers.ts';
import type { ItemState, SeriesState } from './item-state.ts';
import { type ItemMarket, isClosed, meanDemand } from './market.ts';
import {
  LISTING_LEAD_DAYS,
  orderFromDc,
  orderFromSupplier,
  receiveAtStore,
  receiveFromSupplier,
} from './orders.ts';
import { closeDay, issueFreshest, issueOldest, type Shelf, take } from './shelf.ts';
import type { LocationBatch, Receipt, SeriesRecord, SnapshotEntry } from './types.ts';

/** The company's markdown on the last day of a batch's life, and the share of the added demand that notices a markdown. */
const MARKDOWN_SHARE = 0.3;
const NOTICING_SHARE = 0.5;

/** What a run of days leaves behind; the arrays follow the order of the item's stores. */
export interface ItemRun {
  series: SeriesRecord[];
  receipts: Receipt[][];
  dcReceipts: Receipt[];
  snapshots: SnapshotEntry[][];
  dcSnapshots: SnapshotEntry[];
}

/**
 * Runs one item through the days `fromDay` to `toDay`, changing `state`. A day:
 * deliveries in the morning, customers, waste at close, the stores' orders
 * shipped by the distribution centre, its own order to the supplier.
 *
 * @param chapter names the random numbers of these days ('history', 'after')
 * @param snapshotsFrom first day whose closing stock is kept by batch
 */
export function runItem(
  state: ItemState,
  market: ItemMarket,
  run: {
    seed: number | string;
    chapter: string;
    fromDay: DayNumber;
    toDay: DayNumber;
    snapshotsFrom: DayNumber;
  },
): ItemRun {
  const { item } = state;
  const days = run.toDay - run.fromDay + 1;
  const streams = state.series.map((series) => {
    const key = [run.chapter, series.store.storeId, item.skuId] as const;
    return {
      customers: randomStream(run.seed, 'customers', ...key),
      bargains: randomStream(run.seed, 'bargains', ...key),
      deliveries: randomStream(run.seed, 'deliveries', ...key),
    };
  });
  const supplierRandom = randomStream(run.seed, 'supplier', run.chapter, item.skuId);
  const out: ItemRun = {
    series: state.series.map((series) => emptyRecord(series.store.storeId, item.skuId, run.fromDay, days)),
    receipts: state.series.map(() => []),
    dcReceipts: [],
    snapshots: state.series.map(() => []),
    dcSnapshots: [],
  };
  for (let day = run.fromDay; day <= run.toDay; day += 1) {
    receiveFromSupplier(state, market, day, supplierRandom, out.dcReceipts);
    for (let index = 0; index < state.series.length; index += 1) {
      const series = state.series[index] as SeriesState;
      const record = out.series[index] as SeriesRecord;
      receiveAtStore(series, day, out.receipts[index] as Receipt[]);
      const { customers, bargains } = streams[index] as (typeof streams)[number];
      serveCustomers(state, series, market, day, customers, bargains, record);
      record.wastedUnits[day - run.fromDay] = closeDay(series.shelf, day);
      if (day >= run.snapshotsFrom) keepSnapshot(series.shelf, day, out.snapshots[index] as SnapshotEntry[]);
    }
    let ordered = 0;
    for (let step = 0; step < state.series.length; step += 1) {
      // Whoever is first takes what is there; the turn moves by a store a day.
      const index = (step + day) % state.series.length;
      const random = (streams[index] as (typeof streams)[number]).deliveries;
      ordered += orderFromDc(state, state.series[index] as SeriesState, market, day, random);
    }
    closeDay(state.dcShelf, day);
    if (day >= run.snapshotsFrom) keepSnapshot(state.dcShelf, day, out.dcSnapshots);
    if (day >= state.firstSaleDay - LISTING_LEAD_DAYS) {
      remember(state.dcBelief, ordered / (market.plannedUplift[day - market.firstDay] as number), day);
    }
    orderFromSupplier(state, market, day, supplierRandom);
  }
  return out;
}

function serveCustomers(
  state: ItemState,
  series: SeriesState,
  market: ItemMarket,
  day: DayNumber,
  customers: RandomStream,
  bargains: RandomStream,
  record: SeriesRecord,
): void {
  // One number of each kind a day, wanted or not: the days stay aligned.
  const demandUniform = customers.next();
  const habitUniform = customers.next();
  const bargainUniform = bargains.next();
  if (day < state.firstSaleDay || isClosed(day)) return;
  const { item } = state;
  const { shelf, store } = series;
  const at = day - record.startDay;
  const offeredCents = market.offeredCents[day - market.firstDay] as number;
  const mean = meanDemand(market, store, series.taste, day);
  const demand = unitsWanted(demandUniform, mean, item.dispersion);
  const openingUnits = shelf.onHandUnits;
  const discountOf = (batch: LocationBatch): number =>
    Math.max(
      series.markdowns.size > 0 ? (series.markdowns.get(batch.batchId) ?? 0) : 0,
      item.marksDown && batch.expiryDay === day ? MARKDOWN_SHARE : 0,
    );
  let revenueCents = 0;
  const sell = (batch: LocationBatch, units: number): void => {
    const discount = discountOf(batch);
    if (discount > 0) batch.markdownUnits += units;
    revenueCents += units * Math.round(offeredCents * (1 - discount));
  };
  const fresh = customersWithHabit(habitUniform, demand, store.freshestFirstShare);
  let sold = issueFreshest(shelf, fresh, sell) + issueOldest(shelf, demand - fresh, sell);
  record.stockOut[at] = sold < demand || openingUnits === 0 ? 1 : 0;
  // Bargain hunters come for the deepest discount and take what is marked down, oldest first.
  const marked = shelf.batches.filter((batch) => batch.onHandUnits > 0 && discountOf(batch) > 0);
  if (marked.length > 0) {
    const deepest = Math.max(...marked.map(discountOf));
    const extraMean = mean * NOTICING_SHARE * ((1 - deepest) ** -item.elasticity - 1);
    let hunters = unitsWanted(bargainUniform, extraMean, item.dispersion);
    for (const batch of marked) {
      const taken = take(shelf, batch, hunters, sell);
      hunters -= taken;
      sold += taken;
    }
  }
  record.meanDemand[at] = mean;
  record.demand[at] = demand;
  record.unitsSold[at] = sold;
  record.offeredCents[at] = offeredCents;
  record.revenueCents[at] = revenueCents;
  // On a sold-out day the company knows only that it was at least this much.
  const plain = sold / (market.plannedUplift[day - market.firstDay] as number);
  remember(series.belief, shelf.onHandUnits === 0 ? Math.max(plain, series.belief.dailyUnits) : plain, day);
}

function keepSnapshot(shelf: Shelf, day: DayNumber, entries: SnapshotEntry[]): void {
  for (const { batchId, expiryDay, onHandUnits } of shelf.batches) {
    entries.push({ day, batchId, expiryDay, onHandUnits });
  }
}

function emptyRecord(storeId: string, skuId: string, startDay: DayNumber, days: number): SeriesRecord {
  return {
    storeId,
    skuId,
    startDay,
    meanDemand: new Float64Array(days),
    demand: new Uint16Array(days),
    unitsSold: new Uint16Array(days),
    offeredCents: new Int32Array(days),
    revenueCents: new Int32Array(days),
    stockOut: new Uint8Array(days),
    wastedUnits: new Uint16Array(days),
  };
}
