import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { createApp } from '../../app.ts';
import { looksLikeAttack } from './attack-patterns.ts';

let app: TestApp;
beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app.close());

const attacker = '203.0.113.7';
const from = (remoteAddress: string, url: string, more: object = {}) =>
  app.http.inject({ url, remoteAddress, ...more });
const probe = (number: number, remoteAddress = attacker) => from(remoteAddress, `/api/v1/probe-${number}`);

async function probes(count: number, remoteAddress = attacker) {
  for (let number = 0; number < count; number++) await probe(number, remoteAddress);
  await app.protection.settle();
}

async function events() {
  const found = await app.inOrganization((tx) =>
    sql<{ kind: string; address: string; detail: { reason?: string } }>`
      select kind, address, detail from identity.security_events
      where kind like 'address_%' order by event_id`.execute(tx),
  );
  return found.rows;
}

describe('strangers who try much in vain', () => {
  it('50 probes from one address raise one event, one notice and a block', async () => {
    await probes(60);
    const refused = await from(attacker, '/health');
    expect([refused.statusCode, refused.json().error.code]).toEqual([429, 'address_blocked']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(14 * 60);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(15 * 60);
    expect(await events()).toEqual([
      {
        kind: 'address_blocked',
        address: attacker,
        detail: expect.objectContaining({ reason: 'scanning', times: 1 }),
      },
    ]);
    const headers = await app.as('owner');
    const notices = (await app.http.inject({ url: '/api/v1/notices', headers })).json().data;
    expect(notices).toMatchObject([
      { kind: 'security', count: 1, message: expect.stringContaining('tried many addresses') },
    ]);
    const metrics = (await app.http.inject({ url: '/api/v1/metrics', headers })).body;
    expect(metrics).toContain('granary_security_events_total{kind="scanning"} 1');
  });

  it('49 are let be, and so is one who asks the same again and again', async () => {
    await probes(49);
    for (let round = 0; round < 120; round++) await from('198.51.100.9', '/api/v1/runs');
    expect((await from(attacker, '/health')).statusCode).toBe(200);
    expect((await from('198.51.100.9', '/health')).statusCode).toBe(200);
    expect(await events()).toEqual([]);
  });

  it('are refused, but not somebody signed in at the same address, and nobody elsewhere', async () => {
    await probes(50);
    expect((await from(attacker, '/health')).statusCode).toBe(429);
    expect((await from(attacker, '/api/v1/runs', { headers: await app.as('viewer') })).statusCode).toBe(200);
    const forged = { authorization: `Bearer ${'0a'.repeat(16)}.${'x'.repeat(43)}` };
    expect((await from(attacker, '/health', { headers: forged })).statusCode).toBe(429);
    expect((await from('198.51.100.10', '/health')).statusCode).toBe(200);
  });

  it('on this machine itself are never refused', async () => {
    await probes(80, '127.0.0.1');
    await probes(80, '::1');
    expect((await from('127.0.0.1', '/health')).statusCode).toBe(200);
    expect((await from('::1', '/health')).statusCode).toBe(200);
    expect(await events()).toEqual([]);
  });

  it.each<[string, number, (number: number) => Promise<unknown>]>([
    ['injection', 10, (number) => from(attacker, `/api/v1/risk?store_id=${number}'%20or%201=1--`)],
    [
      'stuffing',
      10,
      (number) =>
        from(attacker, '/api/v1/auth/login', {
          method: 'POST',
          payload: { email: `person-${number}@shop.example`, password: 'Summer2026!xyz' },
        }),
    ],
    [
      'guessing',
      50,
      (number) =>
        from(attacker, '/api/v1/runs', {
          headers: { authorization: `Bearer ${'0a'.repeat(16)}.${String(number).padStart(43, 'x')}` },
        }),
    ],
  ])('by %s are blocked after %i tries', async (reason, tries, attempt) => {
    for (let number = 0; number < tries; number++) {
      expect((await from(attacker, '/health')).statusCode).toBe(200);
      await attempt(number);
    }
    await app.protection.settle();
    expect((await from(attacker, '/health')).statusCode).toBe(429);
    expect(await events()).toMatchObject([{ detail: { reason } }]);
  });
});

describe('a block', () => {
  it('is listed, lifted by whoever may, and noted', async () => {
    await probes(50);
    const owner = await app.as('owner');
    const list = await app.http.inject({ url: '/api/v1/blocked-addresses', headers: owner });
    expect(list.json().data).toMatchObject([{ address: attacker, reason: 'scanning', times: 1 }]);
    const lift = (headers: Record<string, string>) =>
      app.http.inject({ method: 'DELETE', url: `/api/v1/blocked-addresses/${attacker}`, headers });
    expect((await lift(await app.as('viewer'))).statusCode).toBe(403);
    expect((await lift({})).statusCode).toBe(401);
    expect((await lift(owner)).statusCode).toBe(204);
    expect((await from(attacker, '/health')).statusCode).toBe(200);
    const again = await lift(owner);
    expect([again.statusCode, again.json().error.code]).toEqual([404, 'address_not_blocked']);
    expect((await events()).map(({ kind }) => kind)).toEqual(['address_blocked', 'address_unblocked']);
  });

  it('holds on every server of the installation, and each in a row is longer', async () => {
    await probes(50);
    await sql`update identity.blocked_addresses set blocked_until = now()`.execute(app.database.kysely);
    await app.protection.read();
    expect((await from(attacker, '/health')).statusCode).toBe(200);
    await probes(50);
    const found = await sql<{ times: number; minutes: number }>`
      select times, round(extract(epoch from blocked_until - blocked_at) / 60)::int as minutes
      from identity.blocked_addresses`.execute(app.database.kysely);
    expect(found.rows).toEqual([{ times: 2, minutes: 30 }]);
    // Another server reads it from the database.
    await sql`insert into identity.blocked_addresses (address, reason, blocked_at, blocked_until)
              values ('192.0.2.1', 'scanning', now(), now() + interval '5 minutes')`.execute(
      app.database.kysely,
    );
    await app.protection.read();
    expect((await from('192.0.2.1', '/health')).statusCode).toBe(429);
  });

  it('is made of what several servers saw together, and is not made again once it was lifted', async () => {
    const { config, log, clock } = app.platform;
    const other = await createApp({
      config,
      log,
      clock,
      database: app.database,
      databaseKind: 'embedded',
      version: '0.0.0-test',
    });
    try {
      const together = async () => {
        for (const server of [app, other]) {
          await server.protection.share();
          await server.protection.settle();
        }
        for (const server of [app, other]) await server.protection.read();
      };
      let address = '';
      const asked = (server: Pick<TestApp, 'http'>, url: string) =>
        server.http.inject({ url, remoteAddress: address });
      // They are counted in windows of five minutes: where one ends meanwhile, it is begun again from elsewhere.
      const window = () => Math.floor(Date.now() / 300_000);
      for (let began = -1, place = 10; began !== window(); place++) {
        began = window();
        address = `203.0.113.${place}`;
        for (let number = 0; number < 24; number++) await asked(app, `/api/v1/here-${number}`);
        for (let number = 0; number < 25; number++) await asked(other, `/api/v1/there-${number}`);
        await together();
        expect((await asked(app, '/health')).statusCode).toBe(200);
        await asked(other, '/api/v1/one-more');
        await together();
      }
      for (const server of [app, other]) expect((await asked(server, '/health')).statusCode).toBe(429);
      expect((await events()).at(-1)).toMatchObject({ address, detail: { reason: 'scanning', times: 1 } });

      const url = `/api/v1/blocked-addresses/${address}`;
      const lifted = await app.http.inject({ method: 'DELETE', url, headers: await app.as('owner') });
      expect(lifted.statusCode).toBe(204);
      await other.protection.read();
      await asked(other, '/api/v1/and-another');
      await together();
      expect((await asked(other, '/health')).statusCode).toBe(200);
    } finally {
      await other.close();
    }
  });

  it('is never made where the setting is 0', async () => {
    const open = await createTestApp({ GRANARY_DOOR_PROBES: '0' });
    try {
      for (let number = 0; number < 120; number++)
        await open.http.inject({ url: `/api/v1/probe-${number}`, remoteAddress: attacker });
      expect((await open.http.inject({ url: '/health', remoteAddress: attacker })).statusCode).toBe(200);
    } finally {
      await open.close();
    }
  });
});

describe('an address looks like an attack', () => {
  it.each([
    "/api/v1/risk?store_id=S1' or 1=1 --",
    '/api/v1/risk?store_id=1%20UNION%20SELECT%20password',
    '/api/v1/items?q=%253Cscript%253Ealert(1)',
    '/app/../../etc/passwd',
    '/.env',
    '/wp-login.php',
    `/?x=$\{jndi:ldap://evil}`,
    '/api/v1/items?q=1;drop table users',
  ])('%s', (address) => {
    expect(looksLikeAttack(address)).toBe(true);
  });

  it.each([
    '/api/v1/series/S1/PLA-002?from=2026-03-01',
    "/api/v1/items?q=L'Or%C3%A9al or similar",
    '/api/v1/items?q=select%20blend%20coffee',
    '/api/v1/stores?name=Union%20Square',
    '/app/items?sort=-risk&cursor=eyJzIjoiYSJ9',
    '/api/v1/audit?text=dropped;%20updated',
  ])('but not %s', (address) => {
    expect(looksLikeAttack(address)).toBe(false);
  });
});
