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

/** A few people whose name or e-mail address has this text in it. */
export function peopleQuery(text: string) {
  return queryOptions({
    queryKey: ['members', 'named', text],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/users', { params: { query: { q: text || undefined, limit: 20 } }, signal })),
    staleTime: 60_000,
  });
}

/** The end of the chain at some moment; kept elsewhere, it shows later that nothing was cut off. */
export interface Head {
  audit_id: number;
  hash: string;
}

/** Reads the whole chain, so it is asked for by hand; with a saved head it is compared too. */
export function verificationQuery(saved: Head | null) {
  return queryOptions({
    queryKey: ['audit', 'verification', saved],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/audit/verification', {
          params: { query: saved === null ? {} : { audit_id: saved.audit_id, hash: saved.hash } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: false,
  });
}
