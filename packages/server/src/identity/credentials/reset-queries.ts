import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

export async function insertReset(
  tx: Tx,
  reset: { userId: string; tokenHash: string; at: Date; expiresAt: Date },
): Promise<void> {
  await sql`
    insert into identity.password_resets (org_id, token_hash, user_id, created_at, expires_at)
    values (${tx.orgId}, ${reset.tokenHash}, ${reset.userId}, ${reset.at}, ${reset.expiresAt})`.execute(tx);
}

export interface Reset {
  user_id: string;
  name: string;
  email: string | null;
  is_used: boolean;
  is_expired: boolean;
  is_deactivated: boolean;
}

/** Locked, so that of two simultaneous uses one wins. */
export async function lockReset(tx: Tx, tokenHash: string, at: Date): Promise<Reset | undefined> {
  const locked = await sql<{ user_id: string; is_used: boolean; is_expired: boolean }>`
    select user_id, used_at is not null as is_used, expires_at <= ${at} as is_expired
    from identity.password_resets where org_id = ${tx.orgId} and token_hash = ${tokenHash} for update`.execute(
    tx,
  );
  const reset = locked.rows[0];
  if (reset === undefined) return undefined;
  const found = await sql<{ name: string; email: string | null; is_deactivated: boolean }>`
    select name, email, disabled_at is not null as is_deactivated
    from identity.users where org_id = ${tx.orgId} and user_id = ${reset.user_id}`.execute(tx);
  const person = found.rows[0];
  return person === undefined ? undefined : { ...reset, ...person };
}

export async function removeOldResets(tx: Tx, before: Date): Promise<void> {
  await sql`delete from identity.password_resets where org_id = ${tx.orgId} and expires_at < ${before}`.execute(
    tx,
  );
}
