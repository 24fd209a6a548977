import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addStores } from '../../../test/facts.ts';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { openTestSession } from '../sessions/test-session.ts';
import { type Newcomer, newcomer } from '../test-people.ts';

const day = 24 * 3600;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ GRANARY_TOKEN_MAX_DAYS: '90', GRANARY_SESSION_IDLE_HOURS: '720' });
});
afterAll(() => app.close());

type Headers = Record<string, string>;
const ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  headers: Headers,
  payload?: object,
) =>
  app.http.inject({
    method,
    url: `/api/v1${url}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
const codeOf = (reply: { statusCode: number; json(): { error?: { code: string } } }) =>
  [reply.statusCode, reply.json().error?.code] as const;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const reads = 'expiry.read';
const refreshes = 'expiry.assess';
const asReader = (token: string) => ask('GET', '/risk', bearer(token));

async function make(
  by: Headers,
  given: { name?: string; permissions?: string[]; expires_in_days?: number } = {},
) {
  const body = { name: 'Till export', permissions: [reads], expires_in_days: 30, ...given };
  return ask('POST', '/tokens', by, body);
}
const setRole = ({ userId }: Newcomer, role: string) =>
  app.inOrganization((tx) =>
    sql`update identity.users set role = ${role} where user_id = ${userId}`.execute(tx),
  );

describe('a token for a machine', () => {
  it('is shown once, and found neither in lists nor in the database', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const made = await make(person.headers);
    expect([made.statusCode, made.headers['cache-control']]).toEqual([201, 'no-store']);
    const { token, token_id, prefix } = made.json();
    expect(token).toMatch(/^grn_[0-9a-f]{32}\.[\w-]{43}$/);
    const secret = token.split('.')[1];

    const listed = await ask('GET', '/tokens', person.headers);
    expect(listed.json().data).toMatchObject([{ token_id, prefix, name: 'Till export', last_used_at: null }]);
    expect(listed.json().data[0]).not.toHaveProperty('token');
    expect(listed.body).not.toContain(secret);
    expect(prefix).toContain(secret.slice(0, 6));
    const stored = await app.inOrganization((tx) =>
      sql<{ row: string }>`
        select to_json(t)::text as row from identity.machine_tokens t
        union all select to_json(a)::text from identity.audit_entries a where entity_id = ${token_id}`.execute(
        tx,
      ),
    );
    expect(stored.rows.length).toBeGreaterThan(1);
    expect(stored.rows.some(({ row }) => row.includes(secret))).toBe(false);
  });

  it('may do what it was made for, and nothing else its maker may', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const { token } = (await make(person.headers)).json();
    expect((await asReader(token)).statusCode).toBe(200);
    const refused = await ask('POST', '/risk/refresh', bearer(token), {});
    expect(codeOf(refused)).toEqual([403, 'permission_missing']);
    expect((await ask('POST', '/risk/refresh', person.headers, {})).statusCode).toBe(202);
  });

  it('is not made with a permission its maker lacks; the reply names it', async () => {
    const person = await newcomer(app, app.orgId, 'viewer');
    const refused = await make(person.headers, { permissions: [reads, 'identity.manage', 'no.such'] });
    expect(codeOf(refused)).toEqual([403, 'permission_missing']);
    expect(refused.json().error.details.map(({ permission }: { permission: string }) => permission)).toEqual([
      'identity.manage',
      'no.such',
    ]);
  });

  it('loses what its maker loses, at once, and has it again with them', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const { token } = (await make(person.headers, { permissions: [reads, refreshes] })).json();
    const refresh = () => ask('POST', '/risk/refresh', bearer(token), {});
    expect((await refresh()).statusCode).toBe(202);
    await setRole(person, 'viewer');
    expect(codeOf(await refresh())).toEqual([403, 'permission_missing']);
    expect((await asReader(token)).statusCode).toBe(200);
    await setRole(person, 'planner');
    expect((await refresh()).statusCode).toBe(202);
  });

  it('fails with its maker, and works again with them', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const { token } = (await make(person.headers)).json();
    const disable = (at: string | null) =>
      app.inOrganization((tx) =>
        sql`update identity.users set disabled_at = ${at}::timestamptz where user_id = ${person.userId}`.execute(
          tx,
        ),
      );
    await disable('2026-01-01');
    expect(codeOf(await asReader(token))).toEqual([401, 'session_revoked']);
    await disable(null);
    expect((await asReader(token)).statusCode).toBe(200);
  });

  it('ends with its last day', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const { token } = (await make(person.headers, { expires_in_days: 2 })).json();
    app.advance(2 * day - 60);
    expect((await asReader(token)).statusCode).toBe(200);
    app.advance(61);
    const late = await asReader(token);
    expect(codeOf(late)).toEqual([401, 'token_expired']);
    expect(late.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('lives no longer than is allowed here', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const tooLong = await make(person.headers, { expires_in_days: 91 });
    expect(codeOf(tooLong)).toEqual([422, 'term_too_long']);
    expect(tooLong.json().error.details).toEqual([{ field: 'expires_in_days', message: 'at most 90' }]);
    expect((await make(person.headers, { expires_in_days: 90 })).statusCode).toBe(201);
  });

  it('fails at once when it is revoked, and is revoked once', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const { token, token_id } = (await make(person.headers)).json();
    const revoke = () => ask('DELETE', `/tokens/${token_id}`, person.headers);
    expect((await revoke()).statusCode).toBe(204);
    expect(codeOf(await asReader(token))).toEqual([401, 'session_revoked']);
    expect(codeOf(await revoke())).toEqual([404, 'token_not_found']);
    const [row] = (await ask('GET', '/tokens', person.headers)).json().data;
    expect(row.revoked_at).not.toBeNull();
  });

  it('tells when it was last used, to the minute', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const { token } = (await make(person.headers)).json();
    const lastUsed = async () => (await ask('GET', '/tokens', person.headers)).json().data[0].last_used_at;
    await asReader(token);
    const first = Date.parse(await lastUsed());
    expect(Math.abs(first - app.platform.clock().getTime())).toBeLessThan(60_000);
    app.advance(120);
    await asReader(token);
    expect(Date.parse(await lastUsed()) - first).toBeGreaterThanOrEqual(120_000);
    await ask(
      'DELETE',
      `/tokens/${(await ask('GET', '/tokens', person.headers)).json().data[0].token_id}`,
      person.headers,
    );
    const before = await lastUsed();
    app.advance(120);
    await asReader(token);
    expect(await lastUsed()).toBe(before);
  });

  it('sees the locations of its maker alone, as they are now', async () => {
    await app.inOrganization((tx) => addStores(tx, { store_id: 'S1' }, { store_id: 'S2' }));
    const person = await newcomer(app, app.orgId, 'planner');
    const { token } = (await make(person.headers, { permissions: ['catalog.read'] })).json();
    const seen = async () =>
      (await ask('GET', '/stores', bearer(token)))
        .json()
        .data.map((row: { store_id: string }) => row.store_id);
    expect(await seen()).toEqual(['S1', 'S2']);
    await setRole(person, 'store_manager');
    await app.inOrganization((tx) =>
      sql`update identity.users set store_ids = array['S2'] where user_id = ${person.userId}`.execute(tx),
    );
    expect(await seen()).toEqual(['S2']);
  });

  it('opens no account and gives nobody rights, whatever it may do: no sessions, passwords, people, roles or tokens', async () => {
    const owner = await newcomer(app, app.orgId, 'owner');
    const { token } = (await make(owner.headers, { permissions: Object.keys(app.permissions) })).json();
    const other = await newcomer(app, app.orgId);
    const rights = { permissions: [reads], is_limited_to_locations: false, is_limited_to_suppliers: false };
    const role = { ...rights, name: 'Made by a machine', approval_limit: null };
    expect((await ask('POST', '/roles', owner.headers, { ...role, role_id: 'of_a_person' })).statusCode).toBe(
      201,
    );
    const person = { name: 'Ivy', email: 'ivy@x.example', role: 'viewer' };
    const requests: ['POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET', string, object?][] = [
      ['POST', '/users', { ...person, password: 'Rain-on-the-harbour-7' }],
      ['PATCH', `/users/${other.userId}`, { role: 'planner', version: 1 }],
      ['POST', `/users/${other.userId}/reactivate`],
      ['POST', `/users/${other.userId}/unlock`],
      ['POST', '/invitations', { email: person.email, role: person.role }],
      ['POST', '/roles', { ...role, role_id: 'of_a_machine' }],
      ['PUT', '/roles/of_a_person', { ...role, version: 1 }],
      ['DELETE', '/roles/of_a_person'],
      ['GET', '/sessions'],
      ['GET', '/me/personal-data'],
      ['POST', '/tokens', { name: 'Another', permissions: [reads], expires_in_days: 1 }],
      ['POST', '/auth/logout', {}],
      ['POST', '/auth/logout-everywhere', {}],
      ['POST', '/auth/second-factor/enrolment'],
      ['POST', '/auth/links'],
      ['POST', `/users/${other.userId}/password-reset`],
      ['DELETE', `/users/${other.userId}/second-factor`],
    ];
    for (const [method, url, body] of requests) {
      const reply = await ask(method, url, bearer(token), body);
      expect(codeOf(reply), `${method} ${url}: ${reply.body}`).toEqual([403, 'not_for_machines']);
    }
    const { total } = (await ask('GET', '/users?q=ivy', owner.headers)).json().page;
    expect(total).toBe(0);
  });

  it('takes access away where its permissions say so: sessions, people, invitations', async () => {
    const owner = await newcomer(app, app.orgId, 'owner');
    const { token } = (await make(owner.headers, { permissions: Object.keys(app.permissions) })).json();
    const other = await newcomer(app, app.orgId);
    const invited = await ask('POST', '/invitations', owner.headers, {
      email: 'kim@x.example',
      role: 'viewer',
    });
    const replies = [
      await ask('DELETE', `/users/${other.userId}/sessions`, bearer(token)),
      await ask('DELETE', `/invitations/${invited.json().invitation_id}`, bearer(token)),
      await ask('POST', `/users/${other.userId}/deactivate`, bearer(token)),
    ];
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 204, 200]);
  });

  it('is told apart from its maker in the trail', async () => {
    const person = await newcomer(app, app.orgId, 'planner');
    const { token } = (await make(person.headers, { name: 'Night job', permissions: [refreshes] })).json();
    expect((await ask('GET', '/me', bearer(token))).statusCode).toBe(200);
    await ask('POST', '/risk/refresh', bearer(token), {});
    const trail = await app.inOrganization((tx) =>
      sql<{ actor_name: string }>`select distinct actor_name from identity.audit_trail
                                  where actor_name like '%Night job%'`.execute(tx),
    );
    expect(trail.rows).toEqual([{ actor_name: 'Newcomer (Night job)' }]);
  });
});

describe('the tokens of others', () => {
  it('are neither seen nor revoked, except by who manages people', async () => {
    const [one, other] = [
      await newcomer(app, app.orgId, 'planner'),
      await newcomer(app, app.orgId, 'planner'),
    ];
    const { token_id, token } = (await make(one.headers)).json();
    const seenBy = async (headers: Headers) =>
      (await ask('GET', '/tokens?limit=100', headers))
        .json()
        .data.map((row: { token_id: string }) => row.token_id);
    expect(await seenBy(other.headers)).not.toContain(token_id);
    expect(codeOf(await ask('DELETE', `/tokens/${token_id}`, other.headers))).toEqual([
      404,
      'token_not_found',
    ]);
    expect((await asReader(token)).statusCode).toBe(200);
    expect(await seenBy(await app.as('admin'))).toContain(token_id);
    expect((await ask('DELETE', `/tokens/${token_id}`, await app.as('admin'))).statusCode).toBe(204);
    expect((await asReader(token)).statusCode).toBe(401);
  });

  it('of another organization are unknown, and a token moved there opens nothing', async () => {
    const { token, token_id } = (await make((await newcomer(app, app.orgId, 'planner')).headers)).json();
    const theirs = await app.otherOrganization();
    const stranger = await newcomer(app, theirs, 'owner');
    expect((await ask('GET', '/tokens', stranger.headers)).json().data).toEqual([]);
    expect(codeOf(await ask('DELETE', `/tokens/${token_id}`, stranger.headers))).toEqual([
      404,
      'token_not_found',
    ]);
    const moved = token.replace(app.orgId.replaceAll('-', ''), theirs.replaceAll('-', ''));
    expect(codeOf(await asReader(moved))).toEqual([401, 'token_not_valid']);
  });
});

it('a token is no session: it cannot be made into one, nor a session into it', async () => {
  const person = await newcomer(app, app.orgId, 'planner');
  const { token } = (await make(person.headers)).json();
  const exchanged = await ask('POST', '/auth/refresh', {}, { refresh_token: token });
  expect(codeOf(exchanged)).toEqual([401, 'token_malformed']);
  const session = await app.inOrganization((tx) => openTestSession(tx, person.userId, app.platform.clock()));
  expect(codeOf(await asReader(`grn_${session}`))).toEqual([401, 'token_not_valid']);
  const { authorization } = bearer(token.slice('grn_'.length));
  expect(codeOf(await ask('GET', '/risk', { authorization }))).toEqual([401, 'token_not_valid']);
});
