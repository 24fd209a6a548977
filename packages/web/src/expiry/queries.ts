import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, unwrap } from '../app/api.ts';
import type { RiskSort } from './types.ts';

export interface RiskFilters {
  store: string | undefined;
  category: string | undefined;
  minScore: number | undefined;
  maxDays: number | undefined;
  sort: RiskSort;
}

export function risksQuery({ store, category, minScore, maxDays, sort }: RiskFilters) {
  return infiniteQueryOptions({
    queryKey: ['risk', 'list', { store, category, minScore, maxDays, sort }],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        store_id: store,
        category,
        min_score: minScore,
        max_days: maxDays,
        sort,
        limit: 200,
        cursor: pageParam,
      };
      return unwrap(client.GET('/api/v1/risk', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.next_cursor ?? undefined,
  });
}

export const riskSummaryQuery = queryOptions({
  queryKey: ['risk', 'summary'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/risk/summary', { signal })),
});
