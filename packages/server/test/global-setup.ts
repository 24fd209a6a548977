import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { dataFolderHolder } from '../src/platform/database/data-folder-lock.ts';
import { connectionOf } from '../src/platform/database/database-url.ts';
import { openDatabase, startEmbeddedPostgres } from '../src/platform/database/index.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { isServing, readPostmaster } from '../src/platform/database/postmaster.ts';
import { processIdentity } from '../src/platform/database/process-identity.ts';
import { installJobs } from '../src/platform/jobs/runs.ts';

/** What test files need to make databases of their own; passed by `provide`. */
export type TestServer = {
  connection: pg.ClientConfig;
  /** A migrated database that every test database is cloned from. */
  template: string;
  /** The names of this run's databases start with this. */
  prefix: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** The projects of one run share one server; each loads this file anew, so they meet on the process. */
const shared: { granaryTestServer?: { users: number; started: Promise<Started> } } = process as object;

type Started = { server: TestServer; stop(): Promise<void> };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.granaryTestServer ??= { users: 0, started: start() };
  const meeting = shared.granaryTestServer;
  meeting.users += 1;
  const { server, stop } = await meeting.started;
  project.provide('testServer', server);
  return async () => {
    meeting.users -= 1;
    if (meeting.users > 0) return;
    shared.granaryTestServer = undefined;
    await stop();
  };
}

/** TEST_DATABASE_URL names a database from which its user may create roles and further databases. */
async function start(): Promise<Started> {
  const url = process.env.TEST_DATABASE_URL;
  return url ? onServer(connectionOf(url), async () => {}) : onEmbedded();
}

async function onEmbedded(): Promise<Started> {
  removeFoldersOfDeadRuns();
  const folder = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
  // So that under root the cluster lies in the folder itself and goes with it.
  chmodSync(folder, 0o711);
  // The folder lives for one run, so nothing is gained by waiting for the disk.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  const postgres = await startEmbeddedPostgres({ dataDir: folder, settings });
  // The last resort when the run is interrupted: no waiting is possible then.
  const onExit = () => {
    endAtOnce(postgres.pid);
    rmSync(postgres.home, { recursive: true, force: true, maxRetries: 3 });
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', onExit);
  return onServer(postgres.clientConfig, async () => {
    process.off('exit', onExit);
    await postgres.stop();
    rmSync(postgres.home, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
}

async function onServer(connection: pg.ClientConfig, stopServer: () => Promise<void>): Promise<Started> {
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 6);
  const prefix = `granary_test_${host}_${process.pid}_${identityMark(process.pid)}`;
  const template = `${prefix}_template`;
  const admin = new pg.Client(connection);
  await admin.connect();
  try {
    await dropDatabasesOfDeadRuns(admin, host);
    await admin.query(`create database ${template} template template0 encoding 'UTF8'`);
  } finally {
    await admin.end();
  }
  const database = await openDatabase({
    connection: { ...connection, database: template },
    applicationName: 'granary-test-template',
  });
  try {
    await migrate(database);
    await installJobs(database);
  } finally {
    await database.close();
  }
  return {
    server: { connection, template, prefix },
    async stop() {
      const last = new pg.Client(connection);
      await last.connect();
      await dropDatabases(last, (name) => name.startsWith(prefix));
      await last.end();
      await stopServer();
    },
  };
}

const FOLDER_PREFIX = 'granary-test-run-';

/** A run that was killed leaves its folder and, perhaps, its server. */
function removeFoldersOfDeadRuns(): void {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(FOLDER_PREFIX) || dataFolderHolder(folder) !== undefined) continue;
    // A run that starts beside us has made its folder and not locked it yet.
    if (Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 5_000) continue;
    const cluster = join(folder, 'postgres', 'cluster');
    const left = readPostmaster(cluster);
    if (left !== undefined && isServing(cluster, left)) endAtOnce(left.pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function endAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended already.
  }
}

/** On a shared server: databases whose run, on this machine, no longer lives. */
async function dropDatabasesOfDeadRuns(admin: pg.Client, host: string): Promise<void> {
  await dropDatabases(admin, (name) => {
    const [, foundHost, pid, mark] = /^granary_test_([0-9a-f]{6})_(\d+)_([0-9a-f]{8})_/.exec(name) ?? [];
    return foundHost === host && identityMark(Number(pid)) !== mark;
  });
}

async function dropDatabases(admin: pg.Client, isDropped: (name: string) => boolean): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'granary\\_test\\_%'`,
  );
  for (const { name } of rows) {
    if (isDropped(name)) await admin.query(`drop database if exists ${name} with (force)`);
  }
}

/** Tells apart two processes that were given the same number. */
function identityMark(pid: number): string {
  return createHash('sha256')
    .update(processIdentity(pid) ?? 'ended')
    .digest('hex')
    .slice(0, 8);
}
