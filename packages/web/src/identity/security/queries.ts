import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Answer, client, unwrap } from '../../app/api.ts';

export type SecurityEvent = Answer<'/api/v1/security-events'>['data'][number];

export interface EventFilters {
  kind: string | undefined;
  user_id: string | undefined;
  from: string | undefined;
  to: string | undefined;
}

export function eventsQuery(filters: EventFilters) {
  return infiniteQueryOptions({
    queryKey: ['security-events', filters],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/security-events', {
          params: { query: { ...filters, limit: 100, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.next_cursor ?? undefined,
  });
}
