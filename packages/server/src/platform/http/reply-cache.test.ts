import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { createApp } from '../../app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await app.inOrganization(async (tx) => {
    await tx.client.query(
      `insert into catalog.locations (org_id, store_id, name) select $1, 'S' || n, 'Store ' || n from generate_series(1, 3) n`,
      [tx.orgId],
    );
  });
});
afterAll(() => app.close());

const hit = 'granary; hit';
const miss = 'granary; fwd=miss; stored';

interface Asked {
  url?: string;
  headers?: Record<string, string>;
  role?: Parameters<TestApp['as']>[0];
  server?: Pick<TestApp, 'http'>;
}

async function read({ url = '/api/v1/stores', headers = {}, role = 'owner', server = app }: Asked = {}) {
  const reply = await server.http.inject({ url, headers: { ...(await app.as(role)), ...headers } });
  return {
    status: reply.statusCode,
    cache: reply.headers['cache-status'],
    body: reply.body,
    headers: reply.headers,
  };
}

/** As any transaction of the organization that writes. */
const rename = (name: string) =>
  app.inOrganization((tx) =>
    tx.client.query(`update catalog.locations set name = $1 where store_id = 'S1'`, [name]),
  );

describe('a kept reply', () => {
  it('answers the second read, with the same bytes and tag', async () => {
    await rename('before');
    const [first, second] = [await read(), await read()];
    expect([first.cache, second.cache]).toEqual([miss, hit]);
    expect(second.body).toBe(first.body);
    expect(second.headers.etag).toBe(first.headers.etag);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
  });

  it('is not used once something was written', async () => {
    await read();
    await rename('after');
    const reply = await read();
    expect(reply.cache).toBe(miss);
    expect(reply.body).toContain('after');
  });

  it('is not used once another server on the same database wrote', async () => {
    const { config, log } = app.platform;
    const other = await createApp({
      config,
      log,
      database: app.database,
      databaseKind: 'embedded',
      version: '0.0.0-test',
    });
    try {
      await read({ server: other });
      expect((await read({ server: other })).cache).toBe(hit);
      await rename('written elsewhere');
      expect((await read({ server: other })).body).toContain('written elsewhere');
    } finally {
      await other.close();
    }
  });

  it('stays true when a transaction that wrote was rolled back', async () => {
    await read();
    const undone = app.inOrganization(async (tx) => {
      await tx.client.query(`update catalog.locations set name = 'undone'`);
      throw new Error('on purpose');
    });
    await expect(undone).rejects.toThrow('on purpose');
    const reply = await read();
    expect([reply.cache, reply.body.includes('undone')]).toEqual([hit, false]);
  });

  it('answers 304 to whoever has it already', async () => {
    const { headers } = await read();
    const reply = await read({ headers: { 'if-none-match': String(headers.etag) } });
    expect([reply.status, reply.cache, reply.body]).toEqual([304, hit, '']);
  });

  it('is left aside for a reader who asks for a fresh one, and replaced by it', async () => {
    await read();
    expect((await read({ headers: { 'cache-control': 'no-cache' } })).cache).toBe(miss);
    expect((await read()).cache).toBe(hit);
  });

  it('belongs to the whole address', async () => {
    await read();
    expect((await read({ url: '/api/v1/stores?limit=1' })).body).not.toBe((await read()).body);
    expect((await read({ url: '/api/v1/stores?fields=name' })).cache).toBe(miss);
  });

  it('is shared by those with the same rights, and by nobody else', async () => {
    await read({ role: 'planner' });
    expect((await read({ role: 'planner' })).cache).toBe(hit);
    await app.as('store_manager');
    await read({ role: 'viewer' });
    expect((await read({ role: 'viewer' })).cache).toBe(hit);
    await app.inOrganization((tx) =>
      tx.client.query(`update identity.users set store_ids = '{S2}' where role = 'store_manager'`),
    );
    await read({ role: 'owner' });
    const limited = await read({ role: 'store_manager' });
    expect([
      limited.cache,
      JSON.parse(limited.body).data.map((store: { store_id: string }) => store.store_id),
    ]).toEqual([miss, ['S2']]);
  });

  it('is refused with the right to it', async () => {
    await read({ role: 'viewer' });
    await app.inOrganization((tx) =>
      tx.client.query(`update identity.users set disabled_at = now() where role = 'viewer'`),
    );
    expect((await read({ role: 'viewer' })).status).toBe(401);
  });

  it('does not outlive its day', async () => {
    await read();
    app.advance(15 * 60);
    expect((await read()).cache).toBe(miss);
  });

  it('is counted in the metrics', async () => {
    await read();
    await read();
    const { body } = await read({ url: '/api/v1/metrics' });
    expect(body).toMatch(/granary_reply_cache_total\{result="hit"\} [1-9]/);
    expect(body).toMatch(/granary_reply_cache_bytes [1-9]/);
  });

  it('is not made of replies that are no success, or where the setting gives no memory', async () => {
    expect((await read({ url: '/api/v1/actions/999999' })).cache).toBeUndefined();
    const { config, log } = app.platform;
    const without = await createApp({
      config: { ...config, replyCacheBytes: 0 },
      log,
      database: app.database,
      databaseKind: 'embedded',
      version: '0.0.0-test',
    });
    try {
      await read({ server: without });
      const again = await read({ server: without });
      expect([again.status, again.cache]).toEqual([200, undefined]);
    } finally {
      await without.close();
    }
  });
});
