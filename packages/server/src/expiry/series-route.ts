import { restoreDemandModel } from '@granary/forecasting';
import { z } from 'zod';
import { actionReply } from '../actions/index.ts';
import { type Demand, featureRow } from '../demand/index.ts';
import { addDays } from '../platform/calendar.ts';
import type { Platform } from '../platform/capability.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';
import { missing } from '../platform/http/errors.ts';
import { type Route, route } from '../platform/http/route.ts';
import { batchesOfSeries } from './list-queries.ts';
import { riskReply, seriesParams, seriesQuery } from './schema.ts';
import type { Uses } from './service.ts';

const seriesReply = z
  .object({
    store: z.object({
      store_id: z.string(),
      name: z.string(),
      city: z.string().nullable(),
      zone: z.string().nullable(),
    }),
    item: z.object({
      sku_id: z.string(),
      name: z.string(),
      category: z.string(),
      unit: z.string(),
      mrp: z.number().nullable(),
      shelf_life_days: z.number().int().nullable(),
    }),
    snapshot_date: z.string().nullable(),
    features: featureRow.nullable(),
    history: z.array(
      z.object({
        date: z.string(),
        units: z.number().int(),
        price: z.number().nullable(),
        stockout: z.boolean(),
        promoted: z.boolean(),
      }),
    ),
    forecast: z
      .object({
        model: z.string(),
        reason: z.string(),
        forecast_run_id: z.string(),
        data_until: z.string(),
        days: z.array(
          z.object({
            date: z.string(),
            mean: z.number(),
            p10: z.number(),
            p25: z.number(),
            p50: z.number(),
            p75: z.number(),
            p90: z.number(),
          }),
        ),
      })
      .nullable(),
    batches: z.array(
      riskReply.extend({
        upload_id: z.string().nullable(),
        row_no: z.number().int().nullable(),
        file_name: z.string().nullable(),
      }),
    ),
    receipts: z.array(
      z.object({
        received_date: z.string(),
        batch_id: z.string(),
        received_qty: z.number().int(),
        unit_cost: z.number(),
      }),
    ),
    actions: z.array(actionReply),
  })
  .meta({ title: 'ItemAtAPlace' });

const forecastShownDays = 28;

/** One item at one place: what sold, what will, what is there, and what was decided. */
export function seriesRoute(platform: Pick<Platform, 'database'>, uses: Uses): Route {
  return route({
    method: 'GET',
    path: '/series/:store_id/:sku_id',
    permission: 'demand.read',
    summary: 'One item at one location: history, forecast, batches, receipts and actions',
    tag: 'expiry',
    params: seriesParams,
    query: seriesQuery,
    reply: { 200: seriesReply },
    errors: ['store_not_found', 'item_not_found'],
    example: { params: { store_id: 'S01', sku_id: 'DAI-001' } },
    handle: ({ caller, params, query }) =>
      withOrganization(
        platform.database,
        caller.orgId,
        (tx) => describeSeries(tx, params, query.days, uses),
        {
          readOnly: true,
        },
      ),
  });
}

async function describeSeries(
  tx: Tx,
  { store_id: storeId, sku_id: skuId }: { store_id: string; sku_id: string },
  days: number,
  { catalog, stock, demand, actions }: Uses,
) {
  const store = await catalog.service.location(tx, storeId);
  const item = await catalog.service.item(tx, skuId);
  if (store === undefined) throw missing('store_not_found', `There is no store ${storeId}.`);
  if (item === undefined) throw missing('item_not_found', `There is no item ${skuId}.`);
  const snapshotDate = await stock.service.newestSnapshot(tx);
  const until = snapshotDate ?? (await demand.service.planningDate(tx));
  const forecast = await demand.service.forecastOf(tx, storeId, skuId);
  const history = await demand.service.historyOf(tx, storeId, skuId, until, days);
  return {
    store,
    item,
    snapshot_date: snapshotDate,
    features: (await demand.service.featuresOf(tx, storeId, skuId)) ?? null,
    history: history.map((day) => ({
      ...day,
      promoted:
        day.price !== null && forecast?.usual_price != null && day.price < 0.95 * forecast.usual_price,
    })),
    forecast: forecast === undefined ? null : describeForecast(forecast),
    batches: await batchesOfSeries(tx, storeId, skuId),
    receipts: await stock.service.receiptsOf(tx, storeId, skuId, addDays(until, -days)),
    actions: await actions.service.ofSeries(tx, storeId, skuId),
  };
}

function describeForecast(forecast: NonNullable<Awaited<ReturnType<Demand['service']['forecastOf']>>>) {
  const startDate = addDays(forecast.data_until, 1);
  const distribution = restoreDemandModel(forecast).forecast({ startDate, days: forecastShownDays });
  const [p10, p25, p50, p75, p90] = [0.1, 0.25, 0.5, 0.75, 0.9].map((p) => distribution.quantile(p)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return {
    model: forecast.model,
    reason: forecast.reason,
    forecast_run_id: forecast.forecast_run_id,
    data_until: forecast.data_until,
    days: Array.from(distribution.mean, (mean, day) => ({
      date: addDays(startDate, day),
      mean: Math.round(mean * 100) / 100,
      p10: p10[day] as number,
      p25: p25[day] as number,
      p50: p50[day] as number,
      p75: p75[day] as number,
      p90: p90[day] as number,
    })),
  };
}
