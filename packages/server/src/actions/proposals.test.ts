import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/harness.ts';
import { nightlyActor } from '../identity/index.ts';
import { withOrganization } from '../platform/database/index.ts';
import { createActions, type ProposedAction } from './index.ts';
import { proof, proposal, seedBatch, seedCompany, snapshotDate } from './test-company.ts';

let app: TestApp;
let orgId: string;

beforeAll(async () => {
  app = await createTestApp();
});
beforeEach(async () => {
  orgId = await app.otherOrganization();
  await within(seedCompany);
});
afterAll(() => app.close());

const within: TestApp['inOrganization'] = (work) => withOrganization(app.database, orgId, work);

function save(proposals: ProposedAction[], day = snapshotDate) {
  const { service } = createActions(app.platform);
  return within((tx) => service.saveProposals(tx, { snapshotDate: day, proposals, actor: nightlyActor }));
}

interface Stored {
  action_id: number;
  status: string;
  version: number;
  qty: number;
  expected_savings: string;
  decided_by_name: string | null;
  decision_note: string | null;
}

async function stored(): Promise<Stored[]> {
  const found = await within((tx) =>
    sql<Stored>`select action_id, status, version, qty, expected_savings, decided_by_name, decision_note
                from actions.actions order by action_id`.execute(tx),
  );
  return found.rows;
}

async function audit(): Promise<string[]> {
  const found = await within((tx) =>
    sql<{ line: string }>`select verb || ' ' || entity_id || ' by ' || actor_name as line
                          from identity.audit_trail where entity = 'action' order by audit_id`.execute(tx),
  );
  return found.rows.map((row) => row.line);
}

describe('saving the proposals of a snapshot', () => {
  it('adds new ones, best first, each with an entry in the trail', async () => {
    const saved = await save([
      proposal({ batch_id: 'B-78', qty: 10, expected_savings: 5 }),
      proposal({ expected_savings: 22.4 }),
    ]);
    const rows = await stored();
    expect(rows.map((row) => [row.status, row.version, row.expected_savings])).toEqual([
      ['PROPOSED', 1, '22.40'],
      ['PROPOSED', 1, '5.00'],
    ]);
    const ids = rows.map((row) => row.action_id);
    expect(saved).toEqual({ created: 2, refreshed: 0, withdrawn: 0, unchanged: 0, actionIds: ids });
    expect(await audit()).toEqual(ids.map((id) => `proposed ${id} by Granary (nightly run)`));
  });

  it('changes nothing when the same data are assessed again, though proof and forecast run were made anew', async () => {
    const first = await save([
      proposal({ expected_savings: 22.404 }),
      proposal({ action_type: 'TRANSFER', qty: 9 }),
    ]);
    const [rowsBefore, auditBefore] = [await stored(), await audit()];
    const remade = proof({ made_at: '2026-03-02T23:59:00Z' });
    remade.forecast.forecast_run_id = '00000000-0000-4000-8000-000000000002';
    const again = await save([
      proposal({ action_type: 'TRANSFER', qty: 9, proof: remade }),
      proposal({ expected_savings: 22.404, proof: remade }),
    ]);
    expect(again).toEqual({
      created: 0,
      refreshed: 0,
      withdrawn: 0,
      unchanged: 2,
      actionIds: first.actionIds,
    });
    expect(await stored()).toEqual(rowsBefore);
    expect(await audit()).toEqual(auditBefore);
  });

  it('refreshes a known proposal in place and moves its version on, with before and after in the trail', async () => {
    const { actionIds } = await save([proposal()]);
    const saved = await save([proposal({ qty: 28, expected_savings: 20 })]);
    expect(saved).toEqual({ created: 0, refreshed: 1, withdrawn: 0, unchanged: 0, actionIds });
    expect(await stored()).toMatchObject([
      { action_id: actionIds[0], version: 2, qty: 28, expected_savings: '20.00' },
    ]);
    const entry = await within((tx) =>
      sql<{ before: object; after: object }>`
        select before, after from identity.audit_entries where verb = 'refreshed'`.execute(tx),
    );
    expect(entry.rows).toMatchObject([{ before: { version: 1, qty: 31 }, after: { version: 2, qty: 28 } }]);
  });

  it('moves the version on when only the proof tells another story', async () => {
    await save([proposal()]);
    const other = proof({ rule_version: 2 });
    expect(await save([proposal({ proof: other })])).toMatchObject({ refreshed: 1, unchanged: 0 });
    expect(await stored()).toMatchObject([{ version: 2 }]);
  });

  it('withdraws what is no longer worthwhile, in its own name', async () => {
    await save([proposal(), proposal({ batch_id: 'B-78', qty: 10 })]);
    const saved = await save([proposal()]);
    expect(saved).toMatchObject({ created: 0, withdrawn: 1, unchanged: 1 });
    expect((await stored())[1]).toMatchObject({
      status: 'REJECTED',
      version: 2,
      decided_by_name: 'Granary (nightly run)',
      decision_note: 'No longer worthwhile on the data of 2026-03-02',
    });
    expect((await audit()).at(-1)).toMatch(/^withdrawn \d+ by Granary/);
  });

  it('may propose again what it withdrew itself', async () => {
    await save([proposal()]);
    await save([]);
    expect(await save([proposal()])).toMatchObject({ created: 1 });
    expect((await stored()).map((row) => row.status)).toEqual(['REJECTED', 'PROPOSED']);
  });

  it('keeps an approved action and does not propose it again, nor more than it leaves on hand', async () => {
    const { actionIds } = await save([proposal({ qty: 40 })]);
    await within((tx) => sql`update actions.actions set status = 'APPROVED'`.execute(tx));
    const saved = await save([
      proposal({ qty: 20 }),
      proposal({ action_type: 'TRANSFER', qty: 8, expected_savings: 4 }),
      proposal({ action_type: 'LIQUIDATE', qty: 1, expected_savings: 3 }),
    ]);
    // 48 on hand, 40 approved: the transfer of 8 fits, the one more unit does not.
    expect(saved).toMatchObject({ created: 1, withdrawn: 0 });
    expect((await stored()).map((row) => [row.status, row.qty])).toEqual([
      ['APPROVED', 40],
      ['PROPOSED', 8],
    ]);
    expect(saved.actionIds).not.toContain(actionIds[0]);
  });

  it('does not come back with what a person rejected until there are new data', async () => {
    await save([proposal()]);
    await within((tx) =>
      sql`update actions.actions set status = 'REJECTED', decided_by = gen_random_uuid()`.execute(tx),
    );
    expect(await save([proposal()])).toMatchObject({ created: 0 });
    await within((tx) => seedBatch(tx, { batch_id: 'B-77', on_hand_qty: 40, snapshot_date: '2026-03-03' }));
    expect(await save([proposal()], '2026-03-03')).toMatchObject({ created: 1 });
  });

  it('proposes nothing for a batch the snapshot does not have', async () => {
    expect(await save([proposal({ batch_id: 'B-0' })])).toMatchObject({ created: 0, actionIds: [] });
  });

  it('saves nothing when a proof has not the agreed shape', async () => {
    const broken = { ...proof(), paths: Number.NaN };
    await expect(save([proposal({ batch_id: 'B-78', qty: 1 }), proposal({ proof: broken })])).rejects.toThrow(
      /paths/,
    );
    expect(await stored()).toEqual([]);
  });

  it('saves thousands in several statements, ids in the order of savings', async () => {
    await within((tx) =>
      sql`
      insert into stock.inventory_batches (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty)
      select ${tx.orgId}, ${snapshotDate}::date, 'S1', 'MILK', 'M-' || n, '2026-03-09', 5
      from generate_series(1, 1203) as n`.execute(tx),
    );
    const many = Array.from({ length: 1203 }, (_, n) =>
      proposal({ batch_id: `M-${n + 1}`, qty: 5, expected_savings: (n * 37) % 1203 }),
    );
    const saved = await save(many);
    expect(saved.created).toBe(1203);
    const rows = await stored();
    const savings = rows.map((row) => Number(row.expected_savings));
    expect(savings).toEqual(savings.toSorted((a, b) => b - a));
    expect(saved.actionIds).toEqual(rows.map((row) => row.action_id));
    expect(await save(many)).toMatchObject({ created: 0, refreshed: 0, withdrawn: 0, unchanged: 1203 });
  });
});
