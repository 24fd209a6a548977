import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { type Newcomer, newcomer } from '../test-people.ts';

const host = 'granary.example';
const ourOrigin = `https://${host}`;
const web = { 'x-granary-client': 'web' };

let plain: TestApp;
let secure: TestApp;
let person: Newcomer;
beforeAll(async () => {
  plain = await createTestApp();
  secure = await createTestApp({ GRANARY_PUBLIC_URL: ourOrigin });
  person = await newcomer(plain, plain.orgId, 'planner');
});
afterAll(async () => {
  await plain.close();
  await secure.close();
});

const signIn = (app: TestApp, who: Newcomer, headers: Record<string, string> = {}) =>
  app.http.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { email: who.email, password: who.password },
    headers: { ...web, ...headers },
  });

/** All cookies of a reply, as a browser sends them back. */
const cookieOf = (reply: LightMyRequestResponse) => ({
  cookie: reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
});
const sessionOf = (reply: LightMyRequestResponse) =>
  reply.cookies.find(({ name }) => name.endsWith('granary_session'));

const me = (headers: Record<string, string>, app = plain) => app.http.inject({ url: '/api/v1/me', headers });
const change = (headers: Record<string, string>) =>
  plain.http.inject({ method: 'POST', url: '/api/v1/risk/refresh', payload: {}, headers });

describe('the cookie of a sign-in', () => {
  it('is read by no script, sent by no other site, and gone after seven days', async () => {
    expect(sessionOf(await signIn(plain, person))).toMatchObject({
      name: 'granary_session',
      path: '/',
      httpOnly: true,
      sameSite: 'Strict',
      maxAge: 7 * 24 * 3600,
    });
  });

  it('under https is Secure, and its name can be set by this host alone', async () => {
    const reply = await signIn(secure, await newcomer(secure, secure.orgId));
    expect(reply.cookies.map(({ name }) => name).sort()).toEqual([
      '__Host-granary_device',
      '__Host-granary_session',
    ]);
    for (const cookie of reply.cookies) {
      expect(cookie).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Strict', secure: true });
      expect(cookie.domain).toBeUndefined();
    }
    expect((await me(cookieOf(reply), secure)).statusCode).toBe(200);
  });

  it('under https is not taken under its plain name, which a neighbouring host could set', async () => {
    const reply = await signIn(secure, await newcomer(secure, secure.orgId));
    const planted = { cookie: `granary_session=${sessionOf(reply)?.value}` };
    expect((await me(planted, secure)).statusCode).toBe(401);
  });

  it('comes with no token in the body, and the reply is not kept', async () => {
    const reply = await signIn(plain, person);
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.json()).toMatchObject({ role: 'planner', email: person.email });
    expect(reply.body).not.toContain(sessionOf(reply)?.value);
  });

  it('is taken back by a sign-out', async () => {
    const session = cookieOf(await signIn(plain, person));
    const out = await plain.http.inject({
      method: 'POST',
      url: '/api/v1/auth/logout',
      headers: { ...session, ...web },
    });
    expect(sessionOf(out)).toMatchObject({ value: '', path: '/' });
    expect((await me(session)).json().error.code).toBe('session_revoked');
  });
});

describe('a sign-in in a browser that has a session', () => {
  it('makes another secret, and the one before is worth nothing', async () => {
    const first = await signIn(plain, person);
    const second = await signIn(plain, person, cookieOf(first));
    expect(sessionOf(second)?.value).not.toBe(sessionOf(first)?.value);
    expect((await me(cookieOf(first))).json().error.code).toBe('session_revoked');
    expect((await me(cookieOf(second))).statusCode).toBe(200);
  });

  it('of somebody else ends that one: nobody goes on in a session that was planted', async () => {
    const attacker = await newcomer(plain, plain.orgId);
    const planted = await signIn(plain, attacker);
    const victims = await signIn(plain, person, cookieOf(planted));
    expect((await me(cookieOf(victims))).json().email).toBe(person.email);
    expect((await me(cookieOf(planted))).json().error.code).toBe('session_revoked');
  });

  it('that nobody made works, and with a secret of ours', async () => {
    const made = `granary_session=${plain.orgId.replaceAll('-', '')}.${'a'.repeat(43)}`;
    const reply = await signIn(plain, person, { cookie: made });
    expect(reply.statusCode).toBe(200);
    expect(made).not.toContain(sessionOf(reply)?.value);
    expect((await me({ cookie: made })).json().error.code).toBe('token_not_valid');
  });

  it('that fails leaves the session as it was', async () => {
    const before = cookieOf(await signIn(plain, person));
    const failed = await signIn(plain, { ...person, password: 'Wrong-horse-7' }, before);
    expect([failed.statusCode, failed.headers['set-cookie']]).toEqual([401, undefined]);
    expect((await me(before)).statusCode).toBe(200);
  });
});

describe('a change by cookie', () => {
  const cases: [string, Record<string, string>, string][] = [
    ['without the header', {}, 'csrf_header_missing'],
    ['with the header of another client', { 'x-granary-client': 'cli' }, 'csrf_header_missing'],
    ['from another site', { ...web, origin: 'https://evil.example' }, 'csrf_origin_foreign'],
    [
      'from a site that begins like ours',
      { ...web, origin: `${ourOrigin}.evil.example` },
      'csrf_origin_foreign',
    ],
    ['from another port of our host', { ...web, origin: `${ourOrigin}:8443` }, 'csrf_origin_foreign'],
    ['from a page without an origin', { ...web, origin: 'null' }, 'csrf_origin_foreign'],
    [
      'from a page the browser calls another site',
      { ...web, 'sec-fetch-site': 'cross-site' },
      'csrf_origin_foreign',
    ],
    ['from a neighbouring host', { ...web, 'sec-fetch-site': 'same-site' }, 'csrf_origin_foreign'],
  ];
  it.each(cases)('%s is refused', async (_from, headers, code) => {
    const session = cookieOf(await signIn(plain, person));
    const reply = await change({ ...session, host, ...headers });
    expect([reply.statusCode, reply.json().error.code]).toEqual([403, code]);
  });

  it('from our own page goes through', async () => {
    const session = cookieOf(await signIn(plain, person));
    const own = { ...web, host, origin: ourOrigin, 'sec-fetch-site': 'same-origin' };
    expect((await change({ ...session, ...own })).statusCode).toBe(202);
  });

  it('from the page of the public address goes through behind a proxy that changes the host', async () => {
    const who = await newcomer(secure, secure.orgId, 'planner');
    const headers = {
      ...cookieOf(await signIn(secure, who)),
      ...web,
      host: '10.0.0.7:8000',
      origin: ourOrigin,
    };
    const reply = await secure.http.inject({
      method: 'POST',
      url: '/api/v1/risk/refresh',
      payload: {},
      headers,
    });
    expect(reply.statusCode).toBe(202);
  });

  it('by a bearer token is not asked: no browser sends one by itself', async () => {
    const reply = await change({ ...person.headers, origin: 'https://evil.example' });
    expect(reply.statusCode).toBe(202);
  });
});
