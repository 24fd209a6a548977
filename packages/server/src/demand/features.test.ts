import { poisson, randomStream } from '@granary/statistics';
import { sql } from 'kysely';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addSales, addStock, addStores, removeFacts } from '../../test/facts.ts';
import { createTestApp, type TestApp } from '../../test/harness.ts';
import { createStock } from '../stock/index.ts';
import { createDemand } from './index.ts';
import type { FeatureRow } from './schema.ts';

const today = '2026-03-02';
const none = (days: number): null[] => Array(days).fill(null);

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterEach(() => app.inOrganization(removeFacts));
afterAll(() => app.close());

/** The first half of the nightly run: stock-out days and features. */
function prepare(): Promise<Record<string, number>> {
  const { service } = createDemand(app.platform, { stock: createStock(app.platform), version: 'test' });
  return service.prepare({
    orgId: app.orgId,
    runId: 'none',
    log: pino({ level: 'silent' }),
    signal: new AbortController().signal,
    progress: async () => {},
  });
}

async function features(query: string): Promise<FeatureRow[]> {
  const reply = await app.http.inject({
    url: `/api/v1/features?limit=500&${query}`,
    headers: await app.as('viewer'),
  });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json().data;
}

async function featuresOf(units: readonly (number | null)[]): Promise<FeatureRow> {
  await app.inOrganization(async (tx) => {
    await addStores(tx, { store_id: 'S1' });
    await addItems(tx, { sku_id: 'MILK' });
    await addSales(tx, { store_id: 'S1', sku_id: 'MILK', until: today, units });
  });
  await prepare();
  const [row] = await features('store_id=S1&sku_id=MILK');
  return row as FeatureRow;
}

describe('sales velocity', () => {
  // 15 units in the last 7 days, 25 in the last 14, 45 in the last 30; days without a row are zero.
  const lastWeek = [3, null, 4, 2, 0, 5, 1];
  const weekBefore = [null, null, null, 10, null, null, null];
  const daysBefore = [...none(5), 20, ...none(10)];
  const inWindow = [...daysBefore, ...weekBefore, ...lastWeek];

  it('is the mean of all days of the window, days without sales counted as zero', async () => {
    expect(inWindow).toHaveLength(30);
    // 15/7 = 2.142…, 25/14 = 1.785…, 45/30
    expect(await featuresOf(inWindow)).toMatchObject({
      velocity_7d: 2.14,
      velocity_14d: 1.79,
      velocity_30d: 1.5,
    });
  });

  it('knows nothing of the day before the window and of the day after the feature date', async () => {
    await app.inOrganization(async (tx) => {
      await addStores(tx, { store_id: 'S1' });
      await addItems(tx, { sku_id: 'MILK' });
      await addSales(tx, {
        store_id: 'S1',
        sku_id: 'MILK',
        until: '2026-03-03',
        units: [999, ...inWindow, 999],
      });
      // Planned from the stock count, which is a day older than the newest sale.
      await addStock(tx, stock({ on_hand_qty: 1 }));
    });
    await prepare();
    const [row] = await features('sku_id=MILK');
    expect(row).toMatchObject({ date: today, velocity_7d: 2.14, velocity_14d: 1.79, velocity_30d: 1.5 });
  });

  it('counts the oldest day of each window and not the day before it', async () => {
    // 7 units on the 7th day back and 700 on the 8th; 7/7 = 1, 707/14 = 50.5, 707/30 = 23.566…
    const row = await featuresOf([...none(22), 700, 7, ...none(5), 0]);
    expect(row).toMatchObject({ velocity_7d: 1, velocity_14d: 50.5, velocity_30d: 23.57 });
  });
});

describe('volatility', () => {
  it('is 0 for constant sales', async () => {
    expect((await featuresOf(Array(30).fill(5))).volatility).toBe(0);
  });

  it('is the sample standard deviation over the mean: 0 and 2 in turn give √(30/29) = 1.0171', async () => {
    expect((await featuresOf(Array.from({ length: 30 }, (_, day) => (day % 2) * 2))).volatility).toBe(1.0171);
  });

  it('is unknown without sales in the window', async () => {
    expect((await featuresOf([8, ...none(39), 0])).volatility).toBeNull();
  });
});

describe('profile', () => {
  it('trend compares the last four weeks with the four before: 84 after 56 units is +50 %', async () => {
    expect((await featuresOf([...Array(28).fill(2), ...Array(28).fill(3)])).trend_pct).toBe(50);
  });

  it('has no trend without four weeks to compare with', async () => {
    expect((await featuresOf(Array(28).fill(3))).trend_pct).toBeNull();
  });

  it('share is of the item over all stores, rank of the store over all items, equal sales sharing a rank', async () => {
    await app.inOrganization(async (tx) => {
      await addStores(tx, { store_id: 'S1' }, { store_id: 'S2' });
      await addItems(tx, { sku_id: 'MILK' }, { sku_id: 'BUN' }, { sku_id: 'TEA' }, { sku_id: 'SALT' });
      const sold = (store_id: string, sku_id: string, perDay: number) =>
        addSales(tx, { store_id, sku_id, until: today, units: Array(30).fill(perDay) });
      await sold('S1', 'MILK', 6);
      await sold('S2', 'MILK', 2);
      await sold('S1', 'BUN', 4);
      await sold('S1', 'TEA', 4);
      await sold('S1', 'SALT', 1);
    });
    await prepare();
    const rows = await features('');
    const profile = (row: FeatureRow) => [row.store_id, row.sku_id, row.share_pct, row.rank_in_store];
    expect(rows.map(profile)).toEqual([
      ['S1', 'BUN', 100, 2],
      ['S1', 'MILK', 75, 1],
      ['S1', 'SALT', 100, 4],
      ['S1', 'TEA', 100, 2],
      ['S2', 'MILK', 25, 1],
    ]);
  });

  it('sell-through is what sold of what there was: 60 sold and 20 left is 75 %', async () => {
    await app.inOrganization(async (tx) => {
      await addStores(tx, { store_id: 'S1' });
      await addItems(tx, { sku_id: 'MILK' }, { sku_id: 'NEW' });
      await addSales(tx, { store_id: 'S1', sku_id: 'MILK', until: today, units: Array(30).fill(2) });
      await addStock(
        tx,
        stock({ batch_id: 'B1', on_hand_qty: 15 }),
        stock({ batch_id: 'B2', on_hand_qty: 5 }),
      );
      await addStock(tx, stock({ sku_id: 'NEW', on_hand_qty: 9 }));
    });
    await prepare();
    const rows = await features('');
    expect(rows.map((row) => [row.sku_id, row.sell_through_pct, row.velocity_30d])).toEqual([
      ['MILK', 75, 2],
      ['NEW', 0, 0],
    ]);
  });
});

describe('seasonality flag', () => {
  it('is true for a strong weekly pattern and false for white noise on at least 18 of 20 seeds each', async () => {
    const weekly = [2, 2, 2, 2, 3, 8, 6];
    const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);
    await app.inOrganization(async (tx) => {
      await addStores(tx, { store_id: 'S1' });
      for (const seed of seeds) {
        await addItems(tx, { sku_id: `WEEKLY-${seed}` }, { sku_id: `NOISE-${seed}` });
        const draws = randomStream('seasonality', seed);
        const day = (mean: number) => poisson.sample(draws, { mean });
        const weeklyUnits = Array.from({ length: 26 * 7 }, (_, index) => day(weekly[index % 7]!));
        const noiseUnits = Array.from({ length: 26 * 7 }, () => day(4));
        await addSales(tx, { store_id: 'S1', sku_id: `WEEKLY-${seed}`, until: today, units: weeklyUnits });
        await addSales(tx, { store_id: 'S1', sku_id: `NOISE-${seed}`, until: today, units: noiseUnits });
      }
    });
    await prepare();
    const rows = await features('');
    const flagged = (name: string) =>
      rows.filter((row) => row.sku_id.startsWith(name) && row.seasonality_flag).length;
    expect(rows).toHaveLength(40);
    expect(flagged('WEEKLY')).toBeGreaterThanOrEqual(18);
    expect(flagged('NOISE')).toBeLessThanOrEqual(2);
  });

  it('is false for less than four weeks, however strong the pattern', async () => {
    const week = [0, 0, 0, 0, 0, 9, 9];
    expect((await featuresOf([...week, ...week, ...week])).seasonality_flag).toBe(false);
  });

  it('is true for four weeks of an exact pattern', async () => {
    const week = [1, 0, 0, 0, 0, 9, 9];
    expect((await featuresOf([...week, ...week, ...week, ...week])).seasonality_flag).toBe(true);
  });
});

describe('two days', () => {
  it('stand side by side, and the earlier one is unchanged (FCT-05)', async () => {
    const before = await featuresOf([...Array(29).fill(2), 9]);
    await app.inOrganization((tx) =>
      addSales(tx, { store_id: 'S1', sku_id: 'MILK', until: '2026-03-03', units: [30] }),
    );
    await prepare();
    const [after] = await features('sku_id=MILK');
    const [again] = await features(`sku_id=MILK&date=${today}`);
    // 6 × 2 + 9 = 21 units, then 5 × 2 + 9 + 30 = 49
    expect([before.date, before.velocity_7d]).toEqual([today, 3]);
    expect([after?.date, after?.velocity_7d]).toEqual(['2026-03-03', 7]);
    expect(again).toEqual(before);
  });

  it('a second run of the same day leaves one row with the same values', async () => {
    const before = await featuresOf(Array(30).fill(2));
    await prepare();
    expect(await features('')).toEqual([before]);
  });
});

describe('stock-out days', () => {
  const found = () =>
    app.inOrganization(async (tx) => {
      const days = await sql<{ sku_id: string; date: string; evidence: string }>`
        select sku_id, date, evidence from demand.stockout_days order by sku_id, date`.execute(tx);
      return days.rows.map((row) => `${row.sku_id} ${row.date} ${row.evidence}`);
    });

  it('are days on which the store was counted and the item had no unit left', async () => {
    await app.inOrganization(async (tx) => {
      await addStores(tx, { store_id: 'S1' });
      await addItems(tx, { sku_id: 'MILK' }, { sku_id: 'BUN' });
      await addSales(tx, { store_id: 'S1', sku_id: 'MILK', until: today, units: [4, 4, 4, 0, 0] });
      await addSales(tx, { store_id: 'S1', sku_id: 'BUN', until: today, units: [4, 4, 4, 0, 0] });
      await addStock(
        tx,
        stock({ snapshot_date: '2026-03-01', sku_id: 'BUN', on_hand_qty: 3 }),
        stock({ snapshot_date: today, sku_id: 'BUN', on_hand_qty: 3 }),
        stock({ snapshot_date: today, sku_id: 'MILK', on_hand_qty: 0 }),
      );
    });
    await prepare();
    expect(await found()).toEqual(['MILK 2026-03-01 snapshot', `MILK ${today} snapshot`]);
  });

  it('end three weeks after the last sale: then the item counts as delisted', async () => {
    await app.inOrganization(async (tx) => {
      await addStores(tx, { store_id: 'S1' });
      await addItems(tx, { sku_id: 'MILK' }, { sku_id: 'BUN' });
      await addSales(tx, { store_id: 'S1', sku_id: 'MILK', until: '2026-02-09', units: [4] });
      await addStock(
        tx,
        stock({ snapshot_date: today, sku_id: 'BUN', on_hand_qty: 3 }),
        stock({ snapshot_date: '2026-03-03', sku_id: 'BUN', on_hand_qty: 3 }),
      );
    });
    await prepare();
    // 9 February + 21 days = 2 March
    expect(await found()).toEqual([`MILK ${today} snapshot`]);
  });

  it('are a run of zero days that the series would have less than once in a thousand, between two sales', async () => {
    // 40 sale days of 46: a zero day has a chance of 6/46; six in a row (6/46)^6 = 5e-6.
    await featuresOf([...Array(20).fill(3), ...none(6), ...Array(20).fill(3)]);
    const days = ['05', '06', '07', '08', '09', '10'];
    expect(await found()).toEqual(days.map((day) => `MILK 2026-02-${day} no_sales_run`));
  });

  it('are not the zero days of an item that sells on one day in five', async () => {
    // Chance of a zero day 0.8: four in a row are 0.41.
    await featuresOf(Array.from({ length: 50 }, (_, day) => (day % 5 === 0 ? 3 : null)));
    expect(await found()).toEqual([]);
  });

  it('are not the days after the last sale, of which nobody knows the end', async () => {
    await featuresOf([...Array(30).fill(3), ...none(8), 0]);
    expect(await found()).toEqual([]);
  });

  it('follow the count where there is one, not the run', async () => {
    await app.inOrganization(async (tx) => {
      await addStores(tx, { store_id: 'S1' });
      await addItems(tx, { sku_id: 'MILK' });
      const units = [...Array(20).fill(3), ...none(6), ...Array(20).fill(3)];
      await addSales(tx, { store_id: 'S1', sku_id: 'MILK', until: today, units });
      await addStock(tx, stock({ snapshot_date: '2026-02-07', on_hand_qty: 12 }), stock({ on_hand_qty: 5 }));
    });
    await prepare();
    // The shelf was full on 7 February, so customers wanted none that day.
    expect((await found()).map((line) => line.slice(5, 15))).toEqual([
      '2026-02-05',
      '2026-02-06',
      '2026-02-08',
      '2026-02-09',
      '2026-02-10',
    ]);
  });
});

describe('without data', () => {
  it('the nightly run fails and says what to import', async () => {
    await expect(prepare()).rejects.toMatchObject({ code: 'demand.no_data' });
  });
});

function stock(given: { snapshot_date?: string; sku_id?: string; batch_id?: string; on_hand_qty: number }) {
  return {
    snapshot_date: today,
    store_id: 'S1',
    sku_id: 'MILK',
    batch_id: 'B1',
    expiry_date: '2026-04-01',
    ...given,
  };
}
