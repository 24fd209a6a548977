import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import { keyset, type Page, pageOf, readSort } from '../platform/http/paging.ts';
import type { ItemRow, StoreRow } from './schema.ts';

const storeColumns = sql`store_id, name, kind, city, zone, capacity_units::float8 as capacity_units, version`;
const itemColumns = sql`sku_id, name, category, unit, kind, mrp::float8 as mrp, shelf_life_days,
  pack_size::float8 as pack_size, version`;

const storeSorts = { store_id: sql`store_id collate "C"`, name: sql`name collate "C"` };
const itemSorts = {
  sku_id: sql`sku_id collate "C"`,
  name: sql`name collate "C"`,
  category: sql`category collate "C"`,
};

export async function listStores(
  tx: Tx,
  query: { kind?: string | undefined; sort: string; limit: number; cursor?: string | undefined },
): Promise<Page<StoreRow>> {
  const { field, descending } = readSort(query.sort);
  const order = keyset(
    [
      { expression: storeSorts[field as keyof typeof storeSorts], field, descending },
      { expression: sql`store_id collate "C"`, field: 'store_id', descending: false },
    ],
    query.cursor,
  );
  const where = sql`(${query.kind ?? null}::text is null or kind = ${query.kind ?? null})`;
  const [rows, counted] = await Promise.all([
    sql<StoreRow>`
    select ${storeColumns} from catalog.locations where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx),
    sql<{
      total: number;
    }>`select count(*) as total from catalog.locations where ${where}`.execute(tx),
  ]);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

export async function listItems(
  tx: Tx,
  query: {
    category?: string | undefined;
    q?: string | undefined;
    sort: string;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<Page<ItemRow>> {
  const { field, descending } = readSort(query.sort);
  const order = keyset(
    [
      { expression: itemSorts[field as keyof typeof itemSorts], field, descending },
      { expression: sql`sku_id collate "C"`, field: 'sku_id', descending: false },
    ],
    query.cursor,
  );
  const pattern = query.q === undefined ? null : `%${query.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const where = sql`(${query.category ?? null}::text is null or category = ${query.category ?? null})
    and (${pattern}::text is null or name ilike ${pattern} or sku_id ilike ${pattern})`;
  const [rows, counted] = await Promise.all([
    sql<ItemRow>`
    select ${itemColumns} from catalog.items where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx),
    sql<{
      total: number;
    }>`select count(*) as total from catalog.items where ${where}`.execute(tx),
  ]);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

export async function readStore(tx: Tx, storeId: string): Promise<StoreRow | undefined> {
  const found = await sql<StoreRow>`
    select ${storeColumns} from catalog.locations where store_id = ${storeId}`.execute(tx);
  return found.rows[0];
}

export async function readItem(tx: Tx, skuId: string): Promise<ItemRow | undefined> {
  const found = await sql<ItemRow>`
    select ${itemColumns} from catalog.items where sku_id = ${skuId}`.execute(tx);
  return found.rows[0];
}

export async function listCategories(tx: Tx): Promise<{ category: string; items: number }[]> {
  const found = await sql<{ category: string; items: number }>`
    select category, count(*) as items from catalog.items group by category order by category collate "C"`.execute(
    tx,
  );
  return found.rows;
}

export interface Lane {
  from_store: string;
  to_store: string;
  lead_time_days: number;
  cost_per_unit: number;
  fixed_cost: number;
}

export async function listLanes(tx: Tx): Promise<Lane[]> {
  const found = await sql<Lane>`
    select from_store, to_store, lead_time_days, cost_per_unit::float8 as cost_per_unit, fixed_cost::float8 as fixed_cost
    from catalog.lanes order by from_store collate "C", to_store collate "C"`.execute(tx);
  return found.rows;
}

export async function findLocation(tx: Tx, storeId: string): Promise<StoreRow | undefined> {
  const found = await sql<StoreRow>`
    select store_id, name, kind, city, zone, capacity_units::float8 as capacity_units
    from catalog.locations where store_id = ${storeId}`.execute(tx);
  return found.rows[0];
}

export async function findItem(tx: Tx, skuId: string): Promise<ItemRow | undefined> {
  const found = await sql<ItemRow>`
    select sku_id, name, category, unit, mrp::float8 as mrp, shelf_life_days, pack_size::float8 as pack_size
    from catalog.items where sku_id = ${skuId}`.execute(tx);
  return found.rows[0];
}
