import { hash } from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newcomer, setUpAuthenticator } from '../test-people.ts';
import { createTestOffice, goodPassword, type TestOffice } from './test-office.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await createTestOffice();
  await office.app.as('owner');
});
afterAll(() => office.app.close());

const signIn = (email: string, password = goodPassword) =>
  office.app.http.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { email, password, mode: 'token' },
  });

describe('a person who is added', () => {
  it('can sign in, and stands in the list without the terminal of the machine', async () => {
    const ana = await office.hire({ name: 'Ana Ruiz', email: 'Ana@x.example' });
    expect((await signIn('ana@x.example')).statusCode).toBe(200);
    const list = (await office.ask('GET', '/users?q=ruiz')).json();
    expect(list).toMatchObject({
      data: [{ user_id: ana.user_id, role_name: 'Planner', is_active: true }],
      page: { total: 1 },
    });
    await office.app.as('operator');
    const everybody = (await office.ask('GET', '/users')).json();
    expect(everybody.data.map((row: { role: string }) => row.role)).not.toContain('operator');
    expect((await office.ask('GET', '/users?format=csv')).body).toContain('Ana Ruiz');
  });

  it.each([
    [{ email: 'ana@x.example' }, 409, 'email_in_use'],
    [{ role: 'nothing' }, 422, 'role_not_assignable'],
    [{ role: 'operator' }, 422, 'role_not_assignable'],
    [{ role: 'store_manager' }, 422, 'placement_not_valid'],
    [{ role: 'store_manager', store_ids: ['S1', 'S9'] }, 422, 'placement_not_valid'],
    [{ store_ids: ['S1'] }, 422, 'placement_not_valid'],
    [{ role: 'owner' }, 403, 'beyond_own_rights'],
    [{ password: 'short' }, 422, 'validation_failed'],
    [{ is_owner: true }, 422, 'validation_failed'],
  ])('with %o is refused with %i %s', async (wrong, status, code) => {
    const body = { name: 'New', email: 'new@x.example', role: 'planner', password: goodPassword, ...wrong };
    const reply = await office.ask('POST', '/users', body);
    expect(reply.statusCode).toBe(status);
    expect(reply.json().error.code).toBe(code);
    expect(reply.json().error.details.length).toBeGreaterThan(0);
  });
});

describe('a person who comes with the hash of their password', () => {
  const come = async (given: object, as: 'owner' | 'admin' = 'owner') =>
    office.ask('POST', '/users', { name: 'Hal', email: 'hal@x.example', role: 'viewer', ...given }, as);

  it('signs in with the password they had, and the trail tells that they came so', async () => {
    const made = await come({ password_hash: await hash('old one, no rules', 10) });
    expect(made.statusCode, made.body).toBe(201);
    expect(made.body).not.toContain('$2');
    expect((await signIn('hal@x.example', 'old one, no rules')).statusCode).toBe(200);
    const trail = await office.ask('GET', `/audit?entity=user&entity_id=${made.json().user_id}`);
    expect(trail.json().data.at(-1)).toMatchObject({ verb: 'created', after: { imported: true } });
    expect(trail.body).not.toContain('$2');
  });

  it.each([
    ['a cost that is trivial', { password_hash: `$2b$04$${'a'.repeat(53)}` }, 'password_hash'],
    ['another method', { password_hash: '$1$salt$qJH7.N4xYta3aEG/dfqo/0' }, 'password_hash'],
    [
      'a short digest',
      { password_hash: '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AA' },
      'password_hash',
    ],
    [
      'a password beside it',
      { password_hash: `$2b$12$${'a'.repeat(53)}`, password: goodPassword },
      'password',
    ],
    ['neither', {}, 'password'],
  ])('is refused with %s', async (_what, wrong, field) => {
    const reply = await come({ email: 'ida@x.example', ...wrong });
    expect(reply.statusCode).toBe(422);
    expect(reply.json().error.details).toMatchObject([{ field }]);
  });

  it('is brought by owners alone', async () => {
    const reply = await come({ email: 'ida@x.example', password_hash: `$2b$12$${'a'.repeat(53)}` }, 'admin');
    expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'permission_missing']);
    expect(reply.json().error.details).toMatchObject([{ permission: 'identity.owners' }]);
  });
});

describe('what the list tells about signing in', () => {
  const seen = async (userId: string) => (await office.ask('GET', `/users/${userId}`)).json();

  it('is when somebody was last seen, whether they have a second factor, and who has to wait', async () => {
    const made = await office.ask(
      'POST',
      '/users',
      { name: 'Gil', email: 'gil@x.example', role: 'viewer', password: goodPassword },
      'owner',
    );
    const { user_id } = made.json();
    expect(made.json()).toMatchObject({
      last_seen_at: null,
      has_second_factor: false,
      sign_in_delayed_until: null,
    });

    const { access_token } = (await signIn('gil@x.example')).json();
    const { last_seen_at } = await seen(user_id);
    expect(Math.abs(Date.parse(last_seen_at) - office.app.platform.clock().getTime())).toBeLessThan(60_000);

    const headers = { authorization: `Bearer ${access_token}` };
    await setUpAuthenticator(office.app, { headers, password: goodPassword });
    for (let count = 0; count < 5; count++) await signIn('gil@x.example', 'Not-the-one-9');
    const later = await seen(user_id);
    expect(later.has_second_factor).toBe(true);
    const waits = (Date.parse(later.sign_in_delayed_until) - office.app.platform.clock().getTime()) / 1000;
    expect(waits).toBeGreaterThan(0);
    expect(waits).toBeLessThanOrEqual(30);

    const listed = (await office.ask('GET', '/users?q=gil')).json().data;
    expect(listed).toEqual([later]);
    const csv = (await office.ask('GET', '/users?q=gil&format=csv')).body.split('\r\n');
    expect(csv[0]).toMatch(/,has_second_factor,last_seen_at,sign_in_delayed_until$/);
    expect(csv[1]).toContain(`,true,${later.last_seen_at},${later.sign_in_delayed_until}`);

    expect((await office.ask('POST', `/users/${user_id}/unlock`)).statusCode).toBe(204);
    expect(await seen(user_id)).toMatchObject({ sign_in_delayed_until: null });
  });
});

describe('a change', () => {
  it('takes effect with the next request, moves the version on and stands in the trail', async () => {
    const ben = await office.hire();
    const mayApprove = async () =>
      (await office.ask('GET', '/me', undefined, ben.headers)).json().permissions.includes('actions.approve');
    expect(await mayApprove()).toBe(true);
    const changed = await office.ask('PATCH', `/users/${ben.user_id}`, {
      role: 'viewer',
      name: 'Ben',
      version: 1,
    });
    expect(changed.json()).toMatchObject({ role: 'viewer', name: 'Ben', version: 2 });
    expect(await mayApprove()).toBe(false);
    expect(await office.trailOf(ben.user_id)).toContain('changed');
  });

  it('on a version that is past is 409 in the body and 412 with If-Match, and says the present one', async () => {
    const { user_id } = await office.hire();
    const inBody = await office.ask('PATCH', `/users/${user_id}`, { name: 'X', version: 7 });
    expect(inBody.statusCode).toBe(409);
    expect(inBody.json().error).toMatchObject({
      code: 'user_stale_version',
      details: [{ current_version: 1 }],
    });
    const headers = { ...(await office.app.as('admin')), 'if-match': '"7"' };
    expect((await office.ask('PATCH', `/users/${user_id}`, { name: 'X' }, headers)).statusCode).toBe(412);
  });

  it('of the e-mail address moves the sign-in along', async () => {
    const { user_id, email } = await office.hire();
    await office.ask('PATCH', `/users/${user_id}`, { email: 'moved@x.example', version: 1 });
    expect((await signIn('moved@x.example')).statusCode).toBe(200);
    expect((await signIn(email)).statusCode).toBe(401);
  });

  it('gives a store manager locations, and they see those', async () => {
    const { user_id, headers } = await office.hire();
    await office.ask('PATCH', `/users/${user_id}`, { role: 'store_manager', store_ids: ['S2'], version: 1 });
    const stores = (await office.ask('GET', '/stores', undefined, headers)).json();
    expect(stores.data.map((row: { store_id: string }) => row.store_id)).toEqual(['S2']);
    const me = (await office.ask('GET', '/me', undefined, headers)).json();
    expect(me).toMatchObject({ role: 'store_manager', store_ids: ['S2'], approval_limit: null });
  });

  it('of one’s own role, or of an owner by an administrator, is refused', async () => {
    const own = await office.idOf('admin');
    const reply = await office.ask('PATCH', `/users/${own}`, { role: 'viewer', version: 1 });
    expect(reply.json().error.code).toBe('own_rights_stay');
    const owner = await office.idOf('owner');
    const takeover = await office.ask('PATCH', `/users/${owner}`, { email: 'mine@x.example', version: 1 });
    expect(takeover.statusCode).toBe(403);
    expect(takeover.json().error).toMatchObject({
      code: 'beyond_own_rights',
      details: [{ permission: 'identity.owners' }],
    });
  });

  it('beyond one’s own approval limit is refused', async () => {
    const limited = await office.hire({ role: 'admin', approval_limit: 100 });
    const { user_id } = await office.hire({ approval_limit: 50 });
    const raise = (approval_limit: number | null) =>
      office.ask('PATCH', `/users/${user_id}`, { approval_limit, version: 1 }, limited.headers);
    expect((await raise(101)).json().error).toMatchObject({
      code: 'beyond_own_rights',
      details: [{ approval_limit: 100 }],
    });
    expect((await raise(null)).statusCode).toBe(403);
    expect((await raise(100)).statusCode).toBe(200);
  });
});

describe('somebody who is deactivated', () => {
  it('is refused at once with 401, cannot sign in, and can again when reactivated', async () => {
    const { user_id, email, headers } = await office.hire();
    expect((await office.ask('GET', '/me', undefined, headers)).statusCode).toBe(200);
    const gone = await office.ask('POST', `/users/${user_id}/deactivate`);
    expect(gone.json()).toMatchObject({ is_active: false });
    expect((await office.ask('GET', '/me', undefined, headers)).statusCode).toBe(401);
    expect((await signIn(email)).statusCode).toBe(401);
    expect((await office.ask('POST', `/users/${user_id}/reactivate`)).json()).toMatchObject({
      is_active: true,
    });
    expect((await signIn(email)).statusCode).toBe(200);
    expect(await office.trailOf(user_id)).toEqual(expect.arrayContaining(['deactivated', 'reactivated']));
  });

  it('is not oneself, and not an owner for an administrator', async () => {
    expect((await office.ask('POST', `/users/${await office.idOf('admin')}/deactivate`)).statusCode).toBe(
      403,
    );
    expect((await office.ask('POST', `/users/${await office.idOf('owner')}/deactivate`)).statusCode).toBe(
      403,
    );
  });
});

describe('the last owner', () => {
  it('stays, also when two owners demote each other at the same moment', async () => {
    const first = await office.hire({ role: 'owner' });
    const second = await office.hire({ role: 'owner' });
    const harness = await office.idOf('owner');
    expect(
      (await office.ask('POST', `/users/${harness}/deactivate`, undefined, first.headers)).statusCode,
    ).toBe(200);
    const demote = (who: typeof first, by: typeof first) =>
      office.ask('PATCH', `/users/${who.user_id}`, { role: 'viewer', version: 1 }, by.headers);
    const replies = await Promise.all([demote(first, second), demote(second, first)]);
    const statuses = replies.map((reply) => reply.statusCode).sort();
    expect(statuses[0]).toBe(200);
    expect(statuses[1]).not.toBe(200);
    const owners = (await office.ask('GET', '/users?role=owner&state=active', undefined, 'operator')).json();
    expect(owners.page.total).toBe(1);
    const last = owners.data[0].user_id;
    const reply = await office.ask('POST', `/users/${last}/deactivate`, undefined, 'operator');
    expect(reply.json().error.code).toBe('last_owner');
    await office.ask('POST', `/users/${harness}/reactivate`, undefined, 'operator');
  });

  it('stays when owners erase and deactivate each other at the same moment, and nobody waits in a circle', async () => {
    for (const [one, other] of [
      ['erasure', 'erasure'],
      ['deactivate', 'erasure'],
      ['erasure', 'deactivate'],
    ]) {
      const orgId = await office.app.otherOrganization();
      const [first, second] = [
        await newcomer(office.app, orgId, 'owner'),
        await newcomer(office.app, orgId, 'owner'),
      ];
      const replies = await Promise.all([
        office.ask('POST', `/users/${second.userId}/${one}`, {}, first.headers),
        office.ask('POST', `/users/${first.userId}/${other}`, {}, second.headers),
      ]);
      expect(
        replies.map(({ statusCode }) => statusCode).sort(),
        replies.map(({ body }) => body).join(),
      ).toEqual([200, 409]);
    }
  });
});

describe('people of another organization', () => {
  it('are not found', async () => {
    const other = '00000000-0000-4000-8000-000000000000';
    for (const [method, rest] of [
      ['GET', ''],
      ['POST', '/deactivate'],
      ['POST', '/reactivate'],
    ] as const)
      expect((await office.ask(method, `/users/${other}${rest}`)).statusCode).toBe(404);
  });
});
