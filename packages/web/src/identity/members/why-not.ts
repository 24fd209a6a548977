import type { Me } from '@granary/client';
import { whyNotPermitted } from '../../app/session.tsx';
import type { Member, Role } from './queries.ts';

/** Why this person cannot give a role to somebody; null when they can. Nobody gives more than they hold. */
export function whyNotGiveRole(
  me: Pick<Me, 'permissions'>,
  role: Pick<Role, 'role_id' | 'permissions'>,
): string | null {
  if (role.role_id === 'owner' && !me.permissions.includes('identity.owners'))
    return 'Only an owner makes somebody an owner.';
  const beyond = whatIsBeyond(me, role);
  return beyond === null ? null : `It may do what you may not: ${beyond}.`;
}

/** Why this member cannot be changed by this person; null when they can. */
export function whyNotChangeMember(
  me: Me,
  member: Pick<Member, 'name' | 'role'>,
  role: Pick<Role, 'permissions'> | undefined,
): string | null {
  const general = whyNotPermitted(me, 'identity.manage');
  if (general !== null) return general;
  if (member.role === 'operator') return 'The terminal of the server is changed on the server.';
  if (member.role === 'owner' && !me.permissions.includes('identity.owners'))
    return 'Only an owner changes an owner. The permission is identity.owners.';
  const beyond = role === undefined ? null : whatIsBeyond(me, role);
  return beyond === null ? null : `${member.name} may do what you may not: ${beyond}.`;
}

/** For what nobody does to themselves, lest they shut themselves out; null for everybody else. */
export function whyNotToOneself(
  me: Pick<Me, 'user_id'>,
  member: Pick<Member, 'user_id'>,
  what: string,
): string | null {
  return member.user_id === me.user_id ? `You cannot ${what} yourself; another administrator can.` : null;
}

/** For what opens an account: one's own is opened only with its password; null for everybody else. */
export function whyNotOwnAccount(me: Pick<Me, 'user_id'>, member: Pick<Member, 'user_id'>): string | null {
  return member.user_id === me.user_id
    ? 'This is your own account. Your profile changes it, and asks for your password.'
    : null;
}

/** The first permissions of a role that this person lacks; null when they hold all. */
function whatIsBeyond(me: Pick<Me, 'permissions'>, role: Pick<Role, 'permissions'>): string | null {
  const missing = role.permissions.filter((permission) => !me.permissions.includes(permission));
  if (missing.length === 0) return null;
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
  return `${missing.slice(0, 3).join(', ')}${more}`;
}
