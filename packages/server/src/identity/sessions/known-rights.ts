import { LRUCache } from 'lru-cache';
import type { Caller } from '../../platform/http/route.ts';
import type { StoredRights } from '../roles/queries.ts';
import { permissionsOfRole, rightsFrom } from '../roles/rights.ts';

export type RightsFrom = (
  stored: StoredRights,
) => Pick<Caller, 'role' | 'permissions' | 'scope' | 'approvalLimit'>;

/**
 * Rights as routes ask for them. The set of a role is kept by what the role
 * lists, so that a request does not build it anew and a changed role gets
 * another one.
 *
 * @param known every permission that the capabilities declare
 */
export function createRights(known: () => readonly string[]): RightsFrom {
  const sets = new LRUCache<string, ReadonlySet<string>>({ max: 1_000 });
  return (stored) => {
    const key = `${stored.role} ${stored.permissions.join(' ')}`;
    let permissions = sets.get(key);
    if (permissions === undefined) {
      permissions = new Set(permissionsOfRole(stored.role, stored.permissions, known()));
      sets.set(key, permissions);
    }
    const { role, scope, approvalLimit } = rightsFrom(stored, []);
    return { role, scope, approvalLimit, permissions };
  };
}
