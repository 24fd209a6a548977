import type { Figure } from '../ui/formats.ts';

export interface TypeFigures {
  action_type: 'TRANSFER' | 'MARKDOWN' | 'LIQUIDATE';
  proposed: number;
  approved: number;
  done: number;
  expected_savings: Figure;
  recovered_value: Figure;
}

export interface Dashboard {
  snapshot_date: string | null;
  currency: string;
  at_risk_value: Figure;
  at_risk_units: Figure;
  high_risk_batches: number;
  recovered_value: Figure;
  cleared_units: number;
  potential_savings: Figure;
  approved_savings: Figure;
  open_actions: number;
  approved_actions: number;
  done_actions: number;
  rejected_actions: number;
  inventory_value: Figure;
  inventory_turnover: number | null;
  by_type: TypeFigures[];
}

export interface Savings {
  series: { period_start: string; recovered_value: Figure; expected_savings: Figure; actions: number }[];
  total: Figure | { recovered_value: Figure; expected_savings: Figure; actions: number };
}
