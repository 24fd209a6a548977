import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { apiAddress } from '../app/api.ts';
import { oneOf } from '../app/search.ts';
import { useMe } from '../app/session.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { DayFilter } from '../ui/DayFilter.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { Filters, PageHead } from '../ui/PageHead.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { RECEIPT_SORTS, receiptsQuery } from './queries.ts';
import { receiptColumns } from './receipt-columns.tsx';

const route = getRouteApi('/signed-in/receipts');

/** What was received, from whom and at which cost; a supplier sees their own deliveries. */
export function ReceiptsPage() {
  const me = useMe();
  const formats = useFormats();
  const search = route.useSearch();
  const { from, to } = search;
  const sort = oneOf(search.sort, RECEIPT_SORTS) ?? '-received_date';
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(receiptsQuery({ from, to, sort }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const total = list.data?.pages[0]?.page.total;
  const { name } = me.organization;
  const columns = useMemo(() => receiptColumns(formats), [formats]);
  const isFiltered = from !== undefined || to !== undefined;
  const change = (values: { from?: string | undefined; to?: string | undefined; sort?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...values }), replace: true, resetScroll: false });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <>
      <PageHead
        title="Receipts"
        note={
          me.supplier_ids === null
            ? 'What was received, from whom and at which cost.'
            : `What ${name} received from ${me.supplier_ids.join(', ') || 'suppliers that are given to you'}.`
        }
        actions={
          <Button
            component="a"
            variant="default"
            href={apiAddress('/receipts', { from, to, sort, format: 'csv' })}
            download
          >
            Export as CSV
          </Button>
        }
      />
      <Filters
        count={
          total === undefined ? '' : `${formats.quantity(total)} ${total === 1 ? 'receipt' : 'receipts'}`
        }
      >
        <DayFilter which="From" value={from} onChange={(day) => change({ from: day })} />
        <DayFilter which="Until" value={to} onChange={(day) => change({ to: day })} />
      </Filters>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isLoadingError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState
          title={isFiltered ? 'Nothing was received in these days' : 'Nothing received yet'}
          actions={
            isFiltered ? (
              <Button variant="default" onClick={() => change({ from: undefined, to: undefined })}>
                Show all days
              </Button>
            ) : undefined
          }
        >
          {isFiltered ? null : <p>Receipts come with the purchases that {name} imports.</p>}
        </EmptyState>
      ) : (
        <DataTable
          label="Receipts"
          columns={columns}
          rows={rows}
          rowId={(receipt) => String(receipt.purchase_id)}
          sort={sort}
          onSort={(field) => change({ sort: field })}
          onEndReached={loadMore}
          loadingMore={isFetchingNextPage}
        />
      )}
    </>
  );
}
