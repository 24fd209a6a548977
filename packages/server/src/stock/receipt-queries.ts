import { sql } from 'kysely';
import type { z } from 'zod';
import type { Tx } from '../platform/database/index.ts';
import { keyset, type Page, pageOf, readSort } from '../platform/http/paging.ts';
import type { ReceiptRow, receiptQuery } from './schema.ts';

const sortColumns = { received_date: sql`p.received_date`, sku_id: sql`p.sku_id collate "C"` };

/** What was received, by whoever may see it: a supplier reads their own deliveries here, and nothing else anywhere. */
export async function listReceipts(tx: Tx, query: z.output<typeof receiptQuery>): Promise<Page<ReceiptRow>> {
  const { field, descending } = readSort(query.sort);
  const order = keyset(
    [
      { expression: sortColumns[field as keyof typeof sortColumns], field, descending },
      { expression: sql`p.purchase_id`, field: 'purchase_id', descending: true },
    ],
    query.cursor,
  );
  const where = sql`
    (${query.store_id ?? null}::text is null or p.store_id = ${query.store_id ?? null})
    and (${query.sku_id ?? null}::text is null or p.sku_id = ${query.sku_id ?? null})
    and (${query.supplier_id ?? null}::text is null or p.supplier_id = ${query.supplier_id ?? null})
    and (${query.from ?? null}::date is null or p.received_date >= ${query.from ?? null}::date)
    and (${query.to ?? null}::date is null or p.received_date <= ${query.to ?? null}::date)`;
  const [rows, counted] = await Promise.all([
    sql<ReceiptRow>`
    select p.purchase_id, p.received_date, p.store_id, p.sku_id, i.name as item_name, p.batch_id, p.supplier_id,
           p.received_qty, p.unit_cost::float8 as unit_cost
    from stock.purchases p left join catalog.items i on i.org_id = p.org_id and i.sku_id = p.sku_id
    where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx),
    sql<{ total: number }>`
    select count(*) as total from stock.purchases p where ${where}`.execute(tx),
  ]);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}
