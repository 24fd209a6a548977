import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addSales, addStock, addStores } from '../../../test/facts.ts';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { addDays } from '../../platform/calendar.ts';
import type { GranaryEvent } from '../../platform/events/events.ts';
import type { AccuracyReply, DriftAlert } from './schema.ts';

/** A Sunday. */
const today = '2026-03-01';
const weeks = (count: number, week: number[]): number[] => Array(count).fill(week).flat();
const week = [3, 3, 3, 4, 10, 5, 2];
const watched = ['STEADY', 'THREEFOLD', 'FLAT', 'SHORT'];

let app: TestApp;
const heard: GranaryEvent[] = [];

const sell = (sku_id: string, units: number[], until = today) =>
  app.inOrganization((tx) => addSales(tx, { store_id: 'S1', sku_id, until, units }));

/** A stock count, from which everything is planned; no item has run out. */
const count = (snapshot_date: string) =>
  app.inOrganization((tx) =>
    addStock(
      tx,
      ...watched.map((sku_id) => ({
        snapshot_date,
        store_id: 'S1',
        sku_id,
        batch_id: 'B1',
        expiry_date: '2027-12-31',
        on_hand_qty: 20,
      })),
    ),
  );

beforeAll(async () => {
  app = await createTestApp();
  app.platform.events.subscribe(app.orgId, (event) => heard.push(event));
  await app.inOrganization(async (tx) => {
    await addStores(tx, { store_id: 'S1' }, { store_id: 'S2' });
    await addItems(tx, ...watched.map((sku_id) => ({ sku_id })));
  });
  await sell('STEADY', weeks(26, week));
  await sell('THREEFOLD', [
    ...weeks(22, week),
    ...weeks(
      4,
      week.map((units) => 3 * units),
    ),
  ]);
  await sell('FLAT', weeks(26, Array(7).fill(4)));
  await sell('SHORT', [1, 2, 3]);
  await count(today);
  await nightly();
});
afterAll(() => app.close());

async function nightly() {
  const run = await app.run('nightly');
  expect(run.error).toBeNull();
  return run.counts as Record<string, number>;
}

const get = async (address: string) =>
  app.http.inject({ url: `/api/v1/forecasts/${address}`, headers: await app.as('viewer') });
const alerts = async (query = '') => (await get(`drift?${query}`)).json().data as DriftAlert[];
const accuracy = async () => (await get('accuracy')).json() as AccuracyReply;

async function post(address: string, body: object, role: 'planner' | 'viewer' = 'planner') {
  return app.http.inject({
    method: 'POST',
    url: `/api/v1/forecasts/${address}`,
    headers: await app.as(role),
    payload: body,
  });
}

describe('drift', () => {
  it('is an alert where the mean of the last four weeks is threefold, and none where nothing changed', async () => {
    const found = await alerts();
    expect(found.map((alert) => [alert.sku_id, alert.store_id, alert.kind])).toEqual([
      ['THREEFOLD', 'S1', 'input'],
    ]);
    expect(found[0]).toMatchObject({ first_seen: today, last_seen: today, resolved_at: null });
    // 30 a week is 4.29 a day, three times that 12.9.
    expect(found[0]?.message).toBe(
      'Demand has risen: 12.9 a day over the last 4 weeks, where 4.29 was usual.',
    );
    expect(found[0]?.score).toBeGreaterThan(4);
  });

  it('is announced to the screens', () => {
    expect(heard).toContainEqual({ type: 'drift.changed', data_until: today });
  });

  it('keeps one alert when the run is made again', async () => {
    expect(await nightly()).toMatchObject({ 'drift.alerts': 1, 'drift.opened': 0, 'drift.resolved': 0 });
    expect((await get('drift?state=all')).json().page.total).toBe(1);
  });

  it('is filtered, exported, and refused by wrong filters', async () => {
    expect(await alerts('sku_id=STEADY')).toEqual([]);
    expect(await alerts('sku_id=THREEFOLD&store_id=S1&kind=input')).toHaveLength(1);
    expect(await alerts('kind=error')).toEqual([]);
    expect(await alerts('state=resolved')).toEqual([]);
    const lines = (await get('drift?format=csv')).body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    for (const query of ['kind=both', 'state=closed', 'cursor=forged', 'sku=A'])
      expect((await get(`drift?${query}`)).statusCode, query).toBe(422);
    expect((await app.http.inject({ url: '/api/v1/forecasts/drift' })).statusCode).toBe(401);
  });

  it('of errors is an alert when forecasts have become too high', async () => {
    // Twelve weeks without bias, then four that are 20 units a day too high.
    const usual = [1, -1, 2, -2, 1, -1, 0];
    await app.inOrganization((tx) =>
      sql`
      insert into demand.series_errors (org_id, store_id, sku_id, until, errors)
      values (${tx.orgId}::uuid, 'S1', 'STEADY', ${today}::date,
              ${[...weeks(12, usual).map((error, day) => error + (day % 3)), ...weeks(4, Array(7).fill(20))]}::real[])`.execute(
        tx,
      ),
    );
    await nightly();
    const found = await alerts('kind=error');
    expect(found.map((alert) => alert.sku_id)).toEqual(['STEADY']);
    expect(found[0]?.message).toContain('Forecasts have become too high');
    await app.inOrganization((tx) => sql`delete from demand.series_errors`.execute(tx));
  });
});

describe('a day later', () => {
  const tomorrow = addDays(today, 1);

  beforeAll(async () => {
    for (const sku of ['STEADY', 'THREEFOLD', 'FLAT']) await sell(sku, [4], tomorrow);
    await count(tomorrow);
    await nightly();
  });

  it('compares the nightly forecasts with what came, by model and week ahead', async () => {
    const { data_until, by_model, by_horizon } = await accuracy();
    expect(data_until).toBe(tomorrow);
    const nights = by_horizon.filter((row) => row.source === 'nightly');
    // Four series by each of the runs made until yesterday.
    const runs = await app.inOrganization((tx) =>
      sql<{ count: number }>`
        select count(*) as count from demand.forecast_runs where data_until = ${today}`.execute(tx),
    );
    expect(nights.map((row) => [row.horizon_week, row.known_periods])).toEqual([
      [1, 4 * (runs.rows[0]?.count ?? 0)],
    ]);
    const models = by_model.filter((row) => row.source === 'nightly');
    expect(models.reduce((sum, row) => sum + row.known_periods, 0)).toBe(nights[0]?.known_periods);
  });

  it('has the figures that follow from forecasts and sales', async () => {
    const rows = await app.inOrganization((tx) =>
      sql<{ mean: number; units: number; inside: boolean }>`
        select f.mean[1] as mean, coalesce(s.units_sold, 0) as units,
               coalesce(s.units_sold, 0) between f.p10[1] and f.p90[1] as inside
        from demand.forecasts f join demand.forecast_runs r using (forecast_run_id)
        left join demand.sales_daily s
          on s.store_id = f.store_id and s.sku_id = f.sku_id and s.date = ${tomorrow}
        where r.data_until = ${today}`.execute(tx),
    );
    const sum = (of: (row: (typeof rows.rows)[number]) => number) =>
      rows.rows.reduce((total, row) => total + of(row), 0);
    const [night] = (await accuracy()).by_horizon.filter((row) => row.source === 'nightly');
    expect(night?.wape_pct).toBeCloseTo(
      (100 * sum((row) => Math.abs(row.mean - row.units))) / sum((row) => row.units),
      1,
    );
    expect(night?.bias_units).toBeCloseTo(sum((row) => row.mean - row.units) / rows.rows.length, 3);
    expect(night?.coverage_80_pct).toBeCloseTo(
      (100 * sum((row) => Number(row.inside))) / rows.rows.length,
      1,
    );
  });

  it('counts no day twice when the run is made again, and keeps the error of each series', async () => {
    const before = await accuracy();
    await nightly();
    expect(await accuracy()).toEqual(before);
    const kept = await app.inOrganization((tx) =>
      sql<{ sku_id: string; count: number }>`
        select sku_id, cardinality(errors) as count from demand.series_errors order by sku_id`.execute(tx),
    );
    expect(kept.rows).toEqual(
      ['FLAT', 'SHORT', 'STEADY', 'THREEFOLD'].map((sku_id) => ({ sku_id, count: 1 })),
    );
  });

  it('says how good the forecasts on request were', async () => {
    const made = await post('generate', {
      sku_ids: ['FLAT'],
      store_ids: ['S1'],
      horizon: 3,
      frequency: 'daily',
      method: 'naive',
    });
    expect(made.statusCode).toBe(201);
    // Four a day were forecast; 4, 6 and 2 came.
    await sell('FLAT', [4, 6, 2], addDays(tomorrow, 3));
    const [row] = (await accuracy()).by_model.filter((one) => one.source === 'generated');
    expect(row).toMatchObject({ frequency: 'daily', model: 'naive', known_periods: 3, bias_units: 0 });
    // |4 - 6| + |4 - 2| of 12 units.
    expect(row?.wape_pct).toBeCloseTo(33.33, 2);
  });

  it('resolves an alert once demand is as usual again', async () => {
    await sell('THREEFOLD', weeks(30, week), addDays(tomorrow, 210));
    await count(addDays(tomorrow, 210));
    await nightly();
    expect(await alerts('sku_id=THREEFOLD&kind=input')).toEqual([]);
    const [resolved] = await alerts('sku_id=THREEFOLD&kind=input&state=resolved');
    expect(resolved?.resolved_at).toMatch(/^\d{4}-/);
    expect(resolved?.last_seen).toBe(tomorrow);
  });
});

describe('GET /forecasts/accuracy', () => {
  it('takes days from a week to a year, and a signed-in reader', async () => {
    expect((await get('accuracy?days=7')).statusCode).toBe(200);
    expect((await get('accuracy?days=6')).statusCode).toBe(422);
    expect((await get('accuracy?store=S1')).statusCode).toBe(422);
    expect((await app.http.inject({ url: '/api/v1/forecasts/accuracy' })).statusCode).toBe(401);
  });
});

describe('POST /forecasts/backtest', () => {
  const body = {
    sku_id: 'STEADY',
    store_id: 'S1',
    frequency: 'daily',
    horizon: 7,
    origins: 3,
    method: 'naive',
  };

  it('finds no error where nothing ever changes', async () => {
    const steady = { sku_id: 'FLATTER', store_id: 'S1', horizon: 4, origins: 6 };
    await app.inOrganization((tx) => addItems(tx, { sku_id: 'FLATTER' }));
    await sell('FLATTER', weeks(26, Array(7).fill(4)), addDays(today, 211));
    const reply = (await post('backtest', steady)).json();
    expect(reply.origins).toHaveLength(6);
    expect(reply.accuracy).toMatchObject({
      known_periods: 24,
      wape_pct: 0,
      bias_units: 0,
      coverage_80_pct: 100,
    });
    expect(reply.by_horizon.map((row: { wape_pct: number }) => row.wape_pct)).toEqual([0, 0, 0, 0]);
  });

  it('names the days that were known, and what came', async () => {
    await app.inOrganization((tx) => addItems(tx, { sku_id: 'RISING' }));
    // 1, 2, 3, …: the last value goes on, and is too low by as many units as days ahead.
    const until = addDays(today, 211);
    await sell(
      'RISING',
      Array.from({ length: 60 }, (_, day) => day + 1),
      until,
    );
    const reply = (await post('backtest', { ...body, sku_id: 'RISING', horizon: 3, origins: 2 })).json();
    expect(reply.by_horizon.map((row: { bias_units: number }) => row.bias_units)).toEqual([-1, -2, -3]);
    expect(reply.origins.map((origin: { data_until: string }) => origin.data_until)).toEqual([
      addDays(until, -4),
      addDays(until, -3),
    ]);
    expect(reply.origins[1].periods.map((period: { actual: number }) => period.actual)).toEqual([58, 59, 60]);
    expect(reply.origins[1].periods[0]).toMatchObject({ period_start: addDays(until, -2), mean: 57 });
  });

  it('has no origin where the history is too short, and says nothing it does not know', async () => {
    const reply = await post('backtest', { ...body, sku_id: 'SHORT', store_id: 'S2' });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      origins: [],
      by_horizon: [],
      accuracy: { known_periods: 0, wape_pct: null },
    });
  });

  it('refuses what it cannot do', async () => {
    expect((await post('backtest', { ...body, sku_id: 'SILK' })).statusCode).toBe(404);
    expect((await post('backtest', { ...body, store_id: 'S9' })).statusCode).toBe(404);
    for (const wrong of [{ horizon: 0 }, { origins: 13 }, { method: 'oracle' }, { frequency: 'hourly' }])
      expect((await post('backtest', { ...body, ...wrong })).statusCode, JSON.stringify(wrong)).toBe(422);
    expect((await post('backtest', body, 'viewer')).statusCode).toBe(403);
  });
});
