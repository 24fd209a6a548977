import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { type Page, pageOf, sortedKeyset } from '../../platform/http/paging.ts';
import type { AuditEntryRow, AuditQuery, SecurityEventQuery, SecurityEventRow } from './schema.ts';
import { tellPersons } from './service.ts';

/** The trail in the order of its chain, which is that of time. */
export async function listAudit(tx: Tx, query: AuditQuery): Promise<Page<AuditEntryRow>> {
  const order = sortedKeyset(query, { audit_id: sql`t.audit_id` }, {});
  const where = all([
    query.actor !== undefined && sql`t.actor_id = ${query.actor}`,
    query.entity !== undefined && sql`t.entity = ${query.entity}`,
    query.entity_id !== undefined && sql`t.entity_id = ${query.entity_id}`,
    query.verb !== undefined && sql`t.verb = ${query.verb}`,
    query.correlation_id !== undefined && sql`t.correlation_id = ${query.correlation_id}`,
    ...period(sql`t.at`, query),
    query.text !== undefined && (await tellsOf(tx, query.text)),
  ]);
  const found = await sql<AuditEntryRow>`
    select t.audit_id, to_json(t.at) #>> '{}' as at, t.actor_id, t.actor_name, t.verb, t.entity, t.entity_id,
           t.before, t.after, t.correlation_id, encode(t.hash, 'hex') as hash
    from identity.audit_trail t where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*) as total from identity.audit_entries t where ${where}`.execute(tx);
  const page = pageOf(found.rows, query.limit, order, counted.rows[0]?.total ?? 0);
  return { ...page, data: await tellPersons(tx, page.data) };
}

/** Security events in the order they were told. */
export async function listSecurityEvents(tx: Tx, query: SecurityEventQuery): Promise<Page<SecurityEventRow>> {
  const order = sortedKeyset(query, { event_id: sql`e.event_id` }, {});
  const where = all([
    query.kind !== undefined && sql`e.kind = ${query.kind}`,
    query.user_id !== undefined && sql`e.user_id = ${query.user_id}`,
    ...period(sql`e.at`, query),
  ]);
  const found = await sql<SecurityEventRow>`
    select e.event_id, to_json(e.at) #>> '{}' as at, e.kind, e.user_id, u.name as user_name, e.actor_id,
           e.session_id, e.address, e.user_agent, e.detail, e.correlation_id
    from identity.security_events e left join identity.users u using (org_id, user_id)
    where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*) as total from identity.security_events e where ${where}`.execute(tx);
  return pageOf(found.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

/** Personal values whose text fits are found first; the chain holds their digests only. */
async function tellsOf(tx: Tx, text: string): Promise<RawBuilder<boolean>> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const persons = await sql<{ digest: string }>`
    select encode(digest, 'hex') as digest from identity.audit_personal where value ilike ${pattern} limit 500`.execute(
    tx,
  );
  const digests = persons.rows.map(({ digest }) => digest);
  const marks = digests.map((digest) => `%"digest": "${digest}"%`);
  return sql<boolean>`(
    t.entity_id ilike ${pattern} or t.verb ilike ${pattern} or t.actor_label ilike ${pattern}
    or t.before::text ilike ${pattern} or t.after::text ilike ${pattern}
    or encode(t.actor_digest, 'hex') = any (${digests}::text[])
    or t.before::text like any (${marks}::text[]) or t.after::text like any (${marks}::text[]))`;
}

/** A day begins and ends as the organization's clock says. */
function period(
  at: RawBuilder<unknown>,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): (RawBuilder<boolean> | false)[] {
  const isDay = (text: string) => text.length === 10;
  const startOf = (day: RawBuilder<unknown>) =>
    sql`(${day})::timestamp at time zone (select time_zone from platform.organizations o where o.org_id = platform.current_org())`;
  return [
    from !== undefined &&
      sql<boolean>`${at} >= ${isDay(from) ? startOf(sql`${from}::date`) : sql`${from}::timestamptz`}`,
    to !== undefined &&
      (isDay(to)
        ? sql<boolean>`${at} < ${startOf(sql`${to}::date + 1`)}`
        : sql<boolean>`${at} <= ${to}::timestamptz`),
  ];
}

function all(conditions: (RawBuilder<unknown> | false)[]): RawBuilder<boolean> {
  const given = conditions.filter((condition) => condition !== false);
  return given.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(given, sql` and `)}`;
}
