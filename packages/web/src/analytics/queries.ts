import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import type { Dashboard, Savings } from './types.ts';

export interface Period {
  from?: string | undefined;
  to?: string | undefined;
}

export function dashboardQuery(period: Period) {
  return queryOptions({
    queryKey: ['kpis', 'dashboard', period],
    queryFn: ({ signal }) => api.get<Dashboard>('/kpis/dashboard', { ...period }, signal),
  });
}

export type Granularity = 'day' | 'week' | 'month';

export function savingsQuery(period: Period, granularity: Granularity) {
  return queryOptions({
    queryKey: ['kpis', 'savings', period, granularity],
    queryFn: ({ signal }) => api.get<Savings>('/kpis/savings', { ...period, granularity }, signal),
  });
}
