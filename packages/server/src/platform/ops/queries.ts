import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { type Page, pageOf, sortedKeyset } from '../http/paging.ts';
import type { CountedError, NoticeRow, PendingNotice } from './schema.ts';

export async function addErrorCounts(tx: Tx, counts: CountedError[]): Promise<void> {
  await sql`
    insert into platform.error_counts (org_id, hour, code, route, count)
    select ${tx.orgId}::uuid, e.hour, e.code, e.route, e.count
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
      as e (hour timestamptz, code text, route text, count bigint)
    on conflict (org_id, hour, code, route)
    do update set count = error_counts.count + excluded.count`.execute(tx);
}

export async function addUnsignedErrorCounts(database: Database, counts: CountedError[]): Promise<void> {
  await sql`
    insert into platform.unsigned_error_counts (hour, code, route, count)
    select e.hour, e.code, e.route, e.count
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
      as e (hour timestamptz, code text, route text, count bigint)
    on conflict (hour, code, route)
    do update set count = unsigned_error_counts.count + excluded.count`.execute(database.kysely);
}

/** Figures older than this are of no use to anybody. */
export async function removeOldErrorCounts(tx: Tx, keepDays: number): Promise<void> {
  await sql`delete from platform.error_counts where hour < now() - make_interval(days => ${keepDays})`.execute(
    tx,
  );
}

export async function removeOldUnsignedErrorCounts(database: Database, keepDays: number): Promise<void> {
  await sql`delete from platform.unsigned_error_counts
            where hour < now() - make_interval(days => ${keepDays})`.execute(database.kysely);
}

export async function readErrorCounts(tx: Tx, hours: number): Promise<CountedError[]> {
  const found = await sql<CountedError>`
    select to_json(hour) #>> '{}' as hour, code, route, count::int as count from platform.error_counts
    where hour > now() - make_interval(hours => ${hours})`.execute(tx);
  return found.rows;
}

export async function readUnsignedErrorCounts(database: Database, hours: number): Promise<CountedError[]> {
  const found = await sql<CountedError>`
    select to_json(hour) #>> '{}' as hour, code, route, count::int as count
    from platform.unsigned_error_counts
    where hour > now() - make_interval(hours => ${hours})`.execute(database.kysely);
  return found.rows;
}

/** @returns the ids of notices that were opened now, not those that only count on */
export async function addNotices(tx: Tx, notices: PendingNotice[]): Promise<string[]> {
  const added = await sql<{ notice_id: string; is_new: boolean }>`
    insert into platform.notices (org_id, kind, fingerprint, message, count, first_at, last_at, correlation_id)
    select ${tx.orgId}::uuid, n.kind, n.fingerprint, n.message, n.count, n.first_at, n.last_at, n.correlation_id
    from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb)
      as n (kind text, fingerprint text, message text, count bigint, first_at timestamptz, last_at timestamptz,
            correlation_id text)
    on conflict (org_id, fingerprint) where acknowledged_at is null
    do update set count = notices.count + excluded.count, last_at = excluded.last_at,
                  correlation_id = excluded.correlation_id
    returning notice_id, xmax = 0 as is_new`.execute(tx);
  return added.rows.filter((row) => row.is_new).map((row) => row.notice_id);
}

const noticeColumns = sql`
  notice_id, kind, message, count::int as count, to_json(first_at) #>> '{}' as first_at,
  to_json(last_at) #>> '{}' as last_at, correlation_id, to_json(acknowledged_at) #>> '{}' as acknowledged_at,
  acknowledged_by`;

const noticeSorts = {
  last_at: sql`last_at`,
  first_at: sql`first_at`,
  count: sql`count`,
  kind: sql`kind collate "C"`,
};

export async function listNotices(
  tx: Tx,
  query: { open?: boolean | undefined; sort: string; limit: number; cursor?: string | undefined },
): Promise<Page<NoticeRow>> {
  const order = sortedKeyset(query, noticeSorts, { notice_id: sql`notice_id` });
  const isWanted = sql<boolean>`(${query.open ?? null}::boolean is null or (acknowledged_at is null) = ${query.open ?? null}::boolean)`;
  const found = await sql<NoticeRow>`
    select ${noticeColumns} from platform.notices where ${isWanted} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from platform.notices where ${isWanted}`.execute(tx);
  return pageOf(found.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

export async function acknowledgeNotice(
  tx: Tx,
  noticeId: string,
  userId: string,
): Promise<NoticeRow | undefined> {
  const changed = await sql<NoticeRow>`
    update platform.notices
    set acknowledged_at = coalesce(acknowledged_at, now()), acknowledged_by = coalesce(acknowledged_by, ${userId}::uuid)
    where notice_id = ${noticeId} returning ${noticeColumns}`.execute(tx);
  return changed.rows[0];
}

export async function listOrganizationIds(database: Database): Promise<string[]> {
  const found = await sql<{ org_id: string }>`
    select org_id from platform.organizations order by created_at limit 100`.execute(database.kysely);
  return found.rows.map((row) => row.org_id);
}
