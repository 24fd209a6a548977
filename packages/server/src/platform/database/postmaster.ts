import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { errorCode, isConnectionLoss } from './errors.ts';
import { commandLine, processIdentity, waitForEnd, workingFolder } from './process-identity.ts';

/** What a running server says about itself in `postmaster.pid`. */
export type Postmaster = { pid: number; socketFolder: string };

/** Reads `postmaster.pid`; undefined when there is none or it is still being written. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    const socketFolder = lines[4];
    return Number.isInteger(pid) && pid > 1 && socketFolder ? { pid, socketFolder } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether the named process lives and is the PostgreSQL of this cluster, not
 * one that was given its number later. The server works inside its cluster,
 * which tells them apart even when the folder has been moved.
 */
export function isServing(cluster: string, postmaster: Postmaster): boolean {
  if (processIdentity(postmaster.pid) === undefined) return false;
  const command = commandLine(postmaster.pid);
  if (!command.includes('postgres')) return false;
  return command.includes(cluster) || workingFolder(postmaster.pid) === cluster;
}

/** Above every number a system gives to a process. */
const NOBODYS_PID = 4_999_999;

/**
 * After a crash the number in `postmaster.pid` may belong to another process of
 * ours, or to a zombie nobody collects, and PostgreSQL would take that for its
 * older self. The number is replaced; the rest stays, since PostgreSQL finds
 * surviving children by it. The socket and its lock name the same process.
 */
export function disownPostmaster(cluster: string, postmaster: Postmaster): void {
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) {
    if (dirname(cluster) === postmaster.socketFolder)
      rmSync(join(postmaster.socketFolder, name), { force: true });
  }
  const path = join(cluster, 'postmaster.pid');
  const [, ...rest] = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, [NOBODYS_PID, ...rest].join('\n'));
}

/** Stops servers that still run on a cluster whose folder was removed under them. */
export async function stopOrphans(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || !commandLine(pid).endsWith(`postgres -D ${cluster}`)) continue;
    await stopPostmaster(pid, 5_000);
  }
}

/**
 * Connects until the server answers: while it is starting or replaying its log
 * after a crash it refuses, which is no error.
 *
 * @param stillRunning  asked between attempts; false ends the waiting
 */
export async function waitUntilReady(
  config: pg.ClientConfig,
  stillRunning: () => boolean,
  timeoutMs: number,
): Promise<pg.Client> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const client = new pg.Client({ ...config, connectionTimeoutMillis: 5000 });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (!isConnectionLoss(error) || errorCode(error) === '53300') throw error;
      if (!stillRunning() || Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/**
 * Stops a server in the "fast" way: clients are cut off, everything committed
 * is on disk, the next start needs no recovery. If it does not end within the
 * patience, "immediate" follows; then the next start replays the log.
 */
export async function stopPostmaster(pid: number, patienceMs = 60_000): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', patienceMs],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (errorCode(error) === 'ESRCH') return;
      throw error;
    }
    if (await waitForEnd(pid, waitMs)) return;
  }
}
