import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { apiAddress } from '../../app/api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { DayFilter } from '../../ui/DayFilter.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Filters, PageHead } from '../../ui/PageHead.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { eventColumns } from './event-columns.tsx';
import { EVENTS, eventInWords } from './event-words.ts';
import { eventsQuery } from './queries.ts';

const route = getRouteApi('/signed-in/administration/security');
const KINDS = Object.keys(EVENTS).map((value) => ({ value, label: eventInWords(value) }));

/** What happened at the door: who came in, who was refused, what was slowed down or ended. */
export function SecurityPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const formats = useFormats();
  const { kind, user, from, to } = search;
  const list = useInfiniteQuery(eventsQuery({ kind, user_id: user, from, to }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const total = list.data?.pages[0]?.page.total;
  const columns = useMemo(() => eventColumns(formats), [formats]);
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  const change = (values: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...values }), replace: true, resetScroll: false });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <>
      <PageHead
        title="Security"
        note="What happened at the door. What deserves a second look is marked."
        actions={
          <Button
            component="a"
            variant="default"
            href={apiAddress('/security-events', { kind, user_id: user, from, to, format: 'csv' })}
            download
          >
            Export as CSV
          </Button>
        }
      />
      <Filters
        count={total === undefined ? '' : `${formats.quantity(total)} ${total === 1 ? 'event' : 'events'}`}
      >
        <Select
          aria-label="What happened"
          placeholder="Anything"
          w={{ base: '100%', sm: 240 }}
          clearable
          searchable
          data={KINDS}
          value={kind ?? null}
          onChange={(value) => change({ kind: value ?? undefined })}
        />
        <DayFilter which="From" value={from} onChange={(day) => change({ from: day })} />
        <DayFilter which="Until" value={to} onChange={(day) => change({ to: day })} />
        {user === undefined ? null : (
          <Button
            variant="default"
            rightSection={<Icon name="close" size={12} />}
            aria-label="Remove the filter by person"
            onClick={() => change({ user: undefined })}
          >
            {rows[0]?.user_name ?? 'one person'}
          </Button>
        )}
      </Filters>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isLoadingError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState
          title={isFiltered ? 'No event matches these filters' : 'Nobody has knocked yet'}
          actions={
            isFiltered ? (
              <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
                Clear the filters
              </Button>
            ) : undefined
          }
        />
      ) : (
        <DataTable
          label="Security events, latest first"
          columns={columns}
          rows={rows}
          rowId={(event) => String(event.event_id)}
          onEndReached={loadMore}
          loadingMore={isFetchingNextPage}
        />
      )}
    </>
  );
}
