import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { errorCode, isConnectionLoss } from './errors.ts';
import { commandLine, processIdentity, waitForEnd } from './process-identity.ts';

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

/** Whether the named process lives and is the PostgreSQL of this cluster, not one that got its number later. */
export function isServing(cluster: string, postmaster: Postmaster): boolean {
  return (
    processIdentity(postmaster.pid) !== undefined &&
    commandLine(postmaster.pid).includes('postgres') &&
    commandLine(postmaster.pid).includes(cluster)
  );
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
export async function stopPostmaster(cluster: string, pid: number, patienceMs = 60_000): Promise<void> {
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
    if (await waitForEnd(pid, waitMs)) {
      if (signal === 'SIGKILL') rmSync(join(cluster, 'postmaster.pid'), { force: true });
      return;
    }
  }
}
