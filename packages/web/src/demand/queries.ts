import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, unwrap } from '../app/api.ts';

export function itemsQuery(q: string | undefined, category: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['items', { q, category }],
    queryFn: ({ pageParam, signal }) => {
      const query = { q, category, limit: 200, cursor: pageParam };
      return unwrap(client.GET('/api/v1/items', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
}

export const storesQuery = queryOptions({
  queryKey: ['stores'],
  queryFn: ({ signal }) =>
    unwrap(client.GET('/api/v1/stores', { params: { query: { limit: 500 } }, signal })),
  staleTime: 300_000,
});

export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/categories', { signal })),
  staleTime: 300_000,
});

/** History kept in view, in days; the forecast follows it. */
const HISTORY_DAYS = 120;

export function seriesQuery(storeId: string, skuId: string) {
  return queryOptions({
    queryKey: ['series', storeId, skuId],
    queryFn: ({ signal }) => {
      const params = { path: { store_id: storeId, sku_id: skuId }, query: { days: HISTORY_DAYS } };
      return unwrap(client.GET('/api/v1/series/{store_id}/{sku_id}', { params, signal }));
    },
  });
}
