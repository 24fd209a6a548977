import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import type { SeriesForecast } from './forecast-task.ts';
import type { SeriesRecord } from './history.ts';
import { statements } from './statements.ts';

/** The newest day of sales, or of a stock count when that is later; null without data. */
export async function newestSaleDate(tx: Tx): Promise<string | null> {
  const found = await sql<{ date: string | null }>`select max(date) as date from demand.sales_daily`.execute(
    tx,
  );
  return found.rows[0]?.date ?? null;
}

export async function writeFeatures(tx: Tx, date: string): Promise<number> {
  const { rowCount } = await tx.client.query(statements.features, [date]);
  return rowCount ?? 0;
}

export async function writeStockoutDays(tx: Tx, date: string): Promise<number> {
  await sql`delete from demand.stockout_days where date > ${date}::date - 400`.execute(tx);
  const { rowCount } = await tx.client.query(statements.stockoutDays, [date]);
  return rowCount ?? 0;
}

/** How many series there are to forecast. */
export async function countSeries(tx: Tx, date: string, days: number): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*) as count from (
      select store_id, sku_id from demand.sales_daily where date > ${date}::date - ${days}::integer and date <= ${date}
      union
      select b.store_id, b.sku_id from stock.inventory_batches b
      join catalog.locations l on l.org_id = b.org_id and l.store_id = b.store_id and l.kind = 'store'
      where b.snapshot_date = ${date}) series`.execute(tx);
  return found.rows[0]?.count ?? 0;
}

/** Histories in chunks through a cursor: memory is bounded by the chunk. */
export async function* readHistories(
  tx: Tx,
  date: string,
  days: number,
  chunk: number,
): AsyncGenerator<SeriesRecord[]> {
  await tx.client.query(`declare histories no scroll cursor for ${statements.histories}`, [date, days]);
  for (;;) {
    const { rows } = await tx.client.query<SeriesRecord>(`fetch ${chunk} from histories`);
    if (rows.length === 0) break;
    yield rows;
  }
  await tx.client.query('close histories');
}

export async function openForecastRun(
  tx: Tx,
  run: { runId: string; dataUntil: string; horizonDays: number },
): Promise<string> {
  const inserted = await sql<{ forecast_run_id: string }>`
    insert into demand.forecast_runs (org_id, run_id, data_until, horizon_days)
    values (${tx.orgId}, ${run.runId}, ${run.dataUntil}, ${run.horizonDays})
    returning forecast_run_id`.execute(tx);
  return (inserted.rows[0] as { forecast_run_id: string }).forecast_run_id;
}

export async function saveForecasts(
  tx: Tx,
  forecastRunId: string,
  forecasts: SeriesForecast[],
): Promise<void> {
  const rows = forecasts.map(({ spells, ...forecast }) => forecast);
  await sql`
    insert into demand.forecasts (org_id, forecast_run_id, store_id, sku_id, model, reason, parameters, usual_price,
      promoted_days, stockout_days, history_days, mean, p10, p50, p90)
    select ${tx.orgId}::uuid, ${forecastRunId}::uuid, store_id, sku_id, model, reason, parameters, "usualPrice",
      "promotedDays", "stockoutDays", "historyDays", mean, p10, p50, p90
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f (
      store_id text, sku_id text, model text, reason text, parameters jsonb, "usualPrice" numeric,
      "promotedDays" integer, "stockoutDays" integer, "historyDays" integer,
      mean real[], p10 integer[], p50 integer[], p90 integer[])`.execute(tx);
}

export interface ElasticityRow {
  sku_id: string;
  elasticity: number;
  standard_error: number;
  source: 'item' | 'category' | 'default';
  price_changes: number;
}

export async function saveElasticities(tx: Tx, forecastRunId: string, rows: ElasticityRow[]): Promise<void> {
  await sql`
    insert into demand.price_elasticities
      (org_id, forecast_run_id, sku_id, elasticity, standard_error, source, price_changes)
    select ${tx.orgId}::uuid, ${forecastRunId}::uuid, sku_id, elasticity, standard_error, source, price_changes
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (
      sku_id text, elasticity numeric, standard_error numeric, source text, price_changes integer)`.execute(
    tx,
  );
}

/** Makes a finished run the current one and keeps the last ten. */
export async function publishForecastRun(
  tx: Tx,
  forecastRunId: string,
  counts: { series: number; skipped: number },
): Promise<void> {
  await sql`update demand.forecast_runs set state = 'past' where state = 'current'`.execute(tx);
  await sql`update demand.forecast_runs
            set state = 'current', series_count = ${counts.series}, skipped_count = ${counts.skipped}
            where forecast_run_id = ${forecastRunId}`.execute(tx);
  await sql`delete from demand.forecast_runs where forecast_run_id in (
              select forecast_run_id from demand.forecast_runs order by made_at desc offset 10)`.execute(tx);
}

export interface ForecastRun {
  forecast_run_id: string;
  data_until: string;
  horizon_days: number;
  made_at: string;
  series_count: number;
}

export async function currentForecastRun(tx: Tx): Promise<ForecastRun | undefined> {
  const found = await sql<ForecastRun>`
    select forecast_run_id, data_until, horizon_days, to_json(made_at) #>> '{}' as made_at, series_count
    from demand.forecast_runs where state = 'current' order by made_at desc limit 1`.execute(tx);
  return found.rows[0];
}

/** A stored model of one series: enough to restore the whole distribution. */
export interface StoredForecast {
  store_id: string;
  sku_id: string;
  model: string;
  reason: string;
  parameters: Record<string, number | number[]>;
  usual_price: number | null;
  promoted_days: number;
  stockout_days: number;
  history_days: number;
}

export async function readForecasts(
  tx: Tx,
  forecastRunId: string,
  skuIds: string[],
): Promise<StoredForecast[]> {
  const found = await sql<StoredForecast>`
    select store_id, sku_id, model, reason, parameters, usual_price::float8 as usual_price,
           promoted_days, stockout_days, history_days
    from demand.forecasts
    where forecast_run_id = ${forecastRunId} and sku_id = any(${skuIds})
    order by sku_id collate "C", store_id collate "C"`.execute(tx);
  return found.rows;
}

export async function readForecast(
  tx: Tx,
  storeId: string,
  skuId: string,
): Promise<(StoredForecast & ForecastRun) | undefined> {
  const found = await sql<StoredForecast & ForecastRun>`
    select f.store_id, f.sku_id, f.model, f.reason, f.parameters, f.usual_price::float8 as usual_price,
           f.promoted_days, f.stockout_days, f.history_days,
           r.forecast_run_id, r.data_until, r.horizon_days, to_json(r.made_at) #>> '{}' as made_at, r.series_count
    from demand.forecasts f join demand.forecast_runs r using (org_id, forecast_run_id)
    where r.state = 'current' and f.store_id = ${storeId} and f.sku_id = ${skuId}`.execute(tx);
  return found.rows[0];
}

export async function readElasticities(tx: Tx, forecastRunId: string): Promise<ElasticityRow[]> {
  const found = await sql<ElasticityRow>`
    select sku_id, elasticity::float8 as elasticity, standard_error::float8 as standard_error, source, price_changes
    from demand.price_elasticities where forecast_run_id = ${forecastRunId}`.execute(tx);
  return found.rows;
}
