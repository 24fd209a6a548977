import type { Figure } from '../ui/formats.ts';

export interface Item {
  sku_id: string;
  name: string;
  category: string;
  unit: string;
  mrp: Figure | null;
  shelf_life_days: number | null;
  pack_size: number | null;
}

export interface Store {
  store_id: string;
  name: string;
  kind: string;
  city: string | null;
  zone: string | null;
}

export interface HistoryDay {
  date: string;
  units: number;
  price: Figure | null;
  stockout: boolean;
  promoted: boolean;
}

export interface ForecastDay {
  date: string;
  mean: number;
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
}

export interface BatchOnHand {
  batch_id: string;
  expiry_date: string;
  days_to_expiry: number;
  on_hand_qty: number;
  at_risk_units: Figure;
  at_risk_value: Figure;
  risk_score: number;
  upload_id: string | null;
  row_no: number | null;
}

export interface Receipt {
  received_date: string;
  batch_id: string;
  received_qty: number;
  unit_cost: Figure;
}

export interface PastDecision {
  action_id: number;
  action_type: 'TRANSFER' | 'MARKDOWN' | 'LIQUIDATE';
  status: string;
  qty: number;
  discount_pct: Figure | null;
  to_store_name: string | null;
  batch_id: string;
  expected_savings: Figure;
  created_at: string;
  decided_at: string | null;
  decided_by_name: string | null;
}

/** One item at one place, from history to forecast, with the batches that have to sell. */
export interface ItemSeries {
  store: Store;
  item: Item;
  snapshot_date: string | null;
  features: {
    velocity_7d: Figure | null;
    velocity_14d: Figure | null;
    velocity_30d: Figure | null;
    volatility: Figure | null;
    seasonality_flag: boolean | null;
  } | null;
  history: HistoryDay[];
  forecast: {
    model: string;
    reason: string;
    forecast_run_id: string;
    data_until: string;
    days: ForecastDay[];
  } | null;
  batches: BatchOnHand[];
  receipts: Receipt[];
  actions: PastDecision[];
}
