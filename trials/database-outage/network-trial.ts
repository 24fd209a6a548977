import pg from 'pg';
import { startFaultProxy, type WireFault } from '../../packages/server/src/platform/ops/fault-proxy.ts';
import { withTrialDatabase } from '../trial-database.ts';
import { pause, withGranary } from './granary.ts';
import { type HealthVerdict, judgeHealth, toldTheTruth } from './health-verdict.ts';
import { type Load, lostAcknowledgements, startLoad, statuses } from './load.ts';

export interface NetworkResult {
  asked: number;
  statuses: Record<string, number>;
  acknowledged: number;
  lost: string[];
  wrong: string[];
  /** The longest any request took. */
  slowestSeconds: number;
  faults: {
    name: string;
    slowestSeconds: number;
    /** From the mending of the wire until a change was acknowledged. */
    recoveredSeconds: number;
    health: HealthVerdict;
    healthWasTrue: boolean;
    /** Of a burst after the mending, wider than the pool, those that were answered. */
    burst: { asked: number; answered: number };
    /** Connections that were left inside of a transaction which nobody goes on with. */
    stuckConnections: number;
  }[];
}

const faults: { name: string; fault: WireFault; delayMs?: number; isAway: boolean }[] = [
  { name: 'slow (250 ms each way back)', fault: 'pass', delayMs: 250, isAway: false },
  { name: 'refused', fault: 'refuse', isAway: true },
  { name: 'reset', fault: 'reset', isAway: true },
  { name: 'a black hole', fault: 'hang', isAway: true },
  { name: 'half open', fault: 'half_open', isAway: false },
];

/** A Granary at work whose wire to the database fails in every way, one after another. */
export function tryDatabaseNetwork(
  people: { readers: number; writers: number },
  faultMs: number,
): Promise<NetworkResult> {
  return withTrialDatabase('04', async ({ clientConfig }) => {
    const { host = '', port = 5432, user = '', password, database = '' } = clientConfig;
    const proxy = await startFaultProxy({ host, port });
    const url = `postgres://${user}:${encodeURIComponent(String(password))}@127.0.0.1:${proxy.port}/${database}`;
    try {
      return await withGranary('04', url, async ({ address, terminalToken, organization }) => {
        const load = startLoad(address, terminalToken, people);
        const result: NetworkResult = {
          asked: 0,
          statuses: {},
          acknowledged: 0,
          lost: [],
          wrong: [],
          slowestSeconds: 0,
          faults: [],
        };
        await pause(1_000);
        for (const { name, fault, delayMs = 0, isAway } of faults) {
          const from = load.now();
          proxy.delay(delayMs);
          await proxy.fault(fault);
          await pause(faultMs);
          const mendedAt = load.now();
          proxy.delay(0);
          await proxy.fault('pass');
          const before = load.acknowledged.size;
          while (load.acknowledged.size < before + 3 && load.now() - mendedAt < 45_000) await pause(20);
          const recoveredSeconds = (load.now() - mendedAt) / 1000;
          await pause(1_500);
          const health = judgeHealth(load, { from, mendedAt, until: load.now() }, isAway);
          result.faults.push({
            name,
            slowestSeconds: slowest(load, from),
            recoveredSeconds,
            health,
            healthWasTrue: toldTheTruth(health, isAway),
            burst: await askAtOnce(address, terminalToken),
            stuckConnections: await stuckConnections(clientConfig),
          });
        }
        await load.stop();
        result.asked = load.answers.length;
        result.statuses = statuses(load);
        result.acknowledged = load.acknowledged.size;
        result.wrong = load.wrong;
        result.slowestSeconds = slowest(load, 0);
        result.lost = await lostAcknowledgements(clientConfig, organization.org_id, load.acknowledged);
        return result;
      });
    } finally {
      await proxy.close();
    }
  });
}

function slowest(load: Load, from: number): number {
  return Math.max(0, ...load.answers.filter(({ at }) => at >= from).map(({ ms }) => ms)) / 1000;
}

const burstSize = 60;

/** More at once than the pool has connections, several times over: one that was lost for good would show. */
async function askAtOnce(address: string, token: string): Promise<{ asked: number; answered: number }> {
  const replies = await Promise.all(
    Array.from({ length: burstSize }, () =>
      fetch(`${address}/api/v1/runs?limit=5`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(30_000),
      }).then(
        ({ status }) => status,
        () => 0,
      ),
    ),
  );
  return { asked: burstSize, answered: replies.filter((status) => status === 200).length };
}

/** For so long a connection may be held by a server that was not told of our end. */
const releasedWithinMs = 20_000;

/** Seen from the server itself, past the wire; waits for those that are about to be given up. */
async function stuckConnections(connection: pg.ClientConfig): Promise<number> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const began = performance.now();
    for (;;) {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
         where datname = current_database() and state like 'idle in transaction%'
           and state_change < now() - interval '5 seconds'`,
      );
      const count = rows[0]?.count ?? 0;
      if (count === 0 || performance.now() - began > releasedWithinMs) return count;
      await pause(200);
    }
  } finally {
    await client.end();
  }
}
