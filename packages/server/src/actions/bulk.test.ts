import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActionRow } from './schema.ts';
import { proposal, seedBatch, snapshotDate } from './test-company.ts';
import { createTestDesk, type TestDesk } from './test-desk.ts';

let desk: TestDesk;

beforeAll(async () => {
  desk = await createTestDesk();
});
beforeEach(() => desk.reset());
afterAll(() => desk.app.close());

interface Result {
  index: number;
  id: number | null;
  status: string;
  version?: number;
  error?: { code: string; message: string; details: { field?: string }[] };
}
const resultsOf = (reply: { json(): { results: Result[] } }) => reply.json().results;

/** As many proposals, each for a batch of its own. */
async function proposeMany(count: number): Promise<number[]> {
  await desk.app.inOrganization((tx) =>
    sql`
      insert into stock.inventory_batches (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty)
      select ${tx.orgId}, ${snapshotDate}::date, 'S1', 'MILK', 'M-' || n, '2026-03-09', 5
      from generate_series(1, ${count}::integer) as n`.execute(tx),
  );
  return desk.propose(
    ...Array.from({ length: count }, (_, n) => proposal({ batch_id: `M-${n + 1}`, qty: 5 })),
  );
}

const entriesUnder = (reply: { headers: Record<string, unknown> }) =>
  desk.app.inOrganization(async (tx) => {
    const found = await sql<{ verb: string; entity_id: string }>`
      select verb, entity_id from identity.audit_trail
      where correlation_id = ${String(reply.headers['x-correlation-id'])} order by audit_id`.execute(tx);
    return found.rows;
  });

describe('deciding on many actions in one call', () => {
  it('approves 1,000; the wrong ones among them fail alone, and each approval is in the trail', async () => {
    const ids = await proposeMany(997);
    const items: object[] = ids.map((action_id) => ({ action_id, version: 1 }));
    items.splice(0, 0, { action_id: 999_999, version: 1 });
    items.splice(500, 0, { action_id: ids[0], version: 'one', tip: true });
    items.push({ action_id: ids[1], version: 1 });
    expect(items).toHaveLength(1000);
    const reply = await desk.post('/actions/approve', { items });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ succeeded: 997, failed: 3 });
    const results = resultsOf(reply);
    expect(results.map(({ index }) => index)).toEqual(items.map((_, index) => index));
    expect(results[0]).toMatchObject({ id: 999_999, status: 'failed', error: { code: 'actions.not_found' } });
    expect(results[500]).toMatchObject({
      id: null,
      action_id: 0,
      error: { code: 'validation_failed', details: [{ field: 'version' }, { field: 'tip' }] },
    });
    expect(results[999]).toMatchObject({ id: ids[1], error: { code: 'actions.already_decided' } });
    expect(results[1]).toEqual({
      index: 1,
      id: ids[0],
      action_id: ids[0],
      status: 'ok',
      ok: true,
      version: 2,
    });
    const entries = await entriesUnder(reply);
    expect(entries.map(({ verb }) => verb)).toEqual(ids.map(() => 'approved'));
    expect(new Set(entries.map(({ entity_id }) => Number(entity_id)))).toEqual(new Set(ids));
  });

  it('refuses 1,001 items and none as a whole, with 422 on the list', async () => {
    const item = { action_id: 1, version: 1 };
    for (const items of [[], Array.from({ length: 1001 }, () => item)]) {
      const reply = await desk.post('/actions/approve', { items });
      expect(reply.statusCode).toBe(422);
      expect(reply.json().error).toMatchObject({ code: 'validation_failed', details: [{ field: 'items' }] });
    }
  });

  it('approves of one batch no more than is on hand, in the order of the call', async () => {
    // Proposed when there were 100; a late count has put it at 48.
    await desk.app.inOrganization((tx) => seedBatch(tx, { batch_id: 'LATE', on_hand_qty: 100 }));
    const batch = { batch_id: 'LATE' };
    const [first, second, third] = await desk.propose(
      proposal({ ...batch, qty: 30, expected_savings: 30 }),
      proposal({ ...batch, action_type: 'TRANSFER', qty: 20, expected_savings: 20, end_date: null }),
      proposal({ ...batch, action_type: 'LIQUIDATE', qty: 18, expected_savings: 10 }),
    );
    await desk.app.inOrganization((tx) =>
      sql`update stock.inventory_batches set on_hand_qty = 48 where batch_id = 'LATE'`.execute(tx),
    );
    const reply = await desk.post('/actions/approve', {
      items: [first, second, third].map((action_id) => ({ action_id, version: 1 })),
    });
    expect(resultsOf(reply).map(({ status, error }) => error?.code ?? status)).toEqual([
      'ok',
      'actions.exceeds_on_hand',
      'ok',
    ]);
    expect(resultsOf(reply)[1]?.error?.details).toMatchObject([{ field: 'qty', on_hand: 48, claimed: 30 }]);
  });

  it('rejects each with its own reason, and keeps a note with an approval', async () => {
    const [first, second, third] = await proposeMany(3);
    const rejected = await desk.post('/actions/reject', {
      items: [
        { action_id: first, version: 1, reason: 'Sold out.' },
        { action_id: second, version: 1, reason: 'Too little.' },
        { action_id: third, version: 1 },
      ],
    });
    expect(resultsOf(rejected).map(({ status, error }) => error?.code ?? status)).toEqual([
      'ok',
      'ok',
      'validation_failed',
    ]);
    await desk.post('/actions/approve', { items: [{ action_id: third, version: 1, note: 'Go on.' }] });
    const kept = (await desk.get('/actions?sort=action_id')).json().data;
    const byId = new Map(kept.map((row: ActionRow) => [row.action_id, [row.status, row.decision_note]]));
    expect([first, second, third].map((id) => byId.get(id))).toEqual([
      ['REJECTED', 'Sold out.'],
      ['REJECTED', 'Too little.'],
      ['APPROVED', 'Go on.'],
    ]);
  });

  it('completes each with its own outcome; more than it was for is refused', async () => {
    const [first, second, third] = await proposeMany(3);
    await desk.post('/actions/approve', {
      items: [first, second].map((action_id) => ({ action_id, version: 1 })),
    });
    const outcome = (action_id: number | undefined, version: number, cleared_units: number) => ({
      action_id,
      version,
      recovered_value: 2.5,
      cleared_units,
    });
    const reply = await desk.post('/actions/complete', {
      items: [outcome(first, 2, 5), outcome(second, 2, 6), outcome(third, 1, 1)],
    });
    expect(resultsOf(reply).map(({ status, error }) => error?.code ?? status)).toEqual([
      'ok',
      'actions.cleared_too_many',
      'actions.not_approved',
    ]);
    const done = (await desk.get(`/actions/${first}`)).json();
    expect(done).toMatchObject({ status: 'DONE', version: 3, outcomes: [{ recovered_value: 2.5 }] });
  });

  it('is done once for an Idempotency-Key, refused to who may not, and finds nothing of others', async () => {
    const [id] = await proposeMany(1);
    const headers = { ...(await desk.app.as('planner')), 'idempotency-key': 'many-1' };
    const payload = { items: [{ action_id: id, version: 1, reason: 'No.' }] };
    const send = () =>
      desk.app.http.inject({ method: 'POST', url: '/api/v1/actions/reject', headers, payload });
    const [first, again] = [await send(), await send()];
    expect(first.json()).toMatchObject({ succeeded: 1 });
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toBe(first.body);
    for (const verb of ['reject', 'complete']) {
      const refused = await desk.post(`/actions/${verb}`, payload, 'viewer');
      expect(refused.statusCode).toBe(403);
      expect(
        (await desk.app.http.inject({ method: 'POST', url: `/api/v1/actions/${verb}`, payload })).statusCode,
      ).toBe(401);
    }
  });
});
