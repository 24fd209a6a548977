import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { apiPrefix } from '../../platform/http/addresses.ts';
import { allPages } from '../../platform/http/all-pages.ts';
import { replyWithCsv } from '../../platform/http/csv-reply.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { methods } from './model-summaries.ts';
import {
  type ForecastRecord,
  forecastDetail,
  forecastParams,
  generateBody,
  generatedReply,
  historyQuery,
  historyReply,
  modelsReply,
} from './schema.ts';
import type { GeneratedService } from './service.ts';

const tag = 'demand';
const rootAlias = true;

const csvColumns: (keyof ForecastRecord & string)[] = [
  'forecast_id',
  'request_id',
  'made_at',
  'made_by',
  'sku_id',
  'item_name',
  'store_id',
  'store_name',
  'frequency',
  'horizon',
  'data_until',
  'method',
  'model',
  'form',
  'model_version',
  'reason',
  'known_periods',
  'wape_pct',
  'bias_units',
  'coverage_80_pct',
];

export function generatedRoutes(database: Database, service: GeneratedService): Route[] {
  const reading = <Result>(orgId: string, work: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, orgId, work, { readOnly: true });
  return [
    route({
      method: 'POST',
      path: '/forecasts/generate',
      permission: 'demand.forecast',
      summary: 'Forecast items over periods ahead, with intervals, and keep the forecasts',
      tag,
      rootAlias,
      aliases: ['/forecast/generate'],
      body: generateBody,
      reply: { 201: generatedReply },
      errors: ['item_not_found', 'store_not_found', 'demand.too_many_forecasts', 'demand.no_data'],
      example: {
        body: { sku_ids: ['DAI-001'], store_ids: ['S01'], horizon: 2, frequency: 'weekly', method: 'ets' },
      },
      async handle({ caller, body, correlationId, reply }) {
        const generated = await service.generate(caller, body, correlationId);
        const [first] = generated.data;
        if (first !== undefined) reply.header('location', locationOf(generated.data.length, first));
        reply.status(201);
        return generated;
      },
    }),
    route({
      method: 'GET',
      path: '/forecasts/history',
      permission: 'demand.read',
      summary: 'Forecasts made on request, the newest first, with their accuracy once sales have come',
      kept: true,
      tag,
      rootAlias,
      aliases: ['/forecast/history'],
      query: historyQuery,
      reply: { 200: historyReply },
      example: { query: { limit: 2 } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv<ForecastRecord>(
              reply,
              'forecast-history.csv',
              csvColumns,
              allPages(database, caller.orgId, (tx, cursor) =>
                service.list(tx, { ...query, limit: 500, cursor }),
              ),
            )
          : reading(caller.orgId, (tx) => service.list(tx, query)),
    }),
    route({
      method: 'GET',
      path: '/forecasts/models',
      permission: 'demand.read',
      summary: 'The methods of forecasting, a line on each',
      tag,
      rootAlias,
      reply: { 200: modelsReply },
      example: {},
      aliases: ['/forecast/models'],
      handle: () => ({ data: methods }),
    }),
    route({
      method: 'GET',
      path: '/forecasts/:forecast_id',
      permission: 'demand.read',
      summary: 'One forecast made on request, with its periods, what came, and the history before it',
      kept: true,
      tag,
      rootAlias,
      params: forecastParams,
      reply: { 200: forecastDetail },
      errors: ['forecast_not_found'],
      example: { params: { forecast_id: '3f0f6a5e-8c1b-4a57-9d3e-2f2f0a6f7b10' } },
      aliases: ['/forecast/:forecast_id'],
      handle: ({ caller, params }) => reading(caller.orgId, (tx) => service.detail(tx, params.forecast_id)),
    }),
  ];
}

function locationOf(count: number, first: { forecast_id: string; request_id: string }): string {
  return count === 1
    ? `${apiPrefix}/forecasts/${first.forecast_id}`
    : `${apiPrefix}/forecasts/history?request_id=${first.request_id}`;
}
