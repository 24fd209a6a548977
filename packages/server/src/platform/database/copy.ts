import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from './organization-transaction.ts';
import { NotOwnRows } from './own-rows/index.ts';

/** What a column can be given; a Date is an instant, an object becomes JSON. */
export type CopyValue = string | number | bigint | boolean | Date | object | null | undefined;

/** The source of rows, each with its values in the order of the columns. */
export type CopySource = AsyncIterable<readonly CopyValue[]> | Iterable<readonly CopyValue[]>;

/** Rows are gathered into pieces of about this size; larger ones gain nothing. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * Writes rows through COPY, the fastest way into PostgreSQL; memory stays
 * bounded however many rows come. PostgreSQL refuses COPY into a table under
 * row security, so those rows go to a temporary table first and from there by
 * INSERT, which row security checks; that all are the organization's is checked
 * here too. A temporary table is written directly.
 *
 * @param target      'schema.table(org_id, column)' or 'temporary(column)', a constant of the program
 * @param rows        null and undefined are NULL
 * @param onConflict  the rest of the INSERT, such as 'on conflict do nothing'
 * @returns the number of rows written
 */
export async function copyRows(
  tx: Pick<Tx, 'client' | 'orgId'>,
  target: string,
  rows: CopySource,
  onConflict = '',
): Promise<number> {
  const { table, columns } = targetOf(target);
  const isTemporary = !table.includes('.');
  if (isTemporary && onConflict === '') return copyDirectly(tx, target, rows);

  staged += 1;
  const stage = `staged_${staged}`;
  await tx.client.query(
    `create temporary table ${stage} on commit drop as select ${columns} from ${table} with no data`,
  );
  await copyDirectly(tx, `${stage}(${columns})`, rows);
  const { rows: foreign } = await tx.client.query(
    `select from ${stage} where org_id is distinct from $1::uuid limit 1`,
    [tx.orgId],
  );
  if (foreign.length > 0) throw new NotOwnRows('a row was to be written for another organization', target);
  const values = columns.replace(/\borg_id\b/, '$1::uuid');
  const written = await tx.client.query(
    `insert into ${table} (${columns}) select ${values} from ${stage} ${onConflict}`,
    [tx.orgId],
  );
  await tx.client.query(`drop table ${stage}`);
  return written.rowCount ?? 0;
}

/** Numbers the temporary tables, so that two may be filled in one transaction. */
let staged = 0;

function targetOf(target: string): { table: string; columns: string } {
  const [, table, columns] = /^([a-z0-9_.]+)\s*\(([a-z0-9_,\s]+)\)$/.exec(target) ?? [];
  if (table === undefined || columns === undefined) {
    throw new RangeError(`target must look like schema.table(column, column), got ${JSON.stringify(target)}`);
  }
  return { table, columns };
}

async function copyDirectly(tx: Pick<Tx, 'client'>, target: string, rows: CopySource): Promise<number> {
  const stream = tx.client.copy(copyFrom(`copy ${target} from stdin`));
  await pipeline(Readable.from(pieces(rows), { highWaterMark: 4 }), stream);
  return stream.rowCount;
}

async function* pieces(rows: CopySource): AsyncGenerator<Buffer> {
  let piece = '';
  if (Symbol.iterator in rows) {
    // Apart from the other branch, because awaiting each row of an array would halve the speed.
    for (const row of rows) {
      piece += copyLine(row);
      if (piece.length < PIECE_CHARACTERS) continue;
      yield Buffer.from(piece);
      piece = '';
    }
  } else {
    for await (const row of rows) {
      piece += copyLine(row);
      if (piece.length < PIECE_CHARACTERS) continue;
      yield Buffer.from(piece);
      piece = '';
    }
  }
  if (piece !== '') yield Buffer.from(piece);
}

/** One row in the text format of COPY, with its line end. */
export function copyLine(row: readonly CopyValue[]): string {
  let line = '';
  for (let column = 0; column < row.length; column++) {
    line += (column === 0 ? '' : '\t') + copyText(row[column]);
  }
  return `${line}\n`;
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  const text =
    typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value);
  return SPECIAL.test(text)
    ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
    : text;
}
