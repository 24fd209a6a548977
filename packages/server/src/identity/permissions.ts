/** Who may read the trail. The other permissions stand in their capabilities. */
export const permissions = {
  'audit.read': 'Read who did what and when',
  'identity.manage': 'Change the organization and the people in it',
};

export type Role = 'owner' | 'planner' | 'viewer' | 'operator';

const plannerVerbs = new Set([
  'ingest.write',
  'runs.start',
  'demand.forecast',
  'expiry.assess',
  'actions.propose',
  'actions.approve',
  'actions.complete',
]);

/**
 * What a role may do. A viewer reads, a planner also decides, an owner also
 * sets the rules; the operator is the terminal of the machine itself.
 */
export function permissionsOf(role: Role, all: readonly string[]): ReadonlySet<string> {
  switch (role) {
    case 'owner':
    case 'operator':
      return new Set(all);
    case 'planner':
      return new Set(all.filter((name) => isRead(name) || plannerVerbs.has(name)));
    case 'viewer':
      return new Set(all.filter(isRead));
  }
}

function isRead(permission: string): boolean {
  return permission.endsWith('.read') && permission !== 'audit.read';
}
