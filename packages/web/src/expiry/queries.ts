import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Page } from '../app/api.ts';
import type { BatchRisk, RiskSummary } from './types.ts';

export interface RiskFilters {
  store?: string | undefined;
  category?: string | undefined;
  score?: string | undefined;
  days?: string | undefined;
  sort: string;
}

export function risksQuery(filters: RiskFilters) {
  return infiniteQueryOptions({
    queryKey: ['risk', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<BatchRisk>>(
        '/risk',
        {
          store_id: filters.store,
          category: filters.category,
          min_score: filters.score,
          max_days: filters.days,
          sort: filters.sort,
          limit: 200,
          cursor: pageParam,
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next_cursor,
  });
}

export const riskSummaryQuery = queryOptions({
  queryKey: ['risk', 'summary'],
  queryFn: ({ signal }) => api.get<RiskSummary>('/risk/summary', {}, signal),
});
