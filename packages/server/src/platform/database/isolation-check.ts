import type pg from 'pg';
import { DatabaseSetupError } from './errors.ts';
import { SCHEMAS } from './schemas.ts';

/** Tables that belong to no organization, each with its reason. Everything else must be isolated. */
export const SHARED_TABLES: Record<string, string> = {
  'platform.migrations': 'the history of the schema',
  'platform.organizations': 'the tenants themselves: sign-in finds one before a context exists',
  'platform.unsigned_error_counts': 'hours, codes and routes of requests that nobody was signed in for',
  'platform.rate_windows': 'counts requests before anybody has signed in, holds no data of anyone',
  'platform.change_counts': 'counts transactions; read before one of the organization begins',
  'identity.blocked_addresses': 'addresses of attackers, refused before an organization is known',
  'identity.sign_in_names': 'leads from an e-mail address to its organization, holds no secret',
  'identity.sign_in_attempts': 'failed sign-ins by keyed hashes, counted before an account is known',
};

/**
 * Checks the promise that one tenant never sees another's rows, on the
 * catalog of the database itself: each table has org_id in its primary key and
 * forced row security with a policy on the transaction's organization, and where
 * it names a location also one on the caller's locations; views
 * run with the rights of the reader; no function runs with those of its owner.
 *
 * @throws DatabaseSetupError naming every offender and what it lacks
 */
export async function checkIsolation(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ problem: string; name: string }>(PROBLEMS, [
    SCHEMAS,
    Object.keys(SHARED_TABLES),
  ]);
  if (rows.length === 0) return;
  const list = rows.map((row) => `${row.name} ${row.problem}`).join('; ');
  throw new DatabaseSetupError(
    `Not isolated by organization: ${list}. End the migration with call platform.isolate('schema.table') and, for a table with locations, call platform.limit_to_locations('schema.table'), ` +
      'or name a table that belongs to no organization in isolation-check.ts.',
  );
}

const PROBLEMS = `
with ours as (
  select c.oid, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
         n.nspname || '.' || c.relname as name,
         (select a.attnum from pg_attribute a
           where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped) as org_column
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = any ($1)
), tenant as (
  select * from ours where relkind in ('r', 'p') and name <> all ($2)
)
select name, 'has no column org_id' as problem from tenant where org_column is null
union all
select name, 'does not force row security' from tenant
 where org_column is not null and not (relrowsecurity and relforcerowsecurity)
union all
select name, 'has no policy on app.org_id for all commands' from tenant t
 where org_column is not null
   and not exists (
     select from pg_policy p
      where p.polrelid = t.oid and p.polcmd = '*' and pg_get_expr(p.polqual, p.polrelid) like '%app.org_id%')
union all
select name, 'has a policy that does not depend on app.org_id' from tenant t
 where exists (
     select from pg_policy p
      where p.polrelid = t.oid and p.polpermissive
        and coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
            not like '%app.org_id%')
union all
select name, 'does not have org_id in its primary key' from tenant t
 where org_column is not null
   and not exists (
     select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p' and t.org_column = any (k.conkey))
union all
select name, 'names a location and does not limit rows to those of the caller (app.store_ids)' from tenant t
 where exists (
     select from pg_attribute a
      where a.attrelid = t.oid and a.attname in ('store_id', 'from_store', 'to_store') and not a.attisdropped)
   and not exists (
     select from pg_policy p
      where p.polrelid = t.oid and p.polcmd = '*' and not p.polpermissive
        and pg_get_expr(p.polqual, p.polrelid) like '%app.store_ids%')
union all
select name, 'is a view without security_invoker' from ours
 where relkind = 'v' and not coalesce(reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']
union all
select name, 'is a materialized view, which row security does not bind' from ours where relkind = 'm'
union all
select n.nspname || '.' || f.proname, 'runs with the rights of its owner (security definer)'
  from pg_proc f join pg_namespace n on n.oid = f.pronamespace
 where n.nspname = any ($1) and f.prosecdef
order by 1, 2`;
