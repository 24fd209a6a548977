import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Page } from '../app/api.ts';
import type { Item, ItemSeries, Store } from './types.ts';

export function itemsQuery(q: string | undefined, category: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['items', { q, category }],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Item>>('/items', { q, category, limit: 200, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next_cursor,
    placeholderData: (before) => before,
  });
}

export const storesQuery = queryOptions({
  queryKey: ['stores'],
  queryFn: ({ signal }) => api.get<Page<Store>>('/stores', { limit: 500 }, signal),
  staleTime: 300_000,
});

export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: ({ signal }) => api.get<Page<{ category: string }>>('/categories', {}, signal),
  staleTime: 300_000,
});

/** History kept in view, in days; the forecast follows it. */
export const HISTORY_DAYS = 120;

export function seriesQuery(storeId: string, skuId: string) {
  return queryOptions({
    queryKey: ['series', storeId, skuId],
    queryFn: ({ signal }) =>
      api.get<ItemSeries>(
        `/series/${encodeURIComponent(storeId)}/${encodeURIComponent(skuId)}`,
        { days: HISTORY_DAYS },
        signal,
      ),
  });
}
