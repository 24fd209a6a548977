import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../../test/harness.ts';
import { createApp } from '../../../app.ts';
import { readConfig } from '../../../config.ts';
import { Allowances } from './allowances.ts';
import { takeFromWindow } from './window-queries.ts';

const windowSeconds = 2;
const limits = {
  GRANARY_LIMIT_WINDOW_SECONDS: String(windowSeconds),
  GRANARY_LIMIT_READS: '40',
  GRANARY_LIMIT_WRITES: '10',
  GRANARY_LIMIT_ADDRESS: '60',
  GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: '4',
  GRANARY_TRUSTED_PROXIES: '127.0.0.1',
};
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp(limits);
});
afterAll(() => app.close());

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Just after a window begins, so that a burst falls into one. */
const windowStart = () => wait(windowSeconds * 1000 - (Date.now() % (windowSeconds * 1000)) + 20);

async function read(role: 'owner' | 'viewer', address: string) {
  return app.http.inject({
    url: '/api/v1/categories',
    headers: { ...(await app.as(role)), 'x-forwarded-for': address },
  });
}
const signIn = (address: string) =>
  app.http.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    headers: { 'x-forwarded-for': address },
    payload: { email: 'nobody@example.com', password: 'not the one' },
  });
const statuses = async (count: number, ask: () => Promise<{ statusCode: number }>) => {
  const replies = await Promise.all(Array.from({ length: count }, ask));
  return replies.reduce<Record<string, number>>((found, { statusCode }) => {
    found[statusCode] = (found[statusCode] ?? 0) + 1;
    return found;
  }, {});
};

/** How many were answered, and how many each limit refused. */
function policiesOf(replies: { statusCode: number; json(): Refusal }[]): Record<string, number> {
  return replies.reduce<Record<string, number>>((found, reply) => {
    const policy = reply.statusCode === 429 ? (reply.json().error.details[0]?.policy ?? 'other') : 'answered';
    found[policy] = (found[policy] ?? 0) + 1;
    return found;
  }, {});
}
interface Refusal {
  error: { details: { policy?: string }[] };
}

describe('requests are limited', () => {
  it('by person: others go on, and after the time of Retry-After the call works again', async () => {
    await app.as('owner');
    await app.as('viewer');
    await windowStart();
    expect(await statuses(50, () => read('owner', '203.0.113.1'))).toEqual({ 200: 40, 429: 10 });
    const refused = await read('owner', '203.0.113.2');
    expect(refused.json().error).toMatchObject({ code: 'too_many_requests', details: [{ policy: 'reads' }] });
    expect(refused.headers.ratelimit).toMatch(/^"reads";r=0;t=[12]$/);
    expect((await read('viewer', '203.0.113.2')).statusCode).toBe(200);
    await wait(Number(refused.headers['retry-after']) * 1000);
    expect((await read('owner', '203.0.113.1')).statusCode).toBe(200);
  });

  it('by address, whoever asks, also strangers', async () => {
    await windowStart();
    const stranger = () =>
      app.http.inject({ url: '/api/v1/categories', headers: { 'x-forwarded-for': '203.0.113.3' } });
    expect(await statuses(70, stranger)).toEqual({ 401: 60, 429: 10 });
    expect((await read('viewer', '203.0.113.3')).statusCode).toBe(429);
    expect((await read('viewer', '203.0.113.4')).statusCode).toBe(200);
  });

  it('to sign in lower than to read, by address', async () => {
    await windowStart();
    const replies = await Promise.all(Array.from({ length: 10 }, () => signIn('203.0.113.5')));
    expect(policiesOf(replies)).toEqual({ answered: 4, route: 6 });
    expect((await signIn('203.0.113.6')).statusCode).toBe(401);
    expect((await read('owner', '203.0.113.5')).statusCode).toBe(200);
  });

  it('and every reply tells what is left', async () => {
    await windowStart();
    const { headers } = await read('owner', '203.0.113.7');
    expect(headers['ratelimit-policy']).toBe('"reads";q=40;w=2');
    expect(headers.ratelimit).toMatch(/^"reads";r=39;t=[12]$/);
  });
});

describe('a sender that is no trusted proxy', () => {
  /** From this machine's proxy, which is trusted, or from elsewhere. */
  const signInBy = (remoteAddress: string, named: string) =>
    app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      remoteAddress,
      headers: { 'x-forwarded-for': named },
      payload: { email: 'nobody@example.com', password: 'not the one' },
    });
  const ten = (remoteAddress: string) =>
    Promise.all(Array.from({ length: 10 }, (_, number) => signInBy(remoteAddress, `192.0.2.${number + 1}`)));

  it('is counted by its own address, whomever it names; a trusted one by those it names', async () => {
    await windowStart();
    expect(policiesOf(await ten('198.51.100.7'))).toEqual({ answered: 4, route: 6 });
    expect(policiesOf(await ten('127.0.0.1'))).toEqual({ answered: 10 });
  });
});

describe('every route where abuse is likely', () => {
  it('is limited by minute and address, lower than reads are by what is set at first', () => {
    const { loginAttemptsPerMinute, rateLimits } = readConfig({});
    expect(loginAttemptsPerMinute * 10).toBeLessThan(rateLimits.reads);
    const open = app.routes.filter(({ method, permission }) => method === 'POST' && permission === 'public');
    expect(open.length).toBeGreaterThan(5);
    expect(open.filter(({ perMinute }) => perMinute === undefined).map(({ path }) => path)).toEqual([]);
  });
});

describe('two servers on one database', () => {
  it('count sign-ins and strangers together', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'granary-second-'));
    const second = await createApp({
      config: readConfig({ GRANARY_DATA_DIR: dataDir, PORT: '0', ...limits }),
      log: pino({ level: 'silent' }),
      database: app.database,
      databaseKind: 'embedded',
      version: '0.0.0-test',
    });
    const servers = [app.http, second.http];
    const askInTurn = (count: number, request: InjectOptions) =>
      Promise.all(Array.from({ length: count }, (_, turn) => servers[turn % 2]!.inject(request)));
    try {
      await windowStart();
      // Another than above: twenty failures of one address slow down whoever tries it.
      const payload = { email: 'nobody-else@example.com', password: 'not the one' };
      const headers = { 'x-forwarded-for': '203.0.113.50' };
      const signIns = await askInTurn(10, { method: 'POST', url: '/api/v1/auth/login', headers, payload });
      expect(policiesOf(signIns)).toEqual({ answered: 4, route: 6 });
      const strangers = policiesOf(
        await askInTurn(100, { url: '/api/v1/me', headers: { 'x-forwarded-for': '203.0.113.51' } }),
      );
      // Each server may refuse a twentieth too early, and none accepts more than the limit.
      expect(strangers.answered).toBeLessThanOrEqual(60);
      expect(strangers.answered).toBeGreaterThanOrEqual(60 - 3);
    } finally {
      await second.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});

describe('several servers', () => {
  it('count together: never more than the limit, and at most a twentieth each too few', async () => {
    const limit = 200;
    let statements = 0;
    const server = () =>
      new Allowances(
        (key, count) => {
          statements += 1;
          return takeFromWindow(app.database, key, count, 3600);
        },
        () => performance.now(),
      );
    const [one, two, three] = [server(), server(), server()];
    const uses = Array.from({ length: 300 }, (_, place) =>
      [one, two, three][place % 3 === 0 ? 0 : place % 2 === 0 ? 1 : 2]?.use('shared', limit),
    );
    const allowed = (await Promise.all(uses)).filter((use) => use?.isAllowed === true).length;
    expect(allowed).toBeLessThanOrEqual(limit);
    expect(allowed).toBeGreaterThanOrEqual(limit - 3 * (limit / 20));
    expect(statements).toBeLessThanOrEqual(20 + 3);
    expect((await one.use('shared', limit)).isAllowed && (await two.use('shared', limit)).isAllowed).toBe(
      false,
    );
  });
});
