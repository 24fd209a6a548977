import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectionOf } from '../src/platform/database/database-url.ts';
import {
  type Database,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
} from '../src/platform/database/index.ts';
import { installJobs } from '../src/platform/jobs/runs.ts';

/**
 * A migrated database that is gone afterwards: on a PostgreSQL of our own in
 * a temporary folder, or beside TEST_DATABASE_URL when that is given.
 */
export async function withThrowawayDatabase<Result>(
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const url = process.env.TEST_DATABASE_URL;
  return url ? besideDatabase(connectionOf(url), work) : onOwnServer(work);
}

async function onOwnServer<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-generate-'));
  // Passable for the account PostgreSQL runs as under root.
  await chmod(dataDir, 0o711);
  try {
    const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
    const postgres = await startEmbeddedPostgres({ dataDir, settings });
    try {
      return await onMigrated(postgres.clientConfig, work);
    } finally {
      await postgres.stop();
      await rm(postgres.home, { recursive: true, force: true });
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function besideDatabase<Result>(
  connection: pg.ClientConfig,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const name = `granary_generate_${process.pid}`;
  const admin = new pg.Client(connection);
  await admin.connect();
  try {
    await admin.query(`create database ${name} template template0 encoding 'UTF8'`);
    try {
      return await onMigrated({ ...connection, database: name }, work);
    } finally {
      await admin.query(`drop database ${name} with (force)`);
    }
  } finally {
    await admin.end();
  }
}

async function onMigrated<Result>(
  connection: pg.ClientConfig,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ connection, applicationName: 'granary-generate' });
  try {
    await migrate(database);
    await installJobs(database);
    return await work(database);
  } finally {
    await database.close();
  }
}
