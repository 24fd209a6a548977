import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../../platform/http/paging.ts';
import { methodNames } from '../generated/model-summaries.ts';
import { frequencies } from '../generated/periods.ts';

const skuId = z.string().min(1).max(100);
const storeId = z.string().min(1).max(50);

export const driftAlert = z
  .object({
    alert_id: z.string(),
    sku_id: z.string(),
    item_name: z.string().nullable(),
    store_id: z.string(),
    store_name: z.string().nullable(),
    kind: z
      .enum(['input', 'error'])
      .describe('input: sales left their usual level. error: forecasts err otherwise than they did.'),
    score: z.number().describe('In standard deviations; below zero, demand has fallen.'),
    severity: z.number(),
    message: z.string(),
    first_seen: z.string(),
    last_seen: z.string(),
    resolved_at: z.string().nullable(),
  })
  .meta({ title: 'DriftAlert' });
export type DriftAlert = z.output<typeof driftAlert>;

export const driftQuery = z.strictObject({
  ...pageQuery,
  sku_id: skuId.optional(),
  store_id: storeId.optional(),
  kind: z.enum(['input', 'error']).optional(),
  state: z.enum(['open', 'resolved', 'all']).default('open'),
  sort: sortParameter(['severity', 'first_seen', 'last_seen', 'sku_id', 'store_id'], '-severity'),
});
export type DriftQuery = z.output<typeof driftQuery>;
export const driftReply = listOf(driftAlert);

export const accuracyQuery = z.strictObject({
  days: z.coerce.number().int().min(7).max(400).default(90).describe('Forecasts made in so many days.'),
});

const figures = {
  known_periods: z.number().int(),
  wape_pct: z.number().nullable(),
  bias_units: z.number().nullable().describe('Forecast minus sales, mean of a period.'),
  coverage_80_pct: z.number().nullable(),
};
const group = {
  source: z.enum(['nightly', 'generated']),
  frequency: z.enum(frequencies),
  ...figures,
};

export const accuracyReply = z
  .object({
    data_until: z.string().nullable().describe('Last day of sales; null without any.'),
    by_model: z.array(z.object({ ...group, model: z.string() })),
    by_horizon: z.array(
      z.object({ ...group, horizon_week: z.number().int().describe('Weeks ahead, the next one is 1.') }),
    ),
  })
  .meta({ title: 'ForecastAccuracy' });
export type AccuracyReply = z.output<typeof accuracyReply>;

export const backtestBody = z
  .strictObject({
    sku_id: skuId,
    store_id: storeId.optional().describe('Left out: all stores together.'),
    frequency: z.enum(frequencies).default('weekly'),
    horizon: z.number().int().min(1).max(90).describe('Periods ahead at each origin.'),
    origins: z.number().int().min(1).max(12).default(4).describe('Points of the past to forecast from.'),
    step: z.number().int().min(1).max(90).default(1).describe('Periods from one origin to the next.'),
    method: z.enum(methodNames).default('auto'),
  })
  .meta({ title: 'BacktestRequest' });
export type BacktestBody = z.output<typeof backtestBody>;

const accuracy = {
  known_periods: z.number().int(),
  wape_pct: z.number().nullable(),
  bias_units: z.number().nullable(),
  mean_absolute_error_units: z.number().nullable(),
  root_mean_squared_error_units: z.number().nullable(),
  coverage_80_pct: z.number().nullable(),
};

export const backtestReply = z
  .object({
    sku_id: z.string(),
    store_id: z.string().nullable(),
    frequency: z.enum(frequencies),
    horizon: z.number().int(),
    method: z.string(),
    data_until: z.string(),
    accuracy: z.object(accuracy),
    by_horizon: z.array(z.object({ period: z.number().int(), ...accuracy })),
    origins: z
      .array(
        z.object({
          data_until: z.string().describe('Last day known to the forecast.'),
          form: z.string(),
          periods: z.array(
            z.object({
              period_start: z.string(),
              actual: z.number().nullable(),
              mean: z.number(),
              p10: z.number(),
              p90: z.number(),
            }),
          ),
        }),
      )
      .describe('The oldest first; fewer than asked for where the history is short.'),
  })
  .meta({ title: 'Backtest' });
export type BacktestReply = z.output<typeof backtestReply>;
