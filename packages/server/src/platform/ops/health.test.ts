import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

it('says that Granary and its database answer, without a sign-in, at both addresses', async () => {
  for (const url of ['/api/v1/health', '/health']) {
    const reply = await app.http.inject({ url });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      status: 'ok',
      version: '0.0.0-test',
      database: { kind: 'embedded' },
    });
    expect(reply.json().database.version).toMatch(/^\d+/);
  }
});

it('says 503 and degraded while the database is away, and ok when it is back without a restart', async () => {
  const away = await createTestApp();
  const { appPool, clientConfig } = away.database;
  const authorization = `Bearer ${away.orgId.replaceAll('-', '')}.${'a'.repeat(43)}`;
  const health = () => away.http.inject({ url: '/health' });
  try {
    // Nothing listens there; the connections that are open break.
    appPool.options.port = 1;
    await app.database.ownerPool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = $1 and application_name = 'granary-test'`,
      [clientConfig.database],
    );
    while (appPool.idleCount > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const degraded = await health();
    expect([degraded.statusCode, degraded.json().status, degraded.json().database.version]).toEqual([
      503,
      'degraded',
      null,
    ]);
    const list = await away.http.inject({ url: '/api/v1/risk', headers: { authorization } });
    expect([list.statusCode, list.json().error.code, list.headers['retry-after']]).toEqual([
      503,
      'database_unavailable',
      '2',
    ]);
    appPool.options.port = clientConfig.port;
    expect((await health()).json().status).toBe('ok');
    expect((await away.http.inject({ url: '/api/v1/risk', headers: { authorization } })).statusCode).toBe(
      401,
    );
  } finally {
    appPool.options.port = clientConfig.port;
    await away.close();
  }
});

it('names each part and what of it does not work', async () => {
  const own = await createTestApp();
  try {
    const health = async () => (await own.http.inject({ url: '/health' })).json();
    expect((await health()).parts).toEqual([
      { name: 'database', status: 'ok', detail: null },
      { name: 'events', status: 'ok', detail: null },
      { name: 'jobs', status: 'ok', detail: null },
      { name: 'mail', status: 'off', detail: 'not set up; nothing is sent' },
    ]);
    const erp = own.platform.outside.service({ name: 'erp', attempts: 1, openAfter: 1 });
    await erp.call(() => Promise.reject(new Error('down'))).catch(() => undefined);
    // A run that no worker has taken for long.
    const reply = await own.http.inject({
      method: 'POST',
      url: '/api/v1/runs',
      headers: await own.as('owner'),
      payload: { kind: 'nightly' },
    });
    expect(reply.statusCode).toBe(202);
    await own.database.ownerPool.query(
      `update pgboss.job set start_after = now() - interval '2 minutes' where name = 'runs'`,
    );
    const degraded = await health();
    expect(degraded.status).toBe('degraded');
    expect(degraded.parts).toEqual(
      expect.arrayContaining([
        { name: 'erp', status: 'degraded', detail: 'failed several times; left alone for now' },
        { name: 'jobs', status: 'degraded', detail: '1 runs wait and no worker takes them' },
      ]),
    );
  } finally {
    await own.close();
  }
});

it('tells apart that the process answers and that it can be sent requests', async () => {
  for (const url of ['/health/live', '/api/v1/health/live', '/health/ready', '/api/v1/health/ready']) {
    expect((await app.http.inject({ url })).statusCode).toBe(200);
  }
});
