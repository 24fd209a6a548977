import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';

/** The day of the newest stock count; null without one. */
export async function newestSnapshot(tx: Tx): Promise<string | null> {
  const found = await sql<{ date: string | null }>`
    select max(snapshot_date) as date from stock.inventory_batches`.execute(tx);
  return found.rows[0]?.date ?? null;
}

export type UnitCostSource = 'batch' | 'latest' | 'mrp' | 'none';

export interface StockRow {
  store_id: string;
  sku_id: string;
  batch_id: string;
  expiry_date: string;
  on_hand_qty: number;
  unit_cost: number;
  /** `batch`: what this batch cost; `latest`: the item's newest purchase; `mrp`: its list price, an upper bound. */
  unit_cost_source: UnitCostSource;
  upload_id: string | null;
  row_no: number | null;
  file_name: string | null;
}

/** Batches of these items at a snapshot with what a unit cost, and how we know. */
export async function readStock(tx: Tx, snapshotDate: string, skuIds: string[]): Promise<StockRow[]> {
  const found = await sql<StockRow>`
    with batch_cost as (
      select distinct on (store_id, sku_id, batch_id) store_id, sku_id, batch_id, unit_cost
      from stock.purchases where sku_id = any(${skuIds}) and received_date <= ${snapshotDate}
      order by store_id, sku_id, batch_id, received_date desc, purchase_id desc
    ),
    latest_cost as (
      select distinct on (sku_id) sku_id, unit_cost
      from stock.purchases where sku_id = any(${skuIds}) and received_date <= ${snapshotDate}
      order by sku_id, received_date desc, purchase_id desc
    )
    select b.store_id, b.sku_id, b.batch_id, b.expiry_date, b.on_hand_qty,
           coalesce(c.unit_cost, l.unit_cost, i.mrp, 0)::float8 as unit_cost,
           case when c.unit_cost is not null then 'batch' when l.unit_cost is not null then 'latest'
                when i.mrp is not null then 'mrp' else 'none' end as unit_cost_source,
           b.upload_id, b.row_no, f.file_name
    from stock.inventory_batches b
    join catalog.items i using (org_id, sku_id)
    left join batch_cost c on c.store_id = b.store_id and c.sku_id = b.sku_id and c.batch_id = b.batch_id
    left join latest_cost l on l.sku_id = b.sku_id
    left join platform.uploaded_files f on f.org_id = b.org_id and f.upload_id = b.upload_id
    where b.snapshot_date = ${snapshotDate} and b.sku_id = any(${skuIds})
    order by b.sku_id collate "C", b.store_id collate "C", b.expiry_date, b.batch_id collate "C"`.execute(tx);
  return found.rows;
}

/** Items with stock at a snapshot, in a fixed order. */
export async function stockedItems(tx: Tx, snapshotDate: string): Promise<string[]> {
  const found = await sql<{ sku_id: string }>`
    select sku_id from stock.inventory_batches where snapshot_date = ${snapshotDate} and on_hand_qty > 0
    group by sku_id order by sku_id collate "C"`.execute(tx);
  return found.rows.map((row) => row.sku_id);
}

export interface LocationStock {
  store_id: string;
  name: string;
  kind: 'store' | 'dc' | 'plant';
  zone: string | null;
  /** Units it can still take; null when its capacity is not known. */
  free_capacity_units: number | null;
}

export async function locationsWithRoom(tx: Tx, snapshotDate: string): Promise<LocationStock[]> {
  const found = await sql<LocationStock>`
    select l.store_id, l.name, l.kind, l.zone,
           floor(greatest(0, l.capacity_units - coalesce(sum(b.on_hand_qty), 0)))::float8 as free_capacity_units
    from catalog.locations l
    left join stock.inventory_batches b
      on b.org_id = l.org_id and b.store_id = l.store_id and b.snapshot_date = ${snapshotDate}
    group by l.org_id, l.store_id, l.name, l.kind, l.zone, l.capacity_units
    order by l.store_id collate "C"`.execute(tx);
  return found.rows;
}

/** Series that received stock in the last `days`: what they lack is bought again. */
export async function replenishedSeries(tx: Tx, snapshotDate: string, days: number): Promise<Set<string>> {
  const found = await sql<{ series: string }>`
    select distinct store_id || ' ' || sku_id as series
    from stock.purchases
    where received_date > ${snapshotDate}::date - ${days}::integer and received_date <= ${snapshotDate}`.execute(
    tx,
  );
  return new Set(found.rows.map((row) => row.series));
}

export interface Receipt {
  received_date: string;
  batch_id: string;
  received_qty: number;
  unit_cost: number;
}

export async function receiptsOf(tx: Tx, storeId: string, skuId: string, since: string): Promise<Receipt[]> {
  const found = await sql<Receipt>`
    select received_date, batch_id, received_qty, unit_cost::float8 as unit_cost
    from stock.purchases
    where store_id = ${storeId} and sku_id = ${skuId} and received_date >= ${since}
    order by received_date desc, purchase_id desc limit 200`.execute(tx);
  return found.rows;
}
