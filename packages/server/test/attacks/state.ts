import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { sql } from 'kysely';
import type { TwoOrganizations } from '../matrix/two-organizations.ts';

/** Tables to which asking every route adds rows: what it was asked to make, and the record of it. */
const grow = new Set([
  'catalog.locations',
  'demand.demand_forecasts',
  'demand.generated_forecasts',
  'expiry.rule_sets',
  'identity.audit_entries',
  'identity.audit_people',
  'identity.audit_personal',
  'identity.security_events',
  'identity.sessions',
  'identity.sign_in_links',
  'identity.sign_in_names',
  // The requests make people to whom something is done for good.
  'identity.users',
  'ingest.findings',
  'ingest.raw_uploads',
  'identity.invitations',
  'identity.machine_tokens',
  'identity.password_resets',
  'identity.refresh_tokens',
  'identity.roles',
  'identity.view_as_uses',
  'platform.idempotency_keys',
  'platform.notices',
  'platform.runs',
]);
/** Counters of what was asked and went wrong, kept for every organization. */
const counters = new Set(['platform.change_counts', 'platform.error_counts', 'platform.request_counts']);

export interface State {
  /** Tables, columns, keys, policies, functions, triggers, roles and rights, as one hash. */
  schema: string;
  rows: Map<string, number>;
}

export async function readState(both: TwoOrganizations): Promise<State> {
  const { ownerPool } = both.app.platform.database;
  const { rows: parts } = await ownerPool.query<{ part: string }>(`
    select part from (
      select 'column ' || attrelid::regclass || ' ' || attname || ' ' || atttypid::regtype || ' ' || attnotnull as part
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where attnum > 0 and not attisdropped and c.relnamespace not in (select oid from pg_namespace where nspname ~ '^pg_')
      union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where conrelid <> 0
      union all select 'policy ' || polrelid::regclass || ' ' || polname || ' ' || pg_get_expr(polqual, polrelid) from pg_policy
      union all select 'security ' || oid::regclass || ' ' || relrowsecurity || relforcerowsecurity || coalesce(relacl::text, '')
      from pg_class where relkind in ('r', 'p', 'v') and relnamespace not in (select oid from pg_namespace where nspname ~ '^pg_')
      union all select 'trigger ' || tgrelid::regclass || ' ' || tgname || tgenabled::text from pg_trigger where not tgisinternal
      union all select 'function ' || oid::regprocedure || ' ' || md5(prosrc) from pg_proc
      where pronamespace not in (select oid from pg_namespace where nspname ~ '^pg_')
      union all select 'role ' || rolname || rolsuper || rolbypassrls || rolcreaterole || rolcanlogin from pg_roles
    ) as parts order by 1`);
  const schema = createHash('sha256');
  for (const { part } of parts) schema.update(`${part}\n`);
  return { schema: schema.digest('hex'), rows: await countRows(both) };
}

async function countRows(both: TwoOrganizations): Promise<Map<string, number>> {
  const { ownerPool } = both.app.platform.database;
  const { rows: tables } = await ownerPool.query<{ name: string }>(`
    select t.table_schema || '.' || t.table_name as name
    from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
    where c.column_name = 'org_id' and t.table_type = 'BASE TABLE' and t.table_schema <> 'pgboss' order by 1`);
  const counts = new Map<string, number>();
  for (const { orgId } of [both.ours, both.theirs]) {
    await both.inOrganization(orgId, async (tx) => {
      for (const { name } of tables) {
        const { rows } = await tx.client.query<{ count: number }>(`select count(*) as count from ${name}`);
        counts.set(`${orgId === both.ours.orgId ? 'ours' : 'theirs'} ${name}`, Number(rows[0]?.count));
      }
      const owners = await sql<{ count: number }>`
        select count(*) as count from identity.users where role in ('owner', 'admin')`.execute(tx);
      counts.set(`${orgId} owners and administrators`, Number(owners.rows[0]?.count));
    });
  }
  const organizations = await ownerPool.query<{ count: number }>(
    'select count(*) as count from platform.organizations',
  );
  counts.set('organizations', Number(organizations.rows[0]?.count));
  return counts;
}

/** What changed that nobody asked for. */
export function damage(before: State, after: State): string[] {
  const found: string[] = before.schema === after.schema ? [] : ['the schema of the database changed'];
  for (const [name, count] of before.rows) {
    const now = after.rows.get(name) ?? 0;
    const [whose = '', table = ''] = name.split(' ');
    const mayGrow = counters.has(table) || (whose === 'ours' && grow.has(table));
    const mayShrink = counters.has(table) || table === 'platform.idempotency_keys';
    if ((now > count && !mayGrow) || (now < count && !mayShrink))
      found.push(`${name}: ${count} rows before, ${now} after`);
  }
  return found;
}

/** Files that do not lie where the file store of our organization puts them. */
export async function strayFiles(folder: string, orgIds: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const kept = new RegExp(`^data/files/(${orgIds.join('|')})/\\d{4}/[0-9a-f-]{36}$`);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !kept.test(path) && !['canary.txt', 'data/secret'].includes(path));
}
