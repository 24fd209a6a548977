import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await app.inOrganization(async (tx) => {
    await tx.client.query(
      `insert into catalog.items (org_id, sku_id, name, category)
       select $1, 'SKU' || n, 'Item ' || n, 'Dairy' from generate_series(1, 60) n`,
      [tx.orgId],
    );
  });
});
afterAll(() => app.close());

async function read(url: string, headers: Record<string, string> = {}) {
  return app.http.inject({ url, headers: { ...(await app.as('owner')), ...headers } });
}

describe('fields=', () => {
  it('trims the rows of a list to the fields asked for, and the reply with them', async () => {
    const whole = await read('/api/v1/items');
    const trimmed = await read('/api/v1/items?fields=sku_id,name');
    expect(trimmed.json().data[0]).toEqual({ sku_id: 'SKU1', name: 'Item 1' });
    expect(trimmed.json().page).toEqual(whole.json().page);
    expect(trimmed.body.length).toBeLessThan(whole.body.length / 2);
  });

  it('trims a single resource', async () => {
    expect((await read('/api/v1/me?fields=name,role')).json()).toEqual({ name: 'Test owner', role: 'owner' });
  });

  it('trims the columns of a CSV, in the order of the file', async () => {
    const { body } = await read('/api/v1/items?format=csv&fields=name,sku_id&limit=1');
    expect(body.split('\r\n').slice(0, 2)).toEqual(['sku_id,name', 'SKU1,Item 1']);
  });

  it.each(['price', 'sku_id,', '', 'sku_id;name', '__proto__'])(
    'refuses %j with 422 that lists what is accepted',
    async (fields) => {
      const reply = await read(`/api/v1/items?fields=${fields}`);
      expect(reply.statusCode).toBe(422);
      expect(reply.json().error.details).toEqual([
        { field: 'fields', message: expect.stringContaining('accepted are sku_id, name, category') },
      ]);
    },
  );

  it('is taken by every read that answers with JSON', async () => {
    const { paths } = (await app.http.inject({ url: '/docs/json' })).json();
    const without = Object.entries<Record<string, Operation>>(paths).filter(([, { get }]) => {
      const shape = get?.responses['200']?.content?.['application/json']?.schema;
      const isJson = shape?.type === 'object';
      return isJson && !get?.parameters?.some(({ name }) => name === 'fields');
    });
    expect(Object.keys(paths).length).toBeGreaterThan(20);
    expect(without.map(([path]) => path)).toEqual([]);
  });
});

interface Operation {
  parameters?: { name: string }[];
  responses: Record<string, { content?: Record<string, { schema: { type?: string } }> }>;
}

describe('a read', () => {
  it('carries a tag, and is answered with 304 and no body while nothing has changed', async () => {
    const first = await read('/api/v1/items');
    const tag = first.headers.etag as string;
    expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    for (const given of [tag, `"other", ${tag}`, tag.slice(2), '*']) {
      const again = await read('/api/v1/items', { 'if-none-match': given });
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', tag]);
    }
    expect((await read('/api/v1/items', { 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it('has another tag with other fields, another page or after a change', async () => {
    const tags = [];
    for (const url of ['/api/v1/items', '/api/v1/items?fields=name', '/api/v1/items?limit=5']) {
      tags.push((await read(url)).headers.etag);
    }
    await app.inOrganization((tx) =>
      tx.client.query(`update catalog.items set name = 'Milk' where sku_id = 'SKU7'`),
    );
    tags.push((await read('/api/v1/items')).headers.etag);
    expect(new Set(tags).size).toBe(4);
  });

  it('that fails is kept by nobody', async () => {
    const reply = await read('/api/v1/items?limit=0');
    expect([reply.statusCode, reply.headers.etag, reply.headers['cache-control']]).toEqual([
      422,
      undefined,
      'no-store',
    ]);
  });

  it('of 100 kB arrives compressed for those who accept it', async () => {
    const reply = await read('/api/v1/items', { 'accept-encoding': 'gzip' });
    expect(reply.headers['content-encoding']).toBe('gzip');
    expect(reply.rawPayload.length).toBeLessThan((await read('/api/v1/items')).rawPayload.length / 2);
  });
});
