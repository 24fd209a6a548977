import type { NightlyContext, Platform } from '../../platform/capability.ts';
import { refreshStatistics, type Tx, withOrganization } from '../../platform/database/index.ts';
import { missing } from '../../platform/http/errors.ts';
import { inOrder } from '../../platform/jobs/in-order.ts';
import { allStores, itemHistories, unknownItem, unknownStore } from '../generated/queries.ts';
import { historyDays } from '../generated/service.ts';
import { newestSaleDate } from '../queries.ts';
import type { BacktestTask } from './backtest-task.ts';
import type { DriftTask, FoundDrift } from './drift-task.ts';
import * as queries from './queries.ts';
import type { BacktestBody, BacktestReply } from './schema.ts';

/** Days in which drift is looked for: four weeks against the five months before. */
const watchedDays = 182;
const seriesPerChunk = 500;

const driftModule = new URL('./drift-task.ts', import.meta.url);
const backtestModule = new URL('./backtest-task.ts', import.meta.url);

export type MonitoringService = ReturnType<typeof createMonitoringService>;

/** Whether forecasts and data are still what they were. */
export function createMonitoringService(
  platform: Pick<Platform, 'database' | 'threads' | 'events'>,
  given: { planningDate(tx: Tx): Promise<string> },
) {
  const { database, threads, events } = platform;

  /** The last day whose sales are known: a stock count may be newer than the sales. */
  async function comparableDate(tx: Tx): Promise<string> {
    const planned = await given.planningDate(tx);
    const sold = await newestSaleDate(tx);
    return sold !== null && sold < planned ? sold : planned;
  }

  return {
    /** Compares earlier forecasts with what came, and raises alerts for series that left their usual course. */
    async watch({ orgId, signal, progress }: NightlyContext): Promise<Record<string, number>> {
      const until = await withOrganization(database, orgId, async (tx) => {
        const date = await comparableDate(tx);
        await queries.compareForecasts(tx, date);
        return date;
      });
      await progress(0.3, 'Earlier forecasts compared');
      await refreshStatistics(database, ['demand.series_errors']);
      const found = await withOrganization(
        database,
        orgId,
        async (reading) => {
          async function* tasks(): AsyncGenerator<DriftTask> {
            for await (const series of queries.readWatched(reading, until, watchedDays, seriesPerChunk)) {
              yield { dataUntil: until, series };
            }
          }
          const alerts: FoundDrift[] = [];
          const chunks = inOrder(tasks(), threads.size + 1, (task) =>
            threads.run<DriftTask, FoundDrift[]>(driftModule, task, signal),
          );
          for await (const chunk of chunks) alerts.push(...chunk);
          return alerts;
        },
        { readOnly: true },
      );
      return withOrganization(database, orgId, async (tx) => {
        const changed = await queries.saveAlerts(tx, until, found);
        await events.announce(tx, { type: 'drift.changed', data_until: until });
        return { alerts: found.length, ...changed };
      });
    },

    /**
     * Forecasts an item again from several points of its past, and says how good it would have been.
     *
     * @throws {AppError} 404 for an item or store that does not exist, 409 without data
     */
    async backtest(orgId: string, body: BacktestBody): Promise<BacktestReply> {
      const { sku_id, frequency, horizon, origins, step, method } = body;
      const storeId = body.store_id ?? null;
      const { stores, dataUntil } = await withOrganization(
        database,
        orgId,
        async (tx) => {
          if ((await unknownItem(tx, [sku_id])) !== undefined)
            throw missing('item_not_found', `There is no item ${sku_id}.`);
          if (storeId !== null && (await unknownStore(tx, [storeId])) !== undefined)
            throw missing('store_not_found', `There is no store ${storeId}.`);
          const until = await given.planningDate(tx);
          const storeIds =
            storeId === null ? (await allStores(tx)).map((place) => place.store_id) : [storeId];
          const asked = { until, days: historyDays[frequency], skuIds: [sku_id], storeIds };
          return { stores: await itemHistories(tx, asked), dataUntil: until };
        },
        { readOnly: true },
      );
      const task: BacktestTask = { stores, dataUntil, frequency, horizon, origins, step, method };
      const result = await threads.run<
        BacktestTask,
        Pick<BacktestReply, 'accuracy' | 'by_horizon' | 'origins'>
      >(backtestModule, task);
      return { sku_id, store_id: storeId, frequency, horizon, method, data_until: dataUntil, ...result };
    },
  };
}
