import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import type { Proof } from './proof.ts';
import type { ProposedAction } from './proposals.ts';

/** For tests: two stores, one dairy item and one baked one, and the stock of one evening. */
export const snapshotDate = '2026-03-02';

export async function seedCompany(tx: Tx): Promise<void> {
  await sql`
    insert into catalog.locations (org_id, store_id, name, zone) values
      (${tx.orgId}, 'S1', 'Harbour', 'north'), (${tx.orgId}, 'S2', 'Station', 'north')`.execute(tx);
  await sql`
    insert into catalog.items (org_id, sku_id, name, category, mrp) values
      (${tx.orgId}, 'MILK', 'Oat milk 1 l', 'Dairy', 2.50), (${tx.orgId}, 'BUN', '=Bun', 'Bakery', 0.80)`.execute(
    tx,
  );
  await seedBatch(tx, { batch_id: 'B-77', on_hand_qty: 48 });
  await seedBatch(tx, { batch_id: 'B-78', on_hand_qty: 10 });
  await seedBatch(tx, { sku_id: 'BUN', batch_id: 'B-90', on_hand_qty: 30, store_id: 'S2' });
}

export async function seedBatch(
  tx: Tx,
  batch: {
    batch_id: string;
    on_hand_qty: number;
    sku_id?: string;
    store_id?: string;
    snapshot_date?: string;
    expiry_date?: string;
  },
): Promise<void> {
  await sql`
    insert into stock.inventory_batches (org_id, snapshot_date, store_id, sku_id, batch_id, expiry_date, on_hand_qty)
    values (${tx.orgId}, ${batch.snapshot_date ?? snapshotDate}, ${batch.store_id ?? 'S1'}, ${batch.sku_id ?? 'MILK'},
            ${batch.batch_id}, ${batch.expiry_date ?? '2026-03-09'}, ${batch.on_hand_qty})`.execute(tx);
}

/** A markdown of batch B-77 unless told otherwise; the figures agree with each other. */
export function proposal(given: Partial<ProposedAction> = {}): ProposedAction {
  const actionType = given.action_type ?? 'MARKDOWN';
  const action: ProposedAction = {
    action_type: actionType,
    from_store: 'S1',
    to_store: actionType === 'TRANSFER' ? 'S2' : null,
    sku_id: 'MILK',
    batch_id: 'B-77',
    qty: 31,
    discount_pct: actionType === 'MARKDOWN' ? 30 : null,
    start_date: '2026-03-03',
    end_date: '2026-03-09',
    decide_by: '2026-03-05',
    expected_savings: 22.4,
    savings_low: 10.1,
    savings_high: 30.9,
    chance_of_gain: 0.97,
    at_risk_units: 31.25,
    unit_cost: 1.35,
    reason: '31 of 48 units are expected to stay unsold.',
    dispose: false,
    ...given,
    proof: given.proof ?? proof(),
  };
  return action;
}

export function proof(given: Partial<Proof> = {}): Proof {
  const band = { p10: [4, 3], p50: [5, 5], p90: [8, 7] };
  return {
    format: 1,
    made_at: '2026-03-02T21:00:00Z',
    snapshot_date: snapshotDate,
    rule_version: 1,
    seed: 'test 2026-03-02',
    paths: 400,
    do_nothing: { unsold: { mean: 31.25, low: 20, high: 40 }, net_value: 34.5 },
    with_action: { unsold: { mean: 8.5, low: 0, high: 18 }, net_value: 56.9 },
    savings: { mean: 22.4, low: 10.1, high: 30.9, chance_of_gain: 0.97 },
    terms: [
      { name: 'waste avoided at cost', label: 'Waste avoided, at cost', amount: 30.71 },
      { name: 'discount given away', label: 'Discount given away', amount: -8.31 },
    ],
    forecast: {
      forecast_run_id: '00000000-0000-4000-8000-000000000001',
      model: 'weekday-counts',
      reason: 'Sells on most days.',
      data_until: snapshotDate,
      mean_per_day: 2.4,
      parameters: { mean: [2.4, 2.5] },
    },
    price: {
      price: 2.5,
      unit_cost: 1.35,
      unit_cost_source: 'batch',
      elasticity: { value: -2, low: -2.6, high: -1.4, source: 'item', price_changes: 7 },
    },
    batches: [
      {
        batch_id: 'B-77',
        units: 48,
        expiry_date: '2026-03-09',
        sellable_days: 7,
        upload_id: null,
        row_no: null,
        file_name: null,
      },
    ],
    alternatives: [
      {
        action_type: 'TRANSFER',
        to_store: 'S2',
        to_store_name: 'Station',
        discount_pct: null,
        qty: 8,
        expected_savings: 12.5,
        rejected_because: null,
        also: [{ action_type: 'MARKDOWN', to_store: null, to_store_name: null, discount_pct: 20, qty: 23 }],
      },
    ],
    chart: {
      dates: ['2026-03-03', '2026-03-04'],
      demand: { ...band, mean: [5.5, 5] },
      stock_without: band,
      stock_with: band,
      expiry_date: '2026-03-09',
    },
    ...given,
  };
}
