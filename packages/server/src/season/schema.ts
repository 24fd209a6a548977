import { z } from 'zod';

/** The shapes of the season's plan. Fields ending in `_pct` are 0 to 100, in `_percentage` 0 to 1. */

const units = z.number().int().min(0).max(1_000_000_000);
const week = z.number().int().min(1).max(52);
const share = z.number().min(0).max(1);
const percent = z.number().min(0).max(100);
const code = (max: number) => z.string().min(1).max(max);
const reasoning = z.string().max(10_000).describe('Why, in words; the figures are calculated, not written.');
const forecastId = z.uuid();

const parameters = {
  forecast_horizon_weeks: week.default(12),
  season_start_date: z.iso.date().optional().describe('Default: the next Monday.'),
  replenishment_strategy: z.enum(['none', 'weekly', 'bi-weekly']).default('weekly'),
  dc_holdback_percentage: share
    .default(0.45)
    .describe('Share of the buy that the distribution centre keeps at first.'),
  markdown_checkpoint_week: week
    .nullable()
    .default(null)
    .describe('Week in which sell-through decides on a markdown; null leaves markdowns out.'),
};

interface Checkpoint {
  forecast_horizon_weeks: number;
  markdown_checkpoint_week: number | null;
}
const isWithinHorizon = (given: Checkpoint) =>
  given.markdown_checkpoint_week === null || given.markdown_checkpoint_week <= given.forecast_horizon_weeks;
const beyondHorizon = {
  message: 'lies beyond the horizon: use a week up to forecast_horizon_weeks, or null',
  path: ['markdown_checkpoint_week'],
};

const fastFashion = {
  forecast_horizon_weeks: 12,
  season_start_date: '2027-03-01',
  replenishment_strategy: 'none',
  dc_holdback_percentage: 0,
  markdown_checkpoint_week: 6,
} as const;

export const seasonParameters = z
  .strictObject(parameters)
  .refine(isWithinHorizon, beyondHorizon)
  .meta({ title: 'SeasonParameters', examples: [fastFashion] });

export const extractionRequest = z.strictObject({ user_input: z.string().trim().min(1).max(10_000) }).meta({
  title: 'ParameterExtractionRequest',
  examples: [
    { user_input: 'Twelve weeks from the first of March, everything to the stores, markdown in week six.' },
  ],
});

export const extraction = z
  .object({
    parameters: seasonParameters,
    confidence: z.enum(['high', 'medium', 'low']),
    reasoning,
    defaulted_fields: z
      .array(z.enum(Object.keys(parameters) as [keyof typeof parameters]))
      .describe('What the text did not say, so that the default stands.'),
    source: z.enum(['model', 'rules']),
  })
  .meta({
    title: 'ParameterExtraction',
    examples: [
      {
        parameters: fastFashion,
        confidence: 'high',
        reasoning: 'All five are named in the text.',
        defaulted_fields: [],
        source: 'rules',
      },
    ],
  });

export const category = z
  .object({ category_id: code(100), category_name: code(100), row_count: units })
  .meta({
    title: 'SeasonCategory',
    examples: [{ category_id: 'womens-dresses', category_name: 'Women’s dresses', row_count: 5_200 }],
  });

export const store = z
  .object({
    store_id: code(50),
    store_name: code(200),
    cluster_id: code(50),
    store_size_sqft: z.number().min(0).max(10_000_000),
    location_tier: z.enum(['A', 'B', 'C']),
    median_income: z
      .number()
      .min(0)
      .max(100_000_000)
      .describe('Per year, in the currency of the organization.'),
  })
  .meta({
    title: 'SeasonStore',
    examples: [
      {
        store_id: 'S01',
        store_name: 'Berlin Mitte',
        cluster_id: 'fashion_forward',
        store_size_sqft: 12_500,
        location_tier: 'A',
        median_income: 52_000,
      },
    ],
  });

export const cluster = z
  .object({
    cluster_id: code(50),
    cluster_name: code(200),
    fashion_tier: z.enum(['premium', 'mainstream', 'value']),
    store_count: units,
    stores: z.array(code(50)).max(100_000).describe('Codes of its stores.'),
  })
  .meta({
    title: 'StoreCluster',
    examples: [
      {
        cluster_id: 'fashion_forward',
        cluster_name: 'Fashion forward',
        fashion_tier: 'premium',
        store_count: 2,
        stores: ['S01', 'S02'],
      },
    ],
  });

export const weeklyDemand = z
  .object({ week_number: week, demand_units: units })
  .meta({ title: 'WeeklyDemand', examples: [{ week_number: 1, demand_units: 5_000 }] });

export const clusterDistribution = z
  .object({ cluster_id: code(50), cluster_name: code(200), allocation_percentage: share, total_units: units })
  .meta({
    title: 'ClusterDistribution',
    examples: [
      {
        cluster_id: 'fashion_forward',
        cluster_name: 'Fashion forward',
        allocation_percentage: 0.4,
        total_units: 3_200,
      },
    ],
  });

export const forecast = z
  .object({
    forecast_id: forecastId,
    category_name: code(100),
    season: code(100),
    total_season_demand: units,
    weekly_demand_curve: z.array(weeklyDemand).min(1).max(52).describe('Sums to total_season_demand.'),
    cluster_distribution: z.array(clusterDistribution).min(1).describe('Sums to total_season_demand.'),
    forecasting_method: code(100),
    prophet_forecast: units
      .nullable()
      .describe('Units of the season by Prophet alone; null where it was not used.'),
    arima_forecast: units
      .nullable()
      .describe('Units of the season by ARIMA alone; null where it was not used.'),
    created_at: z.iso.datetime({ offset: true }),
  })
  .meta({
    title: 'SeasonForecast',
    examples: [
      {
        forecast_id: '0b54a4f6-2f0a-4c58-9a8e-3f1d2c7b6a90',
        category_name: 'Women’s dresses',
        season: 'Spring 2027',
        total_season_demand: 8_000,
        weekly_demand_curve: [
          { week_number: 1, demand_units: 5_000 },
          { week_number: 2, demand_units: 3_000 },
        ],
        cluster_distribution: [
          {
            cluster_id: 'fashion_forward',
            cluster_name: 'Fashion forward',
            allocation_percentage: 0.4,
            total_units: 3_200,
          },
          {
            cluster_id: 'mainstream',
            cluster_name: 'Mainstream',
            allocation_percentage: 0.6,
            total_units: 4_800,
          },
        ],
        forecasting_method: 'auto',
        prophet_forecast: 8_100,
        arima_forecast: 7_900,
        created_at: '2026-11-21T09:00:00Z',
      },
    ],
  });

export const storeAllocation = z
  .object({
    store_id: code(50),
    cluster_id: code(50),
    initial_allocation: units,
    season_total: units.describe('With what the distribution centre keeps for it.'),
  })
  .meta({
    title: 'StoreAllocation',
    examples: [
      { store_id: 'S01', cluster_id: 'fashion_forward', initial_allocation: 5_280, season_total: 9_600 },
    ],
  });

export const allocationPlan = z
  .object({
    forecast_id: forecastId,
    manufacturing_qty: units,
    safety_stock_percentage: share,
    initial_allocation_total: units,
    holdback_total: units.describe('With initial_allocation_total it is manufacturing_qty.'),
    store_allocations: z.array(storeAllocation).describe('Sum to initial_allocation_total.'),
  })
  .meta({
    title: 'AllocationPlan',
    examples: [
      {
        forecast_id: '0b54a4f6-2f0a-4c58-9a8e-3f1d2c7b6a90',
        manufacturing_qty: 9_600,
        safety_stock_percentage: 0.2,
        initial_allocation_total: 5_280,
        holdback_total: 4_320,
        store_allocations: [
          { store_id: 'S01', cluster_id: 'fashion_forward', initial_allocation: 5_280, season_total: 9_600 },
        ],
      },
    ],
  });

export const markdownDecision = z
  .object({
    forecast_id: forecastId,
    week_number: week,
    sell_through_pct: percent,
    recommended_markdown_pct: percent,
    elasticity_coefficient: z.number().min(0).max(100).describe('Size of the answer of demand to the price.'),
    reasoning,
  })
  .meta({
    title: 'MarkdownDecision',
    examples: [
      {
        forecast_id: '0b54a4f6-2f0a-4c58-9a8e-3f1d2c7b6a90',
        week_number: 6,
        sell_through_pct: 55,
        recommended_markdown_pct: 10,
        elasticity_coefficient: 2,
        reasoning: 'Sold through 5 points less than planned by week 6.',
      },
    ],
  });

export const workflowRequest = z
  .strictObject({ ...parameters, category: code(100), season: code(100) })
  .refine(isWithinHorizon, beyondHorizon)
  .meta({
    title: 'WorkflowRequest',
    examples: [{ ...fastFashion, category: 'Women’s dresses', season: 'Spring 2027' }],
  });

export const workflowReply = z
  .object({
    workflow_id: z.uuid(),
    websocket_url: z.string().max(2_000),
    status: z.enum(['queued', 'running', 'awaiting_approval', 'completed', 'failed', 'cancelled']),
  })
  .meta({
    title: 'WorkflowReply',
    examples: [
      {
        workflow_id: '6d3c5a52-1d0a-4c0c-8a53-0f5f7c1d2e3b',
        websocket_url: 'wss://granary.example/api/workflows/6d3c5a52-1d0a-4c0c-8a53-0f5f7c1d2e3b/stream',
        status: 'running',
      },
    ],
  });
