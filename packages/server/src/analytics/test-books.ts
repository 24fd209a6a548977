import { type RawBuilder, sql } from 'kysely';
import { createTestApp, type TestApp } from '../../test/harness.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';

/** For tests: a server, and for each test an organization of its own with someone who may look at it. */
export async function createTestBooks() {
  const app = await createTestApp();
  return { app, open: () => openBooks(app), close: () => app.close() };
}

export type TestBooks = Awaited<ReturnType<typeof openBooks>>;

async function openBooks(app: TestApp) {
  const orgId = await app.otherOrganization();
  const token = await app.identity.createSignInLink(orgId);
  const signedIn = await app.http.inject({ method: 'POST', url: '/api/v1/auth/link', payload: { token } });
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  const inside = <Result>(work: (tx: Tx) => Promise<Result>) => withOrganization(app.database, orgId, work);
  await inside(async (tx) => {
    await sql`insert into catalog.locations (org_id, store_id, name, kind) values
      (${orgId}, 'S1', 'Harbour', 'store'), (${orgId}, 'S2', 'Station', 'store'), (${orgId}, 'DC', 'Depot', 'dc')`.execute(
      tx,
    );
    await sql`insert into catalog.items (org_id, sku_id, name, mrp) values
      (${orgId}, 'MILK', 'Oat milk', 2.50), (${orgId}, 'BUN', 'Bun', 0.80), (${orgId}, 'NEW', 'No price yet', null)`.execute(
      tx,
    );
  });
  return {
    orgId,
    inside,
    get: (url: string) => app.http.inject({ url: `/api/v1${url}`, headers: { cookie } }),
    run: (statement: (org: string) => RawBuilder<unknown>) => inside((tx) => statement(orgId).execute(tx)),
    /** @returns the id of the action */
    act: (given: Partial<TestAction>) => inside((tx) => insertAction(tx, given)),
  };
}

interface TestAction {
  action_type: 'TRANSFER' | 'MARKDOWN' | 'LIQUIDATE';
  status: 'PROPOSED' | 'APPROVED' | 'DONE' | 'REJECTED';
  from_store: string;
  expected_savings: number;
  savings_low: number;
  chance_of_gain: number;
  decide_by: string;
  /** Set for a decision by a person. */
  decided_at: string | null;
  outcome: { measured_at: string; recovered_value: number; cleared_units: number };
}

let batches = 0;

async function insertAction(tx: Tx, given: Partial<TestAction>): Promise<number> {
  batches += 1;
  const type = given.action_type ?? 'MARKDOWN';
  const from = given.from_store ?? 'S1';
  const decidedAt = given.decided_at ?? null;
  const inserted = await sql<{ action_id: number }>`
    insert into actions.actions
      (org_id, snapshot_date, action_type, from_store, to_store, sku_id, batch_id, qty, discount_pct, start_date,
       decide_by, expected_savings, savings_low, savings_high, chance_of_gain, at_risk_units, unit_cost, reason, status,
       proof, decided_by, decided_at)
    values (${tx.orgId}, '2026-03-02', ${type}, ${from}, ${type === 'TRANSFER' ? (from === 'S1' ? 'S2' : 'S1') : null},
       'MILK', ${`T-${batches}`}, 5, ${type === 'MARKDOWN' ? 30 : null}, '2026-03-03', ${given.decide_by ?? '2026-03-05'},
       ${given.expected_savings ?? 0}, ${given.savings_low ?? 0}, 99, ${given.chance_of_gain ?? 0.5}, 5, 1, 'test',
       ${given.status ?? (given.outcome ? 'DONE' : 'PROPOSED')}, '{}',
       ${decidedAt === null ? sql`null` : sql`gen_random_uuid()`}, ${decidedAt}::timestamptz)
    returning action_id`.execute(tx);
  const actionId = inserted.rows[0]?.action_id ?? 0;
  if (given.outcome !== undefined) {
    await sql`insert into actions.action_outcomes (org_id, action_id, measured_at, recovered_value, cleared_units)
              values (${tx.orgId}, ${actionId}, ${given.outcome.measured_at}::timestamptz,
                      ${given.outcome.recovered_value}, ${given.outcome.cleared_units})`.execute(tx);
  }
  return actionId;
}
