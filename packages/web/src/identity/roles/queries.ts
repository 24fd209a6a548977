import { queryOptions } from '@tanstack/react-query';
import { type Answer, client, unwrap } from '../../app/api.ts';

export type Role = Answer<'/api/v1/roles'>['data'][number];

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/roles', { signal })),
  staleTime: 60_000,
});

export function roleQuery(roleId: string) {
  return queryOptions({
    queryKey: ['roles', 'one', roleId],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/roles/{role_id}', { params: { path: { role_id: roleId } }, signal })),
  });
}
