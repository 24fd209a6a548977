import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudit, recordAudit } from '../index.ts';
import { createTestOffice, type TestOffice } from './test-office.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await createTestOffice();
  await office.app.as('owner');
  await office.app.as('admin');
});
afterAll(() => office.app.close());

interface Result {
  index: number;
  id: string | null;
  status: string;
  version?: number;
  link?: string | null;
  error?: { code: string; details: { field?: string }[] };
}
const outcomes = (reply: { json(): { results: Result[] } }) =>
  reply.json().results.map(({ status, error }) => error?.code ?? status);

/** As many viewers, made at once. */
const crowd = (count: number) =>
  office.app.inOrganization(async (tx) => {
    const made = await sql<{ user_id: string }>`
      insert into identity.users (org_id, name, role)
      select ${tx.orgId}, 'Viewer ' || n, 'viewer' from generate_series(1, ${count}::integer) as n
      returning user_id`.execute(tx);
    return made.rows.map((row) => row.user_id);
  });

describe('changing many people in one call', () => {
  it('gives a role to 293 of 300; each rule of the single call holds for its item alone', async () => {
    const owner = await office.idOf('owner');
    const admin = await office.idOf('admin');
    const people = await crowd(293);
    const change = (user_id: string, more: object = {}) => ({
      user_id,
      version: 1,
      role: 'planner',
      ...more,
    });
    const ana = await office.hire();
    const ben = await office.hire();
    const items = [
      ...people.map((user_id) => change(user_id)),
      change(owner),
      change(admin),
      change(ana.user_id, { version: 7 }),
      change(ana.user_id, { role: 'store_manager', store_ids: ['S9'] }),
      change('00000000-0000-4000-8000-000000000000'),
      change(ben.user_id, { email: ana.email }),
      change(people[0] ?? '', { role: 'analyst', version: 2 }),
    ];
    expect(items).toHaveLength(300);
    const reply = await office.ask('PATCH', '/users', { items });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ succeeded: 294, failed: 6 });
    expect(outcomes(reply).slice(293)).toEqual([
      'beyond_own_rights',
      'own_rights_stay',
      'user_stale_version',
      'placement_not_valid',
      'user_not_found',
      'email_in_use',
      'ok',
    ]);
    expect(reply.json().results[299]).toMatchObject({ id: people[0], version: 3 });
    expect(reply.json().results[0]).toEqual({ index: 0, id: people[0], status: 'ok', version: 2 });
    const found = (await office.ask('GET', `/users/${people[292]}`)).json();
    expect(found).toMatchObject({ role: 'planner', version: 2 });
    expect(await office.trailOf(people[292] ?? '')).toEqual(['changed']);
    expect(await office.trailOf(ben.user_id)).toEqual(['created']);
  });

  it('deactivates and lets in again; sessions fail at once', async () => {
    const [ana, ben] = [await office.hire(), await office.hire()];
    const me = (person: typeof ana) => office.ask('GET', '/me', undefined, person.headers);
    const items = [{ user_id: ana.user_id }, { user_id: ben.user_id, version: 9 }, { user_id: 'no id' }];
    expect(outcomes(await office.ask('POST', '/users/deactivate', { items }))).toEqual([
      'ok',
      'user_stale_version',
      'validation_failed',
    ]);
    expect([(await me(ana)).statusCode, (await me(ben)).statusCode]).toEqual([401, 200]);
    const again = await office.ask('POST', '/users/reactivate', { items: items.slice(0, 1) });
    expect(again.json().results).toMatchObject([{ id: ana.user_id, status: 'ok', version: 3 }]);
    expect(await office.trailOf(ana.user_id)).toEqual(['created', 'deactivated', 'reactivated']);
  });

  it('leaves one owner, whoever goes first', async () => {
    const first = await office.idOf('owner');
    const second = (await office.hire({ role: 'owner' })).user_id;
    const third = await office.hire({ role: 'owner' });
    const items = [first, second].map((user_id) => ({ user_id, version: 1, role: 'viewer' }));
    // The third deactivates both, and cannot go himself.
    const reply = await office.ask(
      'PATCH',
      '/users',
      { items: [...items, { ...items[0], user_id: third.user_id }] },
      third.headers,
    );
    expect(outcomes(reply)).toEqual(['ok', 'ok', 'own_rights_stay']);
  });

  it('is done once for an Idempotency-Key, and refused to who may not', async () => {
    const [person = ''] = await crowd(1);
    const payload = { items: [{ user_id: person, version: 1, role: 'analyst' }] };
    const send = async () =>
      office.app.http.inject({
        method: 'PATCH',
        url: '/api/v1/users',
        headers: { ...(await office.app.as('admin')), 'idempotency-key': 'many-people' },
        payload,
      });
    const [first, again] = [await send(), await send()];
    expect(first.json()).toMatchObject({ succeeded: 1 });
    expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
    expect((await office.ask('PATCH', '/users', payload, 'planner')).statusCode).toBe(403);
    expect((await office.ask('PATCH', '/users', { items: [] })).statusCode).toBe(422);
  });
});

describe('inviting many people in one call', () => {
  const guest = (email: string, more: object = {}) => ({ email, role: 'viewer', ...more });

  it('answers a link for each that is right, and says what is wrong with the others', async () => {
    const items = [
      guest('one@x.example'),
      guest('no address'),
      guest('two@x.example', { role: 'owner' }),
      guest('three@x.example', { role: 'store_manager', store_ids: ['S1'] }),
    ];
    const reply = await office.ask('POST', '/invitations/batch', { items });
    expect(outcomes(reply)).toEqual(['ok', 'validation_failed', 'beyond_own_rights', 'ok']);
    const [first, , , last] = reply.json().results as Result[];
    expect(first).toMatchObject({ email: 'one@x.example', sent: false });
    expect(first?.link).toMatch(/\/app\/invitation#/);
    expect(await office.trailOf(last?.id ?? '')).toEqual(['invited']);
    const open = (await office.ask('GET', '/invitations?sort=email')).json().data;
    expect(open.map(({ email }: { email: string }) => email)).toEqual(['one@x.example', 'three@x.example']);
  });

  it('takes 100, since each is a mail, and no token for machines', async () => {
    const items = Array.from({ length: 101 }, (_, n) => guest(`many-${n}@x.example`));
    expect((await office.ask('POST', '/invitations/batch', { items })).statusCode).toBe(422);
    const all = await office.ask('POST', '/invitations/batch', { items: items.slice(1) });
    expect(all.json()).toMatchObject({ succeeded: 100, failed: 0 });
    expect((await office.ask('POST', '/invitations/batch', { items }, 'planner')).statusCode).toBe(403);
  });
});

describe('a part of a transaction that fails', () => {
  const told = (verb: string) => [{ verb, entity: 'part', entityId: '1' }];
  const actor = { userId: null, name: 'A test' };
  const verbs = () =>
    office.app.inOrganization(async (tx) => (await readAudit(tx, 'part', '1')).map(({ verb }) => verb));

  it('is undone with what it told the trail, also where the trail was read meanwhile', async () => {
    await office.app.inOrganization(async (tx) => {
      const fail = (verb: string, isRead: boolean) =>
        tx.attempt(async () => {
          await sql`update identity.users set name = 'Undone'`.execute(tx);
          await recordAudit(tx, actor, told(verb));
          if (isRead) expect((await readAudit(tx, 'part', '1')).map((entry) => entry.verb)).toContain(verb);
          throw new Error('this part fails');
        });
      await expect(fail('first', false)).rejects.toThrow('this part fails');
      await recordAudit(tx, actor, told('kept'));
      await expect(fail('second', true)).rejects.toThrow('this part fails');
      await tx.attempt(async () => {
        await tx.attempt(() => recordAudit(tx, actor, told('inner')));
        await recordAudit(tx, actor, told('outer'));
      });
      await expect(
        tx.attempt(async () => {
          await tx.attempt(() => recordAudit(tx, actor, told('gone with its outer part')));
          throw new Error('this part fails');
        }),
      ).rejects.toThrow('this part fails');
    });
    expect(await verbs()).toEqual(['kept', 'inner', 'outer']);
    const undone = (await office.ask('GET', '/users?q=Undone')).json();
    expect(undone.page.total).toBe(0);
  });
});
