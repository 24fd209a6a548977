import type { Permission } from './queries.ts';

/** What the first part of a permission's name is about, in the order of the daily work. */
const CAPABILITIES: Readonly<Record<string, string>> = {
  actions: 'Decisions',
  expiry: 'Expiry',
  demand: 'Demand and forecasts',
  stock: 'Stock',
  catalog: 'Items and places',
  supply: 'Ordering',
  season: 'Seasons',
  vendors: 'Suppliers',
  analytics: 'Results',
  ingest: 'Files',
  runs: 'Calculations',
  identity: 'People and roles',
  audit: 'Audit',
  ops: 'Operations',
};

export interface PermissionGroup {
  capability: string;
  title: string;
  permissions: Permission[];
}

/** Permissions by what they are about; seeing comes before doing. */
export function groupPermissions(permissions: readonly Permission[]): PermissionGroup[] {
  const names = Object.keys(CAPABILITIES);
  const rank = (capability: string) => (names.indexOf(capability) + names.length + 1) % (names.length + 1);
  const groups = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const capability = permission.permission.split('.')[0] ?? permission.permission;
    groups.set(capability, [...(groups.get(capability) ?? []), permission]);
  }
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([capability, members]) => ({
      capability,
      title: CAPABILITIES[capability] ?? capability,
      permissions: members.sort((a, b) => Number(isRead(b)) - Number(isRead(a))),
    }));
}

const isRead = ({ permission }: Permission) => permission.endsWith('.read');
