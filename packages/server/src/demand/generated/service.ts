import { randomUUID } from 'node:crypto';
import { recordAudit } from '../../identity/index.ts';
import type { Platform } from '../../platform/capability.ts';
import { type Tx, withOrganization } from '../../platform/database/index.ts';
import { invalid, missing } from '../../platform/http/errors.ts';
import type { Page } from '../../platform/http/paging.ts';
import type { Caller } from '../../platform/http/route.ts';
import { inOrder } from '../../platform/jobs/in-order.ts';
import { figuresOf } from '../figures.ts';
import { newestSaleDate } from '../queries.ts';
import type { GeneratedSeries, GenerateTask, GivenSource, SeriesRequest } from './generate-task.ts';
import { historyPeriods, type PeriodFrequency } from './periods.ts';
import * as queries from './queries.ts';
import type {
  ForecastDetail,
  ForecastRecord,
  GenerateBody,
  GeneratedForecast,
  HistoryQuery,
} from './schema.ts';

/** Days read of the past: enough for the seasons that periods of this length can have. */
export const historyDays: Record<PeriodFrequency, number> = { daily: 730, weekly: 1827, monthly: 3653 };
/** Bounds of one request. */
const mostSeries = 2_000;
const mostPeriods = 75_000;
/** Histories read and sent to a thread at a time, as pairs of item and store. */
const pairsPerChunk = 300;

const generateModule = new URL('./generate-task.ts', import.meta.url);

export type GeneratedService = ReturnType<typeof createGeneratedService>;

/** Forecasts made on request, and what became of them. */
export function createGeneratedService(
  platform: Pick<Platform, 'database' | 'threads'>,
  given: { planningDate(tx: Tx): Promise<string>; version: string },
) {
  const { database, threads } = platform;
  const reading = <Result>(orgId: string, work: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, orgId, work, { readOnly: true });

  /** Forecasts of all series, in the order of the items and stores asked for, chunk by chunk in worker threads. */
  async function forecastAll(orgId: string, asked: Asked, task: Omit<GenerateTask, 'series'>) {
    async function* tasks(): AsyncGenerator<GenerateTask> {
      for (const chunk of chunksOf(asked)) {
        const histories = await reading(orgId, (tx) =>
          queries.itemHistories(tx, {
            until: task.dataUntil,
            days: historyDays[task.frequency],
            ...chunk,
          }),
        );
        yield { ...task, series: seriesOf(chunk, histories, asked.together) };
      }
    }
    const forecasts: GeneratedSeries[] = [];
    const chunks = inOrder(tasks(), threads.size + 1, (one) =>
      threads.run<GenerateTask, GeneratedSeries[]>(generateModule, one),
    );
    for await (const chunk of chunks) forecasts.push(...chunk);
    return forecasts;
  }

  return {
    /**
     * Forecasts items on request and keeps the forecasts.
     *
     * @throws {AppError} 404 for an item or store that does not exist, 409 without data, 422 for more than can be done at once
     */
    async generate(
      caller: Caller,
      body: GenerateBody,
      correlationId: string,
    ): Promise<Page<GeneratedForecast>> {
      const { asked, dataUntil } = await reading(caller.orgId, async (tx) => ({
        asked: await readAsked(tx, body),
        dataUntil: await given.planningDate(tx),
      }));
      checkSize(asked, body.horizon);
      const { frequency, horizon, method, levels } = body;
      const seed = String(body.seed);
      const forecasts = await forecastAll(caller.orgId, asked, {
        dataUntil,
        frequency,
        horizon,
        method,
        levels,
        seed,
        sources: withHistory(body.sources),
      });
      return withOrganization(database, caller.orgId, async (tx) => {
        const request = {
          requestId: randomUUID(),
          madeBy: caller.name,
          frequency,
          horizon,
          dataUntil,
          method,
          seed,
          engineVersion: given.version,
        };
        const saved = await queries.saveGenerated(tx, request, forecasts);
        await recordAudit(tx, { userId: caller.userId, name: caller.name, correlationId }, [
          {
            verb: 'generated',
            entity: 'forecast_request',
            entityId: request.requestId,
            after: { forecasts: forecasts.length, frequency, horizon, method, data_until: dataUntil },
          },
        ]);
        const data = forecasts.map((forecast, place) => describe(forecast, saved[place] as Saved, request));
        return { data, page: { next_cursor: null, total: data.length } };
      });
    },

    /** Earlier forecasts, the newest first, with how good they were as far as that is known. */
    async list(tx: Tx, query: HistoryQuery): Promise<Page<ForecastRecord>> {
      const { data, page } = await queries.listGenerated(tx, query);
      const outcomes = await outcomesOf(
        tx,
        data.map((forecast) => forecast.forecast_id),
      );
      return {
        data: data.map((forecast) => ({
          ...forecast,
          ...figuresOf(outcomes.filter((outcome) => outcome.forecast_id === forecast.forecast_id)),
        })),
        page,
      };
    },

    /** @throws {AppError} 404 when there is no such forecast */
    async detail(tx: Tx, forecastId: string): Promise<ForecastDetail> {
      const forecast = await queries.findGenerated(tx, forecastId);
      if (forecast === undefined)
        throw missing('forecast_not_found', `There is no generated forecast ${forecastId}.`);
      const points = await queries.pointsOf(tx, forecastId);
      const outcomes = await outcomesOf(tx, [forecastId]);
      const actuals = new Map(outcomes.map((outcome) => [outcome.period, outcome.actual]));
      return {
        ...forecast,
        ...figuresOf(outcomes),
        periods: points.map(({ forecast_id, period, intervals, ...point }) => ({
          ...point,
          ...(intervals === null ? {} : { intervals }),
          actual: actuals.get(period) ?? null,
        })),
        history: await historyBefore(tx, forecast),
      };
    },
  };
}

type Saved = Awaited<ReturnType<typeof queries.saveGenerated>>[number];

/** Periods that are over, with what sold in them. */
export async function outcomesOf(tx: Tx, forecastIds: readonly string[]) {
  const until = await newestSaleDate(tx);
  if (until === null || forecastIds.length === 0) return [];
  const due = await queries.duePoints(tx, forecastIds, until);
  const units = await queries.unitsOfPeriods(tx, due);
  return due.map((point, place) => ({ ...point, actual: units[place] ?? null }));
}

async function historyBefore(tx: Tx, forecast: queries.ForecastHeader) {
  const periods = historyPeriods(forecast.data_until, forecast.frequency);
  const units = await queries.unitsOfPeriods(
    tx,
    periods.map(({ start, end }) => ({
      sku_id: forecast.sku_id,
      store_id: forecast.store_id,
      period_start: start,
      period_end: end,
    })),
  );
  const rows = periods.map(({ start }, place) => ({ period_start: start, units: units[place] ?? null }));
  const first = rows.findIndex((row) => row.units !== 0);
  return first < 0 ? [] : rows.slice(first);
}

/** What is to be forecast: each item for all places together, or each item at each place. */
interface Asked {
  skuIds: string[];
  storeIds: string[];
  together: boolean;
}

async function readAsked(tx: Tx, body: GenerateBody): Promise<Asked> {
  const skuIds = [...new Set(body.sku_ids)];
  const item = await queries.unknownItem(tx, skuIds);
  if (item !== undefined)
    throw missing('item_not_found', `There is no item ${item}.`, {
      details: [{ field: 'sku_ids', message: `there is no item ${item}` }],
    });
  if (body.store_ids !== undefined) {
    const storeIds = [...new Set(body.store_ids)];
    const store = await queries.unknownStore(tx, storeIds);
    if (store !== undefined)
      throw missing('store_not_found', `There is no store ${store}.`, {
        details: [{ field: 'store_ids', message: `there is no store ${store}` }],
      });
    return { skuIds, storeIds, together: false };
  }
  const places = await queries.allStores(tx);
  const storeIds = places
    .filter((place) => !body.per_store || place.kind === 'store')
    .map((place) => place.store_id);
  return { skuIds, storeIds, together: !body.per_store };
}

function checkSize({ skuIds, storeIds, together }: Asked, horizon: number): void {
  const series = together ? skuIds.length : skuIds.length * storeIds.length;
  if (series > mostSeries || series * horizon > mostPeriods) {
    throw invalid(
      'demand.too_many_forecasts',
      `${series} forecasts of ${horizon} periods are more than can be made at once (${mostSeries} forecasts, ${mostPeriods} periods). Ask for fewer items or stores at a time.`,
      { details: [{ field: 'sku_ids', message: 'fewer items or stores at a time' }] },
    );
  }
}

/** Several items at all their stores, or one item at some of them, so that a chunk is small either way. */
function* chunksOf({
  skuIds,
  storeIds,
  together,
}: Asked): Generator<{ skuIds: string[]; storeIds: string[] }> {
  const storesPerChunk = together ? Math.max(1, storeIds.length) : pairsPerChunk;
  const itemsPerChunk = Math.max(1, Math.floor(pairsPerChunk / Math.max(1, storeIds.length)));
  for (let item = 0; item < skuIds.length; item += itemsPerChunk) {
    const items = skuIds.slice(item, item + itemsPerChunk);
    for (let store = 0; store < Math.max(1, storeIds.length); store += storesPerChunk) {
      yield { skuIds: items, storeIds: storeIds.slice(store, store + storesPerChunk) };
    }
  }
}

function seriesOf(
  { skuIds, storeIds }: { skuIds: string[]; storeIds: string[] },
  histories: Awaited<ReturnType<typeof queries.itemHistories>>,
  together: boolean,
): SeriesRequest[] {
  return skuIds.flatMap((sku_id): SeriesRequest[] => {
    const ofItem = histories.filter((history) => history.sku_id === sku_id);
    if (together) return [{ sku_id, store_id: null, stores: ofItem }];
    return storeIds.map((store_id) => ({
      sku_id,
      store_id,
      stores: ofItem.filter((history) => history.store_id === store_id),
    }));
  });
}

/** The sales history speaks for what the given reliabilities lack to 1, unless a source stands for it. */
function withHistory(sources: GenerateBody['sources']): GivenSource[] {
  const given = sources.reduce((sum, { reliability }) => sum + reliability, 0);
  const isNamed = sources.some(({ values }) => values === undefined);
  if (sources.length === 0 || isNamed || given >= 1 - 1e-9) return sources;
  return [{ name: 'sales history', reliability: Number((1 - given).toFixed(9)) }, ...sources];
}

function describe(
  { parameters, periods, ...forecast }: GeneratedSeries,
  saved: Saved,
  request: queries.ForecastRequest,
): GeneratedForecast {
  return {
    ...forecast,
    ...saved,
    request_id: request.requestId,
    made_by: request.madeBy,
    frequency: request.frequency,
    horizon: request.horizon,
    data_until: request.dataUntil,
    method: request.method,
    periods: periods.map(({ period_end, ...period }) => period),
  };
}
