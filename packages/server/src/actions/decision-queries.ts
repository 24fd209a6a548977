import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import type { ActionStatus } from './lifecycle.ts';

/** What a decision looks at. */
export interface DecidedOn {
  action_id: number;
  status: ActionStatus;
  version: number;
  from_store: string;
  sku_id: string;
  batch_id: string;
  qty: number;
  decide_by: string;
  /** Stock at cost that the decision is about. */
  value_at_stake: number;
}

/**
 * Locks every action of the batch that `actionId` is about, then reads that
 * action afresh: whoever else decides on this batch waits until we are done,
 * and what they decided is seen. Rows are locked in the order of their ids,
 * as everywhere, so that two decisions cannot wait for each other.
 */
export async function lockForDecision(tx: Tx, actionId: number): Promise<DecidedOn | undefined> {
  await sql`
    select b.action_id from actions.actions a
    join actions.actions b using (from_store, sku_id, batch_id)
    where a.action_id = ${actionId}
    order by b.action_id
    for update of b`.execute(tx);
  const found = await sql<DecidedOn>`
    select action_id, status, version, from_store, sku_id, batch_id, qty, decide_by,
           round(qty * unit_cost, 2)::float8 as value_at_stake
    from actions.actions where action_id = ${actionId}`.execute(tx);
  return found.rows[0];
}

export async function findNewestSnapshotDate(tx: Tx): Promise<string | null> {
  const found = await sql<{ snapshot_date: string | null }>`
    select max(snapshot_date) as snapshot_date from stock.inventory_batches`.execute(tx);
  return found.rows[0]?.snapshot_date ?? null;
}

/**
 * Units of the batch on hand at its store's newest count (0 when that count no
 * longer lists it), and how many of them other actions have claimed: approved
 * ones, and done ones that no later count has seen.
 */
export async function findClaims(tx: Tx, action: DecidedOn): Promise<{ on_hand: number; claimed: number }> {
  const { from_store, sku_id, batch_id, action_id } = action;
  const found = await sql<{ on_hand: number; claimed: number }>`
    with counted as (
      select max(snapshot_date) as snapshot_date from stock.inventory_batches where store_id = ${from_store}
    )
    select coalesce((
             select on_hand_qty from stock.inventory_batches b, counted
             where b.snapshot_date = counted.snapshot_date
               and b.store_id = ${from_store} and b.sku_id = ${sku_id} and b.batch_id = ${batch_id}
           ), 0)::int as on_hand,
           coalesce((
             select sum(qty) from actions.actions a, counted
             where a.from_store = ${from_store} and a.sku_id = ${sku_id} and a.batch_id = ${batch_id}
               and a.action_id <> ${action_id}
               and (a.status = 'APPROVED' or (a.status = 'DONE' and a.snapshot_date >= counted.snapshot_date))
           ), 0)::int as claimed`.execute(tx);
  return found.rows[0] ?? { on_hand: 0, claimed: 0 };
}

/** Records an approval or a rejection; who completes an action stands in its outcome and history. */
export async function setDecision(
  tx: Tx,
  actionId: number,
  decision: {
    status: 'APPROVED' | 'REJECTED';
    userId: string | null;
    name: string;
    note: string | undefined;
  },
): Promise<void> {
  await sql`
    update actions.actions
    set status = ${decision.status}, version = version + 1, decided_by = ${decision.userId},
        decided_by_name = ${decision.name}, decided_at = now(), decision_note = ${decision.note ?? null}
    where action_id = ${actionId}`.execute(tx);
}

export async function setDone(
  tx: Tx,
  actionId: number,
  outcome: { userId: string | null; recoveredValue: number; clearedUnits: number; notes: string | undefined },
): Promise<void> {
  await sql`update actions.actions set status = 'DONE', version = version + 1
            where action_id = ${actionId}`.execute(tx);
  await sql`
    insert into actions.action_outcomes (org_id, action_id, recovered_value, cleared_units, notes, recorded_by)
    values (${tx.orgId}, ${actionId}, ${outcome.recoveredValue}, ${outcome.clearedUnits}, ${outcome.notes ?? null},
            ${outcome.userId})`.execute(tx);
}

export async function findLocaleAndTimeZone(tx: Tx): Promise<{ locale: string; time_zone: string }> {
  const found = await sql<{ locale: string; time_zone: string }>`
    select locale, time_zone from platform.organizations where org_id = ${tx.orgId}`.execute(tx);
  return found.rows[0] ?? { locale: 'en-GB', time_zone: 'UTC' };
}

export async function findCurrency(tx: Tx): Promise<string> {
  const found = await sql<{ currency: string }>`
    select currency from platform.organizations where org_id = ${tx.orgId}`.execute(tx);
  return found.rows[0]?.currency ?? 'EUR';
}
