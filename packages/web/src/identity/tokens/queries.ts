import { queryOptions } from '@tanstack/react-query';
import { type Answer, client, unwrap } from '../../app/api.ts';

export type MachineToken = Answer<'/api/v1/tokens'>['data'][number];

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) =>
    unwrap(client.GET('/api/v1/tokens', { params: { query: { limit: 500 } }, signal })),
});
