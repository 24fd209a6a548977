import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { newcomer, signIn } from '../test-people.ts';

const twoSeconds = String(2 / 3600);

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ GRANARY_SESSION_IDLE_HOURS: twoSeconds });
});
afterAll(() => app.close());

const web = { 'x-granary-client': 'web' };
const me = (headers: Record<string, string>, of = app) => of.http.inject({ url: '/api/v1/me', headers });
const codeOf = (reply: { statusCode: number; json(): { error?: { code: string } } }) =>
  [reply.statusCode, reply.json().error?.code] as const;

async function signInWithBrowser(of = app) {
  const payload = { token: await of.identity.createSignInLink(of.orgId) };
  const reply = await of.http.inject({ method: 'POST', url: '/api/v1/auth/link', payload });
  return { cookie: String(reply.headers['set-cookie']).split(';')[0] ?? '' };
}

describe('a session that may be idle for two seconds', () => {
  it('of a program is over after three, for its access token and for its refresh token', async () => {
    const { access_token, refresh_token } = await signIn(app, await newcomer(app, app.orgId));
    const headers = { authorization: `Bearer ${access_token}` };
    app.advance(3);
    const reply = await me(headers);
    expect(codeOf(reply)).toEqual([401, 'session_expired']);
    expect(reply.json().error.message).toContain('idle');
    const renewed = await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/refresh',
      payload: { refresh_token },
    });
    expect(codeOf(renewed)).toEqual([401, 'session_expired']);
  });

  it('of a browser is over after three as well', async () => {
    const cookie = await signInWithBrowser();
    app.advance(3);
    const reply = await me(cookie);
    expect(codeOf(reply)).toEqual([401, 'session_expired']);
    expect(reply.json().error.message).toContain('idle');
  });

  it('is not kept by the page asking whether it lasts after it ended', async () => {
    const cookie = await signInWithBrowser();
    app.advance(3);
    const asked = await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/refresh',
      payload: {},
      headers: { ...cookie, ...web },
    });
    expect(codeOf(asked)).toEqual([401, 'session_expired']);
    expect((await me(cookie)).statusCode).toBe(401);
  });
});

describe('a session that is never idle for two days', () => {
  let busy: TestApp;
  beforeAll(async () => {
    busy = await createTestApp({ GRANARY_SESSION_IDLE_HOURS: '48', GRANARY_SESSION_MAX_DAYS: '10' });
  });
  afterAll(() => busy.close());

  const renew = (cookie: { cookie: string }) =>
    busy.http.inject({
      method: 'POST',
      url: '/api/v1/auth/refresh',
      payload: {},
      headers: { ...cookie, ...web },
    });

  it('goes on with each request, and ends seven days after the sign-in in a browser', async () => {
    const cookie = await signInWithBrowser(busy);
    for (let day = 1; day < 7; day++) {
      busy.advance(24 * 3600);
      expect((await me(cookie, busy)).statusCode, `day ${day}`).toBe(200);
    }
    busy.advance(24 * 3600);
    const reply = await me(cookie, busy);
    expect(codeOf(reply)).toEqual([401, 'session_expired']);
    expect(reply.json().error.message).toContain('reached its end');
  });

  it('ends on the tenth day where its page renews it, as the setting says', async () => {
    const cookie = await signInWithBrowser(busy);
    for (let day = 1; day < 10; day++) {
      busy.advance(24 * 3600);
      expect((await renew(cookie)).statusCode, `day ${day}`).toBe(204);
    }
    busy.advance(24 * 3600);
    expect(codeOf(await renew(cookie))).toEqual([401, 'session_expired']);
  });

  it('is kept by the same cookie for another seven days, and two tabs may ask at once', async () => {
    const cookie = await signInWithBrowser(busy);
    busy.advance(24 * 3600);
    const replies = await Promise.all([renew(cookie), renew(cookie), renew(cookie)]);
    for (const reply of replies) {
      expect(reply.statusCode).toBe(204);
      const [kept] = reply.cookies;
      expect(`${kept?.name}=${kept?.value}`).toBe(cookie.cookie);
      expect(kept?.maxAge).toBe(7 * 24 * 3600);
    }
    expect((await me(cookie, busy)).statusCode).toBe(200);
  });

  it('that ended is not brought back by renewing it', async () => {
    const cookie = await signInWithBrowser(busy);
    const headers = { ...cookie, ...web };
    await busy.http.inject({ method: 'POST', url: '/api/v1/auth/logout', headers });
    expect(codeOf(await renew(cookie))).toEqual([401, 'session_revoked']);
    expect(codeOf(await me(cookie, busy))).toEqual([401, 'session_revoked']);
  });
});
