import { sql } from 'kysely';
import { addDays } from '../src/platform/calendar.ts';
import type { Tx } from '../src/platform/database/index.ts';

/** For tests: rows as a company's files would have left them. Every function adds; none replaces. */

export interface TestStore {
  store_id: string;
  kind?: 'store' | 'dc';
  zone?: string;
  capacity_units?: number;
}

export async function addStores(tx: Tx, ...stores: TestStore[]): Promise<void> {
  await sql`
    insert into catalog.locations (org_id, store_id, name, kind, zone, capacity_units)
    select ${tx.orgId}::uuid, store_id, 'Store ' || store_id, coalesce(kind, 'store'), zone, capacity_units
    from jsonb_to_recordset(${JSON.stringify(stores)}::jsonb)
      as s (store_id text, kind text, zone text, capacity_units numeric)`.execute(tx);
}

export interface TestItem {
  sku_id: string;
  category?: string;
  mrp?: number;
}

export async function addItems(tx: Tx, ...items: TestItem[]): Promise<void> {
  await sql`
    insert into catalog.items (org_id, sku_id, name, category, mrp)
    select ${tx.orgId}::uuid, sku_id, 'Item ' || sku_id, coalesce(category, 'Dairy'), mrp
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i (sku_id text, category text, mrp numeric)`.execute(
    tx,
  );
}

/**
 * Daily sales of one series.
 *
 * @param units one value a day, the last on `until`; null is a day without a row
 * @param price of a unit, the same every day
 */
export async function addSales(
  tx: Tx,
  series: {
    store_id: string;
    sku_id: string;
    until: string;
    units: readonly (number | null)[];
    price?: number;
  },
): Promise<void> {
  const first = addDays(series.until, 1 - series.units.length);
  const rows = series.units.flatMap((units, day) =>
    units === null ? [] : [{ date: addDays(first, day), units }],
  );
  await sql`
    insert into demand.sales_daily (org_id, date, store_id, sku_id, units_sold, selling_price)
    select ${tx.orgId}::uuid, date, ${series.store_id}, ${series.sku_id}, units, ${series.price ?? null}::numeric
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (date date, units integer)`.execute(tx);
}

export interface TestBatch {
  snapshot_date: string;
  store_id: string;
  sku_id: string;
  batch_id: string;
  expiry_date: string;
  on_hand_qty: number;
}

export async function addStock(tx: Tx, ...batches: TestBatch[]): Promise<void> {
  await sql`
    insert into stock.inventory_batches (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty)
    select ${tx.orgId}::uuid, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty
    from jsonb_to_recordset(${JSON.stringify(batches)}::jsonb)
      as b (snapshot_date date, store_id text, sku_id text, batch_id text, expiry_date date, on_hand_qty integer)`.execute(
    tx,
  );
}

export interface TestPurchase {
  received_date: string;
  store_id: string;
  sku_id: string;
  batch_id: string;
  unit_cost: number;
}

export async function addPurchases(tx: Tx, ...purchases: TestPurchase[]): Promise<void> {
  await sql`
    insert into stock.purchases (org_id, received_date, store_id, sku_id, batch_id, received_qty, unit_cost)
    select ${tx.orgId}::uuid, received_date, store_id, sku_id, batch_id, 100, unit_cost
    from jsonb_to_recordset(${JSON.stringify(purchases)}::jsonb)
      as p (received_date date, store_id text, sku_id text, batch_id text, unit_cost numeric)`.execute(tx);
}

/** Empties the tables of facts and masters of the organization, so that a test starts from nothing. */
export async function removeFacts(tx: Tx): Promise<void> {
  const tables = [
    'actions.action_outcomes',
    'actions.actions',
    'expiry.batch_risk',
    'expiry.skipped_batches',
    'expiry.rule_sets',
    'demand.generated_forecasts',
    'demand.run_accuracy',
    'demand.series_errors',
    'demand.drift_alerts',
    'demand.forecast_runs',
    'demand.features_store_sku',
    'demand.stockout_days',
    'demand.sales_daily',
    'stock.inventory_batches',
    'stock.purchases',
    'catalog.lanes',
    'catalog.items',
    'catalog.locations',
  ];
  for (const table of tables) await sql`delete from ${sql.table(table)}`.execute(tx);
}
