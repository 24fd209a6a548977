import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, client, unwrap } from '../../app/api.ts';

export type Member = Answer<'/api/v1/users'>['data'][number];
export type Invitation = Answer<'/api/v1/invitations'>['data'][number];
export type Role = Answer<'/api/v1/roles'>['data'][number];
export type Rights = Pick<Member, 'role' | 'store_ids' | 'supplier_ids' | 'approval_limit'>;

export interface MemberFilters {
  text: string | undefined;
  role: string | undefined;
  state: 'active' | 'deactivated' | undefined;
}

export function membersQuery({ text, role, state }: MemberFilters) {
  return infiniteQueryOptions({
    queryKey: ['members', 'list', { text, role, state }],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/users', {
          params: { query: { q: text, role, state, limit: 100, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
}

export function memberQuery(userId: string) {
  return queryOptions({
    queryKey: ['members', 'one', userId],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/users/{user_id}', { params: { path: { user_id: userId } }, signal })),
  });
}

export const invitationsQuery = queryOptions({
  queryKey: ['members', 'invitations'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/invitations', { signal })),
});

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/roles', { signal })),
  staleTime: 60_000,
});

export const storesQuery = queryOptions({
  queryKey: ['stores'],
  queryFn: ({ signal }) =>
    unwrap(client.GET('/api/v1/stores', { params: { query: { limit: 500 } }, signal })),
  staleTime: 300_000,
});
