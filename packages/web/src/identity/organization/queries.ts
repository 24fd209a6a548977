import { queryOptions } from '@tanstack/react-query';
import { type Answer, client, unwrap } from '../../app/api.ts';

export type Organization = Answer<'/api/v1/organization'>;

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/organization', { signal })),
});
