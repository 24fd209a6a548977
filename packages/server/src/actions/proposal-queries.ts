import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import type { ActionType } from './action-type.ts';
import type { ProposedAction } from './proposals.ts';
import { batchKey, type StandingDecision } from './settle-proposals.ts';

/** An open proposal as a planner sees it in the list. */
export interface OpenProposal {
  action_id: number;
  action_type: ActionType;
  from_store: string;
  to_store: string | null;
  sku_id: string;
  batch_id: string;
  qty: number;
  discount_pct: number | null;
  start_date: string;
  end_date: string | null;
  decide_by: string;
  expected_savings: number;
  snapshot_date: string;
  version: number;
}

/**
 * Locks the open proposals in the order of their ids, as decisions do, and
 * reads them. Two savings of one organization at once would both find a
 * proposal absent and add it, so the second waits for the first.
 */
export async function lockOpenProposals(tx: Tx): Promise<OpenProposal[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`actions.proposals ${tx.orgId}`}, 0))`.execute(
    tx,
  );
  const found = await sql<OpenProposal>`
    select action_id, action_type, from_store, to_store, sku_id, batch_id, qty, discount_pct::float8 as discount_pct,
           start_date, end_date, decide_by, expected_savings::float8 as expected_savings, snapshot_date, version
    from actions.actions where status = 'PROPOSED' order by action_id for update`.execute(tx);
  return found.rows;
}

/**
 * What was decided and stands against a new proposal on the data of
 * `snapshotDate`: approved actions; done ones whose units no later count has
 * seen; and what a person rejected on these very data (the machine's own
 * withdrawals may come back).
 */
export async function findStandingDecisions(tx: Tx, snapshotDate: string): Promise<StandingDecision[]> {
  const found = await sql<StandingDecision>`
    select action_type, from_store, to_store, sku_id, batch_id, qty, status <> 'REJECTED' as "claimsUnits"
    from actions.actions
    where status = 'APPROVED'
       or (status = 'DONE' and snapshot_date >= ${snapshotDate})
       or (status = 'REJECTED' and decided_by is not null and snapshot_date = ${snapshotDate})`.execute(tx);
  return found.rows;
}

/** @returns units by {@link batchKey}, of the batches in stock on that day */
export async function findOnHand(tx: Tx, snapshotDate: string): Promise<Map<string, number>> {
  const found = await sql<{ from_store: string; sku_id: string; batch_id: string; on_hand_qty: number }>`
    select store_id as from_store, sku_id, batch_id, on_hand_qty
    from stock.inventory_batches where snapshot_date = ${snapshotDate}`.execute(tx);
  return new Map(found.rows.map((row) => [batchKey(row), row.on_hand_qty]));
}

/**
 * Typed as the table is, so that a number is compared after the rounding it
 * would get in the table, not before.
 */
const proposedColumns = sql`(
  action_id bigint, action_type text, from_store text, to_store text, sku_id text, batch_id text, qty integer,
  discount_pct numeric(5, 2), start_date date, end_date date, decide_by date,
  expected_savings numeric(14, 2), savings_low numeric(14, 2), savings_high numeric(14, 2),
  chance_of_gain numeric(6, 5), at_risk_units numeric(14, 2), unit_cost numeric(12, 4), reason text, proof jsonb)`;

/** Inserted best first, so that ids follow the ranking. @returns the new ids, in the order of `proposals` */
export async function insertProposals(
  tx: Tx,
  snapshotDate: string,
  proposals: readonly ProposedAction[],
): Promise<number[]> {
  const inserted = await sql<{ action_id: number }>`
    insert into actions.actions
      (org_id, snapshot_date, action_type, from_store, to_store, sku_id, batch_id, qty, discount_pct, start_date,
       end_date, decide_by, expected_savings, savings_low, savings_high, chance_of_gain, at_risk_units, unit_cost,
       reason, proof)
    select ${tx.orgId}::uuid, ${snapshotDate}::date, p.action_type, p.from_store, p.to_store, p.sku_id, p.batch_id,
           p.qty, p.discount_pct, p.start_date, p.end_date, p.decide_by, p.expected_savings, p.savings_low,
           p.savings_high, p.chance_of_gain, p.at_risk_units, p.unit_cost, p.reason, p.proof
    from rows from (jsonb_to_recordset(${storedForm(proposals)}::jsonb) as ${proposedColumns}) with ordinality as p
    order by p.ordinality
    returning action_id`.execute(tx);
  return inserted.rows.map((row) => row.action_id).sort((a, b) => a - b);
}

/**
 * Brings open proposals up to date where something a planner can see has
 * changed; the time a proof was made and the id of an equal forecast do not
 * count. Then the version moves on, so that nobody approves what they have not
 * seen.
 *
 * @returns the ids that changed
 */
export async function refreshProposals(
  tx: Tx,
  snapshotDate: string,
  proposals: readonly (ProposedAction & { action_id: number })[],
): Promise<number[]> {
  const refreshed = await sql<{ action_id: number }>`
    update actions.actions a
    set snapshot_date = ${snapshotDate}::date, qty = p.qty, discount_pct = p.discount_pct, start_date = p.start_date,
        end_date = p.end_date, decide_by = p.decide_by, expected_savings = p.expected_savings,
        savings_low = p.savings_low, savings_high = p.savings_high, chance_of_gain = p.chance_of_gain,
        at_risk_units = p.at_risk_units, unit_cost = p.unit_cost, reason = p.reason, proof = p.proof,
        version = a.version + 1, refreshed_at = now()
    from jsonb_to_recordset(${storedForm(proposals)}::jsonb) as p ${proposedColumns}
    where a.action_id = p.action_id
      and ((a.snapshot_date, a.qty, a.discount_pct, a.start_date, a.end_date, a.decide_by, a.expected_savings,
            a.savings_low, a.savings_high, a.chance_of_gain, a.at_risk_units, a.unit_cost, a.reason)
           is distinct from
           (${snapshotDate}::date, p.qty, p.discount_pct, p.start_date, p.end_date, p.decide_by, p.expected_savings,
            p.savings_low, p.savings_high, p.chance_of_gain, p.at_risk_units, p.unit_cost, p.reason)
        or (a.proof - 'made_at') #- '{forecast,forecast_run_id}'
           is distinct from (p.proof - 'made_at') #- '{forecast,forecast_run_id}')
    returning a.action_id`.execute(tx);
  return refreshed.rows.map((row) => row.action_id);
}

export async function withdrawProposals(
  tx: Tx,
  actionIds: readonly number[],
  by: { name: string; note: string },
): Promise<void> {
  await sql`
    update actions.actions
    set status = 'REJECTED', version = version + 1, decided_by = null, decided_by_name = ${by.name},
        decided_at = now(), decision_note = ${by.note}
    where action_id = any(${actionIds}::bigint[])`.execute(tx);
}

function storedForm(proposals: readonly ProposedAction[]): string {
  return JSON.stringify(
    proposals.map(({ dispose, proof, ...columns }) => ({ ...columns, proof: { ...proof, dispose } })),
  );
}
