import type { NightlyContext, Platform } from '../platform/capability.ts';
import { refreshStatistics, type Tx, withOrganization } from '../platform/database/index.ts';
import { conflict } from '../platform/http/errors.ts';
import { inOrder } from '../platform/jobs/in-order.ts';
import { estimateElasticities, type ItemSpells } from './elasticities.ts';
import type { ForecastTask, SeriesForecast, SkippedSeries } from './forecast-task.ts';
import * as queries from './queries.ts';

/** Days of history a forecast is fitted to; a year, so that each weekday is seen fifty times. */
const historyDays = 365;
/** Days of forecast that are stored for reading; longer lives are projected from the parameters. */
const horizonDays = 60;
const seriesPerChunk = 150;

const forecastModule = new URL('./forecast-task.ts', import.meta.url);

export type DemandService = ReturnType<typeof createService>;

export function createService(
  platform: Pick<Platform, 'database' | 'threads'>,
  newestSnapshot: SnapshotReader,
) {
  const { database, threads } = platform;

  /** The day everything is planned from: the newest stock count, or the newest sale when there is none. */
  async function planningDate(tx: Tx): Promise<string> {
    const date = (await newestSnapshot(tx)) ?? (await queries.newestSaleDate(tx));
    if (date === null)
      throw conflict(
        'demand.no_data',
        'There are no sales and no stock yet. Import sales and inventory first.',
      );
    return date;
  }

  return {
    /** Stock-out days and features of every series, in SQL. */
    async prepare({ orgId, progress }: NightlyContext): Promise<Record<string, number>> {
      await refreshStatistics(database, [
        'demand.sales_daily',
        'stock.inventory_batches',
        'stock.purchases',
        'catalog.items',
      ]);
      const stockoutDays = await withOrganization(database, orgId, async (tx) =>
        queries.writeStockoutDays(tx, await planningDate(tx)),
      );
      await progress(0.5, 'Stock-out days found');
      await refreshStatistics(database, ['demand.stockout_days']);
      const series = await withOrganization(database, orgId, async (tx) =>
        queries.writeFeatures(tx, await planningDate(tx)),
      );
      return { series, stockout_days: stockoutDays };
    },

    /**
     * A forecast of every series: histories are read through a cursor, fitted
     * in worker threads and written chunk by chunk. Readers see the run before
     * until the new one is whole.
     */
    async forecast({ orgId, runId, log, signal, progress }: NightlyContext): Promise<Record<string, number>> {
      return withOrganization(database, orgId, async (reading) => {
        const dataUntil = await planningDate(reading);
        const total = await queries.countSeries(reading, dataUntil, historyDays);
        const spells = new Map<string, ItemSpells>();
        const categories = new Map<string, string>();

        async function* tasks(): AsyncGenerator<ForecastTask> {
          for await (const series of queries.readHistories(reading, dataUntil, historyDays, seriesPerChunk)) {
            for (const record of series) categories.set(record.sku_id, record.category);
            yield { dataUntil, horizonDays, series };
          }
        }

        return withOrganization(database, orgId, async (writing) => {
          const forecastRunId = await queries.openForecastRun(writing, { runId, dataUntil, horizonDays });
          const counts = { series: 0, skipped: 0 };
          const results = inOrder(tasks(), threads.size + 1, (task) =>
            threads.run<ForecastTask, (SeriesForecast | SkippedSeries)[]>(forecastModule, task, signal),
          );
          for await (const chunk of results) {
            const done: SeriesForecast[] = [];
            for (const result of chunk) {
              if ('skipped' in result) {
                counts.skipped++;
                log.warn(
                  { store_id: result.store_id, sku_id: result.sku_id, reason: result.skipped },
                  'a series was skipped',
                );
              } else done.push(result);
            }
            await queries.saveForecasts(writing, forecastRunId, done);
            counts.series += done.length;
            for (const series of done) {
              const item = spells.get(series.sku_id) ?? {
                category: categories.get(series.sku_id) ?? '',
                stores: [],
              };
              item.stores.push({ store_id: series.store_id, spells: series.spells });
              spells.set(series.sku_id, item);
            }
            await progress(
              (0.95 * (counts.series + counts.skipped)) / Math.max(1, total),
              `${counts.series} of ${total} series`,
            );
          }
          const elasticities = estimateElasticities(spells);
          await queries.saveElasticities(writing, forecastRunId, elasticities);
          await queries.publishForecastRun(writing, forecastRunId, counts);
          return { ...counts, elasticities: elasticities.length };
        });
      });
    },

    planningDate,
    currentRun: queries.currentForecastRun,
    forecasts: queries.readForecasts,
    forecastOf: queries.readForecast,
    elasticities: queries.readElasticities,
  };
}

type SnapshotReader = (tx: Tx) => Promise<string | null>;
