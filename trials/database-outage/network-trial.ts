import { startFaultProxy, type WireFault } from '../../packages/server/src/platform/ops/fault-proxy.ts';
import { withTrialDatabase } from '../trial-database.ts';
import { pause, withGranary } from './granary.ts';
import { type Load, lostAcknowledgements, startLoad } from './load.ts';

export interface NetworkResult {
  asked: number;
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
    /** Whether health said that the database was away while nothing else was answered. */
    healthWasTrue: boolean;
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
          await pause(500);
          result.faults.push({
            name,
            slowestSeconds: slowest(load, from),
            recoveredSeconds,
            healthWasTrue: toldTheTruth(load, from, mendedAt, isAway),
          });
        }
        await load.stop();
        result.asked = load.answers.length;
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

/** While the database is away, every health that was asked well within says so; while it is not, none claims it. */
function toldTheTruth(load: Load, from: number, until: number, isAway: boolean): boolean {
  const told = load.answers.filter(
    ({ kind, at, ms }) => kind === 'health' && at > from + 500 && at + ms < until,
  );
  return told.length > 0 && told.every(({ status }) => status === (isAway ? 503 : 200));
}
