import { queryOptions } from '@tanstack/react-query';
import { client, unwrap } from '../app/api.ts';

export interface Period {
  from?: string | undefined;
  to?: string | undefined;
}

export function dashboardQuery(period: Period) {
  return queryOptions({
    queryKey: ['kpis', 'dashboard', period],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/kpis/dashboard', { params: { query: period }, signal })),
  });
}

export type Granularity = 'day' | 'week' | 'month';

export function savingsQuery(period: Period, granularity: Granularity) {
  return queryOptions({
    queryKey: ['kpis', 'savings', period, granularity],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/kpis/savings', { params: { query: { ...period, granularity } }, signal })),
  });
}
