import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import { type Page, pageOf, readSort, sortedKeyset } from '../platform/http/paging.ts';
import type { FeatureRow, ForecastDay } from './schema.ts';

interface SeriesFilter {
  store_id?: string | undefined;
  sku_id?: string | undefined;
  sort: string;
  limit: number;
  cursor?: string | undefined;
}

const store_id = sql`store_id collate "C"`;
const sku_id = sql`sku_id collate "C"`;
/** Those of one day, a row a series. */
const featureSorts = {
  store_id,
  sku_id,
  velocity_7d: sql`velocity_7d`,
  velocity_14d: sql`velocity_14d`,
  velocity_30d: sql`velocity_30d`,
};

export async function listForecastDays(tx: Tx, query: SeriesFilter): Promise<Page<ForecastDay>> {
  const order = sortedKeyset(query, { store_id }, { sku_id, date: sql`date` });
  const where = sql`forecast_run_id = (select forecast_run_id from demand.forecast_runs where state = 'current' limit 1)
    and (${query.store_id ?? null}::text is null or store_id = ${query.store_id ?? null})
    and (${query.sku_id ?? null}::text is null or sku_id = ${query.sku_id ?? null})`;
  const [rows, counted] = await Promise.all([
    sql<ForecastDay>`
    select store_id, sku_id, date, round(mean::numeric, 4)::float8 as mean, p10, p50, p90
    from demand.forecast_days where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx),
    sql<{ total: number }>`
    select coalesce(sum(cardinality(mean)), 0)::bigint as total from demand.forecasts where ${where}`.execute(
      tx,
    ),
  ]);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

/** Every day of the current forecast for an export: a series at a time, in key order. */
export async function forecastDaysOfSeries(
  tx: Tx,
  query: {
    store_id?: string | undefined;
    sku_id?: string | undefined;
    sort: string;
    after: [string, string] | undefined;
    series: number;
  },
): Promise<ForecastDay[]> {
  const after = query.after;
  const { descending } = readSort(query.sort);
  const beyond = descending ? sql`<` : sql`>`;
  const direction = descending ? sql`desc` : sql`asc`;
  const found = await sql<ForecastDay>`
    with chosen as (
      select forecast_run_id, store_id, sku_id from demand.forecasts
      where forecast_run_id = (select forecast_run_id from demand.forecast_runs where state = 'current' limit 1)
        and (${query.store_id ?? null}::text is null or store_id = ${query.store_id ?? null})
        and (${query.sku_id ?? null}::text is null or sku_id = ${query.sku_id ?? null})
        and (${after?.[0] ?? null}::text is null
             or (store_id collate "C", sku_id collate "C") ${beyond} (${after?.[0] ?? null}, ${after?.[1] ?? null}))
      order by store_id collate "C" ${direction}, sku_id collate "C" ${direction} limit ${query.series}
    )
    select d.store_id, d.sku_id, d.date, round(d.mean::numeric, 4)::float8 as mean, d.p10, d.p50, d.p90
    from chosen join demand.forecast_days d using (forecast_run_id, store_id, sku_id)
    order by d.store_id collate "C" ${direction}, d.sku_id collate "C" ${direction}, d.date ${direction}`.execute(
    tx,
  );
  return found.rows;
}

const featureColumns = sql`date, store_id, sku_id, velocity_7d::float8 as velocity_7d, velocity_14d::float8 as velocity_14d,
  velocity_30d::float8 as velocity_30d, volatility::float8 as volatility, seasonality_flag, trend_pct::float8 as trend_pct,
  share_pct::float8 as share_pct, rank_in_store, sell_through_pct::float8 as sell_through_pct`;

export async function listFeatures(
  tx: Tx,
  query: SeriesFilter & { date?: string | undefined },
): Promise<Page<FeatureRow>> {
  const order = sortedKeyset(query, featureSorts, { store_id, sku_id });
  const where = sql`
    date = coalesce(${query.date ?? null}::date, (select max(date) from demand.features_store_sku))
    and (${query.store_id ?? null}::text is null or store_id = ${query.store_id ?? null})
    and (${query.sku_id ?? null}::text is null or sku_id = ${query.sku_id ?? null})`;
  const [rows, counted] = await Promise.all([
    sql<FeatureRow>`
    select ${featureColumns} from demand.features_store_sku where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx),
    sql<{ total: number }>`
    select count(*) as total from demand.features_store_sku where ${where}`.execute(tx),
  ]);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

export async function featuresOf(tx: Tx, storeId: string, skuId: string): Promise<FeatureRow | undefined> {
  const found = await sql<FeatureRow>`
    select ${featureColumns} from demand.features_store_sku
    where store_id = ${storeId} and sku_id = ${skuId} order by date desc limit 1`.execute(tx);
  return found.rows[0];
}

export interface HistoryDay {
  date: string;
  units: number;
  price: number | null;
  stockout: boolean;
}

/** Every day of the last `days` up to `until`; a day without a sale is zero, and said to be a stock-out where it was one. */
export async function historyOf(
  tx: Tx,
  storeId: string,
  skuId: string,
  until: string,
  days: number,
): Promise<HistoryDay[]> {
  const found = await sql<HistoryDay>`
    select day::date as date, coalesce(s.units_sold, 0) as units, s.selling_price::float8 as price,
           o.date is not null as stockout
    from generate_series(${until}::date - ${days - 1}::integer, ${until}::date, interval '1 day') as day
    left join demand.sales_daily s on s.date = day::date and s.store_id = ${storeId} and s.sku_id = ${skuId}
    left join demand.stockout_days o on o.date = day::date and o.store_id = ${storeId} and o.sku_id = ${skuId}
    order by day`.execute(tx);
  return found.rows;
}
