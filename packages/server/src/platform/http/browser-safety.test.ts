import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { readConfig } from '../../config.ts';
import { type Newcomer, newcomer } from '../../identity/test-people.ts';

let app: TestApp;
let port: number;
const shop = 'https://shop.example';
beforeAll(async () => {
  app = await createTestApp({
    GRANARY_CORS_ORIGINS: `${shop}, http://localhost:5173`,
    GRANARY_PUBLIC_URL: 'https://granary.example',
    GRANARY_TRUSTED_PROXIES: '10.0.0.0/8',
  });
  await app.http.listen({ port: 0, host: '127.0.0.1' });
  port = (app.http.server.address() as { port: number }).port;
});
afterAll(() => app.close());

const expected = {
  'content-security-policy': expect.stringMatching(/script-src 'self';.*frame-ancestors 'none'/),
  'strict-transport-security': expect.stringContaining('max-age=31536000'),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': expect.stringContaining('camera=()'),
  'x-correlation-id': expect.any(String),
};

describe('every reply carries the security headers and a correlation id', () => {
  it.each([
    ['a read', '/api/v1/health', 200],
    ['a refusal', '/api/v1/items', 401],
    ['an address that is not there', '/api/v1/nothing', 404],
    ['an address outside', '/nothing', 404],
    ['a wrong method', '/api/v1/auth/login', 405],
    ['an address that cannot be decoded', '/api/v1/runs/%zz', 400],
    ['an address too long', `/api/v1/runs/${'x'.repeat(400)}`, 414],
    ['the way to the screen', '/', 302],
  ])('%s', async (_name, url, status) => {
    const reply = await app.http.inject({ url });
    expect(reply.statusCode).toBe(status);
    expect(reply.headers).toMatchObject(expected);
  });

  it('and so does what is not HTTP', async () => {
    const reply = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
    });
    const [head = '', body = ''] = reply.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1.1 400 Bad Request/);
    for (const name of Object.keys(expected)) expect(head).toContain(`\r\n${name}: `);
    expect(JSON.parse(body).error.code).toBe('bad_request');
  });

  it('scripts of pages are never allowed inline', async () => {
    const policy = String(
      (await app.http.inject({ url: '/api/v1/health' })).headers['content-security-policy'],
    );
    const scripts = policy.split('; ').filter((directive) => directive.startsWith('script-src'));
    expect(scripts).toEqual(["script-src 'self'", "script-src-attr 'none'"]);
  });

  it('strict transport is not asked for where people come by http', async () => {
    const plain = await createTestApp();
    const { headers } = await plain.http.inject({ url: '/api/v1/health' });
    await plain.close();
    expect(headers['strict-transport-security']).toBeUndefined();
  });
});

describe('pages of other origins', () => {
  const ask = (origin: string, headers: Record<string, string> = {}) =>
    app.http.inject({ url: '/api/v1/health', headers: { origin, ...headers } });

  it('that are named may read the reply, without cookies', async () => {
    const { headers } = await ask(shop);
    expect(headers['access-control-allow-origin']).toBe(shop);
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect(headers.vary).toMatch(/origin/i);
    expect(headers['access-control-expose-headers']).toContain('x-correlation-id');
  });

  it('that are named may ask first', async () => {
    const reply = await app.http.inject({
      method: 'OPTIONS',
      url: '/api/v1/items',
      headers: {
        origin: shop,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'if-match',
      },
    });
    expect(reply.statusCode).toBe(204);
    expect(reply.headers['access-control-allow-methods']).toContain('PATCH');
    expect(reply.headers['access-control-allow-headers']).toContain('if-match');
  });

  it.each(['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
    '%s gets no such header, also not when it asks first',
    async (origin) => {
      const replies = [
        await ask(origin),
        await app.http.inject({
          method: 'OPTIONS',
          url: '/api/v1/items',
          headers: { origin, 'access-control-request-method': 'POST' },
        }),
      ];
      for (const { headers } of replies) {
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    },
  );

  it.each(['*', 'https://*.example', 'shop.example', 'https://shop.example/', 'https://shop.example/path'])(
    'cannot be named as %s',
    (origin) => {
      expect(() => readConfig({ GRANARY_CORS_ORIGINS: origin })).toThrow(/GRANARY_CORS_ORIGINS/);
    },
  );
});

describe('a proxy', () => {
  it('that is trusted names the address of the caller, and another does not', () => {
    expect(() => readConfig({ GRANARY_TRUSTED_PROXIES: 'everyone' })).toThrow(/GRANARY_TRUSTED_PROXIES/);
    expect(readConfig({ GRANARY_TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '::1',
    ]);
  });

  const wrong = 'Not-the-one-7';
  /** A sign-in that comes from `sender`, which says that it passes on for `named`. */
  const signInFrom = (sender: string, named: string, { email, password }: Account) =>
    app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      remoteAddress: sender,
      headers: { 'x-forwarded-for': named },
      payload: { email, password, mode: 'token' },
    });

  it.each([
    ['trusted', '10.1.2.3', '203.0.113.20'],
    ['not trusted', '198.51.100.20', '198.51.100.20'],
  ])('that is %s: the trail and the sessions tell this address', async (_name, sender, told) => {
    const person = await newcomer(app, app.orgId);
    const reply = await signInFrom(sender, '203.0.113.20', person);
    expect(reply.statusCode).toBe(200);
    const get = async (url: string, headers: object) =>
      (await app.http.inject({ url: `/api/v1${url}`, headers: { ...headers } })).json().data[0];
    const entry = await get(
      `/audit?verb=signed_in&entity_id=${person.userId}&limit=1`,
      await app.as('owner'),
    );
    expect(entry.after.address).toBe(told);
    const headers = { authorization: `Bearer ${reply.json().access_token}` };
    expect((await get('/sessions?limit=1', headers)).address).toBe(told);
  });

  it('that is not trusted cannot spread its guesses over addresses it makes up', async () => {
    const guessed = await newcomer(app, app.orgId);
    for (let guess = 0; guess < 5; guess++) {
      const reply = await signInFrom('198.51.100.21', `203.0.113.${30 + guess}`, {
        ...guessed,
        password: wrong,
      });
      expect(reply.statusCode).toBe(401);
    }
    const refused = await signInFrom('198.51.100.21', '203.0.113.99', guessed);
    expect([refused.statusCode, refused.json().error.code]).toEqual([429, 'sign_in_delayed']);
  });

  it('that is trusted brings callers who are delayed each by themselves', async () => {
    const guessed = await newcomer(app, app.orgId);
    for (let guess = 0; guess < 5; guess++)
      await signInFrom('10.1.2.3', '203.0.113.40', { ...guessed, password: wrong });
    expect((await signInFrom('10.1.2.3', '203.0.113.40', guessed)).statusCode).toBe(429);
    expect((await signInFrom('10.1.2.3', '203.0.113.41', guessed)).statusCode).toBe(200);
  });
});

type Account = Pick<Newcomer, 'email' | 'password'>;
