import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Statements that join every transaction which writes, on its way to the
 * commit: they hold exactly when the change does. Text without parameters,
 * since they travel with the commit in one message.
 */
const joining = new AsyncLocalStorage<string>();

/** Runs `work`; each transaction of an organization that it commits also runs `statement`. */
export function withEveryCommit<Result>(statement: string, work: () => Promise<Result>): Promise<Result> {
  return joining.run(statement, work);
}

/** More shards make writers wait less for each other; a reader adds them up. */
const shards = 16;

/**
 * What joins the commit of a transaction that may have written. Whether it has
 * is known to PostgreSQL by its transaction id, which a mere reader does not get.
 */
export function joiningStatements(orgId: string, isolation: string | undefined): string[] {
  // Under a stricter isolation a row that another writer counted on meanwhile would be a collision.
  const isStrict = isolation !== undefined && isolation !== 'read committed';
  const shard = isStrict ? `${shards} + floor(random() * 1000)::integer` : `pg_backend_pid() % ${shards}`;
  const count = `
    insert into platform.change_counts (org_id, shard, changes)
    select '${orgId}', ${shard}, 1 where pg_current_xact_id_if_assigned() is not null
    on conflict (org_id, shard) do update set changes = change_counts.changes + 1`;
  const given = joining.getStore();
  return given === undefined ? [count] : [count, given];
}

/**
 * Joins a call for the organization `$1` with how many changes it had seen:
 * text, to be compared for equality alone.
 */
export const changesOfOrganization = `
  lateral (select coalesce(sum(changes), 0)::text as changes from platform.change_counts where org_id = $1) as counted`;
