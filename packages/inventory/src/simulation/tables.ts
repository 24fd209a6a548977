import { dateOf, dayNumberOf } from './calendar.ts';
import { type SimulatedCompany, SNAPSHOT_DAYS } from './company.ts';

/** Receipts go back this many days. */
export const PURCHASE_DAYS = 180;

/** Rows carry the column names of the files; prices are in major units with two decimals. */
export interface StoreRow {
  store_id: string;
  name: string;
  kind: 'store' | 'dc';
  city: string;
  zone: string;
  capacity_units: number;
}

export interface ItemRow {
  sku_id: string;
  name: string;
  category: string;
  unit: string;
  mrp: number;
  shelf_life_days: number;
  pack_size: number;
}

export interface LaneRow {
  from_store: string;
  to_store: string;
  lead_time_days: number;
  cost_per_unit: number;
  fixed_cost: number;
}

export interface SalesRow {
  date: string;
  store_id: string;
  sku_id: string;
  units_sold: number;
  /** Mean price paid that day. */
  selling_price: number;
}

export interface InventoryRow {
  snapshot_date: string;
  store_id: string;
  sku_id: string;
  batch_id: string;
  expiry_date: string;
  on_hand_qty: number;
}

export interface PurchaseRow {
  received_date: string;
  store_id: string;
  sku_id: string;
  batch_id: string;
  received_qty: number;
  unit_cost: number;
}

export function* storeRows(company: SimulatedCompany): Generator<StoreRow> {
  for (const { storeId, name, city, zone } of company.stores) {
    yield { store_id: storeId, name, kind: 'store', city, zone, capacity_units: capacity(company, storeId) };
  }
  yield {
    store_id: company.dcId,
    name: 'Kassel Distribution Centre',
    kind: 'dc',
    city: 'Kassel',
    zone: 'Central',
    capacity_units: capacity(company, company.dcId),
  };
}

export function* itemRows(company: SimulatedCompany): Generator<ItemRow> {
  for (const item of company.items) {
    yield {
      sku_id: item.skuId,
      name: item.name,
      category: item.category,
      unit: item.unit,
      mrp: item.listPriceCents / 100,
      shelf_life_days: item.shelfLifeDays,
      pack_size: item.packSize,
    };
  }
}

export function* laneRows(company: SimulatedCompany): Generator<LaneRow> {
  for (const lane of company.lanes) {
    yield {
      from_store: lane.fromStore,
      to_store: lane.toStore,
      lead_time_days: lane.leadTimeDays,
      cost_per_unit: lane.costPerUnitCents / 100,
      fixed_cost: lane.fixedCostCents / 100,
    };
  }
}

/** Day by day, item by item, store by store; only where something was sold. */
export function* salesRows(company: SimulatedCompany): Generator<SalesRow> {
  const startDay = dayNumberOf(company.startDate);
  const series = company.records.flatMap((record) => record.series);
  for (let at = 0; at < company.days; at += 1) {
    const date = dateOf(startDay + at);
    for (const { storeId, skuId, unitsSold, revenueCents } of series) {
      const units = unitsSold[at] as number;
      if (units === 0) continue;
      const price = Math.round((revenueCents[at] as number) / units) / 100;
      yield { date, store_id: storeId, sku_id: skuId, units_sold: units, selling_price: price };
    }
  }
}

/** Closing stock by batch of the last 28 days, stores and distribution centre; nothing where nothing is left. */
export function* inventoryRows(company: SimulatedCompany): Generator<InventoryRow> {
  const endDay = dayNumberOf(company.endDate);
  const shelves = company.records.flatMap((record) => [
    ...record.series.map(({ storeId, skuId }, index) => ({
      storeId,
      skuId,
      entries: record.snapshots[index] ?? [],
    })),
    { storeId: company.dcId, skuId: record.item.skuId, entries: record.dcSnapshots },
  ]);
  const next = new Int32Array(shelves.length);
  for (let day = endDay - SNAPSHOT_DAYS + 1; day <= endDay; day += 1) {
    const date = dateOf(day);
    for (const [index, { storeId, skuId, entries }] of shelves.entries()) {
      let at = next[index] as number;
      for (let entry = entries[at]; entry?.day === day; entry = entries[at]) {
        yield {
          snapshot_date: date,
          store_id: storeId,
          sku_id: skuId,
          batch_id: entry.batchId,
          expiry_date: dateOf(entry.expiryDay),
          on_hand_qty: entry.onHandUnits,
        };
        at += 1;
      }
      next[index] = at;
    }
  }
}

/** Receipts of the distribution centre (from suppliers) and of the stores (from the centre), last 180 days. */
export function* purchaseRows(company: SimulatedCompany): Generator<PurchaseRow> {
  const endDay = dayNumberOf(company.endDate);
  const firstDay = Math.max(dayNumberOf(company.startDate), endDay - PURCHASE_DAYS + 1);
  const places = company.records.flatMap((record) => [
    { storeId: company.dcId, skuId: record.item.skuId, receipts: record.dcReceipts },
    ...record.series.map(({ storeId, skuId }, index) => ({
      storeId,
      skuId,
      receipts: record.receipts[index] ?? [],
    })),
  ]);
  const next = places.map(({ receipts }) => {
    const first = receipts.findIndex((receipt) => receipt.day >= firstDay);
    return first < 0 ? receipts.length : first;
  });
  for (let day = firstDay; day <= endDay; day += 1) {
    const date = dateOf(day);
    for (const [index, { storeId, skuId, receipts }] of places.entries()) {
      let at = next[index] as number;
      // Two deliveries of one lot on one day are one line of the receiving list.
      const lots = new Map<string, PurchaseRow>();
      for (let receipt = receipts[at]; receipt?.day === day; receipt = receipts[at]) {
        const lot = lots.get(receipt.batchId);
        if (lot === undefined) {
          lots.set(receipt.batchId, {
            received_date: date,
            store_id: storeId,
            sku_id: skuId,
            batch_id: receipt.batchId,
            received_qty: receipt.units,
            unit_cost: receipt.unitCostCents / 100,
          });
        } else lot.received_qty += receipt.units;
        at += 1;
      }
      next[index] = at;
      yield* lots.values();
    }
  }
}

function capacity(company: SimulatedCompany, storeId: string): number {
  return company.capacityUnits.get(storeId) as number;
}
