import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { withOrganization } from '../database/index.ts';
import { permissionToHear } from './audience.ts';
import type { GranaryEvent } from './events.ts';

let app: TestApp;
const open: WebSocket[] = [];
beforeAll(async () => {
  app = await createTestApp();
  await app.http.ready();
  app.platform.runs.define([
    {
      kind: 'test.steps',
      input: z.object({}),
      perform: async ({ progress }) => {
        await progress(25, 'first');
        await progress(75, 'second');
        return {};
      },
    },
  ]);
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});
afterAll(() => app.close());

/** A listener and what it was told so far. */
async function listen(headers: Record<string, string>) {
  const told: (GranaryEvent | { type: 'hello' })[] = [];
  let socket: WebSocket | undefined;
  const closed = new Promise<number>((resolve) => {
    void app.http.injectWS(
      '/api/v1/events',
      { headers },
      {
        onInit: (made: WebSocket) => {
          socket = made;
          open.push(made);
          made.on('message', (data: RawData) => told.push(JSON.parse(String(data))));
          made.on('close', (code: number) => resolve(code));
        },
      },
    );
  });
  const until = async (isTold: () => boolean) => {
    while (!isTold()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return {
    told,
    closed,
    until,
    hello: () => until(() => told.some((event) => event.type === 'hello')),
    socket: () => socket,
  };
}

/** An event of our organization, as a run that ends announces it. */
const announce = (uploadId: string, orgId = app.orgId) =>
  withOrganization(app.database, orgId, (tx) =>
    app.platform.events.announce(tx, { type: 'upload.changed', upload_id: uploadId }),
  );

describe('the stream of events', () => {
  it('tells how a run comes along, from queued to completed', async () => {
    const listener = await listen(await app.as('viewer'));
    await listener.hello();
    const run = await app.run('test.steps');
    const states = () =>
      listener.told.flatMap((event) =>
        event.type === 'run.progress' && event.run.run_id === run.run_id ? [event.run] : [],
      );
    await listener.until(() => states().some(({ state }) => state === 'completed'));
    expect(states().map(({ state, progress_pct, step }) => [state, progress_pct, step])).toEqual([
      ['running', 0, null],
      ['running', 25, 'first'],
      ['running', 75, 'second'],
      ['completed', 100, 'second'],
    ]);
  });

  it('tells another organization nothing of it', async () => {
    const otherOrgId = await app.otherOrganization();
    const authorization = `Bearer ${await app.identity.openTerminal(otherOrgId, undefined)}`;
    const [ours, theirs] = [await listen(await app.as('viewer')), await listen({ authorization })];
    await Promise.all([ours.hello(), theirs.hello()]);
    await announce('ours');
    await announce('theirs', otherOrgId);
    // Theirs was announced last: when it arrived, ours would have.
    await theirs.until(() => theirs.told.length === 2);
    expect(theirs.told[1]).toEqual({ type: 'upload.changed', upload_id: 'theirs' });
    await ours.until(() => ours.told.length === 2);
    expect(ours.told[1]).toEqual({ type: 'upload.changed', upload_id: 'ours' });
  });

  it('tells nothing of a change that was taken back', async () => {
    const listener = await listen(await app.as('viewer'));
    await listener.hello();
    await expect(
      app.inOrganization(async (tx) => {
        await app.platform.events.announce(tx, { type: 'upload.changed', upload_id: 'taken back' });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await announce('kept');
    await listener.until(() => listener.told.length === 2);
    expect(listener.told[1]).toEqual({ type: 'upload.changed', upload_id: 'kept' });
  });

  it('sends a list of actions that is too long for a notification as "look again"', async () => {
    const listener = await listen(await app.as('viewer'));
    await listener.hello();
    const action_ids = Array.from({ length: 3000 }, (_, id) => id);
    await app.inOrganization((tx) =>
      app.platform.events.announce(tx, { type: 'actions.changed', action_ids }),
    );
    await listener.until(() => listener.told.length === 2);
    expect(listener.told[1]).toEqual({ type: 'actions.changed', action_ids: [] });
  });

  it('goes on after its connection to the database broke', async () => {
    const listener = await listen(await app.as('viewer'));
    await listener.hello();
    const broken = await app.database.ownerPool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query = 'listen "granary_events"'`,
    );
    expect(broken.rowCount).toBe(1);
    const repeat = setInterval(() => void announce('again'), 100);
    await listener.until(() => listener.told.length > 1);
    clearInterval(repeat);
    expect(listener.told[1]).toEqual({ type: 'upload.changed', upload_id: 'again' });
  });
});

describe('a listener', () => {
  it.each<Record<string, string>>([{}, { authorization: 'Bearer x' }])(
    'without a session is sent away: %j',
    async (headers) => {
      const listener = await listen(headers);
      expect(await listener.closed).toBe(4401);
      expect(listener.told).toEqual([]);
    },
  );

  it('whose role may see nothing of what is told is sent away before any message', async () => {
    const listener = await listen(await app.as('supplier'));
    expect(await listener.closed).toBe(4403);
    expect(listener.told).toEqual([]);
  });

  it('is told only of what their role may see', async () => {
    expect(Object.values(permissionToHear).filter((name) => !(name in app.permissions))).toEqual([]);
    const [planner, manager] = [
      await listen(await app.as('planner')),
      await listen(await app.as('store_manager')),
    ];
    await Promise.all([planner.hello(), manager.hello()]);
    await announce('a file of all locations');
    await app.inOrganization((tx) =>
      app.platform.events.announce(tx, { type: 'actions.changed', action_ids: [1, 2] }),
    );
    await planner.until(() => planner.told.length >= 3);
    await manager.until(() => manager.told.length >= 2);
    expect(planner.told.slice(1)).toEqual([
      { type: 'upload.changed', upload_id: 'a file of all locations' },
      { type: 'actions.changed', action_ids: [1, 2] },
    ]);
    // Uploads hold all locations together; of actions a manager hears that some changed, and asks for theirs.
    expect(manager.told.slice(1)).toEqual([{ type: 'actions.changed', action_ids: [] }]);
  });

  it('that another site opened is sent away, one that our own page opened is not', async () => {
    const session = await app.as('viewer');
    const foreign = await listen({ ...session, origin: 'https://elsewhere.example' });
    expect(await foreign.closed).toBe(4401);
    await (await listen({ ...session, host: 'granary.example', origin: 'https://granary.example' })).hello();
  });

  it('whose session ended is sent away at the next beat', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    try {
      const token = await app.identity.createSignInLink(app.orgId);
      const signedIn = await app.http.inject({
        method: 'POST',
        url: '/api/v1/auth/link',
        payload: { token },
      });
      const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
      const [leaving, staying] = [await listen({ cookie }), await listen(await app.as('viewer'))];
      await Promise.all([leaving.hello(), staying.hello()]);
      const headers = { cookie, 'x-granary-client': 'web' };
      expect(
        (await app.http.inject({ method: 'POST', url: '/api/v1/auth/logout', headers })).statusCode,
      ).toBe(204);
      vi.advanceTimersByTime(30_000);
      expect(await leaving.closed).toBe(4401);
      await announce('still here');
      await staying.until(() => staying.told.length === 2);
      expect(leaving.told).toEqual([{ type: 'hello' }]);
    } finally {
      vi.useRealTimers();
    }
  });
});
