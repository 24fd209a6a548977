import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnalytics } from './index.ts';
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

const dashboard = async (query = '') => (await books.get(`/kpis/dashboard${query}`)).json();

/**
 * Costs: milk A 1.00 (its own), C 1.20 (no receipt of its own: the latest, of B), B 1.20, bun 0.80 (list price),
 * NEW none. On 2 March: 10 × 1.00 + 5 × 1.20 + 20 × 1.20 + 4 × 0.80 = 43.20; on 1 March: 20 × 1.00 + 30 × 1.20 = 56.00.
 */
async function stockTheShelves(): Promise<void> {
  await books.run(
    (org) => sql`
    insert into stock.purchases (org_id, received_date, store_id, sku_id, batch_id, received_qty, unit_cost) values
      (${org}, '2026-02-01', 'S1', 'MILK', 'A', 100, 1.00),
      (${org}, '2026-02-20', 'S2', 'MILK', 'B', 300, 1.20),
      (${org}, '2026-03-03', 'S2', 'MILK', 'Z', 900, 9.99)`,
  );
  await books.run(
    (org) => sql`
    insert into stock.inventory_batches (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty) values
      (${org}, '2026-03-01', 'S1', 'MILK', 'A', '2026-03-09', 20),
      (${org}, '2026-03-01', 'S2', 'MILK', 'B', '2026-03-15', 30),
      (${org}, '2026-03-02', 'S1', 'MILK', 'A', '2026-03-09', 10),
      (${org}, '2026-03-02', 'S1', 'MILK', 'C', '2026-03-01', 5),
      (${org}, '2026-03-02', 'S1', 'MILK', 'E', '2026-02-01', 0),
      (${org}, '2026-03-02', 'S1', 'NEW',  'N', '2026-02-28', 3),
      (${org}, '2026-03-02', 'S2', 'MILK', 'B', '2026-03-15', 20),
      (${org}, '2026-03-02', 'S2', 'BUN',  'D', '2026-03-02', 4)`,
  );
}

/** Ten days, 21 February to 2 March: 60 milk (40 in S1) and 25 buns; later and older sales must not count. */
async function sellForTenDays(): Promise<void> {
  await books.run(
    (org) => sql`
    insert into demand.sales_daily (org_id, date, store_id, sku_id, units_sold) values
      (${org}, '2026-02-21', 'S1', 'MILK', 25), (${org}, '2026-02-25', 'S1', 'MILK', 15),
      (${org}, '2026-02-25', 'S2', 'MILK', 20), (${org}, '2026-03-02', 'S2', 'BUN', 25),
      (${org}, '2026-03-05', 'S1', 'MILK', 1000)`,
  );
}

describe('stock figures of the dashboard', () => {
  it('values stock at the cost of the batch, else the latest cost, else the list price', async () => {
    await stockTheShelves();
    expect(await dashboard()).toMatchObject({
      snapshot_date: '2026-03-02',
      inventory_value: 43.2,
      unvalued_units: 3,
    });
    expect(await dashboard('?store_id=S1')).toMatchObject({ inventory_value: 16, unvalued_units: 3 });
    expect(await dashboard('?store_id=S2')).toMatchObject({ inventory_value: 27.2, unvalued_units: 0 });
    expect(await dashboard('?to=2026-03-01')).toMatchObject({
      snapshot_date: '2026-03-01',
      inventory_value: 56,
    });
  });

  it('counts as write-off what is past its expiry date, not what expires that day', async () => {
    await stockTheShelves();
    // C: 5 × 1.20, and 3 units of NEW without a cost.
    expect((await dashboard()).write_off).toEqual({ batches: 2, units: 8, value: 6 });
    expect((await dashboard('?store_id=S2')).write_off).toEqual({ batches: 0, units: 0, value: 0 });
  });

  it('divides the yearly cost of goods sold by the mean inventory value, and says what it is based on', async () => {
    await stockTheShelves();
    await sellForTenDays();
    // Milk at (100 × 1.00 + 300 × 1.20) / 400 = 1.15: 60 × 1.15 + 25 × 0.80 = 89.00 in 10 of 365 days;
    // mean stock (43.20 + 56.00) / 2 = 49.60; 89 × 36.5 / 49.60 = 65.4939…
    const figures = await dashboard();
    expect(figures.inventory_turnover).toBe(65.49);
    expect(figures.inventory_turnover_basis).toEqual({
      from: '2026-02-21',
      to: '2026-03-02',
      days: 10,
      annualised: true,
      cost_of_goods_sold: 89,
      mean_inventory_value: 49.6,
      snapshots: 2,
    });
    // 40 × 1.15 × 36.5 / 18.00
    expect((await dashboard('?store_id=S1')).inventory_turnover).toBe(93.28);
  });

  it('does not scale a full year, and takes no day before it', async () => {
    await stockTheShelves();
    await sellForTenDays();
    await books.run(
      (org) => sql`
      insert into demand.sales_daily (org_id, date, store_id, sku_id, units_sold) values
        (${org}, '2025-03-02', 'S1', 'MILK', 7000), (${org}, '2025-03-03', 'S1', 'MILK', 40)`,
    );
    // 89.00 + 40 × 1.15 = 135.00; 135 / 49.60
    expect(await dashboard()).toMatchObject({
      inventory_turnover: 2.72,
      inventory_turnover_basis: { from: '2025-03-03', days: 365, annualised: false, cost_of_goods_sold: 135 },
    });
  });

  it('has no turnover without sales or without stock of value, and no error', async () => {
    expect(await dashboard()).toMatchObject({
      snapshot_date: null,
      inventory_value: null,
      write_off: null,
      inventory_turnover: null,
    });
    await books.run(
      (org) => sql`
      insert into stock.inventory_batches (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty)
      values (${org}, '2026-03-02', 'S1', 'MILK', 'A', '2026-03-09', 0)`,
    );
    expect(await dashboard()).toMatchObject({
      inventory_value: 0,
      inventory_turnover: null,
      inventory_turnover_basis: null,
    });
    await sellForTenDays();
    expect(await dashboard()).toMatchObject({
      inventory_turnover: null,
      inventory_turnover_basis: { mean_inventory_value: 0 },
    });
  });
});

describe('risk figures of the dashboard', () => {
  const assess = (day: string, store: string, batch: string, value: number, units: number, score: number) =>
    books.run(
      (org) => sql`
      insert into expiry.batch_risk (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty,
        days_to_expiry, expected_sales_to_expiry, at_risk_units, at_risk_units_low, at_risk_units_high, unit_cost,
        unit_cost_source, at_risk_value, p_waste, risk_score, rule_version)
      values (${org}, ${day}, ${store}, 'MILK', ${batch}, '2026-03-09', 100, 7, 1, ${units}, 0, 100, 1, 'batch', ${value},
              0.5, ${score}, 1)`,
    );

  it('sums the newest assessed snapshot to the cent', async () => {
    await assess('2026-03-01', 'S1', 'A', 99.99, 50, 95);
    await assess('2026-03-02', 'S1', 'A', 0.1, 3.25, 90);
    await assess('2026-03-02', 'S1', 'B', 0.2, 1.5, 69);
    await assess('2026-03-02', 'S2', 'C', 10.1, 7.25, 70);
    const summed = await books.inside((tx) =>
      sql<{ value: string }>`
      select sum(at_risk_value) as value from expiry.batch_risk where snapshot_date = '2026-03-02'`.execute(
        tx,
      ),
    );
    expect(summed.rows).toEqual([{ value: '10.40' }]);
    expect(await dashboard()).toMatchObject({
      risk_snapshot_date: '2026-03-02',
      at_risk_value: 10.4,
      at_risk_units: 12,
      high_risk_batches: 2,
    });
    expect(await dashboard('?store_id=S1')).toMatchObject({ at_risk_value: 0.3, high_risk_batches: 1 });
    expect(await dashboard('?to=2026-03-01')).toMatchObject({ at_risk_value: 99.99, at_risk_units: 50 });
    expect((await books.get('/actions/summary')).json()).toMatchObject({
      snapshot_date: '2026-03-02',
      at_risk_value: 10.4,
    });
  });

  it('calls high what the rules of the organization call high', async () => {
    await assess('2026-03-02', 'S1', 'A', 1, 1, 60);
    expect((await dashboard()).high_risk_batches).toBe(0);
    await books.run(
      (org) => sql`
      insert into expiry.rule_sets (org_id, version, rules) values (${org}, 1, '{"high_risk_score": 95}'), (${org}, 2, '{"high_risk_score": 60}')`,
    );
    expect((await dashboard()).high_risk_batches).toBe(1);
  });
});

/** Runs the step of the nightly run. */
async function keepFigures() {
  const [step] = createAnalytics(server.app.platform).declared.nightly ?? [];
  const context = {
    orgId: books.orgId,
    runId: 'test',
    log: server.app.platform.log,
    signal: new AbortController().signal,
    progress: async () => {},
  };
  return step?.perform(context);
}

describe('the dashboard', () => {
  it('keeps the figures of the newest snapshot, once, however often the step runs', async () => {
    await stockTheShelves();
    expect(await keepFigures()).toEqual({ snapshots: 1 });
    await books.act({ expected_savings: 12.5 });
    await keepFigures();
    const kept = await books.inside((tx) =>
      sql`
      select snapshot_date, figures ->> 'inventory_value' as value, figures ->> 'potential_savings' as savings
      from analytics.kpi_snapshots`.execute(tx),
    );
    expect(kept.rows).toEqual([{ snapshot_date: '2026-03-02', value: '43.2', savings: '12.5' }]);
  });

  it('answers with kept figures until another file is loaded, and then with those of the new data', async () => {
    await stockTheShelves();
    await keepFigures();
    await books.run(() => sql`update stock.inventory_batches set on_hand_qty = 11 where batch_id = 'A'`);
    // Not through a file, so nobody could know.
    expect(await dashboard()).toMatchObject({ inventory_value: 43.2 });
    await books.run(
      (org) => sql`
        insert into ingest.raw_uploads (org_id, file_name, file_type, status, completed_at)
        values (${org}, 'stock.csv', 'inventory', 'completed', now())`,
    );
    expect(await dashboard()).toMatchObject({ inventory_value: 44.2 });
  });

  it('shows nothing of another organization', async () => {
    await stockTheShelves();
    await books.act({ expected_savings: 12.5 });
    const other = await server.open();
    expect((await other.get('/kpis/dashboard')).json()).toMatchObject({
      open_actions: 0,
      inventory_value: null,
    });
  });

  it('refuses unknown parameters, days that do not exist, and a period that ends before it begins', async () => {
    for (const query of ['?store=S1', '?from=2026-02-30', '?from=2026-03-02&to=2026-03-01'])
      expect([query, (await books.get(`/kpis/dashboard${query}`)).statusCode]).toEqual([query, 422]);
    const stranger = await server.app.http.inject({ url: '/kpis/dashboard' });
    expect(stranger.statusCode).toBe(401);
  });
});
