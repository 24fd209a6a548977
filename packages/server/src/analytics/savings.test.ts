import { randomStream } from '@granary/statistics';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Savings } from './schema.ts';
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

const savings = async (query: string): Promise<Savings> => (await books.get(`/kpis/savings?${query}`)).json();
const outcome = (measured_at: string, recovered_value: number) => ({
  measured_at,
  recovered_value,
  cleared_units: 1,
});

describe('GET /kpis/savings', () => {
  it('fills periods without outcomes with zero', async () => {
    await books.act({ expected_savings: 9, outcome: outcome('2026-01-31T10:00:00Z', 8) });
    await books.act({ expected_savings: 5, outcome: outcome('2026-03-02T10:00:00Z', 6.5) });
    await books.act({ expected_savings: 4, status: 'APPROVED' });
    const { series, total } = await savings('granularity=month&from=2026-01-01&to=2026-03-31');
    expect(series).toEqual([
      { period_start: '2026-01-01', recovered_value: 8, expected_savings: 9, actions: 1 },
      { period_start: '2026-02-01', recovered_value: 0, expected_savings: 0, actions: 0 },
      { period_start: '2026-03-01', recovered_value: 6.5, expected_savings: 5, actions: 1 },
    ]);
    expect(total).toEqual({ recovered_value: 14.5, expected_savings: 14, actions: 2 });
  });

  it('starts weeks on Monday and days where the organization does', async () => {
    // 1 March 2026 is a Sunday; half past midnight on Monday in Paris.
    await books.act({ outcome: outcome('2026-03-01T23:30:00Z', 3) });
    const week = await savings('granularity=week&from=2026-03-01&to=2026-03-02');
    expect(week.series.map((row) => [row.period_start, row.recovered_value])).toEqual([
      ['2026-02-23', 0],
      ['2026-03-02', 3],
    ]);
    const day = await savings('granularity=day&from=2026-03-01&to=2026-03-02');
    expect(day.series.map((row) => row.recovered_value)).toEqual([0, 3]);
  });

  it.each(['day', 'week', 'month'] as const)(
    'agrees with a sum by hand for each %s, and the periods with the total',
    async (granularity) => {
      const random = randomStream(7, granularity);
      const expected = new Map<string, number>();
      for (let n = 0; n < 60; n++) {
        const at = new Date(Date.UTC(2026, 0, 1 + Math.floor(random.next() * 70), 12));
        const cents = Math.floor(random.next() * 10_000);
        await books.act({ outcome: outcome(at.toISOString(), cents / 100) });
        const start = startOf(at, granularity);
        expected.set(start, (expected.get(start) ?? 0) + cents);
      }
      const { series, total, by_type } = await savings(
        `granularity=${granularity}&from=2026-01-01&to=2026-03-11`,
      );
      const found = series
        .filter((row) => row.actions > 0)
        .map((row) => [row.period_start, Math.round(row.recovered_value * 100)]);
      expect(found).toEqual([...expected].sort(([a], [b]) => (a < b ? -1 : 1)));
      const wholeCents = series.reduce((sum, row) => sum + Math.round(row.recovered_value * 100), 0);
      expect(wholeCents).toBe(Math.round(total.recovered_value * 100));
      expect(by_type.reduce((sum, row) => sum + row.actions, 0)).toBe(60);
      expect(series.reduce((sum, row) => sum + row.actions, 0)).toBe(60);
    },
  );

  it('can be asked for one type and one store', async () => {
    await books.act({ action_type: 'TRANSFER', outcome: outcome('2026-03-02T10:00:00Z', 2) });
    await books.act({
      action_type: 'LIQUIDATE',
      from_store: 'S2',
      outcome: outcome('2026-03-02T10:00:00Z', 1),
    });
    const one = async (query: string) =>
      (await savings(`${query}&from=2026-03-01&to=2026-03-02`)).total.recovered_value;
    expect(await one('action_type=TRANSFER')).toBe(2);
    expect(await one('store_id=S2')).toBe(1);
    expect(await one('granularity=day')).toBe(3);
  });

  it('begins with the first outcome when no day is given', async () => {
    await books.act({ outcome: outcome('2026-03-02T10:00:00Z', 2) });
    const { from, total } = await savings('granularity=month');
    expect([from, total.recovered_value]).toEqual(['2026-03-02', 2]);
    const nothing = (await (await server.open()).get('/kpis/savings')).json();
    expect(nothing).toMatchObject({ total: { recovered_value: 0, actions: 0 }, series: [{ actions: 0 }] });
  });

  it('refuses more periods than a chart can show', async () => {
    const reply = await books.get('/kpis/savings?granularity=day&from=1900-01-01&to=2026-01-01');
    expect([reply.statusCode, reply.json().error.code]).toEqual([422, 'kpis.too_many_periods']);
    expect((await books.get('/kpis/savings?granularity=year')).statusCode).toBe(422);
  });
});

function startOf(at: Date, granularity: 'day' | 'week' | 'month'): string {
  const day = new Date(at);
  if (granularity === 'week') day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  if (granularity === 'month') day.setUTCDate(1);
  return day.toISOString().slice(0, 10);
}
