import { type RawBuilder, sql } from 'kysely';
import { type ActionType, actionTypes } from '../actions/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { ActionsSummary, Savings, SavingsQuery } from './schema.ts';

/** The threshold when the organization has set no rules of its own. */
const defaultHighRiskScore = 70;

export interface Risk {
  risk_snapshot_date: string | null;
  at_risk_value: number;
  at_risk_units: number;
  high_risk_batches: number;
}

/** The newest assessed snapshot up to `to`; its value equals the sum over `expiry.batch_risk` to the cent. */
export async function riskFigures(
  tx: Tx,
  to: string | undefined,
  storeId: string | undefined,
): Promise<Risk> {
  const found = await sql<Risk>`
    with assessed as (
      select max(snapshot_date) as snapshot_date from expiry.batch_risk
      where ${to === undefined ? sql`true` : sql`snapshot_date <= ${to}::date`}
    ),
    threshold as (
      select coalesce(
        (select (rules ->> 'high_risk_score')::float8 from expiry.rule_sets order by version desc limit 1),
        ${defaultHighRiskScore}) as score
    )
    select a.snapshot_date as risk_snapshot_date,
           coalesce(sum(r.at_risk_value), 0)::float8 as at_risk_value,
           coalesce(sum(r.at_risk_units), 0)::float8 as at_risk_units,
           count(*) filter (where r.risk_score >= t.score) as high_risk_batches
    from assessed a cross join threshold t
    left join expiry.batch_risk r
      on r.snapshot_date = a.snapshot_date and ${storeId === undefined ? sql`true` : sql`r.store_id = ${storeId}`}
    group by a.snapshot_date`.execute(tx);
  return found.rows[0] as Risk;
}

/** An approval is safe to give at a glance from this chance of gain on, 0 to 1. */
const safeChanceOfGain = 0.9;

export async function summarizeActions(tx: Tx): Promise<ActionsSummary> {
  const risk = await riskFigures(tx, undefined, undefined);
  const found = await sql<
    Record<'proposed' | 'approved' | 'safe', { count: number; expected_savings: number }> & { ids: number[] }
  >`
    with newest as (select max(snapshot_date) as day from stock.inventory_batches),
    standing as (
      select action_id, status, expected_savings,
             status = 'PROPOSED' and chance_of_gain >= ${safeChanceOfGain} and savings_low > 0
               and decide_by >= coalesce(newest.day, decide_by) as safe
      from actions.actions, newest where status in ('PROPOSED', 'APPROVED')
    )
    select ${countAndSavings(sql`status = 'PROPOSED'`)} as proposed,
           ${countAndSavings(sql`status = 'APPROVED'`)} as approved,
           ${countAndSavings(sql`safe`)} as safe,
           coalesce(json_agg(action_id order by expected_savings desc, action_id) filter (where safe), '[]') as ids
    from standing`.execute(tx);
  const { proposed, approved, safe, ids } = found.rows[0] as (typeof found.rows)[number];
  const done = await outcomesByType(tx, {});
  return {
    snapshot_date: risk.risk_snapshot_date,
    proposed,
    approved,
    done: {
      count: done.reduce((sum, type) => sum + type.actions, 0),
      recovered_value: cents(done.reduce((sum, type) => sum + type.recovered_value, 0)),
    },
    at_risk_value: risk.at_risk_value,
    safe: { ...safe, action_ids: ids },
  };
}

function countAndSavings(where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`json_build_object(
    'count', count(*) filter (where ${where}),
    'expected_savings', coalesce(sum(expected_savings) filter (where ${where}), 0))`;
}

export interface StandingActions {
  action_type: ActionType;
  proposed: number;
  approved: number;
  proposed_savings: number;
  approved_savings: number;
  rejected: number;
}

/** Proposed and approved as they stand now; rejected by a person in the period. One row a type. */
export async function standingActions(tx: Tx, period: Period): Promise<StandingActions[]> {
  const found = await sql<StandingActions>`
    select t.action_type,
           count(*) filter (where a.status = 'PROPOSED') as proposed,
           count(*) filter (where a.status = 'APPROVED') as approved,
           coalesce(sum(a.expected_savings) filter (where a.status = 'PROPOSED'), 0)::float8 as proposed_savings,
           coalesce(sum(a.expected_savings) filter (where a.status = 'APPROVED'), 0)::float8 as approved_savings,
           count(*) filter (where a.status = 'REJECTED') as rejected
    from unnest(${[...actionTypes]}::text[]) with ordinality as t (action_type, position)
    left join actions.actions a
      on a.action_type = t.action_type
     and (a.status in ('PROPOSED', 'APPROVED')
          or (a.status = 'REJECTED' and a.decided_by is not null and ${inPeriod(sql`a.decided_at`, period)}))
     and ${period.storeId === undefined ? sql`true` : sql`a.from_store = ${period.storeId}`}
    group by t.action_type, t.position order by t.position`.execute(tx);
  return found.rows;
}

export interface Period {
  from?: string | undefined;
  to?: string | undefined;
  storeId?: string | undefined;
  actionType?: ActionType | undefined;
}

/** The calendar day of an instant for the organization. */
const localDay = (instant: RawBuilder<unknown>) =>
  sql`(${instant} at time zone (select time_zone from platform.organizations where org_id = platform.current_org()))::date`;

function inPeriod(instant: RawBuilder<unknown>, { from, to }: Period): RawBuilder<unknown> {
  return sql`(${from ?? null}::date is null or ${localDay(instant)} >= ${from ?? null}::date)
    and (${to ?? null}::date is null or ${localDay(instant)} <= ${to ?? null}::date)`;
}

/** Outcomes of completed actions in the period, each with the day it was recorded. */
function outcomes(period: Period): RawBuilder<unknown> {
  return sql`
    select a.action_type, a.action_id, a.expected_savings, o.recovered_value, o.cleared_units,
           ${localDay(sql`o.measured_at`)} as day
    from actions.action_outcomes o join actions.actions a using (org_id, action_id)
    where a.status = 'DONE' and ${inPeriod(sql`o.measured_at`, period)}
      and ${period.storeId === undefined ? sql`true` : sql`a.from_store = ${period.storeId}`}
      and ${period.actionType === undefined ? sql`true` : sql`a.action_type = ${period.actionType}`}`;
}

export interface OutcomesOfType {
  action_type: ActionType;
  recovered_value: number;
  expected_savings: number;
  cleared_units: number;
  actions: number;
}

export async function outcomesByType(tx: Tx, period: Period): Promise<OutcomesOfType[]> {
  const found = await sql<OutcomesOfType>`
    select t.action_type, coalesce(sum(o.recovered_value), 0)::float8 as recovered_value,
           coalesce(sum(o.expected_savings), 0)::float8 as expected_savings,
           coalesce(sum(o.cleared_units), 0)::float8 as cleared_units, count(distinct o.action_id) as actions
    from unnest(${[...actionTypes]}::text[]) with ordinality as t (action_type, position)
    left join (${outcomes(period)}) as o using (action_type)
    group by t.action_type, t.position order by t.position`.execute(tx);
  return found.rows;
}

export async function firstOutcomeDay(
  tx: Tx,
  period: Period,
): Promise<{ first: string | null; today: string }> {
  const found = await sql<{ first: string | null; today: string }>`
    select (select min(day) from (${outcomes(period)}) as o) as first, ${localDay(sql`now()`)} as today`.execute(
    tx,
  );
  return found.rows[0] as { first: string | null; today: string };
}

/** One row a period from `from` to `to`, those without outcomes included. */
export async function savingsSeries(
  tx: Tx,
  granularity: SavingsQuery['granularity'],
  period: Period & { from: string; to: string },
): Promise<Savings['series']> {
  const found = await sql<Savings['series'][number]>`
    select p.start::date as period_start, coalesce(sum(o.recovered_value), 0)::float8 as recovered_value,
           coalesce(sum(o.expected_savings), 0)::float8 as expected_savings, count(distinct o.action_id) as actions
    from generate_series(date_trunc(${granularity}, ${period.from}::date::timestamp), ${period.to}::date::timestamp,
                         ${`1 ${granularity}`}::interval) as p (start)
    left join (${outcomes(period)}) as o on date_trunc(${granularity}, o.day::timestamp) = p.start
    group by p.start order by p.start`.execute(tx);
  return found.rows;
}

/** Sums of cents in binary fractions, back to whole cents. */
export function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
