import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../platform/http/paging.ts';

export const forecastDay = z
  .object({
    store_id: z.string(),
    sku_id: z.string(),
    date: z.string(),
    mean: z.number().describe('Expected units.'),
    p10: z.number().int(),
    p50: z.number().int(),
    p90: z.number().int(),
  })
  .meta({ title: 'ForecastDay' });
export type ForecastDay = z.output<typeof forecastDay>;

export const forecastQuery = z.strictObject({
  ...pageQuery,
  store_id: z.string().max(50).optional(),
  sku_id: z.string().max(100).optional(),
  sort: sortParameter(['store_id'], 'store_id').describe(
    'By store, item and day; with a leading - all three turn.',
  ),
});
export const forecastList = listOf(forecastDay);

export const featureRow = z
  .object({
    date: z.string(),
    store_id: z.string(),
    sku_id: z.string(),
    velocity_7d: z.number(),
    velocity_14d: z.number(),
    velocity_30d: z.number(),
    volatility: z.number().nullable().describe('Coefficient of variation of the last 30 daily sales.'),
    seasonality_flag: z.boolean(),
    trend_pct: z.number().nullable(),
    share_pct: z.number().nullable(),
    rank_in_store: z.number().int().nullable(),
    sell_through_pct: z.number().nullable(),
  })
  .meta({ title: 'Features' });
export type FeatureRow = z.output<typeof featureRow>;

export const featureSortFields = [
  'store_id',
  'sku_id',
  'velocity_7d',
  'velocity_14d',
  'velocity_30d',
] as const;

export const featureQuery = z.strictObject({
  ...pageQuery,
  date: z.iso.date().optional().describe('Default: the newest.'),
  store_id: z.string().max(50).optional(),
  sku_id: z.string().max(100).optional(),
  sort: sortParameter(featureSortFields, 'store_id'),
});
export const featureList = listOf(featureRow);
