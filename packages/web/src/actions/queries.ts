import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Page } from '../app/api.ts';
import type { Action, ActionsSummary, ActionWithProof } from './types.ts';

export interface ActionFilters {
  status: string;
  type?: string | undefined;
  store?: string | undefined;
  category?: string | undefined;
  batch?: string | undefined;
  sort: string;
}

const PAGE_SIZE = 200;

function asQuery(filters: ActionFilters) {
  return {
    status: filters.status === 'ALL' ? undefined : filters.status,
    action_type: filters.type,
    store_id: filters.store,
    category: filters.category,
    batch_id: filters.batch,
    sort: filters.sort,
    limit: PAGE_SIZE,
  };
}

export function actionsQuery(filters: ActionFilters) {
  return infiniteQueryOptions({
    queryKey: ['actions', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Action>>('/actions', { ...asQuery(filters), cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next_cursor,
  });
}

export const summaryQuery = queryOptions({
  queryKey: ['actions', 'summary'],
  queryFn: ({ signal }) => api.get<ActionsSummary>('/actions/summary', {}, signal),
});

export function actionQuery(actionId: string) {
  return queryOptions({
    queryKey: ['actions', 'one', actionId],
    queryFn: ({ signal }) => api.get<ActionWithProof>(`/actions/${encodeURIComponent(actionId)}`, {}, signal),
  });
}

/** The proposals with these ids, best first, wherever they stand in the list. */
export function proposalsQuery(ids: readonly number[]) {
  return queryOptions({
    queryKey: ['actions', 'these', ids],
    queryFn: async ({ signal }) => {
      const wanted = new Set(ids);
      const found: Action[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<Action> = await api.get(
          '/actions',
          { status: 'PROPOSED', sort: '-expected_savings', limit: 500, cursor },
          signal,
        );
        found.push(...page.data.filter((action) => wanted.has(action.action_id)));
        cursor = page.page.next_cursor;
      } while (cursor !== null && found.length < wanted.size);
      return found;
    },
  });
}

interface NamedStore {
  store_id: string;
  name: string;
}

/** Stores and categories to choose from. */
export const storesQuery = queryOptions({
  queryKey: ['stores'],
  queryFn: ({ signal }) => api.get<Page<NamedStore>>('/stores', { limit: 500 }, signal),
  staleTime: 300_000,
});

export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: ({ signal }) => api.get<Page<{ category: string }>>('/categories', {}, signal),
  staleTime: 300_000,
});
