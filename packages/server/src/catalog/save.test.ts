import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/harness.ts';
import type { BuiltInRole } from '../identity/roles/built-in-roles.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

async function ask(
  method: 'GET' | 'PATCH',
  url: string,
  payload?: object,
  as: BuiltInRole = 'planner',
  more = {},
) {
  const headers = { ...(await app.as(as)), ...more };
  return app.http.inject({
    method,
    url: `/api/v1${url}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
}
const outcomes = (reply: { json(): { results: { status: string; error?: { code: string } }[] } }) =>
  reply.json().results.map(({ status, error }) => error?.code ?? status);
const trailOf = (entity: string, id: string) =>
  app.inOrganization(async (tx) => {
    const found = await sql<{ verb: string; before: object | null; after: object }>`
      select verb, before, after from identity.audit_trail
      where entity = ${entity} and entity_id = ${id} order by audit_id`.execute(tx);
    return found.rows;
  });

describe('an item', () => {
  it('is added with what is told and what a file would give it, then changed field by field', async () => {
    const added = await ask('PATCH', '/items/OAT%2F1', { category: 'Dairy', mrp: 2.49 });
    expect(added.statusCode).toBe(201);
    expect(added.headers.location).toBe('/api/v1/items/OAT%2F1');
    const item = {
      sku_id: 'OAT/1',
      name: 'OAT/1',
      category: 'Dairy',
      unit: 'each',
      kind: 'product',
      mrp: 2.49,
    };
    expect(added.json()).toEqual({ ...item, shelf_life_days: null, pack_size: 1, version: 1 });
    const changed = await ask('PATCH', '/items/OAT%2F1', { name: 'Oat milk', mrp: null, version: 1 });
    expect(changed.statusCode).toBe(200);
    expect(changed.json()).toMatchObject({ ...item, name: 'Oat milk', mrp: null, version: 2 });
    expect((await ask('GET', '/items/OAT%2F1', undefined, 'viewer')).json()).toEqual(changed.json());
    expect(await trailOf('item', 'OAT/1')).toMatchObject([
      { verb: 'created', before: null, after: { category: 'Dairy' } },
      { verb: 'changed', before: { name: 'OAT/1', mrp: 2.49 }, after: { name: 'Oat milk', mrp: null } },
    ]);
  });

  it('is not changed by a version that is past, in the body or as If-Match, nor found when it is not there', async () => {
    await ask('PATCH', '/items/PAST', {});
    await ask('PATCH', '/items/PAST', { unit: 'kg' });
    const late = await ask('PATCH', '/items/PAST', { unit: 'l', version: 1 });
    expect([late.statusCode, late.json().error.code]).toEqual([409, 'catalog.stale_version']);
    const byHeader = await ask('PATCH', '/items/PAST', { unit: 'l' }, 'planner', { 'if-match': '"1"' });
    expect(byHeader.statusCode).toBe(412);
    expect((await ask('PATCH', '/items/NONE', { version: 1 })).statusCode).toBe(404);
    expect((await ask('GET', '/items/NONE')).statusCode).toBe(404);
    expect((await ask('GET', '/stores/NONE')).statusCode).toBe(404);
  });

  it('that is told what it is already stays as it is, without an entry in the trail', async () => {
    await ask('PATCH', '/items/SAME', { unit: 'kg' });
    const again = await ask('PATCH', '/items/SAME', { unit: 'kg', name: 'SAME' });
    expect([again.statusCode, again.json().version]).toEqual([200, 1]);
    expect(await trailOf('item', 'SAME')).toHaveLength(1);
  });

  it('that a file brought is no longer what the file said', async () => {
    await ask('PATCH', '/items/FILED', {});
    await app.inOrganization((tx) =>
      sql`update catalog.items set upload_id = gen_random_uuid(), row_no = 7 where sku_id = 'FILED'`.execute(
        tx,
      ),
    );
    expect((await ask('PATCH', '/items/FILED', { unit: 'l' })).json().version).toBe(3);
    const row = await app.inOrganization((tx) =>
      sql`select upload_id, row_no from catalog.items where sku_id = 'FILED'`.execute(tx),
    );
    expect(row.rows).toEqual([{ upload_id: null, row_no: null }]);
  });
});

describe('many in one call', () => {
  it('adds and changes 1,000 items; those that are wrong fail alone', async () => {
    await ask('PATCH', '/items/KNOWN', {});
    const fresh = Array.from({ length: 995 }, (_, n) => ({
      sku_id: `NEW-${n}`,
      category: 'Bread',
      mrp: 1.5,
    }));
    const items = [
      ...fresh,
      { sku_id: 'KNOWN', unit: 'kg', version: 1 },
      { sku_id: 'KNOWN', unit: 'l' },
      { sku_id: 'NEW-X', pack_size: 0, colour: 'red' },
      { sku_id: 'NONE', version: 4 },
      { category: 'Bread' },
    ];
    expect(items).toHaveLength(1000);
    const reply = await ask('PATCH', '/items', { items });
    expect(reply.json()).toMatchObject({ succeeded: 996, failed: 4 });
    expect(outcomes(reply).slice(995)).toEqual([
      'ok',
      'catalog.named_twice',
      'validation_failed',
      'item_not_found',
      'validation_failed',
    ]);
    expect(reply.json().results[0]).toEqual({
      index: 0,
      id: 'NEW-0',
      status: 'ok',
      version: 1,
      created: true,
    });
    expect(reply.json().results[997].error.details).toMatchObject([
      { field: 'pack_size' },
      { field: 'colour' },
    ]);
    expect((await ask('GET', '/items?category=Bread&limit=1')).json().page.total).toBe(995);
    expect((await trailOf('item', 'KNOWN')).map(({ verb }) => verb)).toEqual(['created', 'changed']);
    expect((await ask('PATCH', '/items', { items: [...items, ...items] })).statusCode).toBe(422);
  });

  it('of two calls that add the same item, one adds it, and nothing is lost', async () => {
    const items = Array.from({ length: 50 }, (_, n) => ({ sku_id: `RACE-${n}` }));
    const replies = await Promise.all(
      [items, items.toReversed()].map((some) => ask('PATCH', '/items', { items: some })),
    );
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    const created = replies.flatMap((reply) =>
      reply.json().results.filter((row: { created?: boolean }) => row.created),
    );
    expect(created).toHaveLength(50);
    expect(await trailOf('item', 'RACE-7')).toHaveLength(1);
  });

  it('adds and changes stores, once for an Idempotency-Key', async () => {
    const items = [
      { store_id: 'A1', city: 'Lyon', kind: 'dc', capacity_units: 1200 },
      { store_id: 'A2', kind: 'kiosk' },
    ];
    const key = { 'idempotency-key': 'stores-1' };
    const first = await ask('PATCH', '/stores', { items }, 'planner', key);
    expect(outcomes(first)).toEqual(['ok', 'validation_failed']);
    expect((await ask('PATCH', '/stores', { items }, 'planner', key)).body).toBe(first.body);
    expect((await ask('GET', '/stores/A1')).json()).toMatchObject({ city: 'Lyon', kind: 'dc', version: 1 });
    const renamed = await ask('PATCH', '/stores/A1', { name: 'Part-Dieu', version: 1 });
    expect(renamed.json()).toMatchObject({ name: 'Part-Dieu', city: 'Lyon', version: 2 });
  });

  it('is refused to who may not, and leaves other organizations alone', async () => {
    const items = [{ sku_id: 'KNOWN', unit: 'box' }];
    for (const url of ['/items', '/stores', '/items/KNOWN', '/stores/A1']) {
      const refused = await ask('PATCH', url, url.split('/').length > 2 ? {} : { items }, 'store_manager');
      expect(refused.json().error).toMatchObject({
        code: 'permission_missing',
        details: [{ permission: 'catalog.write' }],
      });
      expect((await app.http.inject({ method: 'PATCH', url: `/api/v1${url}`, payload: {} })).statusCode).toBe(
        401,
      );
    }
  });

  it('is nothing that a role limited to locations can be given', async () => {
    const payload = {
      role_id: 'keeper',
      name: 'Keeper',
      permissions: ['catalog.read', 'catalog.write'],
      is_limited_to_locations: true,
    };
    const headers = await app.as('owner');
    const made = await app.http.inject({ method: 'POST', url: '/api/v1/roles', headers, payload });
    expect([made.statusCode, made.json().error.code]).toEqual([422, 'permission_not_for_role']);
  });
});
