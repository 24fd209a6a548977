import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { existingHome } from '../../packages/server/src/platform/database/cluster-location.ts';
import { runningEmbeddedPostgres } from '../../packages/server/src/platform/database/index.ts';
import { readPostmaster } from '../../packages/server/src/platform/database/postmaster.ts';
import { pause, withGranary } from './granary.ts';
import { lostAcknowledgements, startLoad, statuses, unavailableSeconds } from './load.ts';

export interface RestartResult {
  asked: number;
  statuses: Record<string, number>;
  acknowledged: number;
  lost: string[];
  wrong: string[];
  faults: {
    name: string;
    /** Whether it was: another server process afterwards, or connections that ended. */
    isDone: boolean;
    /** Seconds of 503. */
    unavailableSeconds: number;
    /** Until a change was acknowledged again. */
    recoveredSeconds: number;
  }[];
}

/** Kills, stops and cuts the embedded PostgreSQL of a Granary at work. */
export function tryDatabaseRestart(
  people: { readers: number; writers: number },
  rounds: number,
): Promise<RestartResult> {
  return withGranary('03', undefined, async ({ address, terminalToken, dataDir, organization }) => {
    const connection = () => {
      const found = runningEmbeddedPostgres(dataDir);
      if (found === undefined) throw new Error('PostgreSQL does not run');
      return found;
    };
    const cluster = join(existingHome(realpathSync(dataDir)) ?? '', 'cluster');
    const signal = async (name: NodeJS.Signals) => {
      const postmaster = readPostmaster(cluster);
      if (postmaster === undefined) throw new Error('PostgreSQL does not run');
      process.kill(postmaster.pid, name);
      return () => readPostmaster(cluster)?.pid !== postmaster.pid;
    };
    /** Each answers afterwards whether it was done. */
    const faults: [string, () => Promise<() => boolean>][] = [
      ['killed (-9)', () => signal('SIGKILL')],
      ['stopped (fast)', () => signal('SIGINT')],
      ['every connection cut', () => cutConnections(connection())],
    ];
    const load = startLoad(address, terminalToken, people);
    const result: RestartResult = {
      asked: 0,
      statuses: {},
      acknowledged: 0,
      lost: [],
      wrong: [],
      faults: [],
    };
    await pause(1_500);
    for (let round = 0; round < rounds; round++) {
      for (const [name, fault] of faults) {
        const from = load.now();
        const isDone = await fault();
        await pause(200);
        const before = load.acknowledged.size;
        while (load.acknowledged.size < before + 5 && load.now() - from < 60_000) await pause(20);
        const recoveredSeconds = (load.now() - from) / 1000;
        await pause(1_500);
        result.faults.push({
          name,
          isDone: isDone(),
          unavailableSeconds: unavailableSeconds(load, from, load.now()),
          recoveredSeconds,
        });
      }
    }
    await load.stop();
    result.asked = load.answers.length;
    result.statuses = statuses(load);
    result.acknowledged = load.acknowledged.size;
    result.wrong = load.wrong;
    result.lost = await lostAcknowledgements(connection(), organization.org_id, load.acknowledged);
    return result;
  });
}

async function cutConnections(config: pg.ClientConfig): Promise<() => boolean> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    return () => (rowCount ?? 0) > 1;
  } finally {
    await client.end();
  }
}
