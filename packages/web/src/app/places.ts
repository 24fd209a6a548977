import type { Me } from '@granary/client';
import type { IconName } from '../ui/Icon.tsx';

/** The pages of the main navigation with the permission to see them; without it a page is not offered. */
export const PLACES = [
  {
    to: '/decisions',
    label: 'Decisions',
    icon: 'decisions',
    does: 'What needs a decision today',
    permission: 'actions.read',
  },
  {
    to: '/risk',
    label: 'At risk',
    icon: 'risk',
    does: 'Batches that will not sell in time',
    permission: 'expiry.read',
  },
  { to: '/items', label: 'Items', icon: 'items', does: 'One item at one place', permission: 'catalog.read' },
  {
    to: '/forecasts',
    label: 'Forecasts',
    icon: 'forecasts',
    does: 'What an item will be asked for',
    permission: 'demand.read',
  },
  { to: '/import', label: 'Import', icon: 'import', does: 'Bring in files', permission: 'ingest.read' },
  { to: '/kpis', label: 'Results', icon: 'results', does: 'What was saved', permission: 'analytics.read' },
  {
    to: '/receipts',
    label: 'Receipts',
    icon: 'receipts',
    does: 'What was received, from whom',
    permission: 'stock.receipts',
  },
] as const satisfies readonly {
  to: string;
  label: string;
  icon: IconName;
  does: string;
  permission: string;
}[];

/** Who may come in, what they may do, and what they did. */
export const ADMINISTRATION = [
  { to: '/members', label: 'Members', does: 'Who may come in', permission: 'identity.read' },
  { to: '/roles', label: 'Roles', does: 'What each role may do', permission: 'identity.read' },
  { to: '/tokens', label: 'Tokens', does: 'Access for programs', permission: 'identity.manage' },
  { to: '/audit', label: 'Audit', does: 'Who did what when', permission: 'audit.read' },
  { to: '/security', label: 'Security', does: 'What happened at the door', permission: 'audit.read' },
  {
    to: '/organization',
    label: 'Organization',
    does: 'Name, currency, language, time zone',
    permission: 'identity.read',
  },
] as const;

type Person = Pick<Me, 'permissions'>;

export function permitted<Place extends { permission: string }>(
  me: Person,
  places: readonly Place[],
): readonly Place[] {
  return places.filter(({ permission }) => me.permissions.includes(permission));
}

/** The page to begin with: the first this person may see, else their own account. */
export function firstPlace(me: Person) {
  return permitted(me, PLACES)[0]?.to ?? permitted(me, ADMINISTRATION)[0]?.to ?? '/account';
}
