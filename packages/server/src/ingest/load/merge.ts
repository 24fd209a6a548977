import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { DatasetColumn, DatasetDefinition } from '../../platform/datasets/dataset.ts';

/** Rows of a file by what they did to the table. */
export interface MergeCounts {
  inserted: number;
  changed: number;
  same: number;
}

/**
 * Moves the staged rows into the dataset's table. A row whose key is new is
 * inserted, one whose values differ is updated, one that says nothing new is
 * left alone with the lineage it has: loading a file twice changes nothing.
 * An empty cell says nothing, so it never clears what is stored.
 *
 * Loads of one table in one organization go one after another, so that two
 * files cannot wait for each other's rows.
 */
export async function mergeStagedRows(
  tx: Tx,
  dataset: DatasetDefinition,
  fileColumns: readonly DatasetColumn[],
  uploadId: string,
): Promise<MergeCounts> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.orgId} ${dataset.table}`}, 0))`.execute(tx);
  const parts = mergeParts(dataset, fileColumns);
  const window = await keyWindow(tx, dataset);
  const counted = await sql<{ total: number; found: number; changed: number }>`
    select count(*)::float8 as total, count(${sql.raw(parts.foundMark)})::float8 as found,
      (count(*) filter (where ${sql.raw(parts.differs)}))::float8 as changed
    from staged_rows s left join ${sql.raw(dataset.table)} t on ${sql.raw(parts.match)} ${window}`.execute(
    tx,
  );
  const { total, found, changed } = counted.rows[0] ?? { total: 0, found: 0, changed: 0 };
  if (total > found) await insertNew(tx, dataset, parts, uploadId, found > 0 ? window : undefined);
  if (changed > 0) await updateChanged(tx, dataset, parts, uploadId, window);
  return { inserted: total - found, changed, same: found - changed };
}

interface MergeParts {
  match: string;
  foundMark: string;
  differs: string;
  insertColumns: string;
  insertValues: string;
  assignments: string;
}

function mergeParts(dataset: DatasetDefinition, fileColumns: readonly DatasetColumn[]): MergeParts {
  const inFile = new Set(fileColumns.map(({ name }) => name));
  const stored = dataset.columns.filter(({ stored: isStored }) => isStored !== false);
  const isKey = ({ name }: DatasetColumn) => dataset.naturalKey.includes(name);
  const values = stored.filter((column) => !isKey(column) && inFile.has(column.name));
  const inserted = stored.filter(({ name, fallback }) => inFile.has(name) || fallback !== undefined);
  const newValue = ({ name, fallback }: DatasetColumn) => {
    if (!inFile.has(name)) return fallback ?? 'null';
    return fallback === undefined ? `s.${name}` : `coalesce(s.${name}, ${fallback})`;
  };
  const touched = dataset.touchedAt ? `, ${dataset.touchedAt} = now()` : '';
  return {
    match: [
      't.org_id = platform.current_org()',
      ...dataset.naturalKey.map((name) => `t.${name} = s.${name}`),
    ].join(' and '),
    foundMark: `t.${dataset.naturalKey[0]}`,
    differs: values.length
      ? `t.${dataset.naturalKey[0]} is not null and (${values
          .map(({ name }) => `(s.${name} is not null and s.${name} is distinct from t.${name})`)
          .join(' or ')})`
      : 'false',
    insertColumns: inserted.map(({ name }) => name).join(', '),
    insertValues: inserted.map(newValue).join(', '),
    assignments: values.map(({ name }) => `${name} = coalesce(s.${name}, t.${name})`).join(', ') + touched,
  };
}

/** Bounds on the date of the key, which keep the join to the partitions and pages the file speaks of. */
async function keyWindow(tx: Tx, dataset: DatasetDefinition) {
  const day = dataset.naturalKey.find((name) =>
    dataset.columns.some((one) => one.name === name && one.type === 'date'),
  );
  if (day === undefined) return sql``;
  const found = await sql<{ first: string | null; last: string | null }>`
    select min(${sql.ref(day)})::text as first, max(${sql.ref(day)})::text as last from staged_rows`.execute(
    tx,
  );
  const { first = null, last = null } = found.rows[0] ?? {};
  if (first === null || last === null) return sql``;
  return sql`and t.${sql.raw(day)} between ${sql.lit(first)}::date and ${sql.lit(last)}::date`;
}

async function insertNew(
  tx: Tx,
  dataset: DatasetDefinition,
  parts: MergeParts,
  uploadId: string,
  window: ReturnType<typeof sql> | undefined,
): Promise<void> {
  const unseen = window
    ? sql`where not exists (select from ${sql.raw(dataset.table)} t where ${sql.raw(parts.match)} ${window})`
    : sql``;
  await sql`
    insert into ${sql.raw(dataset.table)} (org_id, ${sql.raw(parts.insertColumns)}, upload_id, row_no)
    select ${tx.orgId}::uuid, ${sql.raw(parts.insertValues)}, ${uploadId}::uuid, s.row_no
    from staged_rows s ${unseen}`.execute(tx);
}

async function updateChanged(
  tx: Tx,
  dataset: DatasetDefinition,
  parts: MergeParts,
  uploadId: string,
  window: ReturnType<typeof sql>,
): Promise<void> {
  await sql`
    update ${sql.raw(dataset.table)} t
    set ${sql.raw(parts.assignments)}, upload_id = ${uploadId}::uuid, row_no = s.row_no
    from staged_rows s where ${sql.raw(parts.match)} ${window} and ${sql.raw(parts.differs)}`.execute(tx);
}
