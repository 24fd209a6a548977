import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addItems, addPurchases, addSales, addStock, addStores } from '../../test/facts.ts';
import { createTestApp, type TestApp } from '../../test/harness.ts';

const today = '2026-03-02';
const secret = 'ONLY-OURS';

let app: TestApp;
let lists: string[];

beforeAll(async () => {
  app = await createTestApp();
  await app.inOrganization(async (tx) => {
    await addStores(tx, { store_id: secret });
    await addItems(tx, { sku_id: secret, category: secret, mrp: 3 });
    await addSales(tx, {
      store_id: secret,
      sku_id: secret,
      until: today,
      units: Array(40).fill(1),
      price: 3,
    });
    const batch = { store_id: secret, sku_id: secret, batch_id: secret };
    await addPurchases(tx, { ...batch, received_date: '2026-02-28', unit_cost: 2 });
    await addStock(tx, { ...batch, snapshot_date: today, expiry_date: '2026-03-06', on_hand_qty: 60 });
  });
  const run = await app.run('nightly');
  expect(run.error).toBeNull();
  const paths = (await app.http.inject({ url: '/docs/json' })).json().paths as Record<string, object>;
  lists = Object.entries(paths).flatMap(([path, methods]) =>
    'get' in methods && !path.includes('{') ? [path] : [],
  );
});
afterAll(() => app.close());

it('every list shows the organization its own rows and another organization none of them', async () => {
  const stranger = await app.identity.openTerminal(await app.otherOrganization(), undefined);
  const get = (url: string, headers: { authorization: string }) => app.http.inject({ url, headers });
  const own = await app.as('owner');
  const showing: string[] = [];
  for (const url of lists) {
    const [ours, theirs] = [await get(url, own), await get(url, { authorization: `Bearer ${stranger}` })];
    expect([200, 409], url).toContain(theirs.statusCode);
    expect(theirs.body, url).not.toContain(secret);
    expect(theirs.body, url).not.toContain(app.orgId);
    if (ours.body.includes(secret)) showing.push(url.replace('/api/v1', ''));
  }
  // Otherwise the check above would pass on empty lists.
  for (const url of [
    '/stores',
    '/items',
    '/categories',
    '/features',
    '/forecasts/items',
    '/risk',
    '/risk/summary',
    '/actions',
  ]) {
    expect(showing).toContain(url);
  }
});

it('one thing asked for by its key is not found by another organization', async () => {
  const headers = {
    authorization: `Bearer ${await app.identity.openTerminal(await app.otherOrganization(), undefined)}`,
  };
  const ids = await app.inOrganization(async (tx) => {
    const action = await sql<{ id: number }>`select action_id as id from actions.actions limit 1`.execute(tx);
    const run = await sql<{ id: string }>`select run_id as id from platform.runs limit 1`.execute(tx);
    return { action: action.rows[0]?.id, run: run.rows[0]?.id };
  });
  const urls = [`/actions/${ids.action}`, `/runs/${ids.run}`, `/series/${secret}/${secret}`].map(
    (path) => `/api/v1${path}`,
  );
  for (const url of urls) {
    expect((await app.http.inject({ url, headers: await app.as('viewer') })).statusCode, url).toBe(200);
    expect((await app.http.inject({ url, headers })).statusCode, url).toBe(404);
  }
});

it('an export holds the same rows as the list, and another organization gets the heading alone', async () => {
  const headers = {
    authorization: `Bearer ${await app.identity.openTerminal(await app.otherOrganization(), undefined)}`,
  };
  const url = '/api/v1/risk?format=csv';
  const lines = (body: string) => body.trimEnd().split('\r\n').length;
  expect(lines((await app.http.inject({ url, headers: await app.as('viewer') })).body)).toBe(2);
  expect(lines((await app.http.inject({ url, headers })).body)).toBe(1);
});
