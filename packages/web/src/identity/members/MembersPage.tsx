import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { oneOf } from '../../app/search.ts';
import { useMe, whyNotPermitted } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Filters, PageHead } from '../../ui/PageHead.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { memberColumns } from './member-columns.tsx';
import { OpenInvitations } from './OpenInvitations.tsx';
import { membersQuery, rolesQuery, storesQuery } from './queries.ts';

const route = getRouteApi('/signed-in/administration/members');
const STATES = [
  { value: 'active', label: 'Active' },
  { value: 'deactivated', label: 'Deactivated' },
] as const;

/** The people of the organization: what each may do, where, and when they were last seen. */
export function MembersPage() {
  const me = useMe();
  const formats = useFormats();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const goTo = useNavigate();
  const [text, setText] = useState(search.q ?? '');
  const [isInviting, setInviting] = useState(false);
  const roles = useQuery(rolesQuery).data?.data ?? [];
  const stores = useQuery({ ...storesQuery, enabled: me.permissions.includes('catalog.read') }).data?.data;
  const state = oneOf(
    search.state,
    STATES.map(({ value }) => value),
  );
  const list = useInfiniteQuery(membersQuery({ text: search.q, role: search.role, state }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const total = list.data?.pages[0]?.page.total;
  const columns = useMemo(
    () => memberColumns(formats, { roles, stores: stores ?? [], ownId: me.user_id }),
    [formats, roles, stores, me.user_id],
  );
  const filter = (values: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...values }), replace: true, resetScroll: false });
  const find = useDebouncedCallback((q: string) => filter({ q: q || undefined }), 250);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <PageHead
        title="Members"
        note={`Who may come in to ${me.organization.name}, and what they may do.`}
        actions={
          <ReasonedButton reason={whyNotPermitted(me, 'identity.manage')} onClick={() => setInviting(true)}>
            Invite someone…
          </ReasonedButton>
        }
      />
      <Filters
        count={total === undefined ? '' : `${formats.quantity(total)} ${total === 1 ? 'member' : 'members'}`}
      >
        <TextInput
          size="xs"
          w={{ base: '100%', sm: 240 }}
          aria-label="Name or e-mail of a member"
          placeholder="Name or e-mail"
          leftSection={<Icon name="search" size={14} />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            find(event.currentTarget.value.trim());
          }}
        />
        <Select
          aria-label="Role"
          placeholder="Any role"
          w={{ base: 'calc(50% - 4px)', sm: 180 }}
          clearable
          data={roles.map((role) => ({ value: role.role_id, label: role.name }))}
          value={search.role ?? null}
          onChange={(role) => filter({ role: role ?? undefined })}
        />
        <Select
          aria-label="State"
          placeholder="Active or not"
          w={{ base: 'calc(50% - 4px)', sm: 150 }}
          clearable
          data={[...STATES]}
          value={state ?? null}
          onChange={(value) => filter({ state: value ?? undefined })}
        />
      </Filters>
      {list.isPending ? (
        <SkeletonRows count={6} />
      ) : list.isLoadingError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState
          title="No member matches"
          actions={
            <Button
              variant="default"
              onClick={() => {
                setText('');
                filter({ q: undefined, role: undefined, state: undefined });
              }}
            >
              Clear the filters
            </Button>
          }
        />
      ) : (
        <DataTable
          label="Members"
          columns={columns}
          rows={rows}
          rowId={(member) => member.user_id}
          onOpen={(member) => void goTo({ to: '/members/$userId', params: { userId: member.user_id } })}
          onEndReached={loadMore}
          loadingMore={isFetchingNextPage}
        />
      )}
      <OpenInvitations roles={roles} />
      {isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </>
  );
}
