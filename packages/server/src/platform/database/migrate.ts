import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createAppRoles, grantToApp } from './app-role.ts';
import type { Database } from './connect.ts';
import { DatabaseSetupError, errorCode } from './errors.ts';
import { checkIsolation } from './isolation-check.ts';
import { SCHEMAS } from './schemas.ts';

/** The migrations of this program. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** Any number that nobody else in the database locks: "gran" in ASCII. */
const LOCK_KEY = 0x6772616e;

export type Migration = { version: number; name: string; sql: string; checksum: string };
type Applied = { version: number; name: string; checksum: string };

/**
 * Brings the database to the state this program expects: each numbered file
 * once, in order, in a transaction of its own. Starting programs wait for each
 * other. Afterwards the rights of `granary_app` are renewed and every tenant
 * table is checked to be isolated by row.
 *
 * @returns the names of the files applied now
 * @throws DatabaseSetupError when an applied file was changed, the database is
 *   newer than the program, or a tenant table is not isolated
 */
export async function migrate(database: Database, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = await database.ownerPool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    const applied = await readApplied(client);
    checkHistory(applied, migrations);
    await createAppRoles(client);
    const now: string[] = [];
    for (const migration of migrations.filter(({ version }) => version > lastOf(applied))) {
      await apply(client, migration);
      now.push(migration.name);
    }
    // Rights and isolation belong together: nobody can read a table before it was found isolated.
    await client.query('begin');
    await checkIsolation(client);
    await grantToApp(client, SCHEMAS);
    await client.query('commit');
    return now;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK_KEY]).catch(() => {});
    client.release();
  }
}

/**
 * Reads `NNNN_name.sql` in order and insists on different numbers. A number may
 * be missing: changes that are made side by side are numbered ahead.
 */
export function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1];
      if (number === undefined)
        throw new DatabaseSetupError(`${join(folder, file)} is not named NNNN_name.sql`);
      const sql = readFileSync(join(folder, file), 'utf8');
      // A checkout on another system may have other line ends; that is no change.
      const checksum = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
      return { version: Number(number), name: file.slice(0, -4), sql, checksum };
    });
  for (const [index, migration] of migrations.entries()) {
    const before = migrations[index - 1];
    if (migration.version === before?.version) {
      throw new DatabaseSetupError(
        `${before.name}.sql and ${migration.name}.sql have one number; rename the later one.`,
      );
    }
  }
  return migrations;
}

async function readApplied(client: pg.ClientBase): Promise<Applied[]> {
  const { rows: tables } = await client.query<{ found: boolean }>(
    `select to_regclass('platform.migrations') is not null as found`,
  );
  if (!tables[0]?.found) return [];
  const { rows } = await client.query<Applied>(
    'select version, name, checksum from platform.migrations order by version',
  );
  return rows;
}

const lastOf = (applied: Applied[]) => applied.at(-1)?.version ?? 0;

function checkHistory(applied: Applied[], migrations: Migration[]): void {
  const late = migrations.find(
    ({ version }) => version < lastOf(applied) && !applied.some((done) => done.version === version),
  );
  if (late !== undefined) {
    throw new DatabaseSetupError(
      `${late.name}.sql has a lower number than ${applied.at(-1)?.name}, which was applied already. ` +
        'Migrations are applied in order: give the new one the next number.',
    );
  }
  for (const done of applied) {
    const known = migrations.find(({ version }) => version === done.version);
    if (known === undefined) {
      throw new DatabaseSetupError(
        `The database is newer than this Granary: ${done.name} was applied to it. ` +
          'Start the newer Granary, or restore a backup written before the upgrade.',
      );
    }
    if (known.checksum !== done.checksum || known.name !== done.name) {
      throw new DatabaseSetupError(
        `Migration ${done.name} was applied in another form than ${known.name}.sql has now. ` +
          'Applied migrations are never edited: restore that file and put the change into a new one. ' +
          'In development, remove the data folder to start anew.',
      );
    }
  }
}

async function apply(client: pg.ClientBase, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    // The table lives in the schema that the first migration makes.
    await client.query(
      `create table if not exists platform.migrations (
         version    integer primary key,
         name       text not null,
         checksum   text not null,
         applied_at timestamptz not null default now()
       )`,
    );
    await client.query('insert into platform.migrations (version, name, checksum) values ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new DatabaseSetupError(`Migration ${migration.name} failed${placeOf(error, migration.sql)}`, {
      cause: error,
    });
  }
}

function placeOf(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError))
    return `: ${error instanceof Error ? error.message : String(error)}`;
  const position = Number(error.position);
  const line = Number.isInteger(position) ? ` in line ${sql.slice(0, position).split('\n').length}` : '';
  return `${line}: ${error.message} (${errorCode(error)})`;
}
