import { type RawBuilder, sql } from 'kysely';
import { addDays } from '../platform/calendar.ts';
import type { Tx } from '../platform/database/index.ts';

/** The days a turnover looks back over, and the length of its year. */
export const yearDays = 365;

export async function newestSnapshot(tx: Tx, to: string | undefined): Promise<string | null> {
  const found = await sql<{ snapshot_date: string | null }>`
    select max(snapshot_date) as snapshot_date from stock.inventory_batches
    where ${to === undefined ? sql`true` : sql`snapshot_date <= ${to}::date`}`.execute(tx);
  return found.rows[0]?.snapshot_date ?? null;
}

/**
 * Batches of the snapshots from `from` to `to` with what a unit cost, as known
 * on `to`: what the batch cost at its store, else the item's latest purchase,
 * else its list price. The same rule values the risk of a batch.
 */
function valuedBatches(from: string, to: string, storeId: string | undefined): RawBuilder<unknown> {
  return sql`
    batch_cost as (
      select distinct on (store_id, sku_id, batch_id) store_id, sku_id, batch_id, unit_cost
      from stock.purchases where received_date <= ${to}::date
      order by store_id, sku_id, batch_id, received_date desc, purchase_id desc
    ),
    latest_cost as (
      select distinct on (sku_id) sku_id, unit_cost
      from stock.purchases where received_date <= ${to}::date
      order by sku_id, received_date desc, purchase_id desc
    ),
    valued as (
      select b.snapshot_date, b.expiry_date, b.on_hand_qty, coalesce(c.unit_cost, l.unit_cost, i.mrp) as unit_cost
      from stock.inventory_batches b
      join catalog.items i using (org_id, sku_id)
      left join batch_cost c using (store_id, sku_id, batch_id)
      left join latest_cost l using (sku_id)
      where b.snapshot_date between ${from}::date and ${to}::date and b.on_hand_qty > 0
        and ${storeId === undefined ? sql`true` : sql`b.store_id = ${storeId}`}
    )`;
}

export interface StockFigures {
  inventory_value: number;
  unvalued_units: number;
  expired_batches: number;
  expired_units: number;
  expired_value: number;
}

export async function stockFigures(
  tx: Tx,
  snapshotDate: string,
  storeId: string | undefined,
): Promise<StockFigures> {
  const found = await sql<StockFigures>`
    with ${valuedBatches(snapshotDate, snapshotDate, storeId)}
    select coalesce(round(sum(on_hand_qty * unit_cost), 2), 0)::float8 as inventory_value,
           coalesce(sum(on_hand_qty) filter (where unit_cost is null), 0)::float8 as unvalued_units,
           count(*) filter (where expiry_date < snapshot_date) as expired_batches,
           coalesce(sum(on_hand_qty) filter (where expiry_date < snapshot_date), 0)::float8 as expired_units,
           coalesce(round(sum(on_hand_qty * unit_cost) filter (where expiry_date < snapshot_date), 2), 0)::float8
             as expired_value
    from valued`.execute(tx);
  return found.rows[0] as StockFigures;
}

export interface MeanInventory {
  mean_inventory_value: number;
  snapshots: number;
}

/** Mean over the snapshots of the year that ends with `to`; a snapshot without the store counts as 0 for it. */
export async function meanInventory(tx: Tx, to: string, storeId: string | undefined): Promise<MeanInventory> {
  const found = await sql<MeanInventory>`
    with ${valuedBatches(yearBefore(to), to, storeId)},
    counted as (
      select count(*) as snapshots from (
        select distinct snapshot_date from stock.inventory_batches
        where snapshot_date between ${yearBefore(to)}::date and ${to}::date
      ) as days
    )
    select coalesce(round(sum(on_hand_qty * unit_cost) / nullif(max(snapshots), 0), 2), 0)::float8
             as mean_inventory_value,
           max(snapshots)::int as snapshots
    from counted left join valued on true`.execute(tx);
  return found.rows[0] as MeanInventory;
}

export interface CostOfGoodsSold {
  from: string;
  to: string;
  cost_of_goods_sold: number;
}

/**
 * Units sold in the year up to `to` × the mean cost of the item's receipts,
 * weighted by quantity (else its list price): sales do not say which batch
 * they came from. Undefined when there are no sales.
 */
export async function costOfGoodsSold(
  tx: Tx,
  to: string,
  storeId: string | undefined,
): Promise<CostOfGoodsSold | undefined> {
  const bounds = await sql<{ first: string | null; last: string | null }>`
    select (select min(date) from demand.sales_daily where date > ${to}::date - ${yearDays}::integer) as first,
           (select max(date) from demand.sales_daily where date <= ${to}::date) as last`.execute(tx);
  const { first, last } = bounds.rows[0] ?? {};
  if (first == null || last == null || first > last) return undefined;
  const found = await sql<{ cost_of_goods_sold: number }>`
    with item_cost as (
      select sku_id, sum(received_qty * unit_cost) / sum(received_qty) as unit_cost
      from stock.purchases where received_date <= ${to}::date and received_qty > 0
      group by sku_id
    ),
    sold as (
      select sku_id, sum(units_sold) as units
      from demand.sales_daily
      where date between ${first}::date and ${last}::date
        and ${storeId === undefined ? sql`true` : sql`store_id = ${storeId}`}
      group by sku_id
    )
    select coalesce(round(sum(s.units * coalesce(c.unit_cost, i.mrp)), 2), 0)::float8 as cost_of_goods_sold
    from sold s join catalog.items i using (sku_id) left join item_cost c using (sku_id)`.execute(tx);
  return { from: first, to: last, cost_of_goods_sold: found.rows[0]?.cost_of_goods_sold ?? 0 };
}

function yearBefore(day: string): string {
  return addDays(day, 1 - yearDays);
}
