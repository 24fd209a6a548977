import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, client, unwrap } from '../../app/api.ts';

export type AuditEntry = Answer<'/api/v1/audit'>['data'][number];

/** The filters of the address, by their names in the API. */
export const AUDIT_FILTERS = [
  'text',
  'actor',
  'entity',
  'entity_id',
  'verb',
  'from',
  'to',
  'correlation_id',
] as const;
export type AuditFilters = Partial<Record<(typeof AUDIT_FILTERS)[number], string>>;

export function auditQuery(filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: ['audit', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/audit', {
          params: { query: { ...filters, limit: 100, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.next_cursor ?? undefined,
  });
}

/** Reads the whole chain, so it is asked for by hand. */
export const verificationQuery = queryOptions({
  queryKey: ['audit', 'verification'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/audit/verification', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
