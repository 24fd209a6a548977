import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addSales, addStock, addStores } from '../../test/facts.ts';
import { createTestApp, type TestApp } from '../../test/harness.ts';
import forecastChunk from './forecast-task.ts';
import type { ForecastDay } from './schema.ts';

const today = '2026-03-02';
const url = '/api/v1/forecasts/items';
const weeks = (count: number, week: number[]): number[] => Array(count).fill(week).flat();

let app: TestApp;
let nightly: Awaited<ReturnType<TestApp['run']>>;

beforeAll(async () => {
  app = await createTestApp();
  await app.inOrganization(async (tx) => {
    await addStores(tx, { store_id: 'S1' }, { store_id: 'S2' });
    await addItems(tx, { sku_id: 'MILK', mrp: 2.5 }, { sku_id: 'BUN' }, { sku_id: 'NEW' });
    // Mondays are the last day: 2 March 2026 is one.
    const week = [3, 3, 3, 4, 12, 8, 2];
    await addSales(tx, { store_id: 'S1', sku_id: 'MILK', until: today, units: weeks(26, week), price: 2.5 });
    await addSales(tx, {
      store_id: 'S2',
      sku_id: 'MILK',
      until: today,
      units: weeks(26, [0, 1, 0, 0, 2, 1, 0]),
    });
    await addSales(tx, { store_id: 'S1', sku_id: 'BUN', until: today, units: [1, 2, 1, 0, 3, 1] });
    await addStock(tx, stock('S1', 'MILK'), stock('S2', 'MILK'), stock('S1', 'BUN'), stock('S1', 'NEW'));
  });
  nightly = await app.run('nightly');
});
afterAll(() => app.close());

const stock = (store_id: string, sku_id: string) => ({
  snapshot_date: today,
  store_id,
  sku_id,
  batch_id: 'B1',
  expiry_date: '2026-03-20',
  on_hand_qty: 20,
});

async function get(query: string, role: 'viewer' | 'planner' = 'viewer') {
  return app.http.inject({ url: `${url}${query}`, headers: await app.as(role) });
}

const stored = () =>
  app.inOrganization(async (tx) => {
    const rows = await sql<Record<string, unknown>>`
      select store_id, sku_id, model, reason, parameters::text as parameters, mean, p10, p50, p90
      from demand.forecasts f join demand.forecast_runs r using (org_id, forecast_run_id)
      where r.state = 'current' order by sku_id collate "C", store_id collate "C"`.execute(tx);
    return rows.rows;
  });

describe('the nightly forecast', () => {
  it('completes and counts each series', () => {
    expect(nightly.error).toBeNull();
    expect(nightly.state).toBe('completed');
    expect(nightly.counts).toMatchObject({ 'forecast.series': 4, 'forecast.skipped': 0 });
  });

  it('writes a distribution of 60 days for every series, from the day after the data', async () => {
    const { data, page } = (await get('?limit=500')).json() as {
      data: ForecastDay[];
      page: { total: number };
    };
    expect(page.total).toBe(4 * 60);
    const milk = data.filter((day) => day.store_id === 'S1' && day.sku_id === 'MILK');
    expect([milk[0]?.date, milk.at(-1)?.date, milk.length]).toEqual(['2026-03-03', '2026-05-01', 60]);
    for (const day of data) {
      expect(day.p10).toBeLessThanOrEqual(day.p50);
      expect(day.p50).toBeLessThanOrEqual(day.p90);
    }
    expect(milk.some((day) => day.p10 < day.p90)).toBe(true);
  });

  it('knows the week: the Saturday, on which 12 sold, is near 12 and four times the Tuesday', async () => {
    const { data } = (await get('?store_id=S1&sku_id=MILK')).json() as { data: ForecastDay[] };
    const [tuesday, saturday] = [data[0] as ForecastDay, data[4] as ForecastDay];
    expect([tuesday.date, saturday.date]).toEqual(['2026-03-03', '2026-03-07']);
    expect(saturday.mean).toBeGreaterThan(11);
    expect(saturday.mean).toBeLessThan(13);
    expect(saturday.mean / tuesday.mean).toBeCloseTo(4, 0);
  });

  it('gives an item that is held and never sold a forecast of zero that says so', async () => {
    const [row] = (await stored()).filter((series) => series.sku_id === 'NEW');
    expect(row).toMatchObject({ store_id: 'S1', model: 'zero' });
    expect(row?.mean).toEqual(Array(60).fill(0));
    expect(row?.reason).toBe('No usable day of history: demand is unknown, zero stands in for it.');
  });

  it('gives the same data the same bytes', async () => {
    const before = await stored();
    expect((await app.run('nightly')).state).toBe('completed');
    const after = await stored();
    expect(JSON.stringify(after)).toBe(JSON.stringify(before));
  });

  it('has one current run and keeps the one before', async () => {
    const states = await app.inOrganization((tx) =>
      sql<{ state: string }>`select state from demand.forecast_runs order by state`.execute(tx),
    );
    expect(states.rows.map((row) => row.state)).toEqual(['current', 'past']);
  });
});

describe('one chunk of series', () => {
  const good = {
    store_id: 'S1',
    sku_id: 'MILK',
    category: 'Dairy',
    days_ago: [2, 1, 0],
    units: [1, 2, 3],
    prices: [null, null, null],
    stockout_days_ago: [],
  };

  it('names a series that cannot be forecast, and goes on with the others', () => {
    const broken = { ...good, sku_id: 'BROKEN', days_ago: [-5] };
    const results = forecastChunk({
      dataUntil: today,
      horizonDays: 7,
      series: [good, broken, { ...good, sku_id: 'TEA' }],
    });
    expect(results.map((result) => [result.sku_id, 'skipped' in result])).toEqual([
      ['MILK', false],
      ['BROKEN', true],
      ['TEA', false],
    ]);
    expect(results[1]).toMatchObject({ store_id: 'S1', skipped: expect.stringMatching(/.+/) });
  });
});

describe('GET /forecasts/items', () => {
  it('pages through every row once, in one order', async () => {
    const whole = ((await get('?limit=500')).json() as { data: ForecastDay[] }).data;
    const walked: ForecastDay[] = [];
    let cursor: string | null = null;
    do {
      const reply = await get(`?limit=37${cursor === null ? '' : `&cursor=${cursor}`}`);
      const body = reply.json() as { data: ForecastDay[]; page: { next_cursor: string | null } };
      walked.push(...body.data);
      cursor = body.page.next_cursor;
    } while (cursor !== null);
    expect(walked).toEqual(whole);
  });

  it('filters by store and item', async () => {
    const { data, page } = (await get('?store_id=S2&sku_id=MILK')).json();
    expect(page.total).toBe(60);
    expect(new Set(data.map((day: ForecastDay) => `${day.store_id} ${day.sku_id}`))).toEqual(
      new Set(['S2 MILK']),
    );
  });

  it('answers an unknown store with an empty list', async () => {
    expect((await get('?store_id=S9')).json()).toEqual({ data: [], page: { next_cursor: null, total: 0 } });
  });

  it('exports the whole list as CSV, with the values of the JSON list', async () => {
    const reply = await get('?format=csv&limit=1');
    const lines = reply.body.trimEnd().split('\r\n');
    const { data } = (await get('?limit=500')).json() as { data: ForecastDay[] };
    expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(lines[0]).toBe('store_id,sku_id,date,mean,p10,p50,p90');
    expect(lines.slice(1)).toEqual(
      data.map((day) => [day.store_id, day.sku_id, day.date, day.mean, day.p10, day.p50, day.p90].join(',')),
    );
  });

  it('exports the filtered list only', async () => {
    const lines = (await get('?format=csv&store_id=S2')).body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(61);
  });

  it('is refused without a sign-in, and with a parameter that does not exist', async () => {
    expect((await app.http.inject({ url })).statusCode).toBe(401);
    for (const query of ['?stor_id=S1', '?limit=0', '?limit=501', '?cursor=forged', '?format=xml']) {
      expect((await get(query)).statusCode, query).toBe(422);
    }
  });
});
