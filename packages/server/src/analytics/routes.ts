import { type Route, route } from '../platform/http/route.ts';
import { actionsSummaryReply, dashboardQuery, dashboardReply, savingsQuery, savingsReply } from './schema.ts';
import type { Analytics } from './service.ts';

const rootAlias = true;

export function analyticsRoutes(service: Analytics): Route[] {
  return [
    route({
      method: 'GET',
      path: '/kpis/dashboard',
      permission: 'analytics.read',
      summary: 'Value at risk, savings, stock value, turnover and write-offs',
      kept: true,
      tag: 'analytics',
      rootAlias,
      query: dashboardQuery,
      reply: { 200: dashboardReply },
      example: {},
      handle: ({ caller, query }) => service.dashboard(caller.orgId, query),
    }),
    route({
      method: 'GET',
      path: '/kpis/savings',
      permission: 'analytics.read',
      summary: 'What completed actions recovered, by day, week or month and by type',
      kept: true,
      tag: 'analytics',
      rootAlias,
      query: savingsQuery,
      reply: { 200: savingsReply },
      errors: ['kpis.too_many_periods'],
      example: { query: { granularity: 'week' } },
      handle: ({ caller, query }) => service.savings(caller.orgId, query),
    }),
    // Here and not in `actions`: it sets the actions against the value at risk, which `actions` does not know.
    route({
      method: 'GET',
      path: '/actions/summary',
      permission: 'actions.read',
      summary: 'How much is proposed, approved and recovered, against the value at risk',
      kept: true,
      tag: 'actions',
      rootAlias,
      reply: { 200: actionsSummaryReply },
      example: {},
      handle: ({ caller }) => service.actionsSummary(caller.orgId),
    }),
  ];
}
