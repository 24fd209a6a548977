import type { Figure } from '../ui/formats.ts';

export interface BatchRisk {
  snapshot_date: string;
  store_id: string;
  store_name: string;
  sku_id: string;
  item_name: string;
  category: string;
  batch_id: string;
  expiry_date: string;
  days_to_expiry: number;
  on_hand_qty: number;
  expected_sales_to_expiry: Figure;
  at_risk_units: Figure;
  at_risk_units_low: Figure;
  at_risk_units_high: Figure;
  unit_cost: Figure;
  unit_cost_source: string;
  at_risk_value: Figure;
  p_waste: number;
  risk_score: number;
  scoring_source: string;
  rule_version: number;
}

export interface RiskTotals {
  batches: number;
  at_risk_units: Figure;
  at_risk_value: Figure;
  high_risk: number;
}

export interface RiskSummary {
  snapshot_date: string | null;
  total: RiskTotals;
  by_store: (RiskTotals & { store_id: string; store_name: string })[];
  by_category: (RiskTotals & { category: string })[];
}
