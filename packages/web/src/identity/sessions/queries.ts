import { queryOptions } from '@tanstack/react-query';
import { type Answer, client, unwrap } from '../../app/api.ts';

export type Session = Answer<'/api/v1/sessions'>['data'][number];

export const ownSessionsQuery = queryOptions({
  queryKey: ['sessions', 'own'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/sessions', { signal })),
});

export function memberSessionsQuery(userId: string) {
  return queryOptions({
    queryKey: ['sessions', 'of', userId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/users/{user_id}/sessions', { params: { path: { user_id: userId } }, signal }),
      ),
  });
}
