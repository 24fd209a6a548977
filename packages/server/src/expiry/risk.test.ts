import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addPurchases, addSales, addStock, addStores } from '../../test/facts.ts';
import { createTestApp, type TestApp } from '../../test/harness.ts';
import { defaultRules } from './rules.ts';
import type { RiskRow, RiskSummary } from './schema.ts';

const yesterday = '2026-03-01';
const today = '2026-03-02';

let app: TestApp;

const post = async (url: string, role: 'planner' | 'viewer' = 'planner') =>
  app.http.inject({ method: 'POST', url: `/api/v1${url}`, headers: await app.as(role) });
const get = async (url: string) => app.http.inject({ url: `/api/v1${url}`, headers: await app.as('viewer') });
const list = async (query = ''): Promise<RiskRow[]> => {
  const reply = await get(`/risk?limit=500&${query}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json().data;
};
const summary = async (query = ''): Promise<RiskSummary> => (await get(`/risk/summary${query}`)).json();
const cents = (rows: { at_risk_value: number }[]) =>
  rows.reduce((sum, row) => sum + Math.round(100 * row.at_risk_value), 0);
const keyOf = (row: RiskRow) => `${row.store_id} ${row.sku_id} ${row.batch_id}`;

const batch = (
  store_id: string,
  sku_id: string,
  batch_id: string,
  expiry_date: string,
  on_hand_qty: number,
  snapshot_date = today,
) => ({
  snapshot_date,
  store_id,
  sku_id,
  batch_id,
  expiry_date,
  on_hand_qty,
});

beforeAll(async () => {
  app = await createTestApp();
  await app.inOrganization(async (tx) => {
    await addStores(tx, { store_id: 'S1' }, { store_id: 'S2' }, { store_id: 'DC', kind: 'dc' });
    await addItems(
      tx,
      { sku_id: 'MILK', category: 'Dairy', mrp: 2.5 },
      { sku_id: 'BUN', category: 'Bakery', mrp: 0.8 },
      { sku_id: 'TEA', category: 'Drinks', mrp: 3.2 },
      { sku_id: 'NEW', category: 'Drinks', mrp: 20 },
      { sku_id: 'FREE', category: 'Drinks' },
    );
    const week = [2, 3, 2, 3, 6, 5, 2];
    for (const store_id of ['S1', 'S2']) {
      for (const sku_id of ['MILK', 'BUN', 'TEA']) {
        await addSales(tx, { store_id, sku_id, until: today, units: Array(12).fill(week).flat(), price: 2 });
      }
    }
    await addPurchases(
      tx,
      { received_date: '2026-02-20', store_id: 'S1', sku_id: 'MILK', batch_id: 'M1', unit_cost: 1.35 },
      { received_date: '2026-02-25', store_id: 'S2', sku_id: 'BUN', batch_id: 'OLD', unit_cost: 0.3 },
      { received_date: '2026-02-27', store_id: 'S2', sku_id: 'BUN', batch_id: 'OTHER', unit_cost: 0.4 },
      { received_date: '2026-02-20', store_id: 'S1', sku_id: 'NEW', batch_id: 'N1', unit_cost: 12.5 },
      // Received after the snapshot: not known at its close.
      { received_date: '2026-03-04', store_id: 'S1', sku_id: 'BUN', batch_id: 'B1', unit_cost: 9 },
    );
    await addStock(
      tx,
      batch('S1', 'MILK', 'M1', '2026-03-06', 60),
      batch('S1', 'MILK', 'M2', '2026-03-12', 20),
      batch('S1', 'BUN', 'B1', '2026-03-04', 30),
      batch('S1', 'TEA', 'T1', '2026-04-20', 10),
      batch('S1', 'NEW', 'N1', '2026-03-20', 8),
      batch('S2', 'MILK', 'M1', '2026-03-05', 25),
      batch('S2', 'TEA', 'T1', '2026-02-27', 7),
      batch('S2', 'FREE', 'F1', '2026-03-08', 5),
      batch('DC', 'MILK', 'M9', '2026-03-20', 500),
      batch('S1', 'MILK', 'M1', '2026-03-06', 70, yesterday),
    );
  });
});
afterAll(() => app.close());

describe('POST /risk/refresh', () => {
  it('answers 202 with the run to follow, twice the same while it waits', async () => {
    const [first, second] = [await post('/risk/refresh'), await post('/risk/refresh')];
    expect([first.statusCode, second.statusCode]).toEqual([202, 202]);
    expect(first.json()).toMatchObject({ kind: 'risk', state: 'queued' });
    expect(second.json().run_id).toBe(first.json().run_id);
    expect(first.headers.location).toBe(`/api/v1/runs/${first.json().run_id}`);
    await post(`/runs/${first.json().run_id}/cancel`);
  });

  it('is not for a viewer', async () => {
    const reply = await post('/risk/refresh', 'viewer');
    expect([reply.statusCode, reply.json().error.details[0].permission]).toEqual([403, 'expiry.assess']);
  });

  it('without a forecast fails and says what to do', async () => {
    const run = await app.run('risk');
    expect(run).toMatchObject({ state: 'failed', error: { code: 'expiry.no_forecast' } });
  });

  it('the nightly run judges every batch of the stores', async () => {
    const run = await app.run('nightly');
    expect(run.error).toBeNull();
    expect(run.counts).toMatchObject({ 'risk.batches': 8, 'risk.skipped': 0 });
  });
});

describe('GET /risk', () => {
  it('lists the batches of the newest snapshot, highest score first, then the dearest loss', async () => {
    const rows = await list();
    expect(rows.map(keyOf).sort()).toEqual([
      'S1 BUN B1',
      'S1 MILK M1',
      'S1 MILK M2',
      'S1 NEW N1',
      'S1 TEA T1',
      'S2 FREE F1',
      'S2 MILK M1',
      'S2 TEA T1',
    ]);
    expect(new Set(rows.map((row) => row.snapshot_date))).toEqual(new Set([today]));
    const sorted = [...rows].sort(
      (a, b) =>
        b.risk_score - a.risk_score || b.at_risk_value - a.at_risk_value || keyOf(a).localeCompare(keyOf(b)),
    );
    expect(rows.map(keyOf)).toEqual(sorted.map(keyOf));
    expect(rows[0]?.risk_score).toBeGreaterThan(rows.at(-1)?.risk_score ?? 100);
  });

  it('values 8 units of an item that never sold at their cost of 12.50: 100.00', async () => {
    expect((await list('sku_id=NEW'))[0]).toMatchObject({
      at_risk_units: 8,
      unit_cost: 12.5,
      unit_cost_source: 'batch',
      at_risk_value: 100,
      risk_score: 100,
    });
  });

  it('takes the cost of the batch, else the newest purchase of the item, else the list price, and says which', async () => {
    const costs = Object.fromEntries(
      (await list()).map((row) => [keyOf(row), [row.unit_cost, row.unit_cost_source]]),
    );
    expect(costs).toMatchObject({
      'S1 MILK M1': [1.35, 'batch'],
      'S1 MILK M2': [1.35, 'latest'],
      'S2 MILK M1': [1.35, 'latest'],
      'S1 BUN B1': [0.4, 'latest'],
      'S1 TEA T1': [3.2, 'mrp'],
      'S2 FREE F1': [0, 'none'],
    });
  });

  it('counts days to the snapshot, below zero for what expired', async () => {
    const days = Object.fromEntries((await list()).map((row) => [keyOf(row), row.days_to_expiry]));
    expect(days).toMatchObject({ 'S1 MILK M1': 4, 'S1 BUN B1': 2, 'S2 TEA T1': -3 });
    expect((await list('sku_id=TEA&store_id=S2'))[0]).toMatchObject({
      at_risk_units: 7,
      risk_score: 100,
      p_waste: 1,
    });
  });

  it.each<[string, (row: RiskRow) => boolean]>([
    ['store_id=S1', (row) => row.store_id === 'S1'],
    ['sku_id=MILK', (row) => row.sku_id === 'MILK'],
    ['category=Drinks', (row) => row.category === 'Drinks'],
    ['min_score=100', (row) => row.risk_score >= 100],
    ['max_days=4', (row) => row.days_to_expiry <= 4],
    ['max_days=-1', (row) => row.days_to_expiry <= -1],
    [
      'store_id=S1&max_days=10&min_score=1',
      (row) => row.store_id === 'S1' && row.days_to_expiry <= 10 && row.risk_score >= 1,
    ],
  ])('filters by %s: exactly the matching ones, and counts them', async (query, matches) => {
    const expected = (await list()).filter(matches);
    const reply = (await get(`/risk?${query}`)).json();
    expect(reply.data).toEqual(expected);
    expect(reply.page.total).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(8);
  });

  it.each([
    'risk_score',
    'at_risk_value',
    'at_risk_units',
    'days_to_expiry',
    'expiry_date',
    'p_waste',
  ] as const)('sorts by %s in both directions', async (field) => {
    const values = (rows: RiskRow[]) => rows.map((row) => row[field]);
    const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
    const ascending = values(await list(`sort=${field}`));
    expect(ascending).toEqual([...ascending].sort(compare));
    expect(values(await list(`sort=-${field}`))).toEqual([...ascending].reverse());
  });

  it.each([
    'sort=unit_cost',
    'sort=risk_score desc',
    'stor_id=S1',
    'min_score=101',
    'max_days=soon',
    'snapshot_date=2026-02-30',
  ])('refuses %s with 422', async (query) => {
    expect((await get(`/risk?${query}`)).statusCode).toBe(422);
  });

  it.each(['sort=-risk_score', 'sort=days_to_expiry', 'sort=-at_risk_value'])(
    'pages by %s without skip or repeat, while batches are added before and behind',
    async (sort) => {
      const whole = (await list(sort)).map(keyOf);
      const walked: string[] = [];
      let cursor = '';
      for (let page = 0; cursor !== '' || page === 0; page++) {
        const body = (await get(`/risk?${sort}&limit=3${cursor && `&cursor=${cursor}`}`)).json();
        walked.push(...body.data.map(keyOf));
        cursor = body.page.next_cursor ?? '';
        for (const [score, days] of [
          [100, -99],
          [0, 999],
        ])
          await addJudged(`ADDED-${page}-${score}`, score as number, days as number);
      }
      await app.inOrganization((tx) =>
        sql`delete from expiry.batch_risk where batch_id like 'ADDED%'`.execute(tx),
      );
      const old = walked.filter((key) => !key.includes('ADDED'));
      expect(old).toEqual(whole);
    },
  );

  it('exports the whole filtered list with what a planner looks for first', async () => {
    const lines = (await get('/risk?format=csv&limit=1')).body.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(
      /^store_id,sku_id,batch_id,p_waste,expected_wasted_units,at_risk_value,risk_score,/,
    );
    expect(lines).toHaveLength(9);
    const first = (await list())[0] as RiskRow;
    expect(
      lines[1]?.startsWith(
        `${first.store_id},${first.sku_id},${first.batch_id},${first.p_waste},${first.at_risk_units},`,
      ),
    ).toBe(true);
    expect((await get('/risk?format=csv&store_id=S2')).body.trimEnd().split('\r\n')).toHaveLength(4);
  });
});

/** A judged batch that appears while somebody reads the list. */
async function addJudged(batchId: string, score: number, days: number): Promise<void> {
  await app.inOrganization((tx) =>
    sql`insert into expiry.batch_risk (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty,
          days_to_expiry, expected_sales_to_expiry, at_risk_units, at_risk_units_low, at_risk_units_high, unit_cost,
          unit_cost_source, at_risk_value, p_waste, risk_score, rule_version)
        values (${tx.orgId}, ${today}, 'S1', 'MILK', ${batchId}, ${today}, 1, ${days}, 0, 1, 1, 1, 1, 'batch', ${score},
                ${score / 100}, ${score}, 1)`.execute(tx),
  );
}

describe('GET /risk/summary', () => {
  it('adds up the list to the cent, in total, by store and by category', async () => {
    const [rows, whole] = [await list(), await summary()];
    expect(whole.snapshot_date).toBe(today);
    expect(cents([whole.total])).toBe(cents(rows));
    expect(whole.total).toMatchObject({
      batches: 8,
      high_risk: rows.filter((row) => row.risk_score >= 70).length,
    });
    const units = rows.reduce((sum, row) => sum + Math.round(100 * row.at_risk_units), 0);
    expect(Math.round(100 * whole.total.at_risk_units)).toBe(units);
    for (const group of whole.by_store) {
      const own = rows.filter((row) => row.store_id === group.store_id);
      expect([cents([group]), group.batches], group.store_id).toEqual([cents(own), own.length]);
    }
    for (const group of whole.by_category) {
      const own = rows.filter((row) => row.category === group.category);
      expect([cents([group]), group.batches], group.category).toEqual([cents(own), own.length]);
    }
    expect(whole.by_store.reduce((sum, group) => sum + group.batches, 0)).toBe(8);
    expect(whole.by_category.reduce((sum, group) => sum + group.batches, 0)).toBe(8);
  });

  it('of a day nobody judged is empty', async () => {
    const empty = await summary('?snapshot_date=2020-01-01');
    expect(empty.total).toEqual({ batches: 0, at_risk_units: 0, at_risk_value: 0, high_risk: 0 });
  });
});

describe('a refresh', () => {
  it('on the same data gives the same rows', async () => {
    const before = await list();
    expect((await app.run('risk')).state).toBe('completed');
    expect(await list()).toEqual(before);
  });

  it('under changed rules names their version, and the limit of high risk follows them', async () => {
    const before = await summary();
    const payload = { ...defaultRules, high_risk_score: 100, handling_margin_days: 2 };
    const set = await app.http.inject({
      method: 'PUT',
      url: '/api/v1/expiry/rules',
      payload,
      headers: await app.as('owner'),
    });
    expect(set.json()).toMatchObject({ version: 2, rules: { high_risk_score: 100 } });
    expect(new Set((await list()).map((row) => row.rule_version))).toEqual(new Set([1]));
    const old = await list();
    await app.run('risk');
    const rows = await list();
    expect(new Set(rows.map((row) => row.rule_version))).toEqual(new Set([2]));
    const milk = (of: RiskRow[]) =>
      of.find((row) => keyOf(row) === 'S1 MILK M2')?.expected_sales_to_expiry ?? 0;
    expect(milk(rows)).toBeLessThan(milk(old));
    expect((await summary()).total.high_risk).toBe(rows.filter((row) => row.risk_score >= 100).length);
    expect(before.total.high_risk).toBeGreaterThan(0);
  });

  it('skips a series whose forecast is broken, says which and why, and judges the rest', async () => {
    await app.inOrganization((tx) =>
      sql`update demand.forecasts set parameters = '{"level": "many"}' where store_id = 'S1' and sku_id = 'TEA'`.execute(
        tx,
      ),
    );
    const run = await app.run('risk');
    expect(run).toMatchObject({ state: 'completed', counts: { batches: 7, skipped: 1 } });
    const skipped = await app.inOrganization((tx) =>
      sql<{ store_id: string; sku_id: string; reason: string }>`
        select store_id, sku_id, reason from expiry.skipped_batches`.execute(tx),
    );
    expect(skipped.rows).toEqual([{ store_id: 'S1', sku_id: 'TEA', reason: expect.stringMatching(/.+/) }]);
    expect((await list()).map(keyOf)).not.toContain('S1 TEA T1');
  });

  it('of a new day leaves the day before as it was', async () => {
    const before = await list(`snapshot_date=${today}`);
    await app.inOrganization((tx) => addStock(tx, batch('S1', 'MILK', 'M1', '2026-03-06', 5, '2026-03-03')));
    expect((await app.run('nightly')).state).toBe('completed');
    expect((await list()).map((row) => [row.snapshot_date, row.on_hand_qty])).toEqual([['2026-03-03', 5]]);
    expect(await list(`snapshot_date=${today}`)).toEqual(before);
  });
});
