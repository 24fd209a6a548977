import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import { clusterHome, socketFolderFor } from './cluster-location.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { DatabaseSetupError } from './errors.ts';
import { type Account, locatePostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { boundLog, lastLines } from './postgres-log.ts';
import { postgresSettings } from './postgres-settings.ts';
import { isServing, readPostmaster, stopPostmaster, waitUntilReady } from './postmaster.ts';

/** The part of a logger that is used here; pino's fits. */
export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
};

export type EmbeddedPostgres = {
  /** Connects to Granary's database as its owner, who is not a superuser. */
  clientConfig: pg.ClientConfig;
  /** True when a server left behind by a killed Granary was taken over. */
  reusedRunning: boolean;
  /** Where cluster, password and log are: in the data folder, or elsewhere for root (see `clusterHome`). */
  home: string;
  /** The number of the server process. */
  pid: number;
  /** Stops the server, waits for it and gives the data folder back. Safe to call twice. */
  stop(): Promise<void>;
};

const NAME = 'granary';
/** Recovery after a power cut may take long on a slow disk; the log says what happens. */
const START_PATIENCE_MS = 10 * 60_000;
const credentialsSchema = z.object({ superuserPassword: z.string(), ownerPassword: z.string() });
type Credentials = z.infer<typeof credentialsSchema>;

/**
 * Starts the PostgreSQL that npm installed, on a data folder of our own and a
 * Unix socket only. A second Granary on the same folder is told at once who
 * holds it. A server that outlived a killed Granary is taken over.
 *
 * @param options.dataDir   created when missing
 * @param options.settings  additional lines of postgresql.conf (tests switch fsync off)
 * @throws DataFolderInUse, DatabaseSetupError with the way out in the message
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log?: Log;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o711 });
  const dataFolder = realpathSync(resolve(options.dataDir));
  const unlock = lockDataFolder(dataFolder);
  try {
    const binaries = locatePostgresBinaries(dataFolder);
    const home = clusterHome(dataFolder, binaries.account);
    const cluster = join(home, 'cluster');
    const credentials = existsSync(cluster) ? readCredentials(home) : createCluster(home, binaries);
    refuseOtherMajor(cluster, binaries);

    const running = await takeOver(cluster, credentials, binaries, options.log);
    const server = running ?? (await launch(home, credentials, binaries, options));
    await createOwnerAndDatabase(server.superuser, credentials);
    await server.superuser.end();

    const stopBounding = boundLog(join(home, 'postgres.log'));
    let stopping: Promise<void> | undefined;
    return {
      clientConfig: clientConfig(server.socketFolder, NAME, credentials.ownerPassword, NAME),
      reusedRunning: running !== undefined,
      home,
      pid: server.pid,
      stop() {
        stopping ??= (async () => {
          stopBounding();
          await stopPostmaster(cluster, server.pid);
          if (server.socketFolder !== home) rmSync(server.socketFolder, { recursive: true, force: true });
          unlock();
        })();
        return stopping;
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

type Server = { pid: number; socketFolder: string; superuser: pg.Client };

function clientConfig(host: string, user: string, password: string, database: string): pg.ClientConfig {
  return { host, port: 5432, user, password, database };
}

/** Connects to a server that a killed Granary left running; stops it when it is not in order. */
async function takeOver(
  cluster: string,
  credentials: Credentials,
  binaries: PostgresBinaries,
  log: Log | undefined,
): Promise<Server | undefined> {
  const postmaster = readPostmaster(cluster);
  if (postmaster === undefined) return undefined;
  const { pid, socketFolder } = postmaster;
  if (!isServing(cluster, postmaster)) {
    // The number may belong to another process by now, which PostgreSQL would take for its older self.
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    if (socketFolder !== dirname(cluster)) rmSync(socketFolder, { recursive: true, force: true });
    return undefined;
  }
  try {
    const superuser = await waitUntilReady(
      clientConfig(socketFolder, 'postgres', credentials.superuserPassword, 'postgres'),
      () => isServing(cluster, postmaster),
      15_000,
    );
    const { rows } = await superuser.query<{ version: string; folder: string }>(
      `select current_setting('server_version') as version, current_setting('data_directory') as folder`,
    );
    if (rows[0]?.folder === cluster && rows[0].version.startsWith(binaries.version)) {
      log?.info({ pid }, 'taking over the PostgreSQL that an interrupted Granary left running');
      return { pid, socketFolder, superuser };
    }
    await superuser.end();
  } catch (error) {
    log?.warn({ pid, err: error }, 'the PostgreSQL left running does not answer');
  }
  log?.info({ pid }, 'restarting the PostgreSQL that an interrupted Granary left running');
  await stopPostmaster(cluster, pid);
  return undefined;
}

async function launch(
  home: string,
  credentials: Credentials,
  binaries: PostgresBinaries,
  options: { log?: Log; settings?: Record<string, string> },
): Promise<Server> {
  const cluster = join(home, 'cluster');
  const socketFolder = socketFolderFor(home, binaries.account);
  writeOwned(
    join(cluster, 'postgresql.conf'),
    postgresSettings(socketFolder, options.settings),
    binaries.account,
  );
  const logPath = join(home, 'postgres.log');
  appendFileSync(logPath, '', { mode: 0o600 });
  const output = openSync(logPath, 'a');
  // A process group of its own: Ctrl-C in the terminal reaches Granary alone, which then stops PostgreSQL in order.
  const child = spawn(binaries.postgres, ['-D', cluster], {
    ...binaries.account,
    cwd: home,
    detached: true,
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
  });
  closeSync(output);
  child.unref();
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  try {
    const superuser = await waitUntilReady(
      clientConfig(socketFolder, 'postgres', credentials.superuserPassword, 'postgres'),
      () => failure === undefined && isRunning(child),
      START_PATIENCE_MS,
    );
    options.log?.info({ pid: child.pid, home }, 'PostgreSQL is up');
    return { pid: child.pid ?? 0, socketFolder, superuser };
  } catch (error) {
    const wasRunning = isRunning(child);
    if (wasRunning && child.pid !== undefined) await stopPostmaster(cluster, child.pid);
    throw new DatabaseSetupError(
      `PostgreSQL did not start. Its log, ${logPath}, ends with:\n${failure?.message ?? lastLines(logPath, 8)}`,
      { cause: error },
    );
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/**
 * Makes a new cluster beside its final place and renames it when it is whole,
 * so that a process killed in between leaves nothing half-made. Texts compare
 * by code point (built-in C.UTF-8), on every machine the same.
 */
function createCluster(home: string, binaries: PostgresBinaries): Credentials {
  for (const entry of readdirSync(home)) {
    if (entry.startsWith('new-')) rmSync(join(home, entry), { recursive: true, force: true });
  }
  const draft = join(home, `new-${process.pid}`);
  mkdirSync(draft, { mode: 0o700 });
  if (binaries.account) chownSync(draft, binaries.account.uid, binaries.account.gid);
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
  renameSync(join(draft, 'cluster'), join(home, 'cluster'));
  rmSync(draft, { recursive: true, force: true });
  return credentials;
}

function readCredentials(home: string): Credentials {
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

function refuseOtherMajor(cluster: string, binaries: PostgresBinaries): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const ours = binaries.version.split('.')[0];
  if (found === ours) return;
  throw new DatabaseSetupError(
    `The database in ${cluster} was made by PostgreSQL ${found}, this Granary brings PostgreSQL ${ours}. ` +
      'Start it once more with the Granary that made it, write a backup there, and restore the backup here.',
  );
}

/** Granary itself never connects as superuser: its owner role is bound by row security like any other. */
async function createOwnerAndDatabase(superuser: pg.Client, credentials: Credentials): Promise<void> {
  const { rows } = await superuser.query<{ role: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
            exists (select from pg_database where datname = $1) as database`,
    [NAME],
  );
  const password = superuser.escapeLiteral(credentials.ownerPassword);
  if (!rows[0]?.role)
    await superuser.query(`create role ${NAME} login createdb createrole password ${password}`);
  if (!rows[0]?.database) await superuser.query(`create database ${NAME} owner ${NAME}`);
}

function writeOwned(path: string, content: string, account: Account | undefined): void {
  writeFileSync(path, content, { mode: 0o600 });
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}
