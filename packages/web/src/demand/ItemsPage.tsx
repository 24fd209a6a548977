import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { type DataColumn, DataTable } from '../ui/DataTable.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import type { Formats } from '../ui/formats.ts';
import { Icon } from '../ui/Icon.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import classes from './Item.module.css';
import { categoriesQuery, itemsQuery, storesQuery } from './queries.ts';
import type { Item } from './types.ts';

const route = getRouteApi('/signed-in/items');

/** Finds an item, and the place to look at it. */
export function ItemsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const goTo = useNavigate();
  const formats = useFormats();
  const [text, setText] = useState(search.q ?? '');
  const stores = useQuery(storesQuery).data?.data ?? [];
  const categories = useQuery(categoriesQuery).data?.data ?? [];
  const [chosenStore, setChosenStore] = useState<string | null>(null);
  const storeId =
    chosenStore ?? (stores.find((store) => store.kind === 'store') ?? stores[0])?.store_id ?? null;
  const filter = (values: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...values }), replace: true });
  const find = useDebouncedCallback((q: string) => filter({ q: q === '' ? undefined : q }), 200);
  const list = useInfiniteQuery(itemsQuery(search.q, search.category));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const columns = useMemo(() => itemColumns(formats, storeId), [formats, storeId]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <h1>Items</h1>
      <div className={classes.filters}>
        <TextInput
          size="xs"
          w={{ base: 'calc(50% - 4px)', sm: 240 }}
          aria-label="Name or code of an item"
          placeholder="Name or code"
          leftSection={<Icon name="search" size={14} />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            find(event.currentTarget.value.trim());
          }}
        />
        <Select
          aria-label="Category"
          placeholder="Any category"
          w={{ base: 'calc(50% - 4px)', sm: 160 }}
          clearable
          searchable
          data={categories.map((one) => one.category)}
          value={search.category ?? null}
          onChange={(category) => filter({ category: category ?? undefined })}
        />
        <Select
          aria-label="Open at this place"
          placeholder="Place"
          w={{ base: 'calc(50% - 4px)', sm: 200 }}
          searchable
          allowDeselect={false}
          data={stores.map((store) => ({ value: store.store_id, label: `at ${store.name}` }))}
          value={storeId}
          onChange={setChosenStore}
        />
        <span className={classes.count}>
          {list.data === undefined ? '' : `${formats.quantity(list.data.pages[0]?.page.total ?? 0)} items`}
        </span>
      </div>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isLoadingError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        search.q !== undefined || search.category !== undefined ? (
          <EmptyState title="No item matches">
            <p>Search by a part of the name or of the code.</p>
          </EmptyState>
        ) : (
          <EmptyState title="No items yet" actions={<Link to="/import">Import an item list</Link>}>
            <p>Items come from an item list, or appear with the first sales file that names them.</p>
          </EmptyState>
        )
      ) : (
        <DataTable
          label="Items"
          columns={columns}
          rows={rows}
          rowId={(item) => item.sku_id}
          {...(storeId === null
            ? {}
            : {
                onOpen: (item: Item) =>
                  void goTo({ to: '/items/$storeId/$skuId', params: { storeId, skuId: item.sku_id } }),
              })}
          onEndReached={loadMore}
          loadingMore={isFetchingNextPage}
        />
      )}
    </>
  );
}

function itemColumns(formats: Formats, storeId: string | null): DataColumn<Item>[] {
  return [
    {
      id: 'item',
      heading: 'Item',
      width: '44%',
      cell: (item) =>
        storeId === null ? (
          item.name
        ) : (
          <Link className="plain" to="/items/$storeId/$skuId" params={{ storeId, skuId: item.sku_id }}>
            {item.name} <span className="code">{item.sku_id}</span>
          </Link>
        ),
    },
    { id: 'category', heading: 'Category', hideBelow: 480, cell: (item) => item.category },
    {
      id: 'price',
      heading: 'List price',
      unit: formats.currencySign,
      align: 'right',
      width: 120,
      cell: (item) => (item.mrp === null ? '' : formats.amount(item.mrp, 2)),
    },
    {
      id: 'life',
      heading: 'Shelf life',
      unit: 'days',
      align: 'right',
      width: 120,
      hideBelow: 640,
      cell: (item) => (item.shelf_life_days === null ? '' : formats.quantity(item.shelf_life_days)),
    },
    {
      id: 'pack',
      heading: 'Pack',
      align: 'right',
      width: 80,
      hideBelow: 860,
      cell: (item) => (item.pack_size === null ? '' : formats.quantity(item.pack_size)),
    },
  ];
}
