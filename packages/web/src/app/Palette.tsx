import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client, unwrap } from './api.ts';
import classes from './Palette.module.css';

/** The command palette: pages, items and stores by name or code. */
export function Palette() {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const items = useQuery({
    queryKey: ['palette', 'items', asked],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/items', { params: { query: { q: asked, limit: 8 } }, signal })),
    enabled: asked.length >= 2,
    placeholderData: (before) => before,
  }).data;
  const stores = useQuery({
    queryKey: ['stores'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/stores', { params: { query: { limit: 500 } }, signal })),
    enabled: asked.length >= 1,
    staleTime: 300_000,
  }).data;
  const wanted = asked.toLowerCase();
  const nearStores = (stores?.data ?? [])
    .filter((store) => `${store.name} ${store.store_id} ${store.city ?? ''}`.toLowerCase().includes(wanted))
    .slice(0, 6);

  const page = (
    label: string,
    description: string,
    to: '/decisions' | '/risk' | '/items' | '/forecasts' | '/import' | '/kpis' | '/account',
  ) => ({
    id: to,
    label,
    description,
    onClick: () => void navigate({ to }),
  });
  const pages = [
    page('Decisions', 'What needs a decision today', '/decisions'),
    page('At risk', 'Batches that will not sell in time', '/risk'),
    page('Items', 'One item at one place', '/items'),
    page('Forecasts', 'What an item will be asked for', '/forecasts'),
    page('Import', 'Bring in files', '/import'),
    page('Results', 'What was saved', '/kpis'),
    page('Account', 'Name, e-mail and password', '/account'),
  ].filter((one) => `${one.label} ${one.description}`.toLowerCase().includes(text.trim().toLowerCase()));
  // Items are asked for and arrive last, so they stand last: the row chosen by keyboard stays where it is.
  const groups: SpotlightActionGroupData[] = [
    { group: 'Pages', actions: pages },
    {
      group: 'Stores',
      actions: nearStores.map((store) => ({
        id: `store-${store.store_id}`,
        label: store.name,
        description: `${store.store_id}${store.city === null ? '' : ` · ${store.city}`}`,
        onClick: () => void navigate({ to: '/risk', search: { store: store.store_id } }),
      })),
    },
    {
      group: 'Items',
      actions: (asked.length < 2 ? [] : (items?.data ?? [])).map((item) => ({
        id: `item-${item.sku_id}`,
        label: item.name,
        description: `${item.sku_id} · ${item.category}`,
        onClick: () => void navigate({ to: '/items', search: { q: item.sku_id } }),
      })),
    },
  ];
  return (
    <Spotlight
      classNames={{ action: classes.action ?? '', actionDescription: classes.description ?? '' }}
      actions={groups.filter((group) => group.actions.length > 0)}
      filter={(_query, actions) => actions}
      query={text}
      onQueryChange={setText}
      nothingFound="Nothing by that name"
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      centered={false}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      attributes={{ content: { 'aria-label': 'Search' } }}
      searchProps={{ placeholder: 'Page, item or store', 'aria-label': 'Page, item or store' }}
      transitionProps={{ duration: 80 }}
    />
  );
}
