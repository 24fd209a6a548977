import { sql } from 'kysely';
import type { DataStatus } from '../identity/index.ts';
import type { Tx } from '../platform/database/index.ts';

/** A store is looked for day by day this far back before its whole history is read. */
const probedDays = 62;

/**
 * How fresh the data are; asked with every `GET /me`. Each step is a handful
 * of index probes: the newest day is the end of an index, and whether a store
 * sold on a day is a prefix of the primary key (organization, day, store).
 * A sub-select with `limit 1` stays a probe; written as `exists` the planner
 * may turn it into a join over all rows of the day.
 */
export async function dataStatus(tx: Tx): Promise<DataStatus> {
  const newest = await sql<{ snapshot_date: string | null; sales_until: string | null }>`
    select (select max(snapshot_date) from stock.inventory_batches) as snapshot_date,
           (select max(date) from demand.sales_daily) as sales_until`.execute(tx);
  const { snapshot_date = null, sales_until = null } = newest.rows[0] ?? {};
  return {
    snapshot_date,
    sales_until,
    stores_missing: sales_until === null ? [] : await storesWithoutSalesOn(tx, sales_until),
  };
}

async function storesWithoutSalesOn(tx: Tx, day: string): Promise<DataStatus['stores_missing']> {
  const found = await sql<DataStatus['stores_missing'][number]>`
    select l.store_id, l.name,
           coalesce(
             (select ${day}::date - back
              from generate_series(1, ${probedDays}::integer) as back
              where (select true from demand.sales_daily s
                     where s.date = ${day}::date - back and s.store_id = l.store_id limit 1)
              order by back limit 1),
             (select max(s.date) from demand.sales_daily s where s.store_id = l.store_id)
           ) as last_date
    from catalog.locations l
    where l.kind = 'store'
      and (select true from demand.sales_daily s
           where s.date = ${day}::date and s.store_id = l.store_id limit 1) is null
    order by l.store_id collate "C"`.execute(tx);
  return found.rows;
}
