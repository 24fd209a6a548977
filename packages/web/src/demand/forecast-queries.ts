import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, unwrap } from '../app/api.ts';
import type { Frequency, Method } from './types.ts';

/** Every answer about forecasts, so that one word makes them fresh. */
const FORECASTS = 'forecasts';

export const methodsQuery = queryOptions({
  queryKey: [FORECASTS, 'models'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/forecasts/models', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Items to choose from: those whose name or code holds the text. */
export function itemChoicesQuery(q: string) {
  return queryOptions({
    queryKey: ['items', 'choices', q],
    queryFn: ({ signal }) => {
      const query = { limit: 50, ...(q === '' ? {} : { q }) };
      return unwrap(client.GET('/api/v1/items', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

export function forecastQuery(forecastId: string) {
  return queryOptions({
    queryKey: [FORECASTS, 'one', forecastId],
    queryFn: ({ signal }) => {
      const params = { path: { forecast_id: forecastId } };
      return unwrap(client.GET('/api/v1/forecasts/{forecast_id}', { params, signal }));
    },
  });
}

export function earlierQuery(skuId: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [FORECASTS, 'earlier', skuId],
    queryFn: ({ pageParam, signal }) => {
      const query = { sku_id: skuId, limit: 25, cursor: pageParam };
      return unwrap(client.GET('/api/v1/forecasts/history', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.next_cursor ?? undefined,
  });
}

export const accuracyQuery = queryOptions({
  queryKey: [FORECASTS, 'accuracy'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/forecasts/accuracy', { signal })),
});

/** The strongest drifts; more of them are in the export. */
export const driftQuery = queryOptions({
  queryKey: [FORECASTS, 'drift'],
  queryFn: ({ signal }) =>
    unwrap(client.GET('/api/v1/forecasts/drift', { params: { query: { limit: 20 } }, signal })),
});

export interface ForecastWish {
  skuId: string;
  storeId: string | undefined;
  frequency: Frequency;
  horizon: number;
  method: Method;
}

/** Makes a forecast and answers its id. */
export async function makeForecast(wish: ForecastWish): Promise<string> {
  const { data } = await unwrap(
    client.POST('/api/v1/forecasts/generate', {
      body: {
        sku_ids: [wish.skuId],
        ...(wish.storeId === undefined ? {} : { store_ids: [wish.storeId] }),
        frequency: wish.frequency,
        horizon: wish.horizon,
        method: wish.method,
      },
    }),
  );
  const [forecast] = data;
  if (forecast === undefined) throw new Error('The server made no forecast.');
  return forecast.forecast_id;
}
