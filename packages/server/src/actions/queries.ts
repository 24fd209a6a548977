import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import { keyset, type Page, pageOf, readSort } from '../platform/http/paging.ts';
import type { Proof } from './proof.ts';
import type { ActionQuery, ActionRow, OutcomeRow, sortFields } from './schema.ts';

type SortField = (typeof sortFields)[number];

const sortColumns: Record<SortField, RawBuilder<unknown>> = {
  expected_savings: sql`a.expected_savings`,
  action_id: sql`a.action_id`,
  created_at: sql`a.created_at`,
  decide_by: sql`a.decide_by`,
  start_date: sql`a.start_date`,
  qty: sql`a.qty`,
  chance_of_gain: sql`a.chance_of_gain`,
  at_risk_units: sql`a.at_risk_units`,
  savings_low: sql`a.savings_low`,
  sku_id: sql`a.sku_id collate "C"`,
  from_store: sql`a.from_store collate "C"`,
  action_type: sql`a.action_type collate "C"`,
  status: sql`a.status collate "C"`,
};

/**
 * Actions with names, rank and the batch as it was in their snapshot. Who sees
 * one end of a transfer reads the code of the other, not its name. `chosen`
 * yields the rows of one page; only those are joined, and only the statuses on
 * the page are ranked, over the index (org_id, status, expected_savings desc, action_id).
 */
function actionRows(chosen: RawBuilder<unknown>, orderBy: RawBuilder<unknown>) {
  return sql<ActionRow>`
    with chosen as materialized (${chosen}),
    ranked as (
      select action_id, row_number() over (partition by status order by expected_savings desc, action_id) as rank
      from actions.actions where status in (select status from chosen)
    )
    select a.action_id, r.rank, a.action_type, a.status,
           a.from_store, coalesce(origin.name, a.from_store) as from_store_name,
           a.to_store, coalesce(destination.name, a.to_store) as to_store_name,
           a.sku_id, i.name as item_name, i.category, i.unit, a.batch_id, b.expiry_date,
           a.qty, a.discount_pct::float8 as discount_pct, a.start_date, a.end_date, a.decide_by,
           a.expected_savings::float8 as expected_savings, a.savings_low::float8 as savings_low,
           a.savings_high::float8 as savings_high, a.chance_of_gain::float8 as chance_of_gain,
           a.at_risk_units::float8 as at_risk_units, b.on_hand_qty, a.unit_cost::float8 as unit_cost,
           round(a.qty * a.unit_cost, 2)::float8 as value_at_stake, a.reason,
           coalesce((a.proof ->> 'dispose')::boolean, false) as dispose, a.version, a.snapshot_date,
           to_json(a.created_at) #>> '{}' as created_at, a.decided_by_name,
           to_json(a.decided_at) #>> '{}' as decided_at, a.decision_note
    from chosen a
    join ranked r using (action_id)
    left join catalog.locations origin on origin.store_id = a.from_store
    left join catalog.locations destination on destination.store_id = a.to_store
    join catalog.items i on i.sku_id = a.sku_id
    left join stock.inventory_batches b
      on b.snapshot_date = a.snapshot_date and b.store_id = a.from_store
     and b.sku_id = a.sku_id and b.batch_id = a.batch_id
    order by ${orderBy}`;
}

export async function listActions(tx: Tx, query: ActionQuery): Promise<Page<ActionRow>> {
  const { field, descending } = readSort(query.sort);
  const order = keyset(
    [
      { expression: sortColumns[field as SortField], field, descending },
      { expression: sql`a.action_id`, field: 'action_id', descending: false },
    ],
    query.cursor,
  );
  const where = filter(query);
  const [rows, counted] = await Promise.all([
    actionRows(
      sql`select * from actions.actions a where ${where} and ${order.after}
        order by ${order.orderBy} limit ${query.limit + 1}`,
      order.orderBy,
    ).execute(tx),
    sql<{ total: number }>`
    select count(*) as total from actions.actions a where ${where}`.execute(tx),
  ]);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

function filter(query: ActionQuery): RawBuilder<boolean> {
  const status = query.status === 'pending' ? 'PROPOSED' : query.status;
  const conditions = [
    status && sql`a.status = ${status}`,
    query.action_type && sql`a.action_type = ${query.action_type}`,
    query.store_id && sql`(a.from_store = ${query.store_id} or a.to_store = ${query.store_id})`,
    query.from_store && sql`a.from_store = ${query.from_store}`,
    query.to_store && sql`a.to_store = ${query.to_store}`,
    query.sku_id && sql`a.sku_id = ${query.sku_id}`,
    query.batch_id && sql`a.batch_id = ${query.batch_id}`,
    query.category && sql`a.sku_id in (select sku_id from catalog.items where category = ${query.category})`,
  ].filter((condition) => condition !== undefined && condition !== '');
  return conditions.length === 0 ? sql`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

export async function findAction(tx: Tx, actionId: number): Promise<ActionRow | undefined> {
  const found = await actionRows(
    sql`select * from actions.actions where action_id = ${actionId}`,
    sql`a.action_id`,
  ).execute(tx);
  return found.rows[0];
}

/** The other actions for the same batch that were not rejected. */
export async function findPlan(tx: Tx, action: ActionRow): Promise<ActionRow[]> {
  const found = await actionRows(
    sql`select * from actions.actions
        where from_store = ${action.from_store} and sku_id = ${action.sku_id} and batch_id = ${action.batch_id}
          and status <> 'REJECTED' and action_id <> ${action.action_id}`,
    sql`a.expected_savings desc, a.action_id`,
  ).execute(tx);
  return found.rows;
}

export async function findProof(tx: Tx, actionId: number): Promise<Proof | undefined> {
  const found = await sql<{ proof: Proof }>`
    select proof from actions.actions where action_id = ${actionId}`.execute(tx);
  return found.rows[0]?.proof;
}

export async function findOutcomes(tx: Tx, actionId: number): Promise<OutcomeRow[]> {
  const found = await sql<OutcomeRow>`
    select outcome_id, to_json(measured_at) #>> '{}' as measured_at, recovered_value::float8 as recovered_value,
           cleared_units, notes
    from actions.action_outcomes where action_id = ${actionId} order by outcome_id`.execute(tx);
  return found.rows;
}
