import { type Database, withOrganization } from '../../platform/database/index.ts';
import { allPages } from '../../platform/http/all-pages.ts';
import { replyWithCsv } from '../../platform/http/csv-reply.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { accuracyOf } from './accuracy.ts';
import { listAlerts } from './queries.ts';
import {
  accuracyQuery,
  accuracyReply,
  backtestBody,
  backtestReply,
  type DriftAlert,
  driftQuery,
  driftReply,
} from './schema.ts';
import type { MonitoringService } from './service.ts';

const tag = 'demand';
const rootAlias = true;

export function monitoringRoutes(database: Database, service: MonitoringService): Route[] {
  return [
    route({
      method: 'GET',
      path: '/forecasts/accuracy',
      permission: 'demand.read',
      summary: 'How good forecasts were, by model and by week ahead, as far as sales have come',
      kept: true,
      tag,
      rootAlias,
      aliases: ['/forecast/accuracy'],
      query: accuracyQuery,
      reply: { 200: accuracyReply },
      example: { query: { days: 90 } },
      handle: ({ caller, query }) =>
        withOrganization(database, caller.orgId, (tx) => accuracyOf(tx, query.days), { readOnly: true }),
    }),
    route({
      method: 'POST',
      path: '/forecasts/backtest',
      permission: 'demand.forecast',
      summary: 'How good a method would have been for one item, forecast again from points of its past',
      tag,
      rootAlias,
      aliases: ['/forecast/backtest'],
      body: backtestBody,
      reply: { 200: backtestReply },
      errors: ['item_not_found', 'store_not_found', 'demand.no_data'],
      example: {
        body: { sku_id: 'DAI-001', store_id: 'S01', frequency: 'weekly', horizon: 2, method: 'ets' },
      },
      handle: ({ caller, body }) => service.backtest(caller.orgId, body),
    }),
    route({
      method: 'GET',
      path: '/forecasts/drift',
      permission: 'demand.read',
      summary: 'Items that left their usual course, or whose forecasts err otherwise than they did',
      kept: true,
      tag,
      rootAlias,
      query: driftQuery,
      reply: { 200: driftReply },
      example: { query: { limit: 2 } },
      aliases: ['/forecast/drift'],
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv<DriftAlert>(
              reply,
              'drift.csv',
              [
                'alert_id',
                'sku_id',
                'item_name',
                'store_id',
                'store_name',
                'kind',
                'score',
                'severity',
                'message',
                'first_seen',
                'last_seen',
                'resolved_at',
              ],
              allPages(database, caller.orgId, (tx, cursor) =>
                listAlerts(tx, { ...query, limit: 500, cursor }),
              ),
            )
          : withOrganization(database, caller.orgId, (tx) => listAlerts(tx, query), { readOnly: true }),
    }),
  ];
}
