import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addPurchases, addSales, addStock, addStores } from '../../../test/facts.ts';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { createActions } from '../../actions/index.ts';
import { proposal } from '../../actions/test-company.ts';
import { inRowScope, type Tx, withOrganization } from '../../platform/database/index.ts';
import { nightlyActor } from '../audit/record.ts';

/** Three stores with the same items and batches after a nightly run; the manager is responsible for HARBOUR. */
const own = 'HARBOUR';
const foreign = ['STATION', 'MARKET'];
const stores = [own, ...foreign];
const day = '2026-03-02';
let app: TestApp;
let actionIds: { out: number; in: number; foreign: number };

beforeAll(async () => {
  app = await createTestApp();
  await app.inOrganization(addCompany);
  await app.run('nightly');
  actionIds = await app.inOrganization(addTransfers);
  await app.as('store_manager');
  await app.inOrganization((tx) =>
    sql`update identity.users set store_ids = array[${own}] where role = 'store_manager'`.execute(tx),
  );
});
afterAll(() => app.close());

async function addCompany(tx: Tx) {
  await addStores(tx, ...stores.map((store_id) => ({ store_id, zone: 'north' })));
  await addItems(tx, { sku_id: 'MILK', mrp: 2 }, { sku_id: 'BUN', mrp: 1 });
  for (const store_id of stores) {
    for (const sku_id of ['MILK', 'BUN']) {
      await addSales(tx, {
        store_id,
        sku_id,
        until: day,
        units: Array.from({ length: 60 }, () => 2),
        price: 2,
      });
      await addStock(tx, {
        snapshot_date: day,
        store_id,
        sku_id,
        batch_id: `B-${sku_id}`,
        expiry_date: '2026-03-08',
        on_hand_qty: 60,
      });
      await addPurchases(tx, {
        received_date: '2026-02-20',
        store_id,
        sku_id,
        batch_id: `B-${sku_id}`,
        unit_cost: 1.5,
      });
    }
  }
}

/** From our store, to it, and between two others; instead of what the night proposed. */
async function addTransfers(tx: Tx) {
  const transfer = (from: string, to: string) =>
    proposal({ action_type: 'TRANSFER', from_store: from, to_store: to, batch_id: 'B-MILK', qty: 5 });
  await createActions(app.platform).service.saveProposals(tx, {
    snapshotDate: day,
    proposals: [transfer(own, 'STATION'), transfer('STATION', own), transfer('MARKET', 'STATION')],
    actor: nightlyActor,
  });
  const saved = await sql<{ action_id: number; from_store: string }>`
    select action_id, from_store from actions.actions where status = 'PROPOSED'`.execute(tx);
  const from = (store: string) => saved.rows.find((row) => row.from_store === store)?.action_id ?? 0;
  return { out: from(own), in: from('STATION'), foreign: from('MARKET') };
}

const get = async (url: string, role: 'store_manager' | 'owner' = 'store_manager') =>
  app.http.inject({ url: `/api/v1${url}`, headers: await app.as(role) });
const decide = async (actionId: number, decision: string, body: object, role: 'store_manager' | 'owner') =>
  app.http.inject({
    method: 'POST',
    url: `/api/v1/actions/${actionId}/${decision}`,
    headers: await app.as(role),
    payload: body,
  });

describe('a store manager', () => {
  it.each(['/stores', '/risk', '/forecasts/items', '/features', '/actions'])(
    'sees in %s the rows of their store, and the owner those of all',
    async (url) => {
      const [mine, everything] = [(await get(url)).json(), (await get(url, 'owner')).json()];
      expect(mine.data.length).toBeGreaterThan(0);
      expect(mine.page.total).toBeLessThan(everything.page.total);
      const csv = (await get(`${url}?format=csv`)).body;
      expect(csv).toContain(own);
      expect(csv.split('\r\n')).toHaveLength(mine.page.total + 2);
    },
  );

  it('reads nothing of other stores at any address, but the other end of their transfers', async () => {
    const document = (await get('/../../docs/json')).json() as {
      paths: Record<string, { get?: { parameters?: { name: string }[] } }>;
    };
    const lists = Object.entries(document.paths).filter(
      ([path, methods]) => methods.get && !path.includes('{'),
    );
    expect(lists.length).toBeGreaterThan(12);
    let showingOurs = 0;
    for (const [path, { get: operation }] of lists) {
      const formats = operation?.parameters?.some(({ name }) => name === 'format')
        ? ['json', 'csv']
        : ['json'];
      for (const format of formats) {
        const url = path.replace('/api/v1', '') + (format === 'csv' ? '?format=csv' : '');
        const body = (await get(url)).body;
        if (body.includes(own)) showingOurs += 1;
        expect(body, url).not.toContain('MARKET');
        if (!url.startsWith('/actions')) expect(body, url).not.toContain('STATION');
      }
    }
    expect(showingOurs).toBeGreaterThan(5);
  });

  it.each([
    ['/series/STATION/MILK', 404],
    [`/series/${own}/MILK`, 200],
  ])('is answered at %s with %i', async (url, status) => {
    expect((await get(url)).statusCode).toBe(status);
  });

  it('reads key figures of their store alone, kept ones of the whole organization not at all', async () => {
    const mine = (await get('/kpis/dashboard')).json();
    const asked = (await get(`/kpis/dashboard?store_id=${own}`, 'owner')).json();
    expect(mine.inventory_value).toBe(asked.inventory_value);
    expect(mine.at_risk_value).toBe(asked.at_risk_value);
    expect(mine.inventory_turnover).toBe(asked.inventory_turnover);
    expect((await get('/kpis/dashboard', 'owner')).json().inventory_value).toBeGreaterThan(
      mine.inventory_value,
    );
  });

  it('sees a transfer at either end, with the code of the other, and decides about their own stock alone', async () => {
    const seen = (await get('/actions?status=PROPOSED'))
      .json()
      .data.map((row: { action_id: number }) => row.action_id);
    expect(seen.sort()).toEqual([actionIds.out, actionIds.in].sort());
    const inbound = (await get(`/actions/${actionIds.in}`)).json();
    expect(inbound).toMatchObject({
      from_store: 'STATION',
      from_store_name: 'STATION',
      to_store_name: `Store ${own}`,
    });

    const refused = await decide(actionIds.in, 'approve', { version: 1 }, 'store_manager');
    expect(refused.statusCode).toBe(403);
    expect(refused.json().error).toMatchObject({
      code: 'actions.not_your_location',
      details: [{ store_id: 'STATION' }],
    });
    expect(
      (await decide(actionIds.in, 'reject', { version: 1, reason: 'no' }, 'store_manager')).statusCode,
    ).toBe(403);
    expect((await decide(actionIds.foreign, 'approve', { version: 1 }, 'store_manager')).statusCode).toBe(
      404,
    );
    expect((await decide(actionIds.out, 'approve', { version: 1 }, 'store_manager')).statusCode).toBe(200);
  });

  it('without a location sees no row', async () => {
    await app.inOrganization((tx) =>
      sql`update identity.users set store_ids = '{}' where role = 'store_manager'`.execute(tx),
    );
    try {
      for (const url of ['/stores', '/risk', '/actions', '/forecasts/items'])
        expect((await get(url)).json().page.total, url).toBe(0);
    } finally {
      await app.inOrganization((tx) =>
        sql`update identity.users set store_ids = array[${own}] where role = 'store_manager'`.execute(tx),
      );
    }
  });
});

describe('the database', () => {
  const scoped = <Result>(storeIds: string[], work: (tx: Tx) => Promise<Result>) =>
    inRowScope({ storeIds, supplierIds: null }, () => withOrganization(app.database, app.orgId, work));

  it('refuses an update or an insert for another store', async () => {
    const changed = await scoped([own], (tx) =>
      sql`update stock.inventory_batches set on_hand_qty = 1 where store_id = 'STATION'`.execute(tx),
    );
    expect(changed.numAffectedRows).toBe(0n);
    const rule = scoped([own], (tx) =>
      sql`insert into demand.stockout_days (org_id, store_id, sku_id, date, evidence)
          values (${tx.orgId}, 'STATION', 'MILK', '2026-03-01', 'snapshot')`.execute(tx),
    );
    await expect(rule).rejects.toThrow(/row-level security/);
    const decided = await scoped([own], (tx) =>
      sql`update actions.actions set version = version where action_id = ${actionIds.in}`.execute(tx),
    );
    expect(decided.numAffectedRows).toBe(0n);
  });

  it('takes codes with any characters, and believes none of them', async () => {
    for (const odd of [`O'Hara "x" \\ {,}`, "'); drop table catalog.items; --", '', 'NULL', own]) {
      const seen = await scoped([odd], (tx) =>
        sql<{ store_id: string }>`select store_id from catalog.locations`.execute(tx),
      );
      expect(seen.rows.map((row) => row.store_id)).toEqual(odd === own ? [own] : []);
    }
  });

  it('shows a supplier the receipts of that supplier and nothing else', async () => {
    await app.inOrganization((tx) =>
      sql`update stock.purchases set supplier_id = 'DAIRY CO' where sku_id = 'MILK'`.execute(tx),
    );
    const seen = await inRowScope({ storeIds: null, supplierIds: ['DAIRY CO'] }, () =>
      withOrganization(app.database, app.orgId, async (tx) => ({
        purchases: (await sql<{ sku_id: string }>`select distinct sku_id from stock.purchases`.execute(tx))
          .rows,
        others: (
          await sql<{ n: number }>`
            select (select count(*) from stock.inventory_batches) + (select count(*) from demand.sales_daily)
                 + (select count(*) from actions.actions) + (select count(*) from catalog.locations) as n`.execute(
            tx,
          )
        ).rows[0]?.n,
      })),
    );
    expect(seen).toEqual({ purchases: [{ sku_id: 'MILK' }], others: 0 });
  });

  it('plans the lists of people without a limit as if there were no limits', async () => {
    const planOf = (tx: Tx) =>
      sql<
        Record<string, string>
      >`explain (verbose, costs off) select * from actions.actions where status = 'PROPOSED'`
        .execute(tx)
        .then(({ rows }) => rows.map((row) => Object.values(row)[0]).join('\n'));
    expect(await app.inOrganization(planOf)).not.toContain('store_ids');
    expect(await scoped([own], planOf)).toContain('store_ids');
  });
});
