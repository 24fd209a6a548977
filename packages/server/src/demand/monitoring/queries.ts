import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { type Page, pageOf, sortedKeyset } from '../../platform/http/paging.ts';
import { statements } from '../statements.ts';
import type { FoundDrift, WatchedSeries } from './drift-task.ts';
import type { DriftAlert, DriftQuery } from './schema.ts';

/** Compares earlier nightly forecasts with the days that came since; each day once. */
export async function compareForecasts(tx: Tx, until: string): Promise<void> {
  await tx.client.query(statements.appendErrors, [until]);
  await tx.client.query(statements.compareRuns, [until]);
  await sql`
    update demand.forecast_runs set compared_until = ${until}::date
    where state <> 'building' and data_until < ${until}::date
      and coalesce(compared_until, data_until) < ${until}::date`.execute(tx);
  await sql`delete from demand.run_accuracy where data_until < ${until}::date - 400`.execute(tx);
  await sql`delete from demand.series_errors where until < ${until}::date - 60`.execute(tx);
}

/** Series that sold of late, in chunks through a cursor: memory is bounded by the chunk. */
export async function* readWatched(
  tx: Tx,
  until: string,
  days: number,
  chunk: number,
): AsyncGenerator<WatchedSeries[]> {
  await tx.client.query(`declare watched no scroll cursor for ${statements.recentDays}`, [until, days]);
  for (;;) {
    const { rows } = await tx.client.query<WatchedSeries>(`fetch ${chunk} from watched`);
    if (rows.length === 0) break;
    yield rows;
  }
  await tx.client.query('close watched');
}

/** Opens, renews and resolves alerts, so that those open are exactly those found. */
export async function saveAlerts(
  tx: Tx,
  until: string,
  found: readonly FoundDrift[],
): Promise<{ opened: number; resolved: number }> {
  const rows = JSON.stringify(found);
  const resolved = await sql`
    update demand.drift_alerts a set resolved_at = now()
    where resolved_at is null and not exists (
      select from jsonb_to_recordset(${rows}::jsonb) as f (store_id text, sku_id text, kind text)
      where f.store_id = a.store_id and f.sku_id = a.sku_id and f.kind = a.kind)`.execute(tx);
  const saved = await sql<{ is_new: boolean }>`
    insert into demand.drift_alerts (org_id, store_id, sku_id, kind, score, message, first_seen, last_seen)
    select ${tx.orgId}::uuid, store_id, sku_id, kind, score, message, ${until}::date, ${until}::date
    from jsonb_to_recordset(${rows}::jsonb)
      as f (store_id text, sku_id text, kind text, score numeric, message text)
    on conflict (org_id, store_id, sku_id, kind) where resolved_at is null do update set
      score = excluded.score, message = excluded.message, last_seen = excluded.last_seen
    returning xmax = 0 as is_new`.execute(tx);
  return {
    opened: saved.rows.filter((row) => row.is_new).length,
    resolved: Number(resolved.numAffectedRows ?? 0n),
  };
}

const sortColumns = {
  severity: sql`abs(score)`,
  first_seen: sql`first_seen`,
  last_seen: sql`last_seen`,
  sku_id: sql`a.sku_id collate "C"`,
  store_id: sql`a.store_id collate "C"`,
};

export async function listAlerts(
  tx: Tx,
  query: Pick<DriftQuery, 'sku_id' | 'store_id' | 'kind' | 'state' | 'sort' | 'limit' | 'cursor'>,
): Promise<Page<DriftAlert>> {
  const order = sortedKeyset(query, sortColumns, { alert_id: sql`alert_id` });
  const where = sql`(${query.sku_id ?? null}::text is null or a.sku_id = ${query.sku_id ?? null})
    and (${query.store_id ?? null}::text is null or a.store_id = ${query.store_id ?? null})
    and (${query.kind ?? null}::text is null or a.kind = ${query.kind ?? null})
    and (${query.state} = 'all' or (resolved_at is null) = (${query.state} = 'open'))`;
  const rows = await sql<DriftAlert>`
    select alert_id, a.sku_id, i.name as item_name, a.store_id, l.name as store_name, a.kind,
           score::float8 as score, abs(score)::float8 as severity, message, first_seen, last_seen,
           to_json(resolved_at) #>> '{}' as resolved_at
    from demand.drift_alerts a
    left join catalog.items i on i.org_id = a.org_id and i.sku_id = a.sku_id
    left join catalog.locations l on l.org_id = a.org_id and l.store_id = a.store_id
    where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*) as total from demand.drift_alerts a where ${where}`.execute(tx);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

/** What is kept of the comparisons, of runs since a day, by model and week ahead. */
export interface ComparedDays {
  model: string;
  horizon_week: number;
  days: number;
  actual_units: number;
  error_units: number;
  absolute_error_units: number;
  covered_days: number;
}

export async function comparedDays(tx: Tx, since: string): Promise<ComparedDays[]> {
  const found = await sql<ComparedDays>`
    select model, horizon_week, sum(days)::float8 as days, sum(actual_units) as actual_units,
           sum(error_units) as error_units, sum(absolute_error_units) as absolute_error_units,
           sum(covered_days)::float8 as covered_days
    from demand.run_accuracy where data_until >= ${since}::date
    group by model, horizon_week order by model, horizon_week`.execute(tx);
  return found.rows;
}
