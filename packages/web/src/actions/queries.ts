import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, unwrap } from '../app/api.ts';
import type { Action, ActionList, ActionSort, ActionStatus, ActionType } from './types.ts';

export interface ActionFilters {
  /** Undefined for actions in any status. */
  status: ActionStatus | undefined;
  type: ActionType | undefined;
  store: string | undefined;
  category: string | undefined;
  batch: string | undefined;
  sort: ActionSort;
}

const PAGE_SIZE = 200;

export function actionsQuery({ status, type, store, category, batch, sort }: ActionFilters) {
  return infiniteQueryOptions({
    queryKey: ['actions', 'list', { status, type, store, category, batch, sort }],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        status,
        action_type: type,
        store_id: store,
        category,
        batch_id: batch,
        sort,
        limit: PAGE_SIZE,
        cursor: pageParam,
      };
      return unwrap(client.GET('/api/v1/actions', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.next_cursor ?? undefined,
  });
}

export const summaryQuery = queryOptions({
  queryKey: ['actions', 'summary'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/actions/summary', { signal })),
});

export function actionQuery(actionId: string) {
  return queryOptions({
    queryKey: ['actions', 'one', actionId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/actions/{action_id}', {
          params: { path: { action_id: Number(actionId) } },
          signal,
        }),
      ),
  });
}

/** The proposals with these ids, best first, wherever they stand in the list. */
export function proposalsQuery(ids: readonly number[]) {
  return queryOptions({
    queryKey: ['actions', 'these', ids],
    queryFn: async ({ signal }) => {
      const wanted = new Set(ids);
      const found: Action[] = [];
      let cursor: string | undefined;
      do {
        const query = { status: 'PROPOSED', sort: '-expected_savings', limit: 500, cursor } as const;
        const page: ActionList = await unwrap(client.GET('/api/v1/actions', { params: { query }, signal }));
        found.push(...page.data.filter((action) => wanted.has(action.action_id)));
        cursor = page.page.next_cursor ?? undefined;
      } while (cursor !== undefined && found.length < wanted.size);
      return found;
    },
  });
}

/** Stores and categories to choose from. */
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
