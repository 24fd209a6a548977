import type { Tx } from '../../platform/database/index.ts';
import { insertSecurityEvent } from './security-event-queries.ts';

/** What can happen at the door. Kinds are stable: they are filtered by and exported. */
export const securityEventKinds = {
  login_succeeded: 'Somebody signed in',
  login_failed: 'A sign-in failed',
  login_delayed: 'Sign-ins were slowed down after repeated failures',
  locked: 'Sign-in was locked',
  unlocked: 'A lock was lifted',
  logged_out: 'A session was ended by its person',
  session_revoked: 'A session was ended by somebody else or by a rule',
  refresh_reused: 'A used refresh token came again; its session was ended',
  refused: 'A request was refused for want of a permission',
  second_factor_enrolled: 'A second factor was set up',
  second_factor_removed: 'A second factor was removed',
  second_factor_failed: 'A second factor was wrong',
  recovery_code_used: 'A recovery code was used',
  password_changed: 'A password was changed',
  password_reset_asked: 'A password reset was asked for',
  password_reset: 'A password was reset by e-mail',
  invited: 'Somebody was invited',
  invitation_accepted: 'An invitation was accepted',
  role_changed: 'The role or limits of a person, or the permissions of a role, changed',
  deactivated: 'A person was deactivated',
  reactivated: 'A person was reactivated',
  token_made: 'A token for a machine was made',
  token_revoked: 'A token for a machine was revoked',
  address_blocked: 'Attacks came from an address, and strangers at it are refused for a while',
  address_unblocked: 'The block of an address was lifted',
  personal_data_read: 'The personal data of somebody else was read',
  erased: 'The personal data of somebody was erased',
} as const;
export type SecurityEventKind = keyof typeof securityEventKinds;

export interface SecurityEvent {
  kind: SecurityEventKind;
  /** Whom it concerns; absent where nobody is known by what was given. */
  userId?: string | null | undefined;
  /** Who did it, where that is somebody else. */
  actorId?: string | null | undefined;
  sessionId?: string | null | undefined;
  /** Network address of the request. */
  address?: string | undefined;
  userAgent?: string | undefined;
  /** Facts without names, e-mail addresses or secrets: `{ permission: 'actions.approve' }`. */
  detail?: Record<string, unknown> | undefined;
  correlationId?: string | undefined;
}

/**
 * Notes what happened at the door. Call it in the transaction of what
 * happened; after a failure, which has none, in a transaction of its own. What
 * belongs to no organization (an unknown e-mail address) goes to the log only.
 */
export async function recordSecurityEvent(tx: Tx, event: SecurityEvent): Promise<void> {
  await insertSecurityEvent(tx, {
    ...event,
    address: event.address?.slice(0, 100),
    userAgent: event.userAgent?.slice(0, 300),
  });
}
