import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

describe('action figures of the dashboard', () => {
  it('counts recovered value of completed actions only, and savings as potential or approved', async () => {
    await books.act({ expected_savings: 10.1 });
    await books.act({ expected_savings: 20.2, action_type: 'TRANSFER', from_store: 'S2' });
    await books.act({ expected_savings: 5, status: 'APPROVED' });
    await books.act({ expected_savings: 7, status: 'REJECTED', decided_at: '2026-03-02T10:00:00Z' });
    await books.act({ expected_savings: 7, status: 'REJECTED' });
    await books.act({
      expected_savings: 9,
      outcome: { measured_at: '2026-03-02T10:00:00Z', recovered_value: 8.4, cleared_units: 4 },
    });
    await books.act({
      action_type: 'LIQUIDATE',
      from_store: 'S2',
      outcome: { measured_at: '2026-02-10T10:00:00Z', recovered_value: 0.3, cleared_units: 5 },
    });
    expect(await dashboard()).toMatchObject({
      currency: 'EUR',
      potential_savings: 30.3,
      approved_savings: 5,
      open_actions: 2,
      approved_actions: 1,
      done_actions: 2,
      rejected_actions: 1,
      recovered_value: 8.7,
      cleared_units: 9,
      by_type: [
        {
          action_type: 'TRANSFER',
          proposed: 1,
          approved: 0,
          done: 0,
          expected_savings: 20.2,
          recovered_value: 0,
        },
        {
          action_type: 'MARKDOWN',
          proposed: 1,
          approved: 1,
          done: 1,
          expected_savings: 10.1,
          recovered_value: 8.4,
        },
        {
          action_type: 'LIQUIDATE',
          proposed: 0,
          approved: 0,
          done: 1,
          expected_savings: 0,
          recovered_value: 0.3,
        },
      ],
    });
    expect(await dashboard('?store_id=S2')).toMatchObject({
      potential_savings: 20.2,
      recovered_value: 0.3,
      rejected_actions: 0,
    });
    expect(await dashboard('?from=2026-03-01')).toMatchObject({
      recovered_value: 8.4,
      done_actions: 1,
      rejected_actions: 1,
    });
    expect(await dashboard('?to=2026-03-01')).toMatchObject({
      recovered_value: 0.3,
      done_actions: 1,
      rejected_actions: 0,
    });
  });

  it('draws the line between two days where the organization does', async () => {
    // Half past midnight on 1 March in Paris.
    await books.act({
      outcome: { measured_at: '2026-02-28T23:30:00Z', recovered_value: 3, cleared_units: 1 },
    });
    expect((await dashboard('?to=2026-02-28')).recovered_value).toBe(0);
    expect((await dashboard('?from=2026-03-01&to=2026-03-01')).recovered_value).toBe(3);
  });

  it('sums actions up, and names those that are safe to approve', async () => {
    await books.run(
      (org) => sql`
        insert into stock.inventory_batches (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty)
        values (${org}, '2026-03-02', 'S1', 'MILK', 'A', '2026-03-09', 10)`,
    );
    const good = { chance_of_gain: 0.9, savings_low: 0.01, decide_by: '2026-03-02' };
    const second = await books.act({ ...good, expected_savings: 10.1 });
    const first = await books.act({ ...good, expected_savings: 20.2 });
    await books.act({ ...good, expected_savings: 1, chance_of_gain: 0.89 });
    await books.act({ ...good, expected_savings: 1, savings_low: 0 });
    await books.act({ ...good, expected_savings: 1, decide_by: '2026-03-01' });
    await books.act({ ...good, expected_savings: 4, status: 'APPROVED' });
    await books.act({
      outcome: { measured_at: '2026-02-10T10:00:00Z', recovered_value: 0.3, cleared_units: 5 },
    });
    expect((await books.get('/actions/summary')).json()).toEqual({
      snapshot_date: null,
      proposed: { count: 5, expected_savings: 33.3 },
      approved: { count: 1, expected_savings: 4 },
      done: { count: 1, recovered_value: 0.3 },
      at_risk_value: 0,
      safe: { count: 2, expected_savings: 30.3, action_ids: [first, second] },
    });
  });
});
