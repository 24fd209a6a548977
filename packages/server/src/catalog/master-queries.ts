import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import type { Master } from './masters.ts';

/** A row of a master by column; `version` counts its changes. */
export type MasterRow = Record<string, string | number | null> & { name: string; version: number };

const columnsOf = ({ columns }: Master) => [{ name: 'name', type: 'text' }, ...columns] as const;
const list = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));

/** Rows of these codes by code, locked in the order of their codes. */
export async function lockMasterRows(
  tx: Tx,
  master: Master,
  codes: readonly string[],
): Promise<Map<string, MasterRow>> {
  const values = columnsOf(master).map(({ name, type }) =>
    type === 'numeric' ? sql`${sql.ref(name)}::float8 as ${sql.ref(name)}` : sql.ref(name),
  );
  const found = await sql<MasterRow>`
    select ${sql.ref(master.key)}, ${sql.join(values)}, version
    from ${sql.table(master.table)} where ${sql.ref(master.key)} = any (${codes}::text[])
    order by ${sql.ref(master.key)} for update`.execute(tx);
  return new Map(found.rows.map((row) => [String(row[master.key]), row]));
}

/** @returns codes of those that were added; one that somebody else added meanwhile is not among them */
export async function insertMasterRows(
  tx: Tx,
  master: Master,
  rows: readonly object[],
): Promise<ReadonlySet<string>> {
  const names = columnsOf(master).map(({ name }) => name);
  const added = await sql<Record<string, string>>`
    insert into ${sql.table(master.table)} (org_id, ${sql.ref(master.key)}, ${list(names)})
    select ${tx.orgId}::uuid, ${sql.ref(master.key)}, ${list(names)} from ${given(master, rows)}
    on conflict (org_id, ${sql.ref(master.key)}) do nothing
    returning ${sql.ref(master.key)}`.execute(tx);
  return new Set(added.rows.map((row) => row[master.key] ?? ''));
}

/** They are no longer what a file said, so they lose its name and row. */
export async function updateMasterRows(tx: Tx, master: Master, rows: readonly object[]): Promise<void> {
  const assignments = columnsOf(master).map(({ name }) => sql`${sql.ref(name)} = given.${sql.ref(name)}`);
  await sql`
    update ${sql.table(master.table)} as t
    set ${sql.join(assignments)}, upload_id = null, row_no = null, updated_at = now()
    from ${given(master, rows)} where t.${sql.ref(master.key)} = given.${sql.ref(master.key)}`.execute(tx);
}

function given(master: Master, rows: readonly object[]): RawBuilder<unknown> {
  const columns = [{ name: master.key, type: 'text' }, ...columnsOf(master)].map(
    ({ name, type }) => sql`${sql.ref(name)} ${sql.raw(type)}`,
  );
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (${sql.join(columns)})`;
}
