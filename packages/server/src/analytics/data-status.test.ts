import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dataStatus } from './data-status.ts';
import { createTestBooks, type TestBooks } from './test-books.ts';

let server: Awaited<ReturnType<typeof createTestBooks>>;
let books: TestBooks;

beforeAll(async () => {
  server = await createTestBooks();
});
beforeEach(async () => {
  books = await server.open();
});
afterAll(() => server.close());

const sell = (date: string, store: string) =>
  books.run(
    (org) => sql`
    insert into demand.sales_daily (org_id, date, store_id, sku_id, units_sold) values (${org}, ${date}, ${store}, 'MILK', 1)`,
  );

describe('the state of the data', () => {
  it('is unknown before the first file', async () => {
    expect(await books.inside(dataStatus)).toEqual({
      snapshot_date: null,
      sales_until: null,
      stores_missing: [],
    });
  });

  it('names the newest days, and the stores that are behind, but no depot', async () => {
    await books.run(
      (org) => sql`
      insert into stock.inventory_batches (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty)
      values (${org}, '2026-03-01', 'S1', 'MILK', 'A', '2026-03-09', 1), (${org}, '2026-03-02', 'S1', 'MILK', 'A', '2026-03-09', 1)`,
    );
    await sell('2026-03-01', 'S1');
    await sell('2026-03-01', 'S2');
    await sell('2026-03-02', 'S1');
    const status = { snapshot_date: '2026-03-02', sales_until: '2026-03-02' };
    expect(await books.inside(dataStatus)).toEqual({
      ...status,
      stores_missing: [{ store_id: 'S2', name: 'Station', last_date: '2026-03-01' }],
    });
    await sell('2026-03-02', 'S2');
    expect(await books.inside(dataStatus)).toEqual({ ...status, stores_missing: [] });
  });

  it.each(['2026-02-27', '2025-12-30', '2025-12-29', '2019-06-01'])(
    'finds the last day of a store that stopped on %s',
    async (last) => {
      await sell('2019-01-01', 'S2');
      await sell(last, 'S2');
      await sell('2026-03-02', 'S1');
      expect((await books.inside(dataStatus)).stores_missing).toMatchObject([
        { store_id: 'S2', last_date: last },
      ]);
    },
  );

  it('lists a store that never sold, without a day', async () => {
    await sell('2026-03-02', 'S1');
    expect((await books.inside(dataStatus)).stores_missing).toMatchObject([
      { store_id: 'S2', last_date: null },
    ]);
  });

  it('is part of the answer to "who am I"', async () => {
    await sell('2026-03-02', 'S1');
    const me = (await books.get('/me')).json();
    expect(me.data).toMatchObject({ snapshot_date: null, sales_until: '2026-03-02' });
    expect(me.permissions).toEqual(
      expect.arrayContaining(['analytics.read', 'actions.approve', 'actions.propose']),
    );
  });
});
