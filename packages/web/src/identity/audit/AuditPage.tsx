import { Button, Drawer } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { apiAddress } from '../../app/api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { AuditEntryDetail } from './AuditEntryDetail.tsx';
import { AuditFilterBar } from './AuditFilterBar.tsx';
import { auditColumns } from './audit-columns.tsx';
import { AUDIT_FILTERS, type AuditFilters, auditQuery } from './queries.ts';
import { Verification } from './Verification.tsx';

const route = getRouteApi('/signed-in/administration/audit');

/** Who did what when, to which thing: searchable, with what it was before and after. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const formats = useFormats();
  const filters = useMemo(() => filtersOf(search), [search]);
  const list = useInfiniteQuery(auditQuery(filters));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const total = list.data?.pages[0]?.page.total;
  const isFiltered = Object.keys(filters).length > 0;
  const columns = useMemo(() => auditColumns(formats), [formats]);
  const opened = rows.find((entry) => String(entry.audit_id) === search.entry);

  const change = (values: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...values }), replace: true, resetScroll: false });
  const clear = () => void navigate({ search: {}, replace: true });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <PageHead
        title="Audit"
        note="Who did what, when. Entries are chained: a change, a removal or another order shows."
        actions={
          <Button
            component="a"
            variant="default"
            href={apiAddress('/audit', { ...filters, format: 'csv' })}
            download
          >
            Export as CSV
          </Button>
        }
      />
      <Verification />
      <AuditFilterBar
        filters={filters}
        onChange={change}
        onClear={clear}
        count={total === undefined ? '' : `${formats.quantity(total)} ${total === 1 ? 'entry' : 'entries'}`}
      />
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isLoadingError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState
          title={isFiltered ? 'No entry matches these filters' : 'Nothing has been done yet'}
          actions={
            isFiltered ? (
              <Button variant="default" onClick={clear}>
                Clear the filters
              </Button>
            ) : undefined
          }
        >
          <p>Every change is written here in the moment it is made, and stays.</p>
        </EmptyState>
      ) : (
        <DataTable
          label="Audit entries, latest first"
          columns={columns}
          rows={rows}
          rowId={(entry) => String(entry.audit_id)}
          openId={search.entry ?? null}
          onOpen={(entry) => change({ entry: String(entry.audit_id) })}
          onEndReached={loadMore}
          loadingMore={isFetchingNextPage}
        />
      )}
      <Drawer
        opened={opened !== undefined}
        onClose={() => change({ entry: undefined })}
        position="right"
        size={560}
        title="What was done"
        closeButtonProps={{ 'aria-label': 'Close' }}
        transitionProps={{ duration: 120 }}
      >
        {opened === undefined ? null : (
          <AuditEntryDetail
            entry={opened}
            onFilter={(found) => void navigate({ search: found, replace: true })}
          />
        )}
      </Drawer>
    </>
  );
}

function filtersOf(search: Record<string, string | undefined>): AuditFilters {
  return Object.fromEntries(
    AUDIT_FILTERS.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  );
}
