import { queryOptions } from '@tanstack/react-query';
import { type Answer, client, unwrap } from '../../app/api.ts';

export type Permission = Answer<'/api/v1/permissions'>['data'][number];

export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/permissions', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
