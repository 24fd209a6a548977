import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import type { RiskRow, SkippedSeries } from './assess-task.ts';
import { defaultRules, type ExpiryRules, expiryRules } from './rules.ts';

export interface RuleSet {
  version: number;
  rules: ExpiryRules;
}

/** The rules in force; version 1 is the default that nobody has changed. */
export async function currentRules(tx: Tx): Promise<RuleSet> {
  const found = await sql<{ version: number; rules: unknown }>`
    select version, rules from expiry.rule_sets order by version desc limit 1`.execute(tx);
  const stored = found.rows[0];
  return stored === undefined
    ? { version: 1, rules: defaultRules }
    : { version: stored.version, rules: expiryRules.parse(stored.rules) };
}

/** @returns false when somebody else has made this version meanwhile */
export async function insertRules(
  tx: Tx,
  version: number,
  rules: ExpiryRules,
  userId: string,
): Promise<boolean> {
  const inserted = await sql`
    insert into expiry.rule_sets (org_id, version, rules, created_by)
    values (${tx.orgId}, ${version}, ${JSON.stringify(rules)}::jsonb, ${userId})
    on conflict do nothing`.execute(tx);
  return inserted.numAffectedRows === 1n;
}

export async function clearRisk(tx: Tx, snapshotDate: string): Promise<void> {
  await sql`delete from expiry.batch_risk where snapshot_date = ${snapshotDate}`.execute(tx);
  await sql`delete from expiry.skipped_batches where snapshot_date = ${snapshotDate}`.execute(tx);
}

export async function saveRisk(
  tx: Tx,
  of: { snapshotDate: string; ruleVersion: number; forecastRunId: string },
  rows: RiskRow[],
): Promise<void> {
  await sql`
    insert into expiry.batch_risk (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty,
      days_to_expiry, expected_sales_to_expiry, at_risk_units, at_risk_units_low, at_risk_units_high,
      unit_cost, unit_cost_source, at_risk_value, p_waste, risk_score, rule_version, forecast_run_id)
    select ${tx.orgId}::uuid, ${of.snapshotDate}::date, store_id, sku_id, batch_id, expiry_date, on_hand_qty,
      days_to_expiry, expected_sales_to_expiry, at_risk_units, at_risk_units_low, at_risk_units_high,
      unit_cost, unit_cost_source, at_risk_value, p_waste, risk_score, ${of.ruleVersion}::integer, ${of.forecastRunId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
      store_id text, sku_id text, batch_id text, expiry_date date, on_hand_qty integer, days_to_expiry integer,
      expected_sales_to_expiry numeric, at_risk_units numeric, at_risk_units_low numeric, at_risk_units_high numeric,
      unit_cost numeric, unit_cost_source text, at_risk_value numeric, p_waste numeric, risk_score integer)`.execute(
    tx,
  );
}

export async function saveSkipped(tx: Tx, snapshotDate: string, skipped: SkippedSeries[]): Promise<void> {
  await sql`
    insert into expiry.skipped_batches (org_id, snapshot_date, store_id, sku_id, reason)
    select ${tx.orgId}::uuid, ${snapshotDate}::date, store_id, sku_id, reason
    from jsonb_to_recordset(${JSON.stringify(skipped)}::jsonb) as s (store_id text, sku_id text, reason text)
    on conflict do nothing`.execute(tx);
}

export interface RiskyBatch {
  store_id: string;
  sku_id: string;
  batch_id: string;
  at_risk_units: number;
  at_risk_value: number;
  risk_score: number;
}

/**
 * Batches worth a proposal, by item, the store with the dearest loss first; within
 * a store the batch that expires first, so that a markdown goes to it and not to
 * the one behind it.
 */
export async function riskyBatches(tx: Tx, snapshotDate: string, rules: ExpiryRules): Promise<RiskyBatch[]> {
  const found = await sql<RiskyBatch>`
    select r.store_id, r.sku_id, r.batch_id, r.at_risk_units::float8 as at_risk_units,
           r.at_risk_value::float8 as at_risk_value, r.risk_score
    from expiry.batch_risk r
    join catalog.locations l using (org_id, store_id)
    where r.snapshot_date = ${snapshotDate} and l.kind = 'store'
      and (r.risk_score >= ${rules.high_risk_score}
           or (r.risk_score >= ${rules.propose_from_score} and r.at_risk_value >= ${rules.min_at_risk_value}))
    order by r.sku_id collate "C", sum(r.at_risk_value) over (partition by r.sku_id, r.store_id) desc,
             r.store_id collate "C", r.expiry_date, r.batch_id collate "C"`.execute(tx);
  return found.rows;
}

export interface ItemFacts {
  sku_id: string;
  name: string;
  unit: string;
  mrp: number | null;
  pack_size: number;
}

export async function itemFacts(tx: Tx, skuIds: string[]): Promise<Map<string, ItemFacts>> {
  const found = await sql<ItemFacts>`
    select sku_id, name, unit, mrp::float8 as mrp, pack_size::float8 as pack_size
    from catalog.items where sku_id = any(${skuIds})`.execute(tx);
  return new Map(found.rows.map((row) => [row.sku_id, row]));
}
