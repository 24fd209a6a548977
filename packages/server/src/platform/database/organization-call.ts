import type { Database } from './connect.ts';

/**
 * One statement in one round trip: the call of a database function that sets
 * the organization itself, for what happens on every request. A transaction of
 * `withOrganization` costs three trips. It may be run twice when the connection
 * breaks.
 *
 * @param statement `select * from …($1, …)` with the organization as first value
 * @throws DatabaseUnavailable when the database is not reachable or the connection breaks
 */
export async function callForOrganization<Row extends object>(
  database: Pick<Database, 'appReach'>,
  statement: `select * from ${string}($1${string}`,
  values: [orgId: string, ...more: unknown[]],
): Promise<Row[]> {
  return database.appReach.ask<Row>(statement, values);
}
