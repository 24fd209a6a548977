import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../../platform/http/paging.ts';
import { methodNames } from './model-summaries.ts';
import { frequencies } from './periods.ts';

const skuId = z.string().min(1).max(100);
const storeId = z.string().min(1).max(50);
const frequency = z
  .enum(frequencies)
  .default('weekly')
  .describe('Length of a period. Weeks run from Monday, months are those of the calendar.');
const method = z.enum(methodNames).default('auto').describe('One of GET /forecasts/models.');
const distinct = (values: readonly string[]) => new Set(values).size === values.length;

const source = z.strictObject({
  name: z.string().min(1).max(100),
  reliability: z.number().min(0).max(1),
  values: z
    .array(z.number().min(0).max(1e12))
    .max(365)
    .optional()
    .describe('Expected units, one per period. Left out: the forecast from the sales history.'),
  relative_error: z
    .number()
    .min(0)
    .max(10)
    .optional()
    .describe('Standard deviation of its error as a share of the value; 0 if left out.'),
});

export const generateBody = z
  .strictObject({
    sku_ids: z.array(skuId).min(1).max(200),
    store_ids: z.array(storeId).min(1).max(500).optional().describe('One forecast for each of these stores.'),
    per_store: z
      .boolean()
      .default(false)
      .describe('One forecast per store instead of one for all stores together.'),
    horizon: z.number().int().min(1).max(365).describe('Periods ahead.'),
    frequency,
    method,
    levels: z
      .array(z.number().gt(0).lt(1))
      .max(5)
      .default([])
      .describe('Central intervals besides the usual quantiles, such as 0.99.'),
    sources: z
      .array(source)
      .max(10)
      .default([])
      .describe(
        'What else is known of the periods ahead. The forecast is then a mixture by reliability; what the reliabilities lack to 1 is that of the sales history, unless a source without values stands for it.',
      ),
    seed: z
      .union([z.number().int(), z.string().max(100)])
      .default(1)
      .describe('The same seed gives the same forecast.'),
  })
  .superRefine((body, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (body.sources.length === 0) return;
    if (body.sku_ids.length > 1 || body.per_store || (body.store_ids?.length ?? 0) > 1)
      refuse(['sources'], 'sources speak of one item, at one store or at all together');
    if (!distinct(body.sources.map(({ name }) => name))) refuse(['sources'], 'names of sources must differ');
    if (body.sources.filter(({ values }) => values === undefined).length > 1)
      refuse(['sources'], 'only one source may stand for the sales history, by leaving out its values');
    if (body.sources.every(({ reliability }) => reliability === 0))
      refuse(['sources'], 'at least one source must have a reliability above 0');
    body.sources.forEach(({ values }, index) => {
      if (values !== undefined && values.length !== body.horizon)
        refuse(['sources', index, 'values'], `must be ${body.horizon} numbers, one per period`);
    });
  })
  .meta({ title: 'GenerateForecasts' });
export type GenerateBody = z.output<typeof generateBody>;

const interval = z.object({ level: z.number(), low: z.number(), high: z.number() });
const point = z.object({
  period_start: z.string(),
  mean: z.number().describe('Expected units.'),
  p05: z.number(),
  p10: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p90: z.number(),
  p95: z.number(),
  intervals: z.array(interval).optional(),
});

const described = {
  forecast_id: z.string(),
  request_id: z.string(),
  made_at: z.string(),
  made_by: z.string(),
  sku_id: z.string(),
  store_id: z.string().nullable().describe('Null for all stores together.'),
  frequency: z.enum(frequencies),
  horizon: z.number().int(),
  data_until: z.string(),
  method: z.string().describe('As asked for.'),
  model: z.string().describe('As used; another where the history did not allow the method.'),
  form: z.string(),
  model_version: z.string(),
  reason: z.string(),
};
const mix = z
  .array(z.object({ name: z.string(), reliability: z.number(), weights: z.array(z.number()) }))
  .describe('Share of each source, a weight per period.');

const named = {
  item_name: z.string().nullable(),
  unit: z.string().describe('Unit of the item.'),
  store_name: z.string().nullable(),
};

export const generatedForecast = z
  .object({ ...described, notes: z.array(z.string()), periods: z.array(point), mix: mix.optional() })
  .meta({ title: 'GeneratedForecast' });
export type GeneratedForecast = z.output<typeof generatedForecast>;
export const generatedReply = listOf(generatedForecast);

const figures = {
  known_periods: z.number().int().describe('Periods whose sales are known by now.'),
  wape_pct: z.number().nullable().describe('Absolute errors over sales; null without sales to compare with.'),
  bias_units: z.number().nullable().describe('Forecast minus sales, mean of a period.'),
  coverage_80_pct: z.number().nullable().describe('Periods whose sales lay within p10 and p90.'),
};

export const forecastRecord = z
  .object({ ...described, ...named, ...figures })
  .meta({ title: 'ForecastRecord' });
export type ForecastRecord = z.output<typeof forecastRecord>;
export const historyQuery = z.strictObject({
  ...pageQuery,
  sku_id: skuId.optional(),
  store_id: storeId.optional(),
  request_id: z.uuid().optional(),
  sort: sortParameter(['made_at', 'sku_id'], '-made_at'),
});
export type HistoryQuery = z.output<typeof historyQuery>;
export const historyReply = listOf(forecastRecord);

export const forecastParams = z.object({ forecast_id: z.uuid() });
export const forecastDetail = z
  .object({
    ...described,
    ...named,
    ...figures,
    notes: z.array(z.string()),
    parameters: z.record(z.string(), z.union([z.number(), z.array(z.number())])),
    seed: z.string(),
    periods: z.array(
      point.extend({
        period_end: z.string(),
        actual: z.number().nullable().describe('Units sold; null until the period is over.'),
      }),
    ),
    mix: mix.nullable(),
    history: z
      .array(z.object({ period_start: z.string(), units: z.number().nullable() }))
      .describe('The last periods before; null where nothing could be sold.'),
  })
  .meta({ title: 'ForecastDetail' });
export type ForecastDetail = z.output<typeof forecastDetail>;

export const modelsReply = z.object({
  data: z.array(z.object({ name: z.enum(methodNames), summary: z.string() })),
});
