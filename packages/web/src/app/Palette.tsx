import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client, unwrap } from './api.ts';
import classes from './Palette.module.css';
import { ADMINISTRATION, PLACES, permitted } from './places.ts';
import { useMe } from './session.tsx';

/** The command palette: pages, items and stores by name or code. */
export function Palette() {
  const me = useMe();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const items = useQuery({
    queryKey: ['palette', 'items', asked],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/items', { params: { query: { q: asked, limit: 8 } }, signal })),
    enabled: asked.length >= 2 && me.permissions.includes('catalog.read'),
    placeholderData: (before) => before,
  }).data;
  const stores = useQuery({
    queryKey: ['stores'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/stores', { params: { query: { limit: 500 } }, signal })),
    enabled: asked.length >= 1 && me.permissions.includes('catalog.read'),
    staleTime: 300_000,
  }).data;
  const wanted = asked.toLowerCase();
  const nearStores = (stores?.data ?? [])
    .filter((store) => `${store.name} ${store.store_id} ${store.city ?? ''}`.toLowerCase().includes(wanted))
    .slice(0, 6);

  const pages = [
    ...permitted(me, PLACES),
    ...permitted(me, ADMINISTRATION),
    { to: '/account', label: 'Account', does: 'Your name, password, second factor and sessions' } as const,
  ]
    .filter((one) => `${one.label} ${one.does}`.toLowerCase().includes(text.trim().toLowerCase()))
    .map(({ to, label, does }) => ({
      id: to,
      label,
      description: does,
      onClick: () => void navigate({ to }),
    }));
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
