import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { type Newcomer, newcomer, signIn } from '../test-people.ts';

const day = 24 * 3600;

let app: TestApp;
beforeAll(async () => {
  // So long that idleness ends nothing here before its time.
  app = await createTestApp({ GRANARY_SESSION_IDLE_HOURS: '720', GRANARY_SESSION_MAX_DAYS: '10' });
});
afterAll(() => app.close());

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.http.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const codeOf = (reply: { statusCode: number; json(): { error?: { code: string } } }) =>
  [reply.statusCode, reply.json().error?.code] as const;

const me = (token: string) => app.http.inject({ url: '/api/v1/me', headers: bearer(token) });
const refresh = (refresh_token: string) => post('/auth/refresh', { refresh_token });

/** Somebody new who signed in twice; what happens to one session must not happen to the other. */
async function somebodyTwice() {
  const person: Newcomer = await newcomer(app, app.orgId);
  return { person, one: await signIn(app, person), other: await signIn(app, person) };
}

describe('an access token', () => {
  it('lives 3,600 seconds, says so, and is called expired one second later', async () => {
    const { one } = await somebodyTwice();
    const { exp = 0, iat = 0 } = decodeJwt(one.access_token);
    expect(exp - iat).toBe(3600);
    expect((await me(one.access_token)).statusCode).toBe(200);

    app.advance(3601);
    const late = await me(one.access_token);
    expect(codeOf(late)).toEqual([401, 'token_expired']);
    expect(late.json().error.message).toContain('/auth/refresh');

    const renewed = await refresh(one.refresh_token);
    expect((await me(renewed.json().access_token)).statusCode).toBe(200);
  });

  it('that nobody has used before is expired as well: its time is not only looked at for known ones', async () => {
    const { one } = await somebodyTwice();
    app.advance(3601);
    expect(codeOf(await me(one.access_token))).toEqual([401, 'token_expired']);
  });
});

describe('a refresh token', () => {
  it('is exchanged for another pair, and both tokens of it work', async () => {
    const { one } = await somebodyTwice();
    const reply = await refresh(one.refresh_token);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(reply.json().refresh_token).not.toBe(one.refresh_token);
    expect((await me(reply.json().access_token)).statusCode).toBe(200);
    expect((await refresh(reply.json().refresh_token)).statusCode).toBe(200);
  });

  it('that comes again ends its session: the pair it was exchanged for is worth nothing', async () => {
    const { one, other } = await somebodyTwice();
    const fresh = (await refresh(one.refresh_token)).json();
    expect((await me(fresh.access_token)).statusCode).toBe(200);

    expect(codeOf(await refresh(one.refresh_token))).toEqual([401, 'refresh_token_reused']);
    expect(codeOf(await me(fresh.access_token))).toEqual([401, 'session_revoked']);
    expect(codeOf(await refresh(fresh.refresh_token))).toEqual([401, 'session_revoked']);
    expect((await me(other.access_token)).statusCode).toBe(200);
  });

  it('is good for seven days to the second', async () => {
    const { one, other } = await somebodyTwice();
    app.advance(7 * day - 60);
    expect((await refresh(one.refresh_token)).statusCode).toBe(200);
    app.advance(61);
    expect(codeOf(await refresh(other.refresh_token))).toEqual([401, 'token_expired']);
  });

  it('does not outlive its session, however often it is exchanged', async () => {
    let { one } = await somebodyTwice();
    for (const days of [6, 3]) {
      app.advance(days * day);
      one = (await refresh(one.refresh_token)).json();
    }
    app.advance(day + 1);
    expect(codeOf(await refresh(one.refresh_token))).toEqual([401, 'session_expired']);
  });

  it.each([
    ['no token', {}, 'not_signed_in'],
    ['one of another form', { refresh_token: 'mine' }, 'token_malformed'],
    ['one nobody made', { refresh_token: `${'0'.repeat(32)}.${'a'.repeat(43)}` }, 'token_not_valid'],
  ])('has to be one of ours: %s', async (_which, body, code) => {
    expect(codeOf(await post('/auth/refresh', body))).toEqual([401, code]);
  });
});

describe('a sign-out', () => {
  it('ends both tokens of its session at once, and no other session', async () => {
    const { one, other } = await somebodyTwice();
    expect((await post('/auth/logout', {}, bearer(one.access_token))).statusCode).toBe(204);
    expect(codeOf(await me(one.access_token))).toEqual([401, 'session_revoked']);
    expect(codeOf(await refresh(one.refresh_token))).toEqual([401, 'session_revoked']);
    expect((await me(other.access_token)).statusCode).toBe(200);
    expect((await refresh(other.refresh_token)).statusCode).toBe(200);
  });

  it('everywhere ends every session of the person, and nobody else’s', async () => {
    const { person, one, other } = await somebodyTwice();
    const bystander = await newcomer(app, app.orgId);
    const reply = await post('/auth/logout-everywhere', {}, bearer(one.access_token));
    // Two of this test, one of who set the account up; the terminal is the machine's.
    expect([reply.statusCode, reply.json()]).toEqual([200, { ended: 3 }]);
    for (const token of [one.access_token, other.access_token]) {
      expect(codeOf(await me(token))).toEqual([401, 'session_revoked']);
    }
    expect(codeOf(await refresh(person.refreshToken))).toEqual([401, 'session_revoked']);
    expect((await refresh(bystander.refreshToken)).statusCode).toBe(200);
  });
});

describe('what is wrong with a credential', () => {
  it('has a code of its own each, and a challenge that names it', async () => {
    const { one, other } = await somebodyTwice();
    await post('/auth/logout', {}, bearer(one.access_token));
    const [header, payload] = other.access_token.split('.');
    const ask = (headers: Record<string, string>) => app.http.inject({ url: '/api/v1/me', headers });
    const replies = [
      await ask({}),
      await ask({ authorization: 'Basic YTpi' }),
      await ask(bearer('mine')),
      await ask(bearer(`${header}.${payload}.${'A'.repeat(43)}`)),
      await ask(bearer(one.access_token)),
    ];
    app.advance(3601);
    replies.push(await ask(bearer(other.access_token)));
    expect(replies.map(codeOf)).toEqual([
      [401, 'not_signed_in'],
      [401, 'token_malformed'],
      [401, 'token_malformed'],
      [401, 'token_not_valid'],
      [401, 'session_revoked'],
      [401, 'token_expired'],
    ]);
    const [missing, ...wrong] = replies.map((reply) => String(reply.headers['www-authenticate']));
    // Who sent nothing is told of no error (RFC 6750).
    expect(missing).toBe('Bearer realm="granary"');
    for (const challenge of wrong) {
      expect(challenge).toMatch(/^Bearer realm="granary", error="invalid_token", error_description="[^"]+"$/);
    }
  });
});
