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
 * Locks every action of the batches that these actions are about, then reads
 * the actions afresh: whoever else decides on one of the batches waits until we
 * are done, and what they decided is seen. Rows are locked in the order of
 * their ids, as everywhere, so that two calls cannot wait for each other.
 */
export async function lockForDecisions(
  tx: Tx,
  actionIds: readonly number[],
): Promise<Map<number, DecidedOn>> {
  await sql`
    select b.action_id from actions.actions a
    join actions.actions b using (from_store, sku_id, batch_id)
    where a.action_id = any (${actionIds}::bigint[])
    order by b.action_id
    for update of b`.execute(tx);
  const found = await sql<DecidedOn>`
    select action_id, status, version, from_store, sku_id, batch_id, qty, decide_by,
           round(qty * unit_cost, 2)::float8 as value_at_stake
    from actions.actions where action_id = any (${actionIds}::bigint[])`.execute(tx);
  return new Map(found.rows.map((row) => [row.action_id, row]));
}

export async function findNewestSnapshotDate(tx: Tx): Promise<string | null> {
  const found = await sql<{ snapshot_date: string | null }>`
    select max(snapshot_date) as snapshot_date from stock.inventory_batches`.execute(tx);
  return found.rows[0]?.snapshot_date ?? null;
}

/** Units of a batch on hand, and how many of them actions have claimed. */
export interface Claims {
  on_hand: number;
  claimed: number;
}

export const batchOf = ({
  from_store,
  sku_id,
  batch_id,
}: Pick<DecidedOn, 'from_store' | 'sku_id' | 'batch_id'>) => JSON.stringify([from_store, sku_id, batch_id]);

/**
 * For the batch of each action: units on hand at its store's newest count (0
 * when that count no longer lists it), and what actions have claimed: approved
 * ones, and done ones that no later count has seen.
 */
export async function findClaims(tx: Tx, actionIds: readonly number[]): Promise<Map<string, Claims>> {
  const found = await sql<Claims & Pick<DecidedOn, 'from_store' | 'sku_id' | 'batch_id'>>`
    with asked as (
      select distinct from_store, sku_id, batch_id from actions.actions
      where action_id = any (${actionIds}::bigint[])
    ), places as (
      select distinct from_store from asked
    ), counted as materialized (
      select from_store, (
        select max(snapshot_date) from stock.inventory_batches b where b.store_id = places.from_store
      ) as snapshot_date
      from places
    )
    select asked.from_store, asked.sku_id, asked.batch_id,
           coalesce((
             select on_hand_qty from stock.inventory_batches b
             where b.snapshot_date = counted.snapshot_date
               and b.store_id = asked.from_store and b.sku_id = asked.sku_id and b.batch_id = asked.batch_id
           ), 0)::int as on_hand,
           coalesce((
             select sum(qty) from actions.actions a
             where a.from_store = asked.from_store and a.sku_id = asked.sku_id and a.batch_id = asked.batch_id
               and (a.status = 'APPROVED' or (a.status = 'DONE' and a.snapshot_date >= counted.snapshot_date))
           ), 0)::int as claimed
    from asked join counted using (from_store)`.execute(tx);
  return new Map(found.rows.map((row) => [batchOf(row), { on_hand: row.on_hand, claimed: row.claimed }]));
}

/** Records approvals or rejections; who completes an action stands in its outcome and history. */
export async function setDecisions(
  tx: Tx,
  decision: { status: 'APPROVED' | 'REJECTED'; userId: string | null; name: string },
  taken: readonly { action_id: number; note: string | undefined }[],
): Promise<void> {
  await sql`
    update actions.actions a
    set status = ${decision.status}, version = a.version + 1, decided_by = ${decision.userId},
        decided_by_name = ${decision.name}, decided_at = now(), decision_note = taken.note
    from unnest(${taken.map(({ action_id }) => action_id)}::bigint[],
                ${taken.map(({ note }) => note ?? null)}::text[]) as taken (action_id, note)
    where a.action_id = taken.action_id`.execute(tx);
}

export async function setDone(
  tx: Tx,
  userId: string | null,
  outcomes: readonly {
    action_id: number;
    recovered_value: number;
    cleared_units: number;
    notes?: string | undefined;
  }[],
): Promise<void> {
  const ids = outcomes.map(({ action_id }) => action_id);
  await sql`update actions.actions set status = 'DONE', version = version + 1
            where action_id = any (${ids}::bigint[])`.execute(tx);
  await sql`
    insert into actions.action_outcomes (org_id, action_id, recovered_value, cleared_units, notes, recorded_by)
    select ${tx.orgId}::uuid, o.action_id, o.recovered_value, o.cleared_units, o.notes, ${userId}::uuid
    from unnest(${ids}::bigint[], ${outcomes.map((outcome) => outcome.recovered_value)}::numeric[],
                ${outcomes.map((outcome) => outcome.cleared_units)}::int[],
                ${outcomes.map((outcome) => outcome.notes ?? null)}::text[])
      as o (action_id, recovered_value, cleared_units, notes)`.execute(tx);
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
