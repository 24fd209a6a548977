import type { Me } from '@granary/client';
import { whyNotPermitted } from '../../app/session.tsx';
import type { Permission } from '../permissions/queries.ts';
import type { Role } from './queries.ts';

/** Why this person cannot change what a role may do; null when they can. */
export function whyNotChangeRole(
  me: Me,
  role: Pick<Role, 'is_built_in' | 'permissions'> | null,
): string | null {
  if (role?.is_built_in) return 'Built-in roles stay as they are; make a copy.';
  return whyNotEditRoles(me, role);
}

/** Why this person cannot change up to which amount a role decides; null when they can. */
export function whyNotChangeLimit(me: Me, role: Pick<Role, 'role_id' | 'permissions'> | null): string | null {
  if (role?.role_id === 'owner') return 'Owners decide about any amount.';
  if (role?.role_id === 'operator') return 'The terminal of the server decides nothing on the web.';
  return whyNotEditRoles(me, role);
}

function whyNotEditRoles(me: Me, role: Pick<Role, 'permissions'> | null): string | null {
  const general = whyNotPermitted(me, 'identity.roles');
  if (general !== null) return general;
  const beyond = (role?.permissions ?? []).filter((name) => !me.permissions.includes(name));
  return beyond.length === 0 ? null : `It may do what you may not: ${beyond.slice(0, 3).join(', ')}.`;
}

/** Why one permission cannot be granted to a role; null when it can. Nobody grants what they do not hold. */
export function whyNotGrant(
  me: Pick<Me, 'permissions'>,
  permission: Pick<Permission, 'permission' | 'is_owners_alone' | 'for_locations' | 'for_suppliers'>,
  role: Pick<Role, 'is_limited_to_locations' | 'is_limited_to_suppliers'>,
): string | null {
  if (permission.is_owners_alone) return 'Owners alone hold this permission.';
  if (!me.permissions.includes(permission.permission))
    return 'You do not hold this permission, so you cannot grant it.';
  if (role.is_limited_to_locations && !permission.for_locations)
    return 'It reaches all locations, so a role limited to some cannot hold it.';
  if (role.is_limited_to_suppliers && !permission.for_suppliers)
    return 'It reaches all suppliers, so a role limited to some cannot hold it.';
  return null;
}
