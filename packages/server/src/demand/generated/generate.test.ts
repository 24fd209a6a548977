import { modelNames } from '@granary/forecasting/bulk';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addSales, addStores } from '../../../test/facts.ts';
import { createTestApp, type TestApp } from '../../../test/harness.ts';
import { addDays } from '../../platform/calendar.ts';
import { methods } from './model-summaries.ts';
import type { ForecastDetail, ForecastRecord, GeneratedForecast } from './schema.ts';

/** A Sunday: the last week is whole. */
const today = '2026-03-01';
const url = '/api/v1/forecasts/generate';
const weeks = (count: number, week: number[]): number[] => Array(count).fill(week).flat();
/** 30 a week, from Monday to Sunday. */
const week = [3, 3, 3, 4, 10, 5, 2];

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  await app.inOrganization(async (tx) => {
    await addStores(
      tx,
      { store_id: 'S1' },
      { store_id: 'S2' },
      { store_id: 'S3' },
      { store_id: 'DC', kind: 'dc' },
    );
    await addItems(
      tx,
      ...['MILK', 'TWICE', 'NEW', 'FIVE', 'FLAT', 'HOLE', 'LATER', 'SUGAR', 'BOX'].map((sku_id) => ({
        sku_id,
      })),
    );
    await sql`update catalog.items set kind = 'material' where sku_id = 'SUGAR'`.execute(tx);
    await sql`update catalog.items set kind = 'component' where sku_id = 'BOX'`.execute(tx);
    const sell = (store_id: string, sku_id: string, units: (number | null)[]) =>
      addSales(tx, { store_id, sku_id, until: today, units });
    await sell('S1', 'MILK', weeks(40, week));
    await sell('S2', 'MILK', weeks(40, [1, 0, 1, 0, 2, 1, 0]));
    await sell(
      'S1',
      'TWICE',
      weeks(
        40,
        week.map((units) => 2 * units),
      ),
    );
    await sell('S1', 'FIVE', [2, 4, 3, 1, 5]);
    await sell('S1', 'FLAT', weeks(40, Array(7).fill(4)));
    await sell('S1', 'LATER', weeks(40, week));
    await sell('S1', 'SUGAR', weeks(40, week));
    await sell('S1', 'BOX', weeks(40, week));
    // Sold ten a day, and nothing in the ten weeks in which there was nothing to sell.
    await sell('S1', 'HOLE', [...Array(210).fill(10), ...Array(70).fill(null)]);
    await sql`
      insert into demand.stockout_days (org_id, store_id, sku_id, date, evidence)
      select ${tx.orgId}::uuid, 'S1', 'HOLE', day::date, 'snapshot'
      from generate_series(${addDays(today, -69)}::date, ${today}::date, interval '1 day') as day`.execute(
      tx,
    );
  });
});
afterAll(() => app.close());

type Role = 'viewer' | 'planner' | 'owner';

async function post(
  body: object,
  headers: Record<string, string> = {},
  address = url,
  role: Role = 'planner',
) {
  return app.http.inject({
    method: 'POST',
    url: address,
    headers: { ...(await app.as(role)), ...headers },
    payload: body,
  });
}

async function generate(body: object): Promise<GeneratedForecast[]> {
  const reply = await post(body);
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json().data;
}

const get = async (address: string) =>
  app.http.inject({ url: `/api/v1/forecasts/${address}`, headers: await app.as('viewer') });

const means = (forecast: GeneratedForecast | undefined) =>
  forecast?.periods.map((period) => period.mean) ?? [];
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const first = (forecasts: GeneratedForecast[]) => forecasts[0] as GeneratedForecast;

describe('POST /forecasts/generate', () => {
  it('forecasts all stores together, in weeks from the Monday after the data', async () => {
    const forecast = first(await generate({ sku_ids: ['MILK'], horizon: 4 }));
    expect(forecast).toMatchObject({
      sku_id: 'MILK',
      store_id: null,
      frequency: 'weekly',
      horizon: 4,
      data_until: today,
      method: 'auto',
      model_version: `${forecast.model} 0.0.0-test`,
    });
    expect(forecast.periods.map((period) => period.period_start)).toEqual([
      '2026-03-02',
      '2026-03-09',
      '2026-03-16',
      '2026-03-23',
    ]);
    // 30 a week at one store and 5 at the other, without a change in forty weeks.
    for (const mean of means(forecast)) expect(mean).toBeCloseTo(35, 0);
    for (const { p05, p10, p25, p50, p75, p90, p95 } of forecast.periods) {
      expect([p05, p10, p25, p50, p75, p90, p95].toSorted((a, b) => a - b)).toEqual([
        ...[p05, p10, p25, p50, p75, p90, p95],
      ]);
    }
    expect(forecast.reason).toMatch(/.{10,}\.$/);
  });

  it('doubles with a doubled history', async () => {
    const [once, twice] = await generate({ sku_ids: ['LATER', 'TWICE'], horizon: 6 });
    expect(sum(means(twice)) / sum(means(once))).toBeCloseTo(2, 1);
  });

  it('forecasts days, which know the week, and months, whose running one is named', async () => {
    const daily = first(
      await generate({
        sku_ids: ['MILK'],
        horizon: 7,
        frequency: 'daily',
        store_ids: ['S1'],
        method: 'seasonal-naive',
      }),
    );
    expect(daily.periods[0]?.period_start).toBe('2026-03-02');
    expect(means(daily)).toEqual(week);
    const monthly = first(
      await generate({ sku_ids: ['MILK'], horizon: 3, frequency: 'monthly', store_ids: ['S1'] }),
    );
    expect(monthly.periods.map((period) => period.period_start)).toEqual([
      '2026-03-01',
      '2026-04-01',
      '2026-05-01',
    ]);
    // 30 a week is 130 a month.
    expect(sum(means(monthly)) / 3).toBeGreaterThan(115);
    expect(sum(means(monthly)) / 3).toBeLessThan(145);
    expect(monthly.notes.join(' ')).toContain('The month that began on 2026-03-01 is known until 2026-03-01');
  });

  it('takes stock-out days for unknown, not for zero', async () => {
    const forecast = first(await generate({ sku_ids: ['HOLE'], horizon: 4, store_ids: ['S1'] }));
    for (const mean of means(forecast)) expect(mean).toBeGreaterThan(60);
    expect(forecast.notes.join(' ')).toContain('Nothing could be sold on 70 days');
  });

  it('forecasts each of the stores asked for, and each store of the company', async () => {
    const named = await generate({ sku_ids: ['MILK'], store_ids: ['S2', 'S1'], horizon: 2 });
    expect(named.map((forecast) => forecast.store_id)).toEqual(['S2', 'S1']);
    expect(means(named[0])[0]).toBeCloseTo(5, 0);
    expect(means(named[1])[0]).toBeCloseTo(30, 0);
    const all = await generate({ sku_ids: ['MILK'], per_store: true, horizon: 1 });
    expect(all.map((forecast) => forecast.store_id)).toEqual(['S1', 'S2', 'S3']);
  });

  it('forecasts items of any kind', async () => {
    const forecasts = await generate({ sku_ids: ['SUGAR', 'BOX'], horizon: 1 });
    for (const forecast of forecasts) expect(means(forecast)[0]).toBeCloseTo(30, 0);
  });

  it('gives the same figures for the same question', async () => {
    const ask = async () =>
      (await generate({ sku_ids: ['MILK', 'FIVE', 'NEW'], horizon: 8, seed: 7 })).map(
        ({ forecast_id, request_id, made_at, ...figures }) => figures,
      );
    expect(JSON.stringify(await ask())).toBe(JSON.stringify(await ask()));
  });

  it('says what it used instead where the history is too short, and keeps its doubt', async () => {
    const forecast = first(await generate({ sku_ids: ['FIVE'], horizon: 2 }));
    expect(forecast.method).toBe('auto');
    expect(forecast.model).toBe('window');
    expect(forecast.reason).toBe(
      'auto needs whole weeks and the history has 0: window of its 5 days was used instead.',
    );
    const [period] = forecast.periods;
    // Seven days of about three.
    expect(period?.mean).toBeGreaterThan(14);
    expect(period?.mean).toBeLessThan(28);
    expect((period?.p90 ?? 0) - (period?.p10 ?? 0)).toBeGreaterThan(5);
  });

  it('says that an item that never sold is unknown', async () => {
    const forecast = first(await generate({ sku_ids: ['NEW'], horizon: 3 }));
    expect(forecast.model).toBe('no-data');
    expect(means(forecast)).toEqual([0, 0, 0]);
    expect(forecast.reason).toContain('demand is unknown');
  });

  it('uses the method asked for, and refuses one that does not exist, naming those that do', async () => {
    const forecast = first(await generate({ sku_ids: ['MILK'], horizon: 2, method: 'ses' }));
    expect([forecast.method, forecast.model, forecast.reason]).toEqual(['ses', 'ses', 'ses was asked for.']);
    const refused = await post({ sku_ids: ['MILK'], horizon: 2, method: 'oracle' });
    expect(refused.statusCode).toBe(422);
    expect(refused.json().error.details[0]).toMatchObject({
      field: 'method',
      message: expect.stringContaining('"holt-winters"'),
    });
  });

  it('gives the intervals asked for', async () => {
    const forecast = first(await generate({ sku_ids: ['MILK'], horizon: 1, levels: [0.8, 0.99] }));
    const [period] = forecast.periods;
    expect(period?.intervals?.[0]).toEqual({ level: 0.8, low: period?.p10, high: period?.p90 });
    expect(period?.intervals?.[1]?.high).toBeGreaterThanOrEqual(period?.p95 ?? 0);
  });

  it('mixes sources by their reliability, and keeps the mix', async () => {
    const forecast = first(
      await generate({
        sku_ids: ['MILK'],
        horizon: 2,
        sources: [
          { name: 'customer orders', reliability: 0.8, values: [10, 20] },
          { name: 'manual', reliability: 0.2, values: [20, 40] },
        ],
      }),
    );
    // 0.8 × 10 + 0.2 × 20, and twice that.
    expect(means(forecast)).toEqual([12, 24]);
    const mix = [
      { name: 'customer orders', reliability: 0.8, weights: [0.8, 0.8] },
      { name: 'manual', reliability: 0.2, weights: [0.2, 0.2] },
    ];
    expect(forecast.mix).toEqual(mix);
    expect((await get(forecast.forecast_id)).json().mix).toEqual(mix);
  });

  it('lets the sales history speak for what the sources lack to 1', async () => {
    const source = { name: 'manual', reliability: 0.25, values: [75] };
    const asked = { sku_ids: ['MILK'], horizon: 1, store_ids: ['S1'] };
    const alone = first(await generate(asked));
    const forecast = first(await generate({ ...asked, sources: [source] }));
    expect(forecast.mix?.map(({ name, reliability }) => [name, reliability])).toEqual([
      ['sales history', 0.75],
      ['manual', 0.25],
    ]);
    expect(means(forecast)[0]).toBeCloseTo(0.75 * (means(alone)[0] ?? 0) + 0.25 * 75, 3);
  });

  it.each([
    ['no horizon ahead', { sku_ids: ['MILK'], horizon: 0 }, 'horizon'],
    ['a horizon beyond a year of days', { sku_ids: ['MILK'], horizon: 366 }, 'horizon'],
    ['no item', { sku_ids: [], horizon: 1 }, 'sku_ids'],
    ['more than 200 items', { sku_ids: Array(201).fill('MILK'), horizon: 1 }, 'sku_ids'],
    ['a field that does not exist', { sku_ids: ['MILK'], horizon: 1, horizont: 1 }, 'horizont'],
    ['a level of 1', { sku_ids: ['MILK'], horizon: 1, levels: [1] }, 'levels.0'],
    [
      'a source with too few periods',
      { sku_ids: ['MILK'], horizon: 2, sources: [{ name: 'a', reliability: 1, values: [1] }] },
      'sources.0.values',
    ],
    [
      'sources for several items',
      { sku_ids: ['MILK', 'FIVE'], horizon: 1, sources: [{ name: 'a', reliability: 1, values: [1] }] },
      'sources',
    ],
    [
      'sources nobody relies on',
      { sku_ids: ['MILK'], horizon: 1, sources: [{ name: 'a', reliability: 0, values: [1] }] },
      'sources',
    ],
  ])('refuses %s', async (_, body, field) => {
    const reply = await post(body);
    expect(reply.statusCode, reply.body).toBe(422);
    expect(reply.json().error.details.map((detail: { field: string }) => detail.field)).toContain(field);
  });

  it('names the item or the store that does not exist', async () => {
    const item = await post({ sku_ids: ['MILK', 'SILK'], horizon: 1 });
    expect([item.statusCode, item.json().error.message]).toEqual([404, 'There is no item SILK.']);
    const store = await post({ sku_ids: ['MILK'], store_ids: ['S1', 'S9'], horizon: 1 });
    expect([store.statusCode, store.json().error.message]).toEqual([404, 'There is no store S9.']);
  });

  it('is for those who may forecast', async () => {
    expect((await app.http.inject({ method: 'POST', url, payload: {} })).statusCode).toBe(401);
    expect((await post({ sku_ids: ['MILK'], horizon: 1 }, {}, url, 'viewer')).statusCode).toBe(403);
  });

  it.each(['/forecasts/generate', '/forecast/generate', '/api/v1/forecast/generate'])(
    'answers at %s as well, with the address of what was made',
    async (address) => {
      const reply = await post({ sku_ids: ['MILK'], horizon: 1 }, {}, address);
      expect(reply.statusCode).toBe(201);
      const { forecast_id } = reply.json().data[0];
      expect(reply.headers.location).toBe(`/api/v1/forecasts/${forecast_id}`);
    },
  );

  it('keeps item, place, period and model version of every period, and an entry in the trail', async () => {
    const forecast = first(await generate({ sku_ids: ['MILK'], horizon: 2, store_ids: ['S1'] }));
    const rows = await app.inOrganization(async (tx) => {
      const points = await sql<Record<string, unknown>>`
        select sku_id, store_id, period_start, period_end, model_version, mean, p10, p90
        from demand.demand_forecasts where forecast_id = ${forecast.forecast_id} order by period`.execute(tx);
      const audit = await sql<Record<string, unknown>>`
        select verb, actor_name, after ->> 'forecasts' as forecasts from identity.audit_trail
        where entity = 'forecast_request' and entity_id = ${forecast.request_id}`.execute(tx);
      return { points: points.rows, audit: audit.rows };
    });
    expect(rows.points).toEqual(
      forecast.periods.map(({ period_start, mean, p10, p90 }) => ({
        sku_id: 'MILK',
        store_id: 'S1',
        period_start,
        period_end: addDays(period_start, 6),
        model_version: forecast.model_version,
        mean,
        p10,
        p90,
      })),
    );
    expect(rows.audit).toEqual([{ verb: 'generated', actor_name: 'Test planner', forecasts: '1' }]);
  });
});

describe('the Idempotency-Key of POST /forecasts/generate', () => {
  const body = { sku_ids: ['MILK'], horizon: 1 };

  it('answers the same request with the first reply, and makes nothing again', async () => {
    const replies = [
      await post(body, { 'idempotency-key': 'k1' }),
      await post(body, { 'idempotency-key': 'k1' }),
    ];
    expect(replies.map((reply) => reply.statusCode)).toEqual([201, 201]);
    expect(replies[1]?.json()).toEqual(replies[0]?.json());
    expect(replies[1]?.headers.location).toBe(replies[0]?.headers.location);
    const request_id = replies[0]?.json().data[0].request_id;
    expect((await get(`history?request_id=${request_id}`)).json().page.total).toBe(1);
  });

  it('is refused with another request, and makes anew without', async () => {
    await post(body, { 'idempotency-key': 'k2' });
    const other = await post({ ...body, horizon: 2 }, { 'idempotency-key': 'k2' });
    expect([other.statusCode, other.json().error.code]).toEqual([409, 'idempotency_key_reused']);
    const [one, two] = [await post(body), await post(body)];
    expect(one.json().data[0].forecast_id).not.toBe(two.json().data[0].forecast_id);
  });

  it('can be sent again after a failure', async () => {
    const failing = { sku_ids: ['TEA'], horizon: 1 };
    expect((await post(failing, { 'idempotency-key': 'k3' })).statusCode).toBe(404);
    await app.inOrganization((tx) => addItems(tx, { sku_id: 'TEA' }));
    expect((await post(failing, { 'idempotency-key': 'k3' })).statusCode).toBe(201);
  });

  it('is one request under way at a time', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => post(body, { 'idempotency-key': 'k4' })));
    const made = replies.filter((reply) => reply.statusCode === 201).map((reply) => reply.json().data[0]);
    expect(new Set(made.map((forecast) => forecast.forecast_id)).size).toBe(1);
    for (const reply of replies.filter((one) => one.statusCode !== 201))
      expect([reply.statusCode, reply.json().error.code]).toEqual([409, 'request_under_way']);
  });

  it('has to be readable', async () => {
    expect((await post(body, { 'idempotency-key': 'two words' })).statusCode).toBe(422);
    expect((await post(body, { 'idempotency-key': 'k'.repeat(201) })).statusCode).toBe(422);
    expect((await post(body, { 'idempotency-key': 'k'.repeat(200) })).statusCode).toBe(201);
  });
});

describe('GET /forecasts/history', () => {
  const of = async (query: string) => (await get(`history?${query}`)).json() as { data: ForecastRecord[] };

  it('lists both of two forecasts, the newest first, and how good they were once sales came', async () => {
    const older = first(
      await generate({ sku_ids: ['LATER'], horizon: 3, method: 'mean', store_ids: ['S1'] }),
    );
    const newer = first(await generate({ sku_ids: ['LATER'], horizon: 2, method: 'ses', store_ids: ['S1'] }));
    const before = (await of('sku_id=LATER&limit=2')).data;
    expect(before.map((row) => row.forecast_id)).toEqual([newer.forecast_id, older.forecast_id]);
    expect(before[0]).toMatchObject({
      known_periods: 0,
      wape_pct: null,
      bias_units: null,
      coverage_80_pct: null,
    });

    // Two weeks of 25 in place of the 30 that were to be expected, and a day of the third.
    await app.inOrganization((tx) =>
      addSales(tx, {
        store_id: 'S1',
        sku_id: 'LATER',
        until: addDays(today, 15),
        units: [...weeks(2, [5, 5, 5, 5, 5, 0, 0]), 9],
      }),
    );
    const after = (await of('sku_id=LATER&limit=2')).data;
    // Mean 30 against 25: 5 too high, 10 of 50 units wrong.
    expect(after[1]).toMatchObject({ method: 'mean', known_periods: 2, wape_pct: 20, bias_units: 5 });
    expect(after[1]?.coverage_80_pct).toBe(0);
    const detail = (await get(older.forecast_id)).json() as ForecastDetail;
    expect(detail.periods.map((period) => period.actual)).toEqual([25, 25, null]);
    expect(detail.history.at(-1)).toEqual({ period_start: '2026-02-23', units: 30 });
    expect(detail.history).toHaveLength(40);
    expect(detail).toMatchObject({ known_periods: 2, wape_pct: 20 });
  });

  it('pages through every forecast once', async () => {
    const whole = (await of('limit=500')).data.map((row) => row.forecast_id);
    const walked: string[] = [];
    let cursor: string | null = null;
    do {
      const reply = await get(`history?limit=4${cursor === null ? '' : `&cursor=${cursor}`}`);
      walked.push(...reply.json().data.map((row: ForecastRecord) => row.forecast_id));
      cursor = reply.json().page.next_cursor;
    } while (cursor !== null);
    expect(walked).toEqual(whole);
    expect(new Set(walked).size).toBe(walked.length);
  });

  it('filters by item and store, and exports the filtered list', async () => {
    await generate({ sku_ids: ['FLAT'], store_ids: ['S1'], horizon: 1 });
    const { data } = await of('sku_id=FLAT&store_id=S1');
    expect(data.map((row) => [row.sku_id, row.store_id])).toEqual([['FLAT', 'S1']]);
    expect((await of('sku_id=FLAT&store_id=S2')).data).toEqual([]);
    const lines = (await get('history?sku_id=FLAT&format=csv')).body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^forecast_id,.*,wape_pct,bias_units,coverage_80_pct$/);
  });

  it('answers at the root too, and refuses what it does not know', async () => {
    const headers = await app.as('viewer');
    expect((await app.http.inject({ url: '/forecasts/history', headers })).statusCode).toBe(200);
    for (const query of ['stor_id=S1', 'limit=0', 'cursor=forged', 'request_id=7'])
      expect((await get(`history?${query}`)).statusCode, query).toBe(422);
    expect((await app.http.inject({ url: '/api/v1/forecasts/history' })).statusCode).toBe(401);
  });
});

describe('GET /forecasts/:forecast_id', () => {
  it('says when there is none, and that history is no id', async () => {
    const reply = await get('00000000-0000-4000-8000-000000000000');
    expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'forecast_not_found']);
    expect((await get('hystory')).statusCode).toBe(422);
  });
});

describe('GET /forecasts/models', () => {
  it('has a line on every method there is', async () => {
    expect((await get('models')).json().data).toEqual(methods);
    expect(methods.map((method) => method.name)).toEqual(modelNames);
    for (const { name, summary } of methods) expect(summary, name).toMatch(/^.{15,}\.$/);
  });
});
