import { sql } from 'kysely';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { conflict } from '../http/errors.ts';
import type { Run } from './run-queries.ts';
import { createRuns, type RunContext, type RunDefinition } from './runs.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** Work that a test starts, holds and lets go. */
function heldWork() {
  let letGo = () => {};
  let tellStarted = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const started = new Promise<void>((resolve) => {
    tellStarted = resolve;
  });
  let times = 0;
  const perform: RunDefinition['perform'] = async (context: RunContext) => {
    times += 1;
    tellStarted();
    await Promise.race([
      gate,
      new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve())),
    ]);
    await context.progress(50, 'half', 'halfway');
    return { times };
  };
  return { perform, letGo: () => letGo(), started, times: () => times };
}

let kinds = 0;
/** A kind of its own for each test, so that none sees the run of another. */
function define(perform: RunDefinition['perform'], input: z.ZodType = z.object({})): string {
  kinds += 1;
  const kind = `test.${kinds}`;
  app.platform.runs.define([{ kind, input, perform }]);
  return kind;
}

const request = (kind: string, input = {}) =>
  app.inOrganization((tx) => app.platform.runs.request(tx, kind, input, null));

const waitFor = (run: Run) => app.platform.runs.waitFor(app.orgId, run.run_id);

const post = async (url: string, payload?: object) =>
  app.http.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    headers: await app.as('planner'),
    ...(payload === undefined ? {} : { payload }),
  });
const get = async (url: string) => app.http.inject({ url: `/api/v1${url}`, headers: await app.as('viewer') });

describe('a run that no worker has taken', () => {
  it('waits in the queue, and eight requests at once are one run', async () => {
    const kind = define(async () => ({}));
    const runs = await Promise.all(Array.from({ length: 8 }, () => request(kind)));
    expect(new Set(runs.map((run) => run.run_id)).size).toBe(1);
    expect(runs[0]).toMatchObject({ kind, state: 'queued', progress_pct: 0, started_at: null });
  });

  it('ends at once when it is cancelled, and another can be requested', async () => {
    const kind = define(async () => ({}));
    const run = await request(kind);
    const cancelled = await post(`/runs/${run.run_id}/cancel`);
    expect(cancelled.json()).toMatchObject({ run_id: run.run_id, state: 'cancelled' });
    expect((await request(kind)).run_id).not.toBe(run.run_id);
  });

  it('is not queued when the transaction that requested it fails', async () => {
    const kind = define(async () => ({}));
    await expect(
      app.inOrganization(async (tx) => {
        await app.platform.runs.request(tx, kind, {}, null);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect((await get(`/runs?kind=${kind}`)).json().data).toEqual([]);
  });

  it('of an unknown kind is refused, and the known kinds are named', async () => {
    await expect(request('tea')).rejects.toMatchObject({
      code: 'run_kind_unknown',
      message: expect.stringContaining('nightly'),
    });
  });

  it('is performed by the process that asks for it, once, although a worker has it in its queue too', async () => {
    const held = heldWork();
    const run = await request(define(held.perform));
    const here = app.platform.runs.perform(app.orgId, run.run_id);
    await held.started;
    const there = app.platform.runs.perform(app.orgId, run.run_id);
    held.letGo();
    await Promise.all([here, there]);
    expect(held.times()).toBe(1);
    expect(await waitFor(run)).toMatchObject({ state: 'completed', counts: { times: 1 } });
  });
});

describe('a run that a worker performs', () => {
  beforeAll(() => app.platform.runs.work());

  it('completes with its counts, and a repeated delivery does no harm', async () => {
    const held = heldWork();
    const run = await request(define(held.perform));
    held.letGo();
    const done = await waitFor(run);
    await app.platform.runs.perform(app.orgId, run.run_id);
    expect(done).toMatchObject({ state: 'completed', progress_pct: 100, counts: { times: 1 }, error: null });
    expect(held.times()).toBe(1);
  });

  it('fails with the code and sentence of an expected failure', async () => {
    const run = await request(
      define(async () => {
        throw conflict('duplicate', 'There is no milk.');
      }),
    );
    expect(await waitFor(run)).toMatchObject({
      state: 'failed',
      error: { code: 'duplicate', message: 'There is no milk.' },
    });
  });

  it('fails without the detail of an unexpected one', async () => {
    const run = await request(
      define(async () => {
        throw new Error('password=hunter2 at /etc/secret.ts:7');
      }),
    );
    const failed = await waitFor(run);
    expect(failed.error?.code).toBe('run_failed');
    expect(JSON.stringify(failed)).not.toContain('hunter2');
  });

  it('fails on input that its kind does not accept', async () => {
    const run = await request(
      define(async () => ({}), z.object({ upload_id: z.uuid() })),
      { upload_id: 7 },
    );
    expect((await waitFor(run)).state).toBe('failed');
  });

  it('is the run that a second request is answered with', async () => {
    const held = heldWork();
    const kind = define(held.perform);
    const run = await request(kind);
    await held.started;
    expect(await request(kind)).toMatchObject({ run_id: run.run_id, state: 'running' });
    held.letGo();
    await waitFor(run);
    expect((await request(kind)).run_id).not.toBe(run.run_id);
  });

  it('stops between two chunks when it is cancelled', async () => {
    const kind = define(async ({ progress }) => {
      for (let chunk = 0; ; chunk++) {
        await progress(1, `chunk ${chunk}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
    const run = await request(kind);
    while ((await get(`/runs/${run.run_id}`)).json().state === 'queued')
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await post(`/runs/${run.run_id}/cancel`)).statusCode).toBe(200);
    expect(await waitFor(run)).toMatchObject({ state: 'cancelled', error: null });
  });

  it('shows progress that does not fall', async () => {
    const seen: number[] = [];
    const run = await request(
      define(async ({ progress }) => {
        for (const percent of [10, 40, 30, 60]) await progress(percent, `at ${percent}`);
        return {};
      }),
    );
    await app.platform.runs.waitFor(app.orgId, run.run_id, (at) => seen.push(at.progress_pct));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(100);
  });
});

describe('a run whose worker died', () => {
  /** As queue and table look an hour after the process has gone. */
  async function requestAndDie(kind: string, retries: number): Promise<Run> {
    return app.inOrganization(async (tx) => {
      const run = await app.platform.runs.request(tx, kind, {}, null);
      await tx.client.query(
        `update pgboss.job set state = 'active', started_on = now() - interval '1 hour', retry_count = $2,
                heartbeat_on = now() - interval '1 hour'
         where name = 'runs' and data->>'runId' = $1`,
        [run.run_id, retries],
      );
      await sql`update platform.runs set state = 'running', started_at = now() where run_id = ${run.run_id}`.execute(
        tx,
      );
      return run;
    });
  }

  it('is taken up again by another; one that died each time ends as failed and does not stand in the way', async () => {
    await app.platform.runs.work();
    const [held, hopeless] = [heldWork(), heldWork()];
    held.letGo();
    hopeless.letGo();
    const hopelessKind = define(hopeless.perform);
    const [run, hopelessRun] = [
      await requestAndDie(define(held.perform), 0),
      await requestAndDie(hopelessKind, 3),
    ];
    expect(await waitFor(run)).toMatchObject({ state: 'completed', counts: { times: 1 } });
    expect(await waitFor(hopelessRun)).toMatchObject({ state: 'failed', error: { code: 'run_abandoned' } });
    expect(hopeless.times()).toBe(0);
    const next = await request(hopelessKind);
    expect(next.run_id).not.toBe(hopelessRun.run_id);
    expect((await waitFor(next)).state).toBe('completed');
  });
});

describe('a worker that is stopped', () => {
  it('puts its run back, and the next worker completes it', async () => {
    const other = await createTestApp();
    const log = pino({ level: 'silent' });
    try {
      const first = await createRuns(other.database, other.platform.events, log);
      const second = await createRuns(other.database, other.platform.events, log);
      const held = heldWork();
      const definition: RunDefinition = { kind: 'test.held', input: z.object({}), perform: held.perform };
      for (const runs of [first, second]) runs.define([definition]);
      const run = await other.inOrganization((tx) => first.request(tx, 'test.held', {}, null));
      await first.work();
      await held.started;
      await first.stop();
      const between = await other.inOrganization((tx) =>
        sql<{ state: string }>`select state from platform.runs where run_id = ${run.run_id}`.execute(tx),
      );
      expect(between.rows[0]?.state).toBe('queued');
      held.letGo();
      await second.work();
      expect(await second.waitFor(other.orgId, run.run_id)).toMatchObject({
        state: 'completed',
        counts: { times: 2 },
      });
      await second.stop();
    } finally {
      await other.close();
    }
  });
});

describe('GET /runs', () => {
  it('lists the newest first, filtered by state and kind', async () => {
    const kind = define(async () => ({}));
    const first = await request(kind);
    await waitFor(first);
    const second = await request(kind);
    await waitFor(second);
    const ids = async (query: string) => (await get(query)).json().data.map((run: Run) => run.run_id);
    expect(await ids(`/runs?kind=${kind}`)).toEqual([second.run_id, first.run_id]);
    expect(await ids(`/runs?kind=${kind}&limit=1`)).toEqual([second.run_id]);
    expect(await ids(`/runs?kind=${kind}&state=failed`)).toEqual([]);
  });

  it('answers 404 for a run that does not exist, and 422 for what is no id', async () => {
    const unknown = '/runs/00000000-0000-4000-8000-000000000000';
    expect((await get(unknown)).json().error.code).toBe('run_not_found');
    expect((await post(`${unknown}/cancel`)).statusCode).toBe(404);
    expect((await get('/runs/7')).statusCode).toBe(422);
  });

  it('POST /runs starts the nightly run: 202 with the address to follow, twice the same', async () => {
    const first = await post('/runs', { kind: 'nightly' });
    expect([first.statusCode, first.headers.location]).toEqual([202, `/api/v1/runs/${first.json().run_id}`]);
    await post(`/runs/${first.json().run_id}/cancel`);
    expect((await post('/runs', { kind: 'tea' })).statusCode).toBe(422);
  });
});
