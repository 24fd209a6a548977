import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { FormatProvider } from '../ui/FormatProvider.tsx';
import { createFormats, todayIn } from '../ui/formats.ts';
import { api } from './api.ts';

export interface Me {
  user_id: string;
  name: string;
  email: string | null;
  role: string;
  has_password: boolean;
  permissions: string[];
  organization: {
    org_id: string;
    name: string;
    currency: string;
    locale: string;
    time_zone: string;
    is_demo: boolean;
  };
  data: {
    snapshot_date: string | null;
    sales_until: string | null;
    stores_missing: { store_id: string; name: string; last_date: string | null }[];
  };
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/me', {}, signal),
  staleTime: 60_000,
});

/** The signed-in person, their organization and what they may do. Only below the signed-in routes. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Stores a fresh answer after signing in or changing the account. */
export function useStoreMe(): (me: Me) => void {
  const client = useQueryClient();
  return (me) => client.setQueryData(meQuery.queryKey, me);
}

const SENTENCES: Readonly<Record<string, string>> = {
  'ingest.write': 'upload files',
  'actions.approve': 'approve or reject proposals',
  'actions.complete': 'record what an action achieved',
  'actions.propose': 'ask for new proposals',
  'runs.start': 'start a calculation',
};

/** Why this person may not do something, as a sentence for a tooltip; null when they may. */
export function whyNotPermitted(me: Me, permission: string): string | null {
  if (me.permissions.includes(permission)) return null;
  const what = SENTENCES[permission] ?? 'do this';
  return `Your role (${me.role}) may not ${what}. An administrator can grant the permission ${permission}.`;
}

/** Writes money, days and figures the organization's way; "in 3 days" counts from the day of the stock on the screen. */
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
