import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useFormats } from '../ui/FormatProvider.tsx';
import { daysBetween } from '../ui/formats.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { client, unwrap } from './api.ts';
import { ADMINISTRATION, permitted } from './places.ts';
import { RunStatus } from './RunStatus.tsx';
import classes from './Shell.module.css';
import { roleInWords, useMe } from './session.tsx';
import { forgetViewAs } from './view-as.ts';

export function TopBar() {
  const seesStock = useMe().permissions.some((name) => name === 'stock.read' || name === 'demand.read');
  const keys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
  return (
    <header className={classes.top}>
      <button type="button" className={classes.search} onClick={spotlight.open}>
        <Icon name="search" />
        <span>Search</span>
        <kbd>{keys}</kbd>
      </button>
      {seesStock ? <Freshness /> : <span className={classes.freshness} />}
      <RunStatus />
      <SchemeMenu />
      <PersonMenu />
    </header>
  );
}

/** "data until Mon 8 Mar", and which stores are behind. */
function Freshness() {
  const me = useMe();
  const formats = useFormats();
  const { snapshot_date: snapshot, sales_until: salesUntil, stores_missing: missing } = me.data;
  if (snapshot === null && salesUntil === null) return <span className={classes.freshness}>No data yet</span>;
  const age = snapshot === null ? 0 : daysBetween(snapshot, formats.clockDay);
  const stock =
    snapshot === null
      ? 'no stock count yet'
      : `stock of ${formats.day(snapshot)}${age > 1 ? `, ${age} days old` : ''}`;
  const sales = salesUntil === null ? 'no sales yet' : `sales until ${formats.day(salesUntil)}`;
  const first = missing[0];
  return (
    <span className={classes.freshness}>
      <span className={age > 2 ? 'doubt' : undefined}>{age > 2 ? `⚠ ${stock}` : stock}</span> · {sales}
      {first === undefined ? null : (
        <Tooltip
          label={missing
            .map(
              (store) =>
                `${store.name}: ${store.last_date === null ? 'no sales' : `until ${formats.day(store.last_date)}`}`,
            )
            .join(' · ')}
        >
          <span className="doubt">
            {' '}
            ⚠ {missing.length === 1 ? first.name : `${missing.length} stores`} behind
          </span>
        </Tooltip>
      )}
    </span>
  );
}

const SCHEMES = [
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
  { value: 'auto', label: 'As the system', icon: 'system' },
] as const satisfies readonly { value: string; label: string; icon: IconName }[];

function SchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = SCHEMES.find((scheme) => scheme.value === colorScheme) ?? SCHEMES[2];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Appearance: ${current.label}`}>
          <Icon name={current.icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme.value}
            leftSection={<Icon name={scheme.icon} />}
            onClick={() => setColorScheme(scheme.value)}
          >
            {scheme.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function PersonMenu() {
  const me = useMe();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const administration = permitted(me, ADMINISTRATION)[0];
  const signOut = async () => {
    await unwrap(client.POST('/api/v1/auth/logout'));
    forgetViewAs();
    cache.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Account of ${me.name}`}>
          <Icon name="user" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name}, {roleInWords(me)}
        </Menu.Label>
        <Menu.Item onClick={() => void navigate({ to: '/account' })}>Account</Menu.Item>
        {administration === undefined ? null : (
          <Menu.Item onClick={() => void navigate({ to: administration.to })}>Administration</Menu.Item>
        )}
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
