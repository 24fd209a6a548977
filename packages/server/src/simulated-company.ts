import { sql } from 'kysely';
import type { Tx } from './platform/database/index.ts';

/** Two items in one store with two months of sales and a batch each: enough for a nightly run. */
export async function addSimulatedCompany(tx: Tx): Promise<void> {
  await sql`insert into catalog.locations (org_id, store_id, name, kind) values (${tx.orgId}, 'S1', 'Store', 'store')`.execute(
    tx,
  );
  await sql`insert into catalog.items (org_id, sku_id, name, category, mrp)
            values (${tx.orgId}, 'MILK', 'Milk', 'Dairy', 2), (${tx.orgId}, 'TEA', 'Tea', 'Dry', 4)`.execute(
    tx,
  );
  await sql`
    insert into demand.sales_daily (org_id, date, store_id, sku_id, units_sold, selling_price)
    select ${tx.orgId}::uuid, date '2026-01-01' + day, 'S1', sku, 3 + day % 7, 2
    from generate_series(0, 59) day, unnest(array['MILK', 'TEA']) sku`.execute(tx);
  await sql`
    insert into stock.inventory_batches (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty)
    select ${tx.orgId}::uuid, date '2026-03-01', 'S1', sku, 'B-' || sku, date '2026-03-08', 40
    from unnest(array['MILK', 'TEA']) sku`.execute(tx);
  await sql`
    insert into stock.purchases (org_id, received_date, store_id, sku_id, batch_id, received_qty, unit_cost)
    select ${tx.orgId}::uuid, date '2026-02-20', 'S1', sku, 'B-' || sku, 60, 1
    from unnest(array['MILK', 'TEA']) sku`.execute(tx);
}

/** Breaks the forecast of one item in a way that no form or import lets through. */
export async function poisonForecast(tx: Tx): Promise<void> {
  await sql`update demand.forecasts set parameters = '{"level": "many"}' where sku_id = 'TEA'`.execute(tx);
}

/** Locks two rows one after the other, so that two of these in opposite order stand in each other's way. */
export async function touchInOrder(
  tx: Tx,
  first: string,
  second: string,
  between: () => Promise<void>,
): Promise<void> {
  await sql`update catalog.items set name = name || '' where sku_id = ${first}`.execute(tx);
  await between();
  await sql`update catalog.items set name = name || '' where sku_id = ${second}`.execute(tx);
}
