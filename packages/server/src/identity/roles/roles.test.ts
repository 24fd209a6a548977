import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestOffice, type TestOffice } from '../people/test-office.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await createTestOffice();
  await office.app.as('owner');
});
afterAll(() => office.app.close());

const role = (given: object = {}) => ({
  name: 'Night planner',
  permissions: ['actions.read', 'actions.approve'],
  ...given,
});

describe('a role of one’s own', () => {
  it('is made, given, changed while somebody has it, and removed when nobody has', async () => {
    const made = await office.ask('POST', '/roles', role());
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      role_id: 'night_planner',
      is_built_in: false,
      people: 0,
      version: 1,
    });
    const { user_id, headers } = await office.hire({ role: 'night_planner' });
    const permissions = async () => (await office.ask('GET', '/me', undefined, headers)).json().permissions;
    expect(await permissions()).toEqual(['actions.read', 'actions.approve']);

    const changed = await office.ask('PUT', '/roles/night_planner', {
      ...role({ permissions: ['actions.read'] }),
      version: 1,
    });
    expect(changed.json()).toMatchObject({ version: 2, people: 1 });
    expect(await permissions()).toEqual(['actions.read']);
    const refused = await office.ask('POST', '/actions/1/approve', { version: 1 }, headers);
    expect(refused.json().error.details).toMatchObject([{ permission: 'actions.approve' }]);

    expect((await office.ask('DELETE', '/roles/night_planner')).json().error.code).toBe('role_in_use');
    await office.ask('PATCH', `/users/${user_id}`, { role: 'viewer', version: 1 });
    expect((await office.ask('DELETE', '/roles/night_planner')).statusCode).toBe(204);
    expect((await office.ask('GET', '/roles/night_planner')).statusCode).toBe(404);
    expect(await office.trailOf('night_planner')).toEqual(['created', 'changed', 'removed']);
  });

  it.each([
    [{ permissions: ['no.such'] }, 422, 'permission_not_for_role'],
    [{ permissions: ['identity.owners'] }, 422, 'permission_not_for_role'],
    [{ permissions: ['ingest.read'], is_limited_to_locations: true }, 422, 'permission_not_for_role'],
    [{ permissions: ['actions.read'], is_limited_to_suppliers: true }, 422, 'permission_not_for_role'],
    [{ name: '!!!' }, 422, 'validation_failed'],
    [{ role_id: 'planner' }, 409, 'role_exists'],
    [{ approval_limit: -1 }, 422, 'validation_failed'],
    [{ owner: true }, 422, 'validation_failed'],
  ])('with %o is refused with %i %s', async (wrong, status, code) => {
    const reply = await office.ask('POST', '/roles', role(wrong));
    expect([reply.statusCode, reply.json().error.code]).toEqual([status, code]);
  });

  it('holds at most what its maker holds', async () => {
    await office.ask(
      'POST',
      '/roles',
      role({ name: 'Role maker', permissions: ['identity.roles', 'identity.read'] }),
      'owner',
    );
    const { headers } = await office.hire({ role: 'role_maker' });
    const more = await office.ask('POST', '/roles', role({ name: 'More' }), headers);
    expect(more.json().error).toMatchObject({
      code: 'beyond_own_rights',
      details: [{ permission: 'actions.read' }, { permission: 'actions.approve' }],
    });
    expect(
      (await office.ask('POST', '/roles', role({ name: 'Less', permissions: ['identity.read'] }), headers))
        .statusCode,
    ).toBe(201);
    const superior = await office.ask('PUT', '/roles/planner', { ...role(), version: 1 }, headers);
    expect(superior.statusCode).toBeGreaterThanOrEqual(403);
  });
});

describe('a built-in role', () => {
  it('takes an approval limit and nothing else', async () => {
    const { version, permissions, name } = (await office.ask('GET', '/roles/planner')).json();
    const limited = await office.ask('PUT', '/roles/planner', {
      name,
      permissions,
      approval_limit: 750,
      version,
    });
    expect(limited.json()).toMatchObject({ approval_limit: 750, permissions });
    const less = await office.ask('PUT', '/roles/planner', { name, permissions: [], version: version + 1 });
    expect(less.json().error.code).toBe('role_is_built_in');
    expect((await office.ask('DELETE', '/roles/planner')).json().error.code).toBe('role_is_built_in');
  });
});

describe('GET /permissions', () => {
  it('tells each with its sentence, its holders and its routes', async () => {
    const { data } = (await office.ask('GET', '/permissions')).json();
    const approve = data.find((row: { permission: string }) => row.permission === 'actions.approve');
    expect(approve).toMatchObject({
      sentence: 'Approve or reject actions',
      for_locations: true,
      for_suppliers: false,
      built_in_roles: ['owner', 'admin', 'planner', 'store_manager', 'operator'],
    });
    expect(approve.routes).toContain('POST /api/v1/actions/:action_id/approve');
    expect(data).toHaveLength(Object.keys(office.app.permissions).length);
  });
});

describe('looking through another’s eyes', () => {
  const as = async (target: string, role: 'admin' | 'planner' = 'admin') => ({
    ...(await office.app.as(role)),
    'x-granary-view-as': target,
  });

  it('shows what a role or a person sees, and not more than one’s own', async () => {
    const { user_id } = await office.hire({ role: 'store_manager', store_ids: ['S2'] });
    for (const target of [user_id, 'store_manager:S2']) {
      const stores = (await office.ask('GET', '/stores', undefined, await as(target))).json();
      expect(
        stores.data.map((row: { store_id: string }) => row.store_id),
        target,
      ).toEqual(['S2']);
      expect((await office.ask('GET', '/uploads', undefined, await as(target))).json().error.code).toBe(
        'permission_missing',
      );
    }
    const me = (await office.ask('GET', '/me', undefined, await as('owner'))).json();
    expect(me).toMatchObject({ role: 'owner', viewing_as: 'owner' });
    expect(me.permissions).not.toContain('identity.owners');
  });

  it('is recorded once for a session and target', async () => {
    const { user_id } = await office.hire();
    for (let time = 0; time < 3; time++) await office.ask('GET', '/stores', undefined, await as(user_id));
    expect((await office.trailOf(user_id)).filter((verb) => verb === 'viewed_as')).toHaveLength(1);
  });

  it('changes nothing, and needs its permission and a target', async () => {
    const codeOf = async (method: 'GET' | 'POST', url: string, headers: Awaited<ReturnType<typeof as>>) =>
      (await office.ask(method, url, method === 'POST' ? role() : undefined, headers)).json().error.code;
    expect(await codeOf('POST', '/roles', await as('viewer'))).toBe('view_as_is_read_only');
    expect(await codeOf('GET', '/stores', await as('viewer', 'planner'))).toBe('permission_missing');
    expect(await codeOf('GET', '/stores', await as('nobody'))).toBe('view_as_unknown');
    expect(await codeOf('GET', '/stores', await as('00000000-0000-4000-8000-000000000000'))).toBe(
      'view_as_unknown',
    );
    expect(await codeOf('GET', '/stores', await as('store_manager'))).toBe('view_as_needs_rows');
    expect(await codeOf('GET', '/stores', await as("'; drop"))).toBe('view_as_unknown');
  });
});

describe('the organization', () => {
  it('is renamed and moved to another clock by those who may', async () => {
    const before = (await office.ask('GET', '/organization', undefined, 'viewer')).json();
    const changed = await office.ask('PATCH', '/organization', {
      name: 'Green grocer',
      locale: 'fr-FR',
      time_zone: 'America/New_York',
      currency: 'USD',
      version: before.version,
    });
    expect(changed.json()).toMatchObject({
      name: 'Green grocer',
      time_zone: 'America/New_York',
      currency: 'USD',
      version: 2,
    });
    expect((await office.ask('PATCH', '/organization', { name: 'X', version: 1 })).statusCode).toBe(409);
    expect(
      (await office.ask('PATCH', '/organization', { name: 'X', version: 2 }, 'planner')).statusCode,
    ).toBe(403);
  });

  it.each([
    { time_zone: 'Mars/Base' },
    { time_zone: '+01:00' },
    { locale: 'not a locale' },
    { currency: 'QQQ' },
    { currency: 'eur' },
    { name: '' },
    { is_demo: true },
  ])('does not take %o', async (wrong) => {
    expect((await office.ask('PATCH', '/organization', { ...wrong, version: 2 })).statusCode).toBe(422);
  });

  it('keeps its currency once there are figures in it', async () => {
    const { addItems } = await import('../../../test/facts.ts');
    await office.app.inOrganization((tx) => addItems(tx, { sku_id: 'MILK', mrp: 2 }));
    const { version } = (await office.ask('GET', '/organization')).json();
    const reply = await office.ask('PATCH', '/organization', { currency: 'EUR', version });
    expect([reply.statusCode, reply.json().error.code]).toEqual([409, 'currency_in_use']);
  });
});

describe('a supplier', () => {
  it('reads what came from them and nothing else', async () => {
    const { addItems, addPurchases } = await import('../../../test/facts.ts');
    const { sql } = await import('kysely');
    await office.app.inOrganization(async (tx) => {
      await addItems(tx, { sku_id: 'CHEESE' });
      for (const batch_id of ['B1', 'B2'])
        await addPurchases(tx, {
          received_date: '2026-02-20',
          store_id: 'S1',
          sku_id: 'CHEESE',
          batch_id,
          unit_cost: 4,
        });
      await sql`update stock.purchases set supplier_id = case batch_id when 'B1' then 'ALPS' else 'COAST' end`.execute(
        tx,
      );
    });
    const { headers } = await office.hire({ role: 'supplier', supplier_ids: ['ALPS'] });
    const own = (await office.ask('GET', '/receipts', undefined, headers)).json();
    expect(own).toMatchObject({ data: [{ batch_id: 'B1', supplier_id: 'ALPS' }], page: { total: 1 } });
    const csv = (await office.ask('GET', '/receipts?format=csv', undefined, headers)).body;
    expect(csv).toContain('ALPS');
    expect(csv).not.toContain('COAST');
    expect((await office.ask('GET', '/receipts')).json().page.total).toBe(2);
    for (const url of ['/stores', '/items', '/risk', '/actions', '/users', '/kpis/dashboard'])
      expect((await office.ask('GET', url, undefined, headers)).statusCode, url).toBe(403);
  });
});
