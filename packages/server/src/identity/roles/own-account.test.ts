import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { type Newcomer, newcomer, setUpAuthenticator, signIn } from '../test-people.ts';

let app: TestApp;
let admin: Newcomer;
beforeAll(async () => {
  app = await createTestApp();
  admin = await newcomer(app, app.orgId, 'admin');
  await setUpAuthenticator(app, admin);
});
afterAll(() => app.close());

/** As somebody who holds a session of the administrator, and not the password. */
async function withSession(
  method: 'POST' | 'PATCH' | 'DELETE',
  what: string,
  payload?: object,
  headers: Record<string, string> = admin.headers,
) {
  const url = `/api/v1/users/${admin.userId}${what}`;
  const reply = await app.http.inject({
    method,
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
  return [reply.statusCode, reply.statusCode < 300 ? undefined : reply.json().error.code];
}
const version = () =>
  app.inOrganization(async (tx) => {
    const found = await sql<{ version: number }>`
      select version from identity.users where user_id = ${admin.userId}`.execute(tx);
    return found.rows[0]?.version;
  });

describe('a session of an administrator is no way to keep their account without the password', () => {
  it('by a link to a new password', async () => {
    expect(await withSession('POST', '/password-reset')).toEqual([403, 'own_account']);
  });

  it('by removing the second factor', async () => {
    expect(await withSession('DELETE', '/second-factor')).toEqual([403, 'own_account']);
    expect(Object.keys(await signIn(app, admin))).toContain('challenge_token');
  });

  it('by another e-mail address, to which a reset would be sent', async () => {
    const payload = { email: 'mine@evil.example', version: await version() };
    expect(await withSession('PATCH', '', payload)).toEqual([403, 'own_account']);
    expect(Object.keys(await signIn(app, admin))).toContain('challenge_token');
  });

  it('nor is a token they made for a machine', async () => {
    const made = await app.http.inject({
      method: 'POST',
      url: '/api/v1/tokens',
      headers: admin.headers,
      payload: { name: 'People sync', permissions: ['identity.manage'], expires_in_days: 1 },
    });
    const token = { authorization: `Bearer ${made.json().token}` };
    const payload = { email: 'mine@evil.example', version: await version() };
    const [status] = await withSession('PATCH', '', payload, token);
    expect(status).toBe(403);
  });

  it('while their name is theirs to correct, and the address with the password', async () => {
    expect(await withSession('PATCH', '', { name: 'Ada', version: await version() })).toEqual([
      200,
      undefined,
    ]);
    const moved = await app.http.inject({
      method: 'PUT',
      url: '/api/v1/auth/account',
      headers: admin.headers,
      payload: { name: 'Ada', email: 'ada@x.example', current_password: admin.password },
    });
    expect(moved.statusCode, moved.body).toBe(200);
  });
});
