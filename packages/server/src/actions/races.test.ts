import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/harness.ts';
import { nightlyActor } from '../identity/index.ts';
import type { GranaryEvent } from '../platform/events/events.ts';
import { createActions, type ProposedAction } from './index.ts';
import { proposal, seedBatch, seedCompany, snapshotDate } from './test-company.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  await app.inOrganization(seedCompany);
});
afterAll(() => app.close());

function save(...proposals: ProposedAction[]) {
  const { service } = createActions(app.platform);
  return app.inOrganization((tx) =>
    service.saveProposals(tx, { snapshotDate, proposals, actor: nightlyActor }),
  );
}

async function post(url: string, payload: object) {
  const headers = await app.as('planner');
  return app.http.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload });
}

describe('deciding at the same moment', () => {
  it('lets one of 20 parallel approvals through, with one entry in the trail and one event', async () => {
    const events: GranaryEvent[] = [];
    const unsubscribe = app.platform.events.subscribe(app.orgId, (event) => events.push(event));
    const { actionIds } = await save(proposal());
    const [id] = actionIds;
    await app.as('planner');
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => post(`/actions/${id}/approve`, { version: 1 })),
    );
    const statuses = replies.map((reply) => reply.statusCode).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    const trail = await app.inOrganization((tx) =>
      sql<{ verb: string }>`select verb from identity.audit_entries
                            where entity = 'action' and entity_id = ${String(id)} and verb = 'approved'`.execute(
        tx,
      ),
    );
    expect(trail.rows).toHaveLength(1);
    // Proposed once and approved once. Events arrive in the order of their commits: when the last one is here, so are all.
    const last = { type: 'risk.changed', snapshot_date: snapshotDate } as const;
    await app.inOrganization((tx) => app.platform.events.announce(tx, last));
    await expect.poll(() => events.at(-1), { timeout: 20_000 }).toEqual(last);
    const changed = { type: 'actions.changed', action_ids: [id] };
    expect(events).toEqual([changed, changed, last]);
    unsubscribe();
  });

  it('never approves more of a batch than is on hand, however many actions are approved at once', async () => {
    await app.inOrganization((tx) => seedBatch(tx, { batch_id: 'RACE', on_hand_qty: 100 }));
    // A transfer, a markdown and a liquidation of 8 each from a batch that a late count has put at 10.
    const batch = { batch_id: 'RACE', qty: 8 };
    const { actionIds } = await save(
      proposal(batch),
      proposal({ ...batch, action_type: 'TRANSFER' }),
      proposal({ ...batch, action_type: 'LIQUIDATE' }),
    );
    expect(actionIds).toHaveLength(3);
    await app.inOrganization((tx) =>
      sql`update stock.inventory_batches set on_hand_qty = 10 where batch_id = 'RACE'`.execute(tx),
    );
    const replies = await Promise.all(
      [...actionIds, ...actionIds, ...actionIds].map((id) => post(`/actions/${id}/approve`, { version: 1 })),
    );
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([
      200, 409, 409, 409, 409, 409, 409, 409, 409,
    ]);
    const approved = await app.inOrganization((tx) =>
      sql<{ units: number }>`select sum(qty) as units from actions.actions
                             where batch_id = 'RACE' and status = 'APPROVED'`.execute(tx),
    );
    expect(approved.rows).toEqual([{ units: 8 }]);
  });

  it('settles an approval and a rejection of the same action to one of the two', async () => {
    await app.inOrganization((tx) => seedBatch(tx, { batch_id: 'BOTH', on_hand_qty: 40 }));
    const saved = await save(proposal({ batch_id: 'BOTH' }));
    const id = saved.actionIds[0];
    const replies = await Promise.all([
      post(`/actions/${id}/approve`, { version: 1 }),
      post(`/actions/${id}/reject`, { version: 1, reason: 'no' }),
    ]);
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 409]);
  });

  it('lets two runs save the same proposals at once without adding any twice', async () => {
    await app.inOrganization((tx) => seedBatch(tx, { batch_id: 'TWIN', on_hand_qty: 40 }));
    const saved = await Promise.all([1, 2, 3].map(() => save(proposal({ batch_id: 'TWIN' }))));
    expect(saved.map((one) => one.created).sort()).toEqual([0, 0, 1]);
    expect(new Set(saved.flatMap((one) => one.actionIds)).size).toBe(1);
  });

  it('survives approvals while the proposals are refreshed: each is decided as it was seen, or refused', async () => {
    const batches = Array.from({ length: 12 }, (_, n) => `MIX-${n}`);
    await app.inOrganization(async (tx) => {
      for (const batch_id of batches) await seedBatch(tx, { batch_id, on_hand_qty: 9 });
    });
    const proposals = (qty: number) => batches.map((batch_id) => proposal({ batch_id, qty }));
    const { actionIds } = await save(...proposals(9));
    const [, ...replies] = await Promise.all([
      save(...proposals(7)),
      ...actionIds.toReversed().map((id) => post(`/actions/${id}/approve`, { version: 1 })),
    ]);
    const rows = await app.inOrganization((tx) =>
      sql<{ action_id: number; status: string; qty: number }>`
        select action_id, status, qty from actions.actions where batch_id like 'MIX-%'`.execute(tx),
    );
    const accepted = replies.filter((reply) => reply.statusCode === 200).map((reply) => reply.json());
    expect(
      replies.map((reply) => reply.statusCode).filter((status) => status !== 200 && status !== 409),
    ).toEqual([]);
    expect(rows.rows.filter((row) => row.status === 'APPROVED')).toHaveLength(accepted.length);
    // What was approved is what version 1 showed.
    expect(rows.rows.filter((row) => row.status === 'APPROVED' && row.qty !== 9)).toEqual([]);
    expect(rows.rows.filter((row) => row.status === 'PROPOSED' && row.qty !== 7)).toEqual([]);
  });
});
