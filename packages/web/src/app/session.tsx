import type { Me } from '@granary/client';
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { FormatProvider } from '../ui/FormatProvider.tsx';
import { createFormats, todayIn } from '../ui/formats.ts';
import { client, unwrap } from './api.ts';
import { readViewAs } from './view-as.ts';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/me', { signal })),
  staleTime: 60_000,
});

/** The signed-in person, their organization and what they may do. Only below the signed-in routes. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Stores a fresh answer after signing in or changing the account. */
export function useStoreMe(): (me: Me) => void {
  const cache = useQueryClient();
  return (me) => cache.setQueryData(meQuery.queryKey, me);
}

const SENTENCES: Readonly<Record<string, string>> = {
  'ingest.write': 'upload files',
  'actions.approve': 'approve or reject proposals',
  'actions.complete': 'record what an action achieved',
  'actions.propose': 'ask for new proposals',
  'demand.forecast': 'make forecasts',
  'runs.start': 'start a calculation',
  'audit.read': 'read who did what and when',
  'identity.read': 'see people, roles and the organization',
  'identity.manage': 'invite people or change what they may do',
  'identity.roles': 'make or change roles',
  'identity.organization': 'change the organization',
  'actions.read': 'see decisions',
  'expiry.read': 'see what is at risk',
  'catalog.read': 'see items and stores',
  'demand.read': 'see sales and forecasts',
  'ingest.read': 'see uploads',
  'analytics.read': 'see results',
  'stock.receipts': 'see what was received',
};

/** Why this person may not do something, as a sentence for a tooltip; null when they may. */
export function whyNotPermitted(me: Me, permission: string): string | null {
  if (!me.permissions.includes(permission)) {
    const what = SENTENCES[permission] ?? (permission.endsWith('.read') ? 'see this' : 'do this');
    return `Your role (${roleInWords(me)}) may not ${what}. An administrator can grant the permission ${permission}.`;
  }
  return permission.endsWith('.read') ? null : whyNotChange();
}

/** The role as one says it: "store manager". */
export function roleInWords({ role }: Pick<Me, 'role'>): string {
  return role.replaceAll('_', ' ');
}

/** Why nothing can be changed at the moment; null when one looks with one's own eyes. */
export function whyNotChange(): string | null {
  const viewAs = readViewAs();
  return viewAs === null ? null : `You are viewing as ${viewAs.label}: nothing can be changed meanwhile.`;
}

/** Writes money, days and figures the organization's way; days are told from the stock count when that is old. */
export function OrganizationFormats({ children }: { children: ReactNode }) {
  const me = useMe();
  const formats = useMemo(() => {
    const { locale, currency, time_zone: timeZone } = me.organization;
    const clockDay = todayIn(timeZone, new Date());
    return createFormats({
      locale,
      currency,
      timeZone,
      clockDay,
      planningDay: me.data.snapshot_date ?? clockDay,
    });
  }, [me.organization, me.data.snapshot_date]);
  return <FormatProvider formats={formats}>{children}</FormatProvider>;
}
