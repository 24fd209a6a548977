import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

const removed = async (tx: Tx, statement: RawBuilder<unknown>) =>
  Number((await statement.execute(tx)).numAffectedRows ?? 0n);

/** Sessions that ended before a moment: revoked, expired, or idle for so long that they cannot go on. */
export const removeSessions = (tx: Tx, before: Date) =>
  removed(
    tx,
    sql`delete from identity.sessions where coalesce(least(revoked_at, expires_at), expires_at) < ${before}`,
  );

export const removeSignInLinks = (tx: Tx, before: Date) =>
  removed(tx, sql`delete from identity.sign_in_links where least(used_at, expires_at) < ${before}`);

export const removeInvitations = (tx: Tx, before: Date) =>
  removed(
    tx,
    sql`delete from identity.invitations where least(accepted_at, revoked_at, expires_at) < ${before}`,
  );

export const removeSecurityEvents = (tx: Tx, before: Date) =>
  removed(tx, sql`delete from identity.security_events where at < ${before}`);
