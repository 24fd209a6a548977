import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../platform/http/paging.ts';

export const riskReply = z
  .object({
    snapshot_date: z.string(),
    store_id: z.string(),
    store_name: z.string(),
    sku_id: z.string(),
    item_name: z.string(),
    category: z.string(),
    batch_id: z.string(),
    expiry_date: z.string(),
    days_to_expiry: z.number().int().describe('Expiry date minus snapshot date, in calendar days.'),
    on_hand_qty: z.number().int(),
    expected_sales_to_expiry: z
      .number()
      .describe('Units customers are expected to want until the last day of sale.'),
    at_risk_units: z.number().describe('Expected units unsold at the end of life.'),
    at_risk_units_low: z.number(),
    at_risk_units_high: z.number(),
    unit_cost: z.number(),
    unit_cost_source: z.enum(['batch', 'latest', 'mrp', 'none']),
    at_risk_value: z.number().describe('At-risk units times unit cost.'),
    p_waste: z.number().min(0).max(1).describe('Chance that any unit of the batch is wasted.'),
    expected_wasted_units: z.number().describe('The same as at_risk_units.'),
    risk_score: z.number().int().min(0).max(100),
    scoring_source: z.string(),
    rule_version: z.number().int(),
  })
  .meta({ title: 'BatchRisk' });
export type RiskRow = z.output<typeof riskReply>;
export const riskList = listOf(riskReply);

export const riskSortFields = [
  'risk_score',
  'at_risk_value',
  'at_risk_units',
  'days_to_expiry',
  'expiry_date',
  'p_waste',
] as const;

export const riskQuery = z.strictObject({
  ...pageQuery,
  snapshot_date: z.iso.date().optional().describe('Default: the newest judged.'),
  store_id: z.string().max(50).optional(),
  sku_id: z.string().max(100).optional(),
  category: z.string().max(100).optional(),
  min_score: z.coerce.number().int().min(0).max(100).optional(),
  max_days: z.coerce
    .number()
    .int()
    .min(-100_000)
    .max(100_000)
    .optional()
    .describe('At most so many days to expiry.'),
  sort: sortParameter(riskSortFields, '-risk_score'),
});
export type RiskQuery = z.output<typeof riskQuery>;

const group = {
  batches: z.number().int(),
  at_risk_units: z.number(),
  at_risk_value: z.number(),
  high_risk: z.number().int().describe('Batches at or above the high-risk score of the rules.'),
};

export const summaryQuery = z.strictObject({ snapshot_date: z.iso.date().optional() });
export const summaryReply = z
  .object({
    snapshot_date: z.string().nullable(),
    total: z.object(group),
    by_store: z.array(z.object({ store_id: z.string(), store_name: z.string(), ...group })),
    by_category: z.array(z.object({ category: z.string(), ...group })),
  })
  .meta({ title: 'RiskSummary' });
export type RiskSummary = z.output<typeof summaryReply>;
export type RiskGroup = RiskSummary['total'];

export const seriesParams = z.strictObject({
  store_id: z.string().min(1).max(50),
  sku_id: z.string().min(1).max(100),
});
export const seriesQuery = z.strictObject({ days: z.coerce.number().int().min(7).max(730).default(120) });
