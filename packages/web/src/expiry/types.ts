import type { Answer, Asked } from '../app/api.ts';

export type { BatchRisk } from '@granary/client';

export type RiskSummary = Answer<'/api/v1/risk/summary'>;
export type RiskSort = NonNullable<Asked<'/api/v1/risk'>['sort']>;

/** The orders the list offers, by its headings. */
export const RISK_SORTS = [
  '-at_risk_value',
  'at_risk_value',
  '-risk_score',
  'risk_score',
  '-days_to_expiry',
  'days_to_expiry',
] as const satisfies readonly RiskSort[];
