import type { Tx } from '../../platform/database/index.ts';
import { marksIn, withValues } from './personal-marks.ts';
import { type AuditRow, selectHistory, selectPersonal } from './queries.ts';
import { writeWaiting } from './record.ts';

/** The history of one thing, oldest first. */
export async function readAudit(tx: Tx, entity: string, entityId: string): Promise<AuditRow[]> {
  await writeWaiting(tx);
  return tellPersons(tx, await selectHistory(tx, entity, entityId));
}

/** Entries with the names and addresses that may still be known. */
export async function tellPersons<Row extends Pick<AuditRow, 'before' | 'after'>>(
  tx: Tx,
  rows: Row[],
): Promise<Row[]> {
  const marks = rows.flatMap((row) => [...marksIn(row.before), ...marksIn(row.after)]);
  if (marks.length === 0) return rows;
  const values = await selectPersonal(tx, [...new Set(marks.flatMap(({ digest }) => digest ?? []))]);
  return rows.map((row) => ({
    ...row,
    before: withValues(row.before, values),
    after: withValues(row.after, values),
  }));
}
