import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { type Page, pageOf, sortedKeyset } from '../../platform/http/paging.ts';
import type { SoldDays } from '../oldest-first.ts';
import { statements } from '../statements.ts';
import type { GeneratedSeries } from './generate-task.ts';
import type { PeriodFrequency } from './periods.ts';

/** The first of these items that does not exist. */
export async function unknownItem(tx: Tx, skuIds: readonly string[]): Promise<string | undefined> {
  const found = await sql<{ sku_id: string }>`
    select asked.sku_id from unnest(${skuIds}::text[]) with ordinality as asked (sku_id, place)
    where not exists (select from catalog.items i where i.sku_id = asked.sku_id)
    order by place limit 1`.execute(tx);
  return found.rows[0]?.sku_id;
}

export async function unknownStore(tx: Tx, storeIds: readonly string[]): Promise<string | undefined> {
  const found = await sql<{ store_id: string }>`
    select asked.store_id from unnest(${storeIds}::text[]) with ordinality as asked (store_id, place)
    where not exists (select from catalog.locations l where l.store_id = asked.store_id)
    order by place limit 1`.execute(tx);
  return found.rows[0]?.store_id;
}

/** Every place, whatever its kind: materials are used at plants. */
export async function allStores(tx: Tx): Promise<{ store_id: string; kind: string }[]> {
  const found = await sql<{ store_id: string; kind: string }>`
    select store_id, kind from catalog.locations order by store_id collate "C"`.execute(tx);
  return found.rows;
}

export async function itemHistories(
  tx: Tx,
  asked: { until: string; days: number; skuIds: readonly string[]; storeIds: readonly string[] },
): Promise<SoldDays[]> {
  const { rows } = await tx.client.query<SoldDays>(statements.itemHistories, [
    asked.until,
    asked.days,
    asked.skuIds,
    asked.storeIds,
  ]);
  return rows;
}

export interface ForecastRequest {
  requestId: string;
  madeBy: string;
  frequency: PeriodFrequency;
  horizon: number;
  dataUntil: string;
  method: string;
  engineVersion: string;
  seed: string;
}

/** Forecasts written in one statement; more would make its text too long. */
const rowsPerStatement = 50;

/** Saves forecasts with their periods and returns their ids, in the order given. */
export async function saveGenerated(
  tx: Tx,
  request: ForecastRequest,
  forecasts: readonly GeneratedSeries[],
): Promise<{ forecast_id: string; made_at: string; model_version: string }[]> {
  const saved: { forecast_id: string; made_at: string; model_version: string }[] = [];
  for (let first = 0; first < forecasts.length; first += rowsPerStatement) {
    const rows = forecasts.slice(first, first + rowsPerStatement).map((forecast, place) => ({
      ...forecast,
      place,
      model_version: `${forecast.model} ${request.engineVersion}`,
    }));
    saved.push(...(await insertForecasts(tx, request, JSON.stringify(rows))));
  }
  return saved;
}

async function insertForecasts(tx: Tx, request: ForecastRequest, rows: string) {
  const inserted = await sql<{ forecast_id: string; made_at: string; model_version: string }>`
    with given as materialized (
      select gen_random_uuid() as forecast_id, g.*
      from jsonb_to_recordset(${rows}::jsonb) as g (
        place integer, sku_id text, store_id text, model text, form text, model_version text, parameters jsonb,
        reason text, notes jsonb, mix jsonb, periods jsonb)
    ),
    headers as (
      insert into demand.generated_forecasts (org_id, forecast_id, request_id, made_by, sku_id, store_id, frequency,
        horizon, data_until, method, model, form, model_version, parameters, reason, notes, mix, seed)
      select ${tx.orgId}::uuid, forecast_id, ${request.requestId}::uuid, ${request.madeBy}, sku_id, store_id,
             ${request.frequency}, ${request.horizon}, ${request.dataUntil}::date, ${request.method}, model, form,
             model_version, parameters, reason, notes, mix, ${request.seed}
      from given
      returning forecast_id, made_at
    ),
    points as (
      insert into demand.demand_forecasts (org_id, forecast_id, period, sku_id, store_id, period_start, period_end,
        model_version, mean, p05, p10, p25, p50, p75, p90, p95, intervals)
      select ${tx.orgId}::uuid, g.forecast_id, p.period, g.sku_id, g.store_id,
             (p.point ->> 'period_start')::date, (p.point ->> 'period_end')::date, g.model_version,
             (p.point ->> 'mean')::float8, (p.point ->> 'p05')::float8, (p.point ->> 'p10')::float8,
             (p.point ->> 'p25')::float8, (p.point ->> 'p50')::float8, (p.point ->> 'p75')::float8,
             (p.point ->> 'p90')::float8, (p.point ->> 'p95')::float8, p.point -> 'intervals'
      from given g cross join lateral jsonb_array_elements(g.periods) with ordinality as p (point, period)
    )
    select forecast_id, to_json(h.made_at) #>> '{}' as made_at, g.model_version
    from given g join headers h using (forecast_id) order by g.place`.execute(tx);
  return inserted.rows;
}

/** One generated forecast without its periods. */
export interface ForecastHeader {
  forecast_id: string;
  request_id: string;
  made_at: string;
  made_by: string;
  sku_id: string;
  item_name: string | null;
  unit: string;
  store_id: string | null;
  store_name: string | null;
  frequency: PeriodFrequency;
  horizon: number;
  data_until: string;
  method: string;
  model: string;
  form: string;
  model_version: string;
  reason: string;
}

const headerColumns = sql`forecast_id, request_id, to_json(made_at) #>> '{}' as made_at, made_by,
  g.sku_id, i.name as item_name, coalesce(i.unit, 'each') as unit, g.store_id, l.name as store_name,
  frequency, horizon, data_until, method, model, form, model_version, reason`;

/** An item or store may have gone since. */
const named = sql`demand.generated_forecasts g
  left join catalog.items i on i.org_id = g.org_id and i.sku_id = g.sku_id
  left join catalog.locations l on l.org_id = g.org_id and l.store_id = g.store_id`;

export async function listGenerated(
  tx: Tx,
  query: {
    sku_id?: string | undefined;
    store_id?: string | undefined;
    request_id?: string | undefined;
    sort: string;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<Page<ForecastHeader>> {
  const order = sortedKeyset(
    query,
    { made_at: sql`made_at`, sku_id: sql`g.sku_id collate "C"` },
    { forecast_id: sql`forecast_id` },
  );
  const where = sql`(${query.sku_id ?? null}::text is null or g.sku_id = ${query.sku_id ?? null})
    and (${query.store_id ?? null}::text is null or g.store_id = ${query.store_id ?? null})
    and (${query.request_id ?? null}::uuid is null or request_id = ${query.request_id ?? null}::uuid)`;
  const rows = await sql<ForecastHeader>`
    select ${headerColumns} from ${named} where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*) as total from demand.generated_forecasts g where ${where}`.execute(tx);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

export interface StoredDetail extends ForecastHeader {
  notes: string[];
  parameters: Record<string, number | number[]>;
  seed: string;
  mix: { name: string; reliability: number; weights: number[] }[] | null;
}

export async function findGenerated(tx: Tx, forecastId: string): Promise<StoredDetail | undefined> {
  const found = await sql<StoredDetail>`
    select ${headerColumns}, notes, parameters, seed, mix
    from ${named} where forecast_id = ${forecastId}`.execute(tx);
  return found.rows[0];
}

/** Generated forecasts of which a period is over, the newest first. */
export async function newestDue(tx: Tx, until: string, limit: number): Promise<ForecastHeader[]> {
  const found = await sql<ForecastHeader>`
    select ${headerColumns} from ${named}
    where data_until < ${until}::date and exists (
      select from demand.demand_forecasts p
      where p.forecast_id = g.forecast_id and p.period = 1 and p.period_end <= ${until}::date)
    order by g.made_at desc, forecast_id limit ${limit}`.execute(tx);
  return found.rows;
}

export interface StoredPoint {
  forecast_id: string;
  period: number;
  period_start: string;
  period_end: string;
  mean: number;
  p05: number;
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
  p95: number;
  intervals: { level: number; low: number; high: number }[] | null;
}

const pointColumns = sql`forecast_id, period, period_start, period_end, mean, p05, p10, p25, p50, p75, p90, p95, intervals`;

export async function pointsOf(tx: Tx, forecastId: string): Promise<StoredPoint[]> {
  const found = await sql<StoredPoint>`
    select ${pointColumns} from demand.demand_forecasts
    where forecast_id = ${forecastId} order by period`.execute(tx);
  return found.rows;
}

export interface DuePoint {
  forecast_id: string;
  period: number;
  sku_id: string;
  store_id: string | null;
  period_start: string;
  period_end: string;
  mean: number;
  p10: number;
  p90: number;
}

/** Periods of these forecasts that were over by the end of a day. */
export async function duePoints(tx: Tx, forecastIds: readonly string[], until: string): Promise<DuePoint[]> {
  const found = await sql<DuePoint>`
    select forecast_id, period, sku_id, store_id, period_start, period_end, mean, p10, p90
    from demand.demand_forecasts
    where forecast_id = any(${forecastIds}::uuid[]) and period_end <= ${until}::date
    order by forecast_id, period`.execute(tx);
  return found.rows;
}

export interface AskedPeriod {
  sku_id: string;
  store_id: string | null;
  period_start: string;
  period_end: string;
}

/** Units sold in each of the periods, in their order; null where too much of it was out of stock. */
export async function unitsOfPeriods(tx: Tx, periods: readonly AskedPeriod[]): Promise<(number | null)[]> {
  if (periods.length === 0) return [];
  const starts = periods.map((period) => period.period_start);
  const ends = periods.map((period) => period.period_end);
  const stores = periods.map((period) => period.store_id);
  const { rows } = await tx.client.query<{ key: number; units: number | null }>(statements.periodUnits, [
    periods.map((_, key) => key),
    periods.map((period) => period.sku_id),
    stores,
    starts,
    ends,
    starts.reduce((first, day) => (day < first ? day : first)),
    ends.reduce((last, day) => (day > last ? day : last)),
    stores.includes(null) ? null : [...new Set(stores)],
  ]);
  const units = new Array<number | null>(periods.length).fill(null);
  for (const row of rows) units[row.key] = row.units;
  return units;
}
