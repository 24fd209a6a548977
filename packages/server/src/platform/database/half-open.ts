import pg from 'pg';
import type { DatabaseLog } from './log.ts';
import { breakOff, socketOf } from './reach.ts';

/** Silence on a connection with a statement under way after which the server is asked about it. */
const silentAfterMs = 4_000;
const lookEveryMs = 1_000;
const askWithinMs = 3_000;

interface Watched {
  bytes: number;
  since: number;
}

/**
 * A cable pulled, a firewall that forgot a connection: TCP would let a request
 * wait for a quarter of an hour. A slow statement looks the same from here, and
 * may be right: so after some seconds of silence the server is asked, on a new
 * connection, what the old one's backend does. If it is not at work, or the
 * server cannot be asked, the connection is broken off and its request told.
 */
export function watchForHalfOpen(
  pools: readonly pg.Pool[],
  clientConfig: pg.ClientConfig,
  log?: DatabaseLog,
): { stop(): void } {
  const waiting = new Map<pg.PoolClient, Watched>();
  const inUse = new Set<pg.PoolClient>();
  for (const pool of pools) {
    pool.on('acquire', (client) => inUse.add(client));
    pool.on('release', (_error, client) => forget(client));
    pool.on('remove', forget);
  }
  function forget(client: pg.PoolClient): void {
    inUse.delete(client);
    waiting.delete(client);
  }

  let asking = false;
  const look = async () => {
    const silent = findSilent(inUse, waiting, performance.now());
    if (silent.length === 0 || asking) return;
    asking = true;
    try {
      const before = silent.map((client) => socketOf(client).bytesRead);
      const working = await workingBackends(
        clientConfig,
        silent.map(({ processID }) => processID ?? 0),
      );
      // An answer may have been on its way while we asked.
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const [index, client] of silent.entries()) {
        const isStill = waiting.has(client) && socketOf(client).bytesRead === before[index];
        if (!isStill || working === 'not known' || working.has(client.processID ?? 0)) continue;
        log?.warn({ backend: client.processID }, 'a connection to the database was dead and is broken off');
        breakOff(client, 'the connection to the database was dead');
      }
    } finally {
      asking = false;
    }
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

type Inside = pg.PoolClient & { readyForQuery?: boolean; processID?: number };

/** Those that wait for an answer, and on which nothing moved for long. */
function findSilent(inUse: Set<pg.PoolClient>, waiting: Map<pg.PoolClient, Watched>, now: number): Inside[] {
  const silent: Inside[] = [];
  for (const client of inUse as Set<Inside>) {
    if (client.readyForQuery !== false) {
      waiting.delete(client);
      continue;
    }
    const { bytesRead, bytesWritten } = socketOf(client);
    const known = waiting.get(client);
    if (known === undefined || known.bytes !== bytesRead + bytesWritten) {
      waiting.set(client, { bytes: bytesRead + bytesWritten, since: now });
    } else if (now - known.since >= silentAfterMs) silent.push(client);
  }
  return silent;
}

/**
 * Which of these backends are at work. None, when the server cannot be asked;
 * not known behind a connection pooler, which makes up its own numbers.
 */
async function workingBackends(
  config: pg.ClientConfig,
  pids: number[],
): Promise<ReadonlySet<number> | 'not known'> {
  const client = new pg.Client({
    ...config,
    connectionTimeoutMillis: askWithinMs,
    query_timeout: askWithinMs,
  }) as pg.Client & { processID?: number };
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number; own: number }>(
      // A state we may not see, or that the server does not track, counts as work.
      `select pg_backend_pid() as own, pid from (select null::int as pid
         union all select pid from pg_stat_activity
         where pid = any($1::int[]) and (state is null or state not like 'idle%')) found`,
      [pids],
    );
    if (rows[0]?.own !== client.processID) return 'not known';
    return new Set(rows.map(({ pid }) => pid));
  } catch (error) {
    // Refused with a reason, such as too many connections: it lives.
    return error instanceof pg.DatabaseError ? 'not known' : new Set();
  } finally {
    await Promise.race([
      client.end().catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, 500).unref()),
    ]);
    socketOf(client).destroy();
  }
}
