import { restoreDemandModel } from '@granary/forecasting';
import { projectStock } from '@granary/inventory';
import { poisson, randomStream } from '@granary/statistics';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addPurchases, addSales, addStock, addStores, type TestBatch } from '../../test/facts.ts';
import { createTestApp, type TestApp } from '../../test/harness.ts';
import type { Proof } from '../actions/index.ts';
import { addDays } from '../platform/calendar.ts';
import { seriesKey } from './item-stock.ts';
import { defaultRules } from './rules.ts';

const today = '2026-03-02';
/** More items than go into one chunk of work. */
const items = Array.from({ length: 24 }, (_, index) => `SKU-${String(index + 1).padStart(2, '0')}`);
const roomInS2 = 60;

interface Action {
  action_id: number;
  action_type: string;
  from_store: string;
  to_store: string | null;
  sku_id: string;
  batch_id: string;
  qty: number;
  expected_savings: number;
  status: string;
  proof: Proof;
}

let app: TestApp;
let actions: Action[];

beforeAll(async () => {
  app = await createTestApp({ GRANARY_WORKER_THREADS: '2' });
  await app.inOrganization(async (tx) => {
    // S1 holds too much of everything, S2 sells it three times as fast and has room for 60 units.
    await addStores(
      tx,
      { store_id: 'S1', zone: 'NORTH' },
      { store_id: 'S2', zone: 'NORTH', capacity_units: roomInS2 },
      { store_id: 'S3', zone: 'SOUTH' },
    );
    await addItems(tx, ...items.map((sku_id) => ({ sku_id, mrp: 5 })));
    for (const [index, sku_id] of items.entries()) {
      const draws = randomStream('proposals', index);
      const units = (mean: number) => Array.from({ length: 70 }, () => poisson.sample(draws, { mean }));
      await addSales(tx, { store_id: 'S1', sku_id, until: today, units: units(2), price: 5 });
      await addSales(tx, { store_id: 'S2', sku_id, until: today, units: units(6), price: 5 });
      await addSales(tx, { store_id: 'S3', sku_id, until: today, units: units(1), price: 5 });
      const own = { snapshot_date: today, sku_id, batch_id: 'B1' };
      const stock: TestBatch[] = [
        { ...own, store_id: 'S1', expiry_date: addDays(today, 4 + (index % 5)), on_hand_qty: 40 },
        { ...own, store_id: 'S3', expiry_date: addDays(today, 3), on_hand_qty: 25 },
      ];
      // A second batch at risk of every fourth item: its remedy is found after the first.
      if (index % 4 === 0)
        stock.push({
          ...own,
          store_id: 'S1',
          batch_id: 'B2',
          expiry_date: addDays(today, 9),
          on_hand_qty: 30,
        });
      await addStock(tx, ...stock);
      await addPurchases(
        tx,
        ...['S1', 'S2', 'S3'].map((store_id) => ({
          received_date: '2026-02-25',
          store_id,
          sku_id,
          batch_id: 'B1',
          unit_cost: 2.37,
        })),
      );
    }
  });
  const run = await app.run('nightly');
  expect(run.error).toBeNull();
  actions = await open();
});
afterAll(() => app.close());

const get = async (url: string) => app.http.inject({ url: `/api/v1${url}`, headers: await app.as('viewer') });

/** Every open proposal with its proof, as stored. */
async function open(): Promise<Action[]> {
  return app.inOrganization(async (tx) => {
    const found = await sql<Action>`
      select action_id, action_type, from_store, to_store, sku_id, batch_id, qty,
             expected_savings::float8 as expected_savings, status, proof
      from actions.actions where status = 'PROPOSED' order by expected_savings desc, action_id`.execute(tx);
    return found.rows;
  });
}

const cents = (amount: number) => Math.round(100 * amount);
const proofs = () => [
  ...new Map(
    actions.map((action) => [`${action.from_store} ${action.sku_id} ${action.batch_id}`, action]),
  ).values(),
];

describe('the proposals of a night', () => {
  it('cover every high-risk batch', async () => {
    const { data } = (await get('/risk?min_score=70&limit=500')).json();
    const covered = new Set(
      actions.map((action) => `${action.from_store} ${action.sku_id} ${action.batch_id}`),
    );
    const missing = data
      .map(
        (row: { store_id: string; sku_id: string; batch_id: string }) =>
          `${row.store_id} ${row.sku_id} ${row.batch_id}`,
      )
      .filter((key: string) => !covered.has(key));
    expect(data.length).toBeGreaterThan(24);
    expect(missing).toEqual([]);
  });

  it('are of several kinds, and listed by expected saving as an independent sort would', async () => {
    const { data } = (await get('/actions?status=PROPOSED&limit=500')).json() as { data: Action[] };
    const sorted = [...data].sort(
      (a, b) => b.expected_savings - a.expected_savings || a.action_id - b.action_id,
    );
    expect(data.map((action) => action.action_id)).toEqual(sorted.map((action) => action.action_id));
    expect(new Set(data.map((action) => action.action_type)).size).toBeGreaterThan(1);
  });

  it('send no more into a store than it has room for, whatever the number of items', () => {
    const received = actions
      .filter((action) => action.to_store === 'S2')
      .reduce((sum, action) => sum + action.qty, 0);
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThanOrEqual(roomInS2);
  });

  it('send nothing to another zone, to which there is no lane', () => {
    expect(
      actions.filter((action) => action.from_store === 'S3' && action.action_type === 'TRANSFER'),
    ).toEqual([]);
  });

  it('take no more from a batch than it holds', () => {
    for (const { from_store, sku_id, batch_id } of proofs()) {
      const own = actions.filter(
        (one) => one.from_store === from_store && one.sku_id === sku_id && one.batch_id === batch_id,
      );
      const taken = own
        .filter((one) => one.action_type !== 'MARKDOWN')
        .reduce((sum, one) => sum + one.qty, 0);
      expect(taken).toBeLessThanOrEqual(from_store === 'S3' ? 25 : 40);
    }
  });
});

describe('a proof', () => {
  it('has terms that add up to its savings, to the cent', () => {
    expect(proofs().length).toBeGreaterThan(24);
    for (const { proof, sku_id } of proofs()) {
      expect(
        proof.terms.reduce((sum, term) => sum + cents(term.amount), 0),
        sku_id,
      ).toBe(cents(proof.savings.mean));
    }
  });

  it('is about the plan whose actions add up to it, to a cent for each action', () => {
    for (const { proof, from_store, sku_id, batch_id } of proofs()) {
      const own = actions.filter(
        (one) => one.from_store === from_store && one.sku_id === sku_id && one.batch_id === batch_id,
      );
      const sum = own.reduce((total, one) => total + cents(one.expected_savings), 0);
      expect(Math.abs(sum - cents(proof.savings.mean)), sku_id).toBeLessThanOrEqual(own.length);
    }
  });

  it('computed again from its own inputs and seed gives its own figures', () => {
    for (const { proof, from_store, sku_id, batch_id } of proofs()) {
      const mine = proof.batches.find((entry) => entry.batch_id === batch_id);
      const demand = restoreDemandModel(proof.forecast as Parameters<typeof restoreDemandModel>[0])
        .forecast({
          startDate: addDays(proof.snapshot_date, 1),
          days: Math.max(1, ...proof.batches.map((entry) => entry.sellable_days)),
        })
        .samplePaths({ paths: proof.paths, seed: proof.seed, key: seriesKey(from_store, sku_id) });
      const projection = projectStock({
        batches: proof.batches.map((entry) => ({
          batchId: entry.batch_id,
          units: entry.units,
          sellableDays: entry.sellable_days,
        })),
        demand,
        freshestFirstShare: defaultRules.freshest_first_percentage,
        seed: proof.seed,
      });
      const wasted =
        projection.batches.find((entry) => entry.batchId === batch_id)?.wastedUnits ?? new Float64Array();
      const mean = Array.from(wasted).reduce((sum, units) => sum + units, 0) / wasted.length;
      expect(mine, `${from_store} ${sku_id} ${batch_id}`).toBeDefined();
      expect(proof.do_nothing.unsold.mean, `${from_store} ${sku_id} ${batch_id}`).toBeCloseTo(mean, 6);
    }
  });

  it('names the forecast run, the rules and the cost it was made with', async () => {
    const run = await app.inOrganization((tx) =>
      sql<{
        id: string;
      }>`select forecast_run_id as id from demand.forecast_runs where state = 'current'`.execute(tx),
    );
    for (const { proof } of proofs()) {
      expect(proof).toMatchObject({
        snapshot_date: today,
        rule_version: 1,
        forecast: { forecast_run_id: run.rows[0]?.id, data_until: today },
        price: { price: 5, unit_cost: 2.37 },
      });
    }
  });
});

describe('a second run', () => {
  it('leaves the same open set with the same proofs', async () => {
    const run = await app.run('proposals');
    expect(run.counts).toMatchObject({ created: 0, withdrawn: 0, skipped: 0 });
    expect(await open()).toEqual(actions);
  });

  it('under rules that forbid transfers leaves none open', async () => {
    const payload = { ...defaultRules, transfer_allowed: false };
    await app.http.inject({
      method: 'PUT',
      url: '/api/v1/expiry/rules',
      payload,
      headers: await app.as('owner'),
    });
    expect((await app.run('proposals')).state).toBe('completed');
    const after = await open();
    expect(actions.some((action) => action.action_type === 'TRANSFER')).toBe(true);
    expect(after.filter((action) => action.action_type === 'TRANSFER')).toEqual([]);
    expect(after.length).toBeGreaterThan(24);
  });
});

describe('POST /actions/generate', () => {
  it('answers 202 with the run, and its outcome counts what was found', async () => {
    const headers = await app.as('planner');
    const reply = await app.http.inject({ method: 'POST', url: '/api/v1/actions/generate', headers });
    expect([reply.statusCode, reply.json().kind]).toEqual([202, 'proposals']);
    const run = await app.platform.runs.waitFor(app.orgId, reply.json().run_id);
    expect(Object.keys(run.counts).sort()).toEqual([
      'candidates',
      'created',
      'refreshed',
      'skipped',
      'unchanged',
      'withdrawn',
    ]);
    const refused = await app.http.inject({
      method: 'POST',
      url: '/api/v1/actions/generate',
      headers: await app.as('viewer'),
    });
    expect(refused.statusCode).toBe(403);
  });
});
