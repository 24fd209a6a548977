import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, chownSync, closeSync, existsSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import {
  type Credentials,
  createCluster,
  createOwnerAndDatabase,
  OWNER,
  readCredentials,
  refuseOtherMajor,
  writeOwned,
} from './cluster.ts';
import {
  abandonedHomes,
  accountFor,
  clusterHome,
  existingHome,
  removeSocketFolder,
  socketFolderFor,
} from './cluster-location.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { DatabaseSetupError } from './errors.ts';
import { keepRunning } from './keep-running.ts';
import type { DatabaseLog } from './log.ts';
import { locatePostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { boundLog, lastLines } from './postgres-log.ts';
import { postgresSettings } from './postgres-settings.ts';
import {
  disownPostmaster,
  isServing,
  readPostmaster,
  stopOrphans,
  stopPostmaster,
  waitUntilReady,
} from './postmaster.ts';

export type EmbeddedPostgres = {
  /** Connects to Granary's database as its owner, who is not a superuser. */
  clientConfig: pg.ClientConfig;
  /** True when a server left behind by a killed Granary was taken over. */
  reusedRunning: boolean;
  /** Where cluster, password and log are: in the data folder, or elsewhere for root (see `clusterHome`). */
  home: string;
  /** The number of the server process; another one after it died and was started again. */
  readonly pid: number;
  /** Stops the server, waits for it and gives the data folder back. Safe to call twice. */
  stop(): Promise<void>;
};

/** Recovery after a power cut may take long on a slow disk; the log says what happens. */
const START_PATIENCE_MS = 10 * 60_000;

/**
 * Starts the PostgreSQL that npm installed, on a data folder of our own and a
 * Unix socket only. A second Granary on the same folder is told at once who
 * holds it. A server that outlived a killed Granary is taken over; one that
 * dies while Granary runs is started again.
 *
 * @param options.dataDir   created when missing
 * @param options.settings  additional lines of postgresql.conf (tests switch fsync off)
 * @throws DataFolderInUse, DatabaseSetupError with the way out in the message
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log?: DatabaseLog;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  const { dataFolder, unlock } = takeDataFolder(options.dataDir);
  try {
    const binaries = locatePostgresBinaries(dataFolder, accountFor(dataFolder));
    for (const abandoned of abandonedHomes(dataFolder)) {
      await stopOrphans(join(abandoned, 'cluster'));
      options.log?.warn(
        { abandoned },
        'an earlier data folder of this name had its database here; remove it if not needed',
      );
    }
    const home = clusterHome(dataFolder, binaries.account);
    const cluster = join(home, 'cluster');
    const credentials = existsSync(cluster) ? readCredentials(home) : await createCluster(home, binaries);
    refuseOtherMajor(cluster, binaries);

    const running = await takeOver(cluster, credentials, binaries, options.log);
    let server = running ?? (await launch(home, credentials, binaries, options));
    await createOwnerAndDatabase(server.superuser, credentials);
    await server.superuser.end();

    const stopBounding = boundLog(join(home, 'postgres.log'));
    let stopping: Promise<void> | undefined;
    const { socketFolder } = server;
    const keeper = keepRunning({
      isServing: () => isServing(cluster, server),
      // The address stays: it stands in every pool.
      async restart() {
        const found = await takeOver(cluster, credentials, binaries, options.log);
        makeSocketFolder(socketFolder, binaries);
        server = found ?? (await launch(home, credentials, binaries, options, socketFolder));
        await server.superuser.end();
      },
      log: options.log,
    });
    return {
      clientConfig: clientConfig(server.socketFolder, OWNER, credentials.ownerPassword, OWNER),
      reusedRunning: running !== undefined,
      home,
      get pid() {
        return server.pid;
      },
      stop() {
        stopping ??= (async () => {
          await keeper.stop();
          stopBounding();
          if (isServing(cluster, server)) await stopPostmaster(server.pid);
          removeSocketFolder(server.socketFolder);
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

/**
 * The connection of the embedded PostgreSQL that another Granary on this
 * machine keeps running, for a worker or a command that shares its database.
 */
export function runningEmbeddedPostgres(dataDir: string): pg.ClientConfig | undefined {
  const home = existsSync(dataDir) ? existingHome(realpathSync(dataDir)) : undefined;
  const postmaster = home === undefined ? undefined : readPostmaster(join(home, 'cluster'));
  if (home === undefined || postmaster === undefined || !isServing(join(home, 'cluster'), postmaster))
    return undefined;
  return clientConfig(postmaster.socketFolder, OWNER, readCredentials(home).ownerPassword, OWNER);
}

function takeDataFolder(dataDir: string): { dataFolder: string; unlock: () => void } {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    const dataFolder = realpathSync(resolve(dataDir));
    return { dataFolder, unlock: lockDataFolder(dataFolder) };
  } catch (error) {
    if (error instanceof DatabaseSetupError) throw error;
    throw new DatabaseSetupError(
      `The data folder ${resolve(dataDir)} cannot be used: ${error instanceof Error ? error.message : String(error)}. ` +
        'Give this account the right to write there, or choose another folder with GRANARY_DATA_DIR.',
      { cause: error },
    );
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
  log: DatabaseLog | undefined,
): Promise<Server | undefined> {
  const postmaster = readPostmaster(cluster);
  if (postmaster === undefined) return undefined;
  const { pid, socketFolder } = postmaster;
  if (!isServing(cluster, postmaster)) {
    disownPostmaster(cluster, postmaster);
    removeSocketFolder(socketFolder);
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
  await stopPostmaster(pid);
  return undefined;
}

async function launch(
  home: string,
  credentials: Credentials,
  binaries: PostgresBinaries,
  options: { log?: DatabaseLog; settings?: Record<string, string> },
  socketFolder = socketFolderFor(home, binaries.account),
): Promise<Server> {
  const settings = postgresSettings(socketFolder, options.settings);
  writeOwned(join(home, 'cluster', 'postgresql.conf'), settings, binaries.account);
  const ownSettings = join(home, 'cluster', 'local.conf');
  if (!existsSync(ownSettings)) writeOwned(ownSettings, '# Your own settings; they win.\n', binaries.account);
  const logPath = join(home, 'postgres.log');
  for (let attempt = 1; ; attempt++) {
    const { child, failure } = spawnServer(home, logPath, binaries);
    try {
      const superuser = await waitUntilReady(
        clientConfig(socketFolder, 'postgres', credentials.superuserPassword, 'postgres'),
        () => failure() === undefined && isRunning(child),
        START_PATIENCE_MS,
      );
      options.log?.info({ pid: child.pid, home }, 'PostgreSQL is up');
      return { pid: child.pid ?? 0, socketFolder, superuser };
    } catch (error) {
      if (isRunning(child) && child.pid !== undefined) await stopPostmaster(child.pid);
      const reason = failure()?.message ?? lastLines(logPath, 8);
      // Children of a killed server take a moment to notice; PostgreSQL rightly refuses until they are gone.
      if (reason.includes('shared memory block') && attempt < 20) {
        await new Promise((done) => setTimeout(done, 250));
        continue;
      }
      removeSocketFolder(socketFolder);
      throw new DatabaseSetupError(`PostgreSQL did not start. Its log, ${logPath}, ends with:\n${reason}`, {
        cause: error,
      });
    }
  }
}

/** Makes the folder of a socket again, where it was not the cluster's own and went with the dead server. */
function makeSocketFolder(folder: string, { account }: PostgresBinaries): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { mode: 0o700 });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}

function spawnServer(
  home: string,
  logPath: string,
  binaries: PostgresBinaries,
): { child: ChildProcess; failure: () => Error | undefined } {
  appendFileSync(logPath, '', { mode: 0o600 });
  const output = openSync(logPath, 'a');
  // A process group of its own: Ctrl-C in the terminal reaches Granary alone, which then stops PostgreSQL in order.
  const child = spawn(binaries.postgres, ['-D', join(home, 'cluster')], {
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
  return { child, failure: () => failure };
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
