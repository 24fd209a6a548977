import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { recordAudit } from '../../identity/index.ts';
import type { Tx } from '../database/index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** A list, the id of its rows, its orders, and how another person adds rows to it meanwhile. */
interface List {
  path: string;
  id: string;
  sorts: readonly string[];
  /** `place` decides where among the others the new rows stand. */
  add(tx: Tx, place: string, count: number): Promise<unknown>;
}

const both = (...fields: string[]) => fields.flatMap((field) => [field, `-${field}`]);
const rows = (statement: string) => (tx: Tx, place: string, count: number) =>
  tx.client.query(statement, [tx.orgId, place, count]);

const lists: List[] = [
  {
    path: '/items',
    id: 'sku_id',
    sorts: both('sku_id', 'name', 'category'),
    add: rows(`insert into catalog.items (org_id, sku_id, name, category)
               select $1, $2 || '-' || gen_random_uuid(), 'Same name ' || n % 3, 'Category ' || n % 2
               from generate_series(1, $3::int) n`),
  },
  {
    path: '/stores',
    id: 'store_id',
    sorts: both('store_id', 'name'),
    add: rows(`insert into catalog.locations (org_id, store_id, name, kind)
               select $1, $2 || '-' || gen_random_uuid(), 'Same name ' || n % 2, 'store'
               from generate_series(1, $3::int) n`),
  },
  {
    path: '/runs',
    id: 'run_id',
    sorts: both('created_at', 'kind'),
    add: rows(`insert into platform.runs (org_id, kind, state, created_at)
               select $1, 'kind.' || $2, 'completed', now() - n % 3 * interval '1 hour'
               from generate_series(1, $3::int) n`),
  },
  {
    path: '/uploads',
    id: 'upload_id',
    sorts: [''],
    add: rows(`insert into ingest.raw_uploads (org_id, file_name, file_type, size_bytes, checksum, storage_key, uploaded_at)
               select $1, $2, 'sales', 1, repeat('0', 64), 'k', now() - n % 3 * interval '1 hour'
               from generate_series(1, $3::int) n`),
  },
  {
    path: '/audit',
    id: 'audit_id',
    sorts: [''],
    add: (tx, place, count) =>
      recordAudit(
        tx,
        { userId: null, name: 'Test' },
        Array.from({ length: count }, () => ({ verb: 'changed', entity: 'thing', entityId: place })),
      ),
  },
];

async function page(path: string, query: Record<string, string>) {
  const url = `/api/v1${path}?${new URLSearchParams(query)}`;
  const reply = await app.http.inject({ url, headers: await app.as('owner') });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json() as { data: Record<string, unknown>[]; page: { next_cursor: string | null } };
}

async function walk({ path, id }: List, query: Record<string, string>, between: () => Promise<void>) {
  const seen: unknown[] = [];
  let cursor: string | null = null;
  do {
    const { data, page: next }: Awaited<ReturnType<typeof page>> = await page(path, {
      ...query,
      ...(cursor === null ? {} : { cursor }),
    });
    seen.push(...data.map((row) => row[id]));
    cursor = next.next_cursor;
    if (cursor !== null) await between();
  } while (cursor !== null);
  return seen;
}

describe('a walk through the pages of a list, while others add rows before, among and behind', () => {
  it.each(lists)('$path misses no row that was there, and repeats none', async (list) => {
    await app.inOrganization((tx) => list.add(tx, 'M', 12));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...list.sorts),
        fc.integer({ min: 3, max: 40 }),
        fc.array(fc.tuple(fc.constantFrom('A', 'M', 'Z'), fc.integer({ min: 1, max: 3 })), { maxLength: 4 }),
        async (sort, limit, additions) => {
          const query = { limit: String(limit), ...(sort === '' ? {} : { sort }) };
          const before = await walk(list, { ...query, limit: '500' }, async () => {});
          const waiting = [...additions];
          const seen = await walk(list, query, async () => {
            const next = waiting.shift();
            if (next !== undefined) await app.inOrganization((tx) => list.add(tx, ...next));
          });
          expect(new Set(seen).size).toBe(seen.length);
          expect(before.filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a cursor', () => {
  it('is refused by another list, in another order, and by another organization', async () => {
    const { next_cursor: cursor } = (await page('/items', { limit: '2' })).page;
    expect(cursor).not.toBeNull();
    const other = await app.otherOrganization();
    const foreigner = `Bearer ${await app.identity.openTerminal(other, undefined)}`;
    const mine = (await app.as('owner')).authorization;
    const refused = [
      ['/stores', mine],
      ['/items?sort=-sku_id', mine],
      ['/items?sort=name', mine],
      ['/items', foreigner],
    ] as const;
    for (const [path, authorization] of refused) {
      const url = `/api/v1${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`;
      const reply = await app.http.inject({ url, headers: { authorization } });
      expect([reply.statusCode, reply.json().error?.code], url).toEqual([422, 'cursor_not_valid']);
    }
    expect((await page('/items', { limit: '500', cursor: cursor ?? '' })).data.length).toBeGreaterThan(0);
  });

  it('changed in any one place is refused', async () => {
    const cursor = (await page('/items', { limit: '2' })).page.next_cursor ?? '';
    for (const place of [0, 5, cursor.length - 24, cursor.length - 22, cursor.length - 1]) {
      const changed = cursor.slice(0, place) + (cursor[place] === 'A' ? 'B' : 'A') + cursor.slice(place + 1);
      const reply = await app.http.inject({
        url: `/api/v1/items?cursor=${changed}`,
        headers: await app.as('owner'),
      });
      expect(reply.statusCode, changed).toBe(422);
    }
  });
});

describe('every list with pages', () => {
  it('takes limit from 1 to 500, 100 unless said', () => {
    const paged = app.routes.filter(
      ({ method, query }) => method === 'GET' && 'cursor' in ((query as { shape?: object })?.shape ?? {}),
    );
    expect(paged.length).toBeGreaterThan(8);
    for (const { path, query } of paged) {
      const read = (limit: string | undefined) =>
        query?.safeParse(limit === undefined ? {} : { limit }) as {
          success: boolean;
          data: { limit: number };
        };
      expect(read(undefined).data.limit, path).toBe(100);
      expect([read('1').success, read('500').success, read('0').success, read('501').success], path).toEqual([
        true,
        true,
        false,
        false,
      ]);
    }
  });
});
