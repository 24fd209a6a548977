import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/harness.ts';

const account = { name: 'Ana', email: 'Ana@Example.com', password: 'Correct-horse-7' };

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
beforeEach(() =>
  app.inOrganization(async (tx) => {
    await sql`update identity.sessions set revoked_at = now() where kind = 'web'`.execute(tx);
    await sql`update identity.users set email = null, password_hash = null`.execute(tx);
    await sql`delete from identity.sign_in_names where org_id = ${tx.orgId}`.execute(tx);
  }),
);
afterAll(() => app.close());

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.http.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers });

const me = (headers: Record<string, string>) => app.http.inject({ url: '/api/v1/me', headers });

/** What a browser sends back: name and value of the cookie. */
function cookieOf(reply: Awaited<ReturnType<typeof post>>): { cookie: string } {
  return { cookie: String(reply.headers['set-cookie']).split(';')[0] ?? '' };
}

async function signInByLink(orgId = app.orgId) {
  const token = await app.identity.createSignInLink(orgId);
  return { token, reply: await post('/auth/link', { token }) };
}

const web = { 'x-granary-client': 'web' };

async function setAccount(
  given: Partial<typeof account> & { current_password?: string } = {},
  orgId = app.orgId,
) {
  const session = cookieOf((await signInByLink(orgId)).reply);
  const payload = { ...account, ...given };
  return app.http.inject({
    method: 'PUT',
    url: '/api/v1/auth/account',
    payload,
    headers: { ...session, ...web },
  });
}

describe('a one-time link', () => {
  it('signs the owner in and says who that is and what they may do', async () => {
    const { reply } = await signInByLink();
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      role: 'owner',
      has_password: false,
      organization: { name: 'Test grocer' },
    });
    expect(reply.json().permissions.sort()).toEqual(Object.keys(app.permissions).sort());
    expect((await me(cookieOf(reply))).statusCode).toBe(200);
  });

  it('sets a cookie that no script reads and no other site sends', async () => {
    const { reply } = await signInByLink();
    const cookie = String(reply.headers['set-cookie']);
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(attribute);
  });

  it('does so once: the second time is refused and tells the way out', async () => {
    const { token } = await signInByLink();
    const again = await post('/auth/link', { token });
    expect([again.statusCode, again.json().error.code]).toEqual([401, 'link_used_or_expired']);
    expect(again.json().error.message).toContain('granary link');
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('of two simultaneous tries lets one in', async () => {
    const token = await app.identity.createSignInLink(app.orgId);
    const replies = await Promise.all(Array.from({ length: 8 }, () => post('/auth/link', { token })));
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, ...Array(7).fill(401)]);
  });

  it('can be asked for by the terminal, who is named in the trail, and not by a planner', async () => {
    const asked = await post('/auth/links', {}, await app.as('operator'));
    expect(asked.statusCode).toBe(201);
    const token = String(asked.json().link).split('/app/link#')[1] ?? '';
    expect((await post('/auth/link', { token })).statusCode).toBe(200);
    const trail = await app.inOrganization((tx) =>
      sql<{ actor_name: string }>`select actor_name from identity.audit_trail where verb = 'link_made'
                                  order by audit_id desc limit 1`.execute(tx),
    );
    expect(trail.rows).toEqual([{ actor_name: 'Test operator' }]);
    const refused = await post('/auth/links', {}, await app.as('planner'));
    expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'permission_missing']);
  });

  it('is refused after a day', async () => {
    const token = await app.identity.createSignInLink(app.orgId);
    await app.inOrganization((tx) =>
      sql`update identity.sign_in_links set expires_at = now() - interval '1 second' where used_at is null`.execute(
        tx,
      ),
    );
    expect((await post('/auth/link', { token })).json().error.code).toBe('link_used_or_expired');
  });

  it('is refused for a person who was disabled meanwhile', async () => {
    const token = await app.identity.createSignInLink(app.orgId);
    const disable = (at: string | null) =>
      app.inOrganization((tx) =>
        sql`update identity.users set disabled_at = ${at}::timestamptz where role = 'owner'`.execute(tx),
      );
    await disable('2026-01-01');
    const reply = await post('/auth/link', { token });
    await disable(null);
    expect(reply.statusCode).toBe(401);
  });

  it.each(['x', 'a'.repeat(200), `${'0'.repeat(32)}.${'a'.repeat(43)}`])(
    'that was never made is refused: %s',
    async (token) => {
      expect((await post('/auth/link', { token })).statusCode).toBe(401);
    },
  );
});

describe('e-mail address and password', () => {
  it('once set sign in, with the address in any case', async () => {
    const set = await setAccount();
    expect(set.statusCode, set.body).toBe(200);
    expect(set.json()).toMatchObject({ name: 'Ana', email: 'ana@example.com', has_password: true });
    const typed = { email: 'ANA@example.com', password: account.password };
    const reply = await post('/auth/login', typed, web);
    expect(reply.statusCode).toBe(200);
    expect((await me(cookieOf(reply))).json().name).toBe('Ana');
  });

  it('that are wrong and an address nobody has are refused alike', async () => {
    await setAccount();
    const wrong = await post('/auth/login', { email: account.email, password: 'wrong' });
    const unknown = await post('/auth/login', { email: 'nobody@example.com', password: account.password });
    const { correlation_id: _first, ...wrongError } = wrong.json().error;
    const { correlation_id: _second, ...unknownError } = unknown.json().error;
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(wrongError).toEqual(unknownError);
    expect(wrongError.code).toBe('wrong_email_or_password');
  });

  it('are stored as argon2id, and the address of one person cannot be taken by another', async () => {
    await setAccount();
    const stored = await app.inOrganization((tx) =>
      sql<{
        password_hash: string;
      }>`select password_hash from identity.users where email = 'ana@example.com'`.execute(tx),
    );
    expect(stored.rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const other = await app.otherOrganization();
    const taken = await setAccount({}, other);
    expect([taken.statusCode, taken.json().error.code]).toEqual([409, 'email_in_use']);
    expect((await setAccount({ email: 'other@example.com' }, other)).statusCode).toBe(200);
  });

  it('replace the ones before: the old address no longer signs in', async () => {
    await setAccount();
    await setAccount({ email: 'new@example.com', current_password: account.password });
    expect((await post('/auth/login', { email: account.email, password: account.password })).statusCode).toBe(
      401,
    );
    expect(
      (await post('/auth/login', { email: 'new@example.com', password: account.password })).statusCode,
    ).toBe(200);
  });

  it.each([
    ['Passw0r', ['use at least 8 characters', 'use at least one symbol, such as ! or -']],
    ['password1', ['use at least one upper-case letter', 'use at least one symbol, such as ! or -']],
    [`Aa1!${'é'.repeat(35)}`, ['use at most 72 bytes; letters beyond a to z take two or more']],
    [
      '        ',
      [
        'use at least one upper-case letter',
        'use at least one lower-case letter',
        'use at least one digit',
        'use at least one symbol, such as ! or -',
      ],
    ],
  ])(
    'are refused with 422 and one detail for each rule the password breaks: %s',
    async (password, broken) => {
      const reply = await setAccount({ password });
      expect(reply.statusCode).toBe(422);
      expect(reply.json().error.details).toEqual(broken.map((message) => ({ field: 'password', message })));
    },
  );

  it.each(['Passw0rd!', `Aa1!${'é'.repeat(34)}`])(
    'are taken when the password keeps the rules: %s',
    async (password) => {
      expect((await setAccount({ password })).statusCode).toBe(200);
      expect((await post('/auth/login', { email: account.email, password })).statusCode).toBe(200);
    },
  );

  it('are replaced only by who knows the present password', async () => {
    await setAccount();
    const changed = { password: 'Another-horse-8' };
    const without = await setAccount(changed);
    const wrong = await setAccount({ ...changed, current_password: 'Guess-1-guess' });
    for (const reply of [without, wrong]) {
      expect([reply.statusCode, reply.json().error.code]).toEqual([422, 'current_password_wrong']);
    }
    expect((await setAccount({ ...changed, current_password: account.password })).statusCode).toBe(200);
  });

  it('can be corrected without a new password, by who knows the present one; sessions go on', async () => {
    await setAccount();
    const other = await post('/auth/login', { email: account.email, password: account.password }, web);
    const session = cookieOf((await signInByLink()).reply);
    const correct = (payload: object) =>
      app.http.inject({
        method: 'PUT',
        url: '/api/v1/auth/account',
        payload,
        headers: { ...session, ...web },
      });
    const changed = { name: 'Ana Maria', email: account.email };
    expect((await correct(changed)).json().error.code).toBe('current_password_wrong');
    const reply = await correct({ ...changed, current_password: account.password });
    expect([reply.statusCode, reply.json().name]).toEqual([200, 'Ana Maria']);
    const again = await post('/auth/login', { email: account.email, password: account.password });
    expect(again.statusCode).toBe(200);
    const kept = await app.http.inject({ url: '/api/v1/me', headers: cookieOf(other) });
    expect(kept.statusCode).toBe(200);
  });

  it('need a password while there is none', async () => {
    const orgId = await app.otherOrganization();
    const session = cookieOf((await signInByLink(orgId)).reply);
    const reply = await app.http.inject({
      method: 'PUT',
      url: '/api/v1/auth/account',
      payload: { name: 'Ben', email: 'ben@other.example' },
      headers: { ...session, ...web },
    });
    expect([reply.statusCode, reply.json().error.code]).toEqual([409, 'no_password']);
  });

  it('are not for the terminal of the machine', async () => {
    const headers = await app.as('operator');
    const reply = await app.http.inject({
      method: 'PUT',
      url: '/api/v1/auth/account',
      payload: account,
      headers,
    });
    expect(reply.statusCode).toBe(403);
  });

  it('are asked of one address a limited number of times a minute, then 429 with Retry-After', async () => {
    const strict = await createTestApp({ GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: '3' });
    try {
      const attempt = () =>
        strict.http.inject({
          method: 'POST',
          url: '/api/v1/auth/login',
          payload: { email: 'a@b.de', password: 'x' },
        });
      const replies = [await attempt(), await attempt(), await attempt(), await attempt()];
      expect(replies.map((reply) => reply.statusCode)).toEqual([401, 401, 401, 429]);
      expect(Number(replies[3]?.headers['retry-after'])).toBeGreaterThan(0);
      expect(replies[3]?.json().error.code).toBe('too_many_requests');
    } finally {
      await strict.close();
    }
  });
});

describe('a session', () => {
  it('ends at once with logout, and another of the same person goes on', async () => {
    const first = cookieOf((await signInByLink()).reply);
    const second = cookieOf((await signInByLink()).reply);
    const out = await post('/auth/logout', {}, { ...first, ...web });
    expect([out.statusCode, out.body]).toEqual([204, '']);
    expect(String(out.headers['set-cookie'])).toMatch(/granary_session=;/);
    expect((await me(first)).statusCode).toBe(401);
    expect((await me(second)).statusCode).toBe(200);
  });

  it('by cookie changes something only with the header that another site cannot send', async () => {
    const session = cookieOf((await signInByLink()).reply);
    const without = await post('/risk/refresh', {}, session);
    expect([without.statusCode, without.json().error.code]).toEqual([403, 'csrf_header_missing']);
    expect((await post('/risk/refresh', {}, { ...session, 'x-granary-client': 'web' })).statusCode).toBe(202);
    expect((await me(session)).statusCode).toBe(200);
  });

  it('by bearer token needs no such header', async () => {
    expect((await post('/risk/refresh', {}, await app.as('planner'))).statusCode).toBe(202);
  });

  it('is refused once it has expired, and once it was idle for too long', async () => {
    const change = (statement: string) =>
      app.inOrganization((tx) =>
        sql`update identity.sessions set ${sql.raw(statement)} where kind = 'web'`.execute(tx),
      );
    const expired = cookieOf((await signInByLink()).reply);
    await change(`expires_at = now() - interval '1 second'`);
    const idle = cookieOf((await signInByLink()).reply);
    expect((await me(expired)).statusCode).toBe(401);
    expect((await me(idle)).statusCode).toBe(200);
    await change(`last_seen_at = now() - interval '8 hours 1 minute'`);
    expect((await me(idle)).statusCode).toBe(401);
  });

  it('of a person who was disabled is refused', async () => {
    const headers = await app.as('viewer');
    const disable = (at: string | null) =>
      app.inOrganization((tx) =>
        sql`update identity.users set disabled_at = ${at}::timestamptz where role = 'viewer'`.execute(tx),
      );
    await disable('2026-01-01');
    const refused = await me(headers);
    await disable(null);
    expect([refused.statusCode, (await me(headers)).statusCode]).toEqual([401, 200]);
  });

  it('whose secret is changed by one character is refused', async () => {
    const { authorization } = await app.as('viewer');
    const changed = authorization.slice(0, -1) + (authorization.endsWith('A') ? 'B' : 'A');
    expect((await me({ authorization: changed })).statusCode).toBe(401);
  });

  it('of one organization is unknown in another', async () => {
    const { authorization } = await app.as('viewer');
    const secret = authorization.split('.')[1];
    const other = (await app.otherOrganization()).replaceAll('-', '');
    expect((await me({ authorization: `Bearer ${other}.${secret}` })).statusCode).toBe(401);
  });
});

describe('roles', () => {
  it('a viewer reads and cannot approve; the reply names the permission', async () => {
    const reply = await post('/actions/1/approve', { version: 1 }, await app.as('viewer'));
    expect(reply.statusCode).toBe(403);
    expect(reply.json().error).toMatchObject({
      code: 'permission_missing',
      details: [{ permission: 'actions.approve' }],
    });
    expect((await app.http.inject({ url: '/api/v1/risk', headers: await app.as('viewer') })).statusCode).toBe(
      200,
    );
  });

  it('a planner decides and cannot change the rules; an owner can', async () => {
    const rules = async (role: 'planner' | 'owner') =>
      app.http.inject({
        method: 'PUT',
        url: '/api/v1/expiry/rules',
        payload: {},
        headers: await app.as(role),
      });
    expect((await post('/actions/1/approve', { version: 1 }, await app.as('planner'))).statusCode).toBe(404);
    expect([(await rules('planner')).statusCode, (await rules('owner')).statusCode]).toEqual([403, 200]);
  });
});

describe('a fresh installation', () => {
  it('has no account that can sign in', async () => {
    const fresh = await createTestApp();
    try {
      const names = await sql<{
        count: number;
      }>`select count(*)::integer as count from identity.sign_in_names`.execute(fresh.database.kysely);
      const users = await fresh.inOrganization((tx) => sql`select user_id from identity.users`.execute(tx));
      expect([names.rows[0]?.count, users.rows.length]).toEqual([0, 0]);
    } finally {
      await fresh.close();
    }
  });
});
