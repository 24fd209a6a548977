import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../../test/harness.ts';
import { Allowances } from './allowances.ts';
import { takeFromWindow } from './window-queries.ts';

const windowSeconds = 2;
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({
    GRANARY_LIMIT_WINDOW_SECONDS: String(windowSeconds),
    GRANARY_LIMIT_READS: '40',
    GRANARY_LIMIT_WRITES: '10',
    GRANARY_LIMIT_ADDRESS: '60',
    GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: '4',
    GRANARY_TRUSTED_PROXIES: '127.0.0.1',
  });
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
    const found = await statuses(10, () => signIn('203.0.113.5'));
    expect(found[429]).toBe(6);
    expect((await signIn('203.0.113.6')).statusCode).not.toBe(429);
    expect((await read('owner', '203.0.113.5')).statusCode).toBe(200);
  });

  it('and every reply tells what is left', async () => {
    await windowStart();
    const { headers } = await read('owner', '203.0.113.7');
    expect(headers['ratelimit-policy']).toBe('"reads";q=40;w=2');
    expect(headers.ratelimit).toMatch(/^"reads";r=39;t=[12]$/);
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
