import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import { keyset, type Page, pageOf, readSort } from '../platform/http/paging.ts';
import type { RiskGroup, RiskQuery, RiskRow, RiskSummary } from './schema.ts';

const riskColumns = sql`
  r.snapshot_date, r.store_id, l.name as store_name, r.sku_id, i.name as item_name, i.category, r.batch_id,
  r.expiry_date, r.days_to_expiry, r.on_hand_qty,
  r.expected_sales_to_expiry::float8 as expected_sales_to_expiry,
  r.at_risk_units::float8 as at_risk_units, r.at_risk_units_low::float8 as at_risk_units_low,
  r.at_risk_units_high::float8 as at_risk_units_high, r.unit_cost::float8 as unit_cost, r.unit_cost_source,
  r.at_risk_value::float8 as at_risk_value, r.p_waste::float8 as p_waste,
  r.at_risk_units::float8 as expected_wasted_units, r.risk_score, r.scoring_source, r.rule_version`;

const riskTables = sql`
  expiry.batch_risk r
  join catalog.locations l using (org_id, store_id)
  join catalog.items i using (org_id, sku_id)`;

const newest = sql`(select max(snapshot_date) from expiry.batch_risk)`;

export async function listRisk(tx: Tx, query: RiskQuery): Promise<Page<RiskRow>> {
  const { field, descending } = readSort(query.sort);
  const order = keyset(
    [
      { expression: sql.ref(`r.${field}`), field, descending },
      // Equal scores: the dearest loss first, then a fixed order.
      { expression: sql`r.at_risk_value`, field: 'at_risk_value', descending: true },
      { expression: sql`r.store_id collate "C"`, field: 'store_id', descending: false },
      { expression: sql`r.sku_id collate "C"`, field: 'sku_id', descending: false },
      { expression: sql`r.batch_id collate "C"`, field: 'batch_id', descending: false },
    ],
    query.cursor,
  );
  const where = sql`
    r.snapshot_date = coalesce(${query.snapshot_date ?? null}::date, ${newest})
    and (${query.store_id ?? null}::text is null or r.store_id = ${query.store_id ?? null})
    and (${query.sku_id ?? null}::text is null or r.sku_id = ${query.sku_id ?? null})
    and (${query.category ?? null}::text is null or i.category = ${query.category ?? null})
    and (${query.min_score ?? null}::integer is null or r.risk_score >= ${query.min_score ?? null})
    and (${query.max_days ?? null}::integer is null or r.days_to_expiry <= ${query.max_days ?? null})`;
  const [rows, counted] = await Promise.all([
    sql<RiskRow>`
    select ${riskColumns} from ${riskTables} where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx),
    sql<{
      total: number;
    }>`select count(*) as total from ${riskTables} where ${where}`.execute(tx),
  ]);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

const sums = (highRiskScore: number) => sql`
  count(*) as batches, coalesce(sum(r.at_risk_units), 0)::float8 as at_risk_units,
  coalesce(sum(r.at_risk_value), 0)::float8 as at_risk_value,
  count(*) filter (where r.risk_score >= ${highRiskScore}) as high_risk`;

export async function summarizeRisk(
  tx: Tx,
  asked: string | undefined,
  highRiskScore: number,
): Promise<RiskSummary> {
  const found = await sql<{
    date: string | null;
  }>`select coalesce(${asked ?? null}::date, ${newest}) as date`.execute(tx);
  const date = found.rows[0]?.date ?? null;
  const where = sql`r.snapshot_date = ${date}::date`;
  const total =
    await sql<RiskGroup>`select ${sums(highRiskScore)} from expiry.batch_risk r where ${where}`.execute(tx);
  const byStore = await sql<RiskGroup & { store_id: string; store_name: string }>`
    select r.store_id, l.name as store_name, ${sums(highRiskScore)}
    from ${riskTables} where ${where}
    group by r.store_id, l.name order by sum(r.at_risk_value) desc, r.store_id collate "C"`.execute(tx);
  const byCategory = await sql<RiskGroup & { category: string }>`
    select i.category, ${sums(highRiskScore)}
    from ${riskTables} where ${where}
    group by i.category order by sum(r.at_risk_value) desc, i.category collate "C"`.execute(tx);
  return {
    snapshot_date: date,
    total: total.rows[0] as RiskGroup,
    by_store: byStore.rows,
    by_category: byCategory.rows,
  };
}

export type SeriesBatch = RiskRow & {
  upload_id: string | null;
  row_no: number | null;
  file_name: string | null;
};

/** The batches of one item at one place at the newest judged snapshot, with the row each came from. */
export async function batchesOfSeries(tx: Tx, storeId: string, skuId: string): Promise<SeriesBatch[]> {
  const found = await sql<SeriesBatch>`
    select ${riskColumns}, b.upload_id, b.row_no, f.file_name
    from ${riskTables}
    left join stock.inventory_batches b using (org_id, snapshot_date, store_id, sku_id, batch_id)
    left join platform.uploaded_files f on f.org_id = b.org_id and f.upload_id = b.upload_id
    where r.snapshot_date = ${newest} and r.store_id = ${storeId} and r.sku_id = ${skuId}
    order by r.expiry_date, r.batch_id collate "C"`.execute(tx);
  return found.rows;
}
