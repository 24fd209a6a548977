import { type Database, withOrganization } from '../platform/database/index.ts';
import { allPages } from '../platform/http/all-pages.ts';
import { replyWithCsv } from '../platform/http/csv-reply.ts';
import { type Route, route } from '../platform/http/route.ts';
import { forecastDaysOfSeries, listFeatures, listForecastDays } from './list-queries.ts';
import { type ForecastDay, featureList, featureQuery, forecastList, forecastQuery } from './schema.ts';

/** Series read at a time for an export. */
const seriesPerPage = 200;

export function demandRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/forecasts/items',
      permission: 'demand.read',
      summary: 'The current forecast by store, item and day',
      kept: true,
      tag: 'demand',
      rootAlias: true,
      query: forecastQuery,
      reply: { 200: forecastList },
      example: { query: { store_id: 'S01', sku_id: 'DAI-001', limit: 2 } },
      aliases: ['/forecast/items'],
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv(
              reply,
              'forecasts.csv',
              ['store_id', 'sku_id', 'date', 'mean', 'p10', 'p50', 'p90'],
              everyForecastDay(database, caller.orgId, query),
            )
          : withOrganization(database, caller.orgId, (tx) => listForecastDays(tx, query), { readOnly: true }),
    }),
    route({
      method: 'GET',
      path: '/features',
      permission: 'demand.read',
      summary: 'Velocity, volatility and profile by store and item',
      kept: true,
      tag: 'demand',
      query: featureQuery,
      reply: { 200: featureList },
      example: { query: { store_id: 'S01', limit: 2 } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv(
              reply,
              'features.csv',
              [
                'date',
                'store_id',
                'sku_id',
                'velocity_7d',
                'velocity_14d',
                'velocity_30d',
                'volatility',
                'seasonality_flag',
                'trend_pct',
                'share_pct',
                'rank_in_store',
                'sell_through_pct',
              ],
              allPages(database, caller.orgId, (tx, cursor) =>
                listFeatures(tx, { ...query, limit: 500, cursor }),
              ),
            )
          : withOrganization(database, caller.orgId, (tx) => listFeatures(tx, query), { readOnly: true }),
    }),
  ];
}

async function* everyForecastDay(
  database: Database,
  orgId: string,
  filter: { store_id?: string | undefined; sku_id?: string | undefined; sort: string },
): AsyncGenerator<ForecastDay> {
  let after: [string, string] | undefined;
  for (;;) {
    const days = await withOrganization(
      database,
      orgId,
      (tx) => forecastDaysOfSeries(tx, { ...filter, after, series: seriesPerPage }),
      { readOnly: true },
    );
    yield* days;
    const last = days.at(-1);
    if (last === undefined) return;
    after = [last.store_id, last.sku_id];
  }
}
