import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { apiAddress } from '../app/api.ts';
import { oneOf } from '../app/search.ts';
import { DataTable } from '../ui/DataTable.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { riskSummaryQuery, risksQuery } from './queries.ts';
import classes from './Risk.module.css';
import { RiskBars } from './RiskBars.tsx';
import { riskColumns } from './risk-columns.tsx';
import { RISK_SORTS, type RiskSummary } from './types.ts';

const route = getRouteApi('/signed-in/risk');

const SCORES = [
  { value: '40', label: 'Score 40 or more' },
  { value: '70', label: 'Score 70 or more' },
  { value: '90', label: 'Score 90 or more' },
];
const DAYS = [
  { value: '3', label: 'Within 3 days' },
  { value: '7', label: 'Within a week' },
  { value: '14', label: 'Within 2 weeks' },
  { value: '30', label: 'Within 30 days' },
];

/** The batches that will not sell in time, with what they cost and how sure that is. */
export function BatchRisksPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const goTo = useNavigate();
  const formats = useFormats();
  const sort = oneOf(search.sort, RISK_SORTS) ?? '-at_risk_value';
  const summary = useQuery(riskSummaryQuery).data;
  const list = useInfiniteQuery(
    risksQuery({
      store: search.store,
      category: search.category,
      minScore: wholeNumber(search.score),
      maxDays: wholeNumber(search.days),
      sort,
    }),
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const total = list.data?.pages[0]?.page.total ?? 0;
  const largest = Math.max(1, ...rows.map((risk) => Number(risk.at_risk_value)));
  const columns = useMemo(() => riskColumns(formats, largest), [formats, largest]);
  const filter = (values: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...values }), replace: true, resetScroll: false });
  const filtered = [search.store, search.category, search.score, search.days].some(
    (value) => value !== undefined,
  );

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <Headline summary={summary} />
      {summary === undefined || summary.total.batches === 0 ? null : (
        <div className={classes.summary}>
          <RiskBars
            title="By store"
            bars={summary.by_store.map((one) => ({
              id: one.store_id,
              name: one.store_name,
              value: Number(one.at_risk_value),
            }))}
            chosen={search.store}
            onChoose={(store) => filter({ store })}
          />
          <RiskBars
            title="By category"
            bars={summary.by_category.map((one) => ({
              id: one.category,
              name: one.category,
              value: Number(one.at_risk_value),
            }))}
            chosen={search.category}
            onChoose={(category) => filter({ category })}
          />
        </div>
      )}
      <div className={classes.filters}>
        <Select
          aria-label="Store"
          placeholder="Any store"
          w={{ base: 'calc(50% - 4px)', sm: 180 }}
          clearable
          searchable
          data={(summary?.by_store ?? []).map((one) => ({ value: one.store_id, label: one.store_name }))}
          value={search.store ?? null}
          onChange={(store) => filter({ store: store ?? undefined })}
        />
        <Select
          aria-label="Category"
          placeholder="Any category"
          w={{ base: 'calc(50% - 4px)', sm: 160 }}
          clearable
          searchable
          data={(summary?.by_category ?? []).map((one) => one.category)}
          value={search.category ?? null}
          onChange={(category) => filter({ category: category ?? undefined })}
        />
        <Select
          aria-label="Score"
          placeholder="Any score"
          w={{ base: 'calc(50% - 4px)', sm: 160 }}
          clearable
          data={SCORES}
          value={search.score ?? null}
          onChange={(score) => filter({ score: score ?? undefined })}
        />
        <Select
          aria-label="Expires"
          placeholder="Any expiry"
          w={{ base: 'calc(50% - 4px)', sm: 150 }}
          clearable
          data={DAYS}
          value={search.days ?? null}
          onChange={(days) => filter({ days: days ?? undefined })}
        />
        <span className={classes.count}>
          {list.isPending ? '' : `${formats.quantity(total)} ${total === 1 ? 'batch' : 'batches'} · `}
          <a
            href={apiAddress('/risk', {
              format: 'csv',
              store_id: search.store,
              category: search.category,
              min_score: search.score,
              max_days: search.days,
              sort,
            })}
            download
          >
            export
          </a>
        </span>
      </div>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isLoadingError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        filtered ? (
          <EmptyState
            title="No batch matches these filters"
            actions={
              <Button
                variant="default"
                onClick={() =>
                  filter({ store: undefined, category: undefined, score: undefined, days: undefined })
                }
              >
                Clear the filters
              </Button>
            }
          />
        ) : (
          <EmptyState
            title="No batch has been assessed yet"
            actions={<Link to="/import">Import a stock count</Link>}
          >
            <p>
              After a stock count with expiry dates and some weeks of sales, every batch gets the chance that
              it will not sell in time.
            </p>
          </EmptyState>
        )
      ) : (
        <DataTable
          label="Batches at risk"
          columns={columns}
          rows={rows}
          rowId={(risk) => `${risk.store_id}/${risk.sku_id}/${risk.batch_id}`}
          sort={sort}
          onSort={(next) => filter({ sort: next })}
          onOpen={(risk) =>
            void goTo({
              to: '/items/$storeId/$skuId',
              params: { storeId: risk.store_id, skuId: risk.sku_id },
            })
          }
          onEndReached={loadMore}
          loadingMore={isFetchingNextPage}
        />
      )}
    </>
  );
}

function Headline({ summary }: { summary: RiskSummary | undefined }) {
  const formats = useFormats();
  return (
    <header>
      <h1 className="muted small" style={{ fontWeight: 400, letterSpacing: 0 }}>
        What will not sell in time
      </h1>
      <p className={classes.headline} role="status">
        {summary === undefined ? (
          <span className="muted">…</span>
        ) : (
          <>
            {formats.money(summary.total.at_risk_value)} <small>at risk ·</small>{' '}
            {formats.quantity(summary.total.at_risk_units)} <small>units ·</small>{' '}
            {formats.quantity(summary.total.high_risk)} <small>of</small>{' '}
            {formats.quantity(summary.total.batches)} <small>batches at high risk</small>
          </>
        )}
      </p>
    </header>
  );
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
