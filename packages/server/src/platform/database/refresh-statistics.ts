import type { Database } from './connect.ts';

/**
 * Tells the planner how large tables have become, at once. Autovacuum does so
 * within a minute; until then a fresh import of a million rows is planned as
 * if it were empty, and set-based statements take minutes instead of a second.
 *
 * @param tables `schema.table`, constants of the program
 */
export async function refreshStatistics(
  database: Pick<Database, 'ownerPool'>,
  tables: readonly string[],
): Promise<void> {
  await database.ownerPool.query(`analyze ${tables.join(', ')}`);
}
