import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type App, createApp } from './app.ts';
import { readConfig } from './config.ts';
import { migrate, openDatabase, startEmbeddedPostgres, withOrganization } from './platform/database/index.ts';
import { installJobs } from './platform/jobs/runs.ts';
import { type FaultProxy, startFaultProxy } from './platform/ops/fault-proxy.ts';
import { addSimulatedCompany, poisonForecast, touchInOrder } from './simulated-company.ts';

export interface SimulatedFault {
  fault: string;
  /** What should happen. */
  reaction: string;
  ok: boolean;
  /** What happened. */
  seen: string;
  seconds: number;
}

interface Scene {
  app: App;
  orgId: string;
  wire: FaultProxy;
  headers: Record<string, string>;
  killPostgres(): void;
}

type Check = (scene: Scene) => Promise<{ ok: boolean; seen: string }>;

/**
 * Injects each kind of fault into a Granary of its own, on a temporary folder
 * and on this machine only, and looks whether it reacts as promised. The
 * installation of the reader is not touched.
 */
export async function simulateFaults(onResult: (result: SimulatedFault) => void): Promise<SimulatedFault[]> {
  const folder = await mkdtemp(join(tmpdir(), 'granary-faults-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const { host = '', port = 5432 } = postgres.clientConfig;
  const wire = await startFaultProxy({ host, port });
  try {
    const log = pino({ level: 'silent' });
    const database = await openDatabase({
      connection: { ...postgres.clientConfig, host: '127.0.0.1', port: wire.port },
      applicationName: 'granary-faults',
    });
    await migrate(database);
    await installJobs(database);
    const config = { ...readConfig({ GRANARY_DATA_DIR: folder, GRANARY_WORKER_THREADS: '1' }), port: 0 };
    const app = await createApp({
      config,
      log,
      database,
      databaseKind: 'server',
      version: '0.0.0-simulated',
    });
    app.http.get('/simulated/fault', () => {
      throw new Error('select secret from a_table', { cause: new Error('simulated') });
    });
    const { org_id: orgId } = await app.identity.createOrganization({
      name: 'Simulated',
      currency: 'EUR',
      locale: 'en-GB',
      timeZone: 'UTC',
      isDemo: true,
    });
    const token = await app.identity.openTerminal(orgId, undefined);
    await withOrganization(database, orgId, addSimulatedCompany);
    await app.platform.runs.work();
    const killPostgres = () => void process.kill(postgres.pid, 'SIGKILL');
    const scene: Scene = { app, orgId, wire, headers: { authorization: `Bearer ${token}` }, killPostgres };
    try {
      return await runChecks(scene, onResult);
    } finally {
      await wire.fault('pass');
      await app.close();
      await database.close();
    }
  } finally {
    await wire.close();
    await postgres.stop();
    await rm(postgres.home, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
}

async function runChecks(
  scene: Scene,
  onResult: (result: SimulatedFault) => void,
): Promise<SimulatedFault[]> {
  const results: SimulatedFault[] = [];
  for (const [fault, reaction, check] of checks) {
    const began = performance.now();
    const found = await check(scene).catch((error: unknown) => ({
      ok: false,
      seen: error instanceof Error ? error.message : String(error),
    }));
    const result = { fault, reaction, ...found, seconds: Math.round((performance.now() - began) / 100) / 10 };
    results.push(result);
    onResult(result);
  }
  return results;
}

const ask = ({ app, headers }: Scene, url = '/api/v1/items') => app.http.inject({ url, headers });

/** 503 with Retry-After in bounded time, then the answer again without a restart. */
const awayAndBack =
  (away: (scene: Scene) => Promise<void>, back: (scene: Scene) => Promise<void>): Check =>
  async (scene) => {
    await away(scene);
    const began = performance.now();
    const refused = await ask(scene);
    const waited = (performance.now() - began) / 1000;
    await back(scene);
    const deadline = performance.now() + 15_000;
    let status = 0;
    while (status !== 200 && performance.now() < deadline) status = (await ask(scene)).statusCode;
    const ok =
      refused.statusCode === 503 && 'retry-after' in refused.headers && waited < 15 && status === 200;
    return { ok, seen: `${refused.statusCode} after ${waited.toFixed(1)} s, then ${status}` };
  };

const checks: [fault: string, reaction: string, check: Check][] = [
  [
    'database refuses connections',
    '503 with Retry-After, and answers again when it is back',
    awayAndBack(
      ({ wire }) => wire.fault('refuse'),
      ({ wire }) => wire.fault('pass'),
    ),
  ],
  [
    'database answers nothing',
    '503 with Retry-After in bounded time, and answers again when it is back',
    awayAndBack(
      ({ wire }) => wire.fault('hang'),
      ({ wire }) => wire.fault('pass'),
    ),
  ],
  [
    'database process killed',
    'it is started again, and requests are answered without a restart of Granary',
    async (scene) => {
      scene.killPostgres();
      const deadline = performance.now() + 20_000;
      const statuses = new Set<number>();
      let answered = 0;
      while (answered < 5 && performance.now() < deadline) {
        const { statusCode } = await ask(scene);
        statuses.add(statusCode);
        answered = statusCode === 200 ? answered + 1 : 0;
      }
      const ok = answered === 5 && [...statuses].every((status) => status === 200 || status === 503);
      return { ok, seen: `statuses ${[...statuses].join(', ')}` };
    },
  ],
  [
    'announcements cut',
    'LISTEN is taken up again, and events arrive',
    async ({ app, wire }) => {
      await wire.fault('reset');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await wire.fault('pass');
      const deadline = performance.now() + 10_000;
      while (!app.platform.events.isListening && performance.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const ok = app.platform.events.isListening;
      return { ok, seen: ok ? 'listens again' : 'still deaf' };
    },
  ],
  [
    'deadlock',
    'one of two is tried again, and both are saved',
    async ({ app, orgId }) => {
      const { database } = app.platform;
      let tries = 0;
      const change = (first: string, second: string) =>
        withOrganization(
          database,
          orgId,
          (tx) => {
            tries += 1;
            return touchInOrder(tx, first, second, () => new Promise((resolve) => setTimeout(resolve, 200)));
          },
          { retries: 5 },
        );
      await Promise.all([change('MILK', 'TEA'), change('TEA', 'MILK')]);
      return { ok: tries > 2, seen: `both saved after ${tries} tries` };
    },
  ],
  [
    'mail server down',
    'its breaker opens, health says so, and the rest works',
    async (scene) => {
      const service = scene.app.platform.outside.service({
        name: 'simulated mail',
        attempts: 1,
        openAfter: 3,
      });
      for (let round = 0; round < 4; round++) await service.call(connectNowhere).catch(() => undefined);
      const health = (await ask(scene, '/health')).json() as { parts: { name: string; status: string }[] };
      const told = health.parts.find(({ name }) => name === 'simulated mail')?.status;
      const core = (await ask(scene)).statusCode;
      return {
        ok: service.state === 'open' && told === 'degraded' && core === 200,
        seen: `breaker ${service.state}, health ${told}, requests ${core}`,
      };
    },
  ],
  [
    'fault in our code, 20 times',
    '500 without internals, and one notice with the count',
    async (scene) => {
      let body = '';
      for (let round = 0; round < 20; round++) body = (await ask(scene, '/simulated/fault')).body;
      const { data } = (await ask(scene, '/api/v1/notices?open=true')).json() as {
        data: { kind: string; count: number }[];
      };
      const faults = data.filter(({ kind }) => kind === 'fault');
      const ok = !/select|secret|\.ts/.test(body) && faults.length === 1 && faults[0]?.count === 20;
      return { ok, seen: `${faults.length} notice with the count ${faults[0]?.count}` };
    },
  ],
  [
    'poisoned record in a calculation',
    'it is skipped and counted, and the rest is calculated',
    async ({ app, orgId }) => {
      const { database, runs } = app.platform;
      const run = async (kind: string) => {
        const { run_id } = await withOrganization(database, orgId, (tx) => runs.request(tx, kind, {}, null));
        return runs.waitFor(orgId, run_id);
      };
      const nightly = await run('nightly');
      await withOrganization(database, orgId, poisonForecast);
      const risk = await run('risk');
      const { batches, skipped } = risk.counts;
      return {
        ok: nightly.state === 'completed' && risk.state === 'completed' && skipped === 1 && batches === 1,
        seen: `${batches} calculated, ${skipped} skipped, run ${risk.state}`,
      };
    },
  ],
];

/** A port of this machine where nobody listens. */
function connectNowhere(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: 1, host: '127.0.0.1', signal }, () => resolve());
    socket.on('error', reject);
  });
}
