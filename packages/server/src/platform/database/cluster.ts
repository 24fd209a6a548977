import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import type { Account } from './account.ts';
import { DatabaseSetupError } from './errors.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { stopOrphans } from './postmaster.ts';

/** The passwords of the two roles of an embedded cluster, made at random and kept in a file only we can read. */
export type Credentials = { superuserPassword: string; ownerPassword: string };

/** Name of the owner role and of the database. */
export const OWNER = 'granary';

const credentialsSchema = z.object({ superuserPassword: z.string(), ownerPassword: z.string() });

/**
 * Makes a new cluster beside its final place and renames it when it is whole,
 * so that a process killed in between leaves nothing half-made. Texts compare
 * by code point (built-in C.UTF-8), on every machine the same; a server of
 * DATABASE_URL may differ, so an order that must not change says COLLATE "C".
 */
export async function createCluster(home: string, binaries: PostgresBinaries): Promise<Credentials> {
  const cluster = join(home, 'cluster');
  // When a data folder is removed under a server, that one would remove our new socket as it ends.
  await stopOrphans(cluster);
  for (const entry of readdirSync(home)) {
    if (entry.startsWith('new-')) rmSync(join(home, entry), { recursive: true, force: true });
  }
  const draft = join(home, `new-${process.pid}`);
  mkdirSync(draft, { mode: 0o700 });
  if (binaries.account !== undefined) chownSync(draft, binaries.account.uid, binaries.account.gid);
  const credentials = {
    superuserPassword: randomBytes(24).toString('base64url'),
    ownerPassword: randomBytes(24).toString('base64url'),
  };
  const passwordFile = join(draft, 'password');
  writeOwned(passwordFile, credentials.superuserPassword, binaries.account);
  const run = spawnSync(
    binaries.initdb,
    [
      ...['-D', join(draft, 'cluster'), '-U', 'postgres', `--pwfile=${passwordFile}`],
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--data-checksums'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
    ],
    {
      ...binaries.account,
      cwd: draft,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    },
  );
  if (run.status !== 0) {
    const reason = run.error?.message ?? run.stderr.trim();
    rmSync(draft, { recursive: true, force: true });
    throw new DatabaseSetupError(`PostgreSQL could not create its data folder in ${home}: ${reason}`);
  }
  writeFileSync(join(home, 'credentials.json'), JSON.stringify(credentials), { mode: 0o600 });
  renameSync(join(draft, 'cluster'), cluster);
  rmSync(draft, { recursive: true, force: true });
  return credentials;
}

/** @throws DatabaseSetupError when the file is missing or damaged */
export function readCredentials(home: string): Credentials {
  const path = join(home, 'credentials.json');
  try {
    return credentialsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new DatabaseSetupError(
      `The database in ${home} cannot be opened: its password file ${path} is missing or damaged. ` +
        'Put it back from a backup, or remove the data folder to start anew.',
      { cause: error },
    );
  }
}

/** Data files of one major version cannot be read by another. */
export function refuseOtherMajor(cluster: string, binaries: PostgresBinaries): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const ours = binaries.version.split('.')[0];
  if (found === ours) return;
  throw new DatabaseSetupError(
    `The database in ${cluster} was made by PostgreSQL ${found}, this Granary brings PostgreSQL ${ours}. ` +
      'Start it once more with the Granary that made it, write a backup there, and restore the backup here.',
  );
}

/** Granary itself never connects as superuser: its owner role is bound by row security like any other. */
export async function createOwnerAndDatabase(superuser: pg.Client, credentials: Credentials): Promise<void> {
  const { rows } = await superuser.query<{ role: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
            exists (select from pg_database where datname = $1) as database`,
    [OWNER],
  );
  const password = superuser.escapeLiteral(credentials.ownerPassword);
  if (!rows[0]?.role)
    await superuser.query(`create role ${OWNER} login createdb createrole password ${password}`);
  if (!rows[0]?.database) await superuser.query(`create database ${OWNER} owner ${OWNER}`);
}

/** Writes a file that the account alone can read. */
export function writeOwned(path: string, content: string, account: Account | undefined): void {
  writeFileSync(path, content, { mode: 0o600 });
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}
