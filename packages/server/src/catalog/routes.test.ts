import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addStores } from '../../test/facts.ts';
import { createTestApp, type TestApp } from '../../test/harness.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await app.inOrganization(async (tx) => {
    await addStores(
      tx,
      { store_id: 'S10', zone: 'NORTH' },
      { store_id: 'S2', zone: 'SOUTH', capacity_units: 120 },
      { store_id: 'DC', kind: 'dc' },
    );
    await addItems(
      tx,
      { sku_id: 'MILK_1', category: 'Dairy', mrp: 2.5 },
      { sku_id: 'MILKX1', category: 'Dairy' },
      { sku_id: '100%', category: 'Bakery' },
      { sku_id: '=BUN', category: 'Bakery', mrp: 0.8 },
    );
  });
});
afterAll(() => app.close());

const get = async (url: string) => app.http.inject({ url: `/api/v1${url}`, headers: await app.as('viewer') });
const codes = async (url: string, field: string) =>
  (await get(url)).json().data.map((row: Record<string, unknown>) => row[field]);

describe('GET /stores', () => {
  it('lists all kinds of location by code, byte by byte', async () => {
    expect(await codes('/stores', 'store_id')).toEqual(['DC', 'S10', 'S2']);
    expect(await codes('/stores?sort=-store_id', 'store_id')).toEqual(['S2', 'S10', 'DC']);
  });

  it('filters by kind and shows what is known of each', async () => {
    const { data, page } = (await get('/stores?kind=store')).json();
    expect(page).toEqual({ next_cursor: null, total: 2 });
    expect(data[1]).toEqual({
      store_id: 'S2',
      name: 'Store S2',
      kind: 'store',
      city: null,
      zone: 'SOUTH',
      capacity_units: 120,
      version: 1,
    });
  });

  it('pages one by one in either direction', async () => {
    for (const sort of ['store_id', '-store_id', 'name', '-name']) {
      const walked: string[] = [];
      let cursor: string | null = null;
      do {
        const body: { data: { store_id: string }[]; page: { next_cursor: string | null } } = (
          await get(`/stores?limit=1&sort=${sort}${cursor === null ? '' : `&cursor=${cursor}`}`)
        ).json();
        walked.push(...body.data.map((row) => row.store_id));
        cursor = body.page.next_cursor;
      } while (cursor !== null);
      expect(walked, sort).toEqual(await codes(`/stores?sort=${sort}`, 'store_id'));
    }
  });

  it('refuses a kind, a sort or a cursor that does not exist', async () => {
    const cursor = (await get('/stores?limit=1&sort=name')).json().page.next_cursor;
    for (const query of ['kind=shop', 'sort=city', `sort=store_id&cursor=${cursor}`]) {
      expect((await get(`/stores?${query}`)).statusCode, query).toBe(422);
    }
  });
});

describe('GET /items', () => {
  it.each([
    ['q=milk', ['MILKX1', 'MILK_1']],
    ['q=K_1', ['MILK_1']],
    ['q=0%25', ['100%']],
    ['q=%5C', []],
    ['category=Bakery', ['100%', '=BUN']],
    ['category=dairy', []],
    ['category=Dairy&q=x', ['MILKX1']],
  ])('finds with %s just %j: what is typed is looked for as it stands', async (query, expected) => {
    expect(await codes(`/items?${query}`, 'sku_id')).toEqual(expected);
    expect((await get(`/items?${query}`)).json().page.total).toBe(expected.length);
  });

  it('exports the filtered list, with nothing a spreadsheet would run', async () => {
    const lines = (await get('/items?format=csv&category=Bakery')).body.trimEnd().split('\r\n');
    expect(lines).toEqual([
      'sku_id,name,category,unit,mrp,shelf_life_days,pack_size',
      '100%,Item 100%,Bakery,each,,,1',
      "'=BUN,Item =BUN,Bakery,each,0.8,,1",
    ]);
  });
});

describe('GET /categories', () => {
  it('counts the items of each', async () => {
    expect((await get('/categories')).json().data).toEqual([
      { category: 'Bakery', items: 2 },
      { category: 'Dairy', items: 2 },
    ]);
  });
});
