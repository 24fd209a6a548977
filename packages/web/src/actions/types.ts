import type { Figure } from '../ui/formats.ts';

export type ActionType = 'TRANSFER' | 'MARKDOWN' | 'LIQUIDATE';
export type ActionStatus = 'PROPOSED' | 'APPROVED' | 'DONE' | 'REJECTED';

export interface Action {
  action_id: number;
  rank: number;
  action_type: ActionType;
  status: ActionStatus;
  from_store: string;
  from_store_name: string;
  to_store: string | null;
  to_store_name: string | null;
  sku_id: string;
  item_name: string;
  category: string;
  unit: string;
  batch_id: string;
  expiry_date: string | null;
  qty: number;
  discount_pct: Figure | null;
  start_date: string;
  end_date: string | null;
  decide_by: string;
  expected_savings: Figure;
  savings_low: Figure;
  savings_high: Figure;
  chance_of_gain: number;
  at_risk_units: Figure;
  on_hand_qty: number | null;
  unit_cost: Figure;
  reason: string;
  version: number;
  snapshot_date: string;
  created_at: string;
  decided_by_name: string | null;
  decided_at: string | null;
  decision_note: string | null;
  dispose: boolean;
}

export interface Spread {
  mean: number;
  low: number;
  high: number;
}

export interface ProofAlternative {
  action_type: ActionType;
  to_store: string | null;
  to_store_name: string | null;
  discount_pct: Figure | null;
  qty: number;
  expected_savings: Figure | null;
  rejected_because: string | null;
}

export interface ProofBatch {
  batch_id: string;
  units: number;
  expiry_date: string;
  sellable_days: number;
  upload_id: string | null;
  row_no: number | null;
  file_name: string | null;
}

interface Quantiles {
  p10: number[];
  p50: number[];
  p90: number[];
}

/** One term of the saving; where units stand behind it, `amount` is `quantity` times `rate`. */
export interface ProofTerm {
  name: string;
  label: string;
  amount: Figure;
  store_id?: string | null;
  quantity?: number;
  rate?: Figure;
}

/** What an action knew when it was proposed; see the API contract. Money in major units. */
export interface Proof {
  format: number;
  made_at: string;
  snapshot_date: string;
  rule_version: number;
  seed: number | string;
  paths: number;
  do_nothing: { unsold: Spread; net_value: Figure };
  with_action: { unsold: Spread; net_value: Figure };
  savings: { mean: Figure; low: Figure; high: Figure; chance_of_gain: number };
  terms: ProofTerm[];
  forecast: {
    forecast_run_id: string | null;
    model: string;
    reason: string;
    data_until: string | null;
    mean_per_day: number;
    parameters: Record<string, unknown> | null;
  };
  price: {
    price: Figure;
    unit_cost: Figure;
    unit_cost_source: string;
    elasticity: { value: number; low: number; high: number; source: string; price_changes: number } | null;
  };
  batches: ProofBatch[];
  alternatives: ProofAlternative[];
  chart: {
    dates: string[];
    demand: Quantiles & { mean: number[] };
    stock_without: Quantiles;
    stock_with: Quantiles;
    expiry_date: string;
  };
  destination?: {
    store_id: string;
    name: string;
    lane: { lead_time_days: number; cost_per_unit: Figure; fixed_cost: Figure };
    mean_per_day: number;
  };
}

export interface Outcome {
  outcome_id: number;
  measured_at: string;
  recovered_value: Figure;
  cleared_units: number;
  notes: string | null;
}

export interface HistoryEntry {
  at: string;
  actor_name: string | null;
  verb: string;
}

export interface ActionWithProof extends Action {
  proof: Proof;
  outcomes: Outcome[];
  history: HistoryEntry[];
  plan: Action[];
}

export interface ActionsSummary {
  snapshot_date: string | null;
  proposed: { count: number; expected_savings: Figure };
  approved: { count: number; expected_savings: Figure };
  done: { count: number; recovered_value: Figure };
  at_risk_value: Figure;
  safe: { count: number; expected_savings: Figure; action_ids: number[] };
}

export interface BulkResult {
  results: { action_id: number; ok: boolean; error?: { code: string; message: string } }[];
}
