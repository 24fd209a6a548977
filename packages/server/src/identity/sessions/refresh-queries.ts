import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { EndReason, SessionState } from './queries.ts';

export interface RefreshToken {
  session_id: string;
  user_id: string;
  name: string;
  is_expired: boolean;
  is_used: boolean;
  /** Used by a request that was under way when this one came, or copied just now. */
  is_double: boolean;
  state: SessionState;
  end_reason: EndReason | null;
  session_expires_at: Date;
}

export async function insertRefreshToken(
  tx: Tx,
  token: { tokenHash: string; sessionId: string; at: Date; expiresAt: Date },
): Promise<void> {
  await sql`
    insert into identity.refresh_tokens (org_id, token_hash, session_id, created_at, expires_at)
    values (${tx.orgId}, ${token.tokenHash}, ${token.sessionId}, ${token.at}, ${token.expiresAt})`.execute(
    tx,
  );
}

/** A client that sends copies may still send some after the first was answered, for this long. */
const stragglerSeconds = 5;

/**
 * Takes a refresh token for this transaction alone, so that of many requests
 * one finds it unused. Whether a used one was merely sent twice is decided by
 * the clock of the database, which all servers share.
 *
 * @param waitedMs how long ago the request came to this server
 */
export async function lockRefreshToken(
  tx: Tx,
  given: { tokenHash: string; waitedMs: number; at: Date; idleSeconds: number },
): Promise<RefreshToken | undefined> {
  const lock = async (wait: boolean) =>
    (
      await sql<{ session_id: string; is_expired: boolean; is_used: boolean; is_double: boolean }>`
        select session_id, expires_at <= ${given.at} as is_expired, used_at is not null as is_used,
               coalesce(used_at >= statement_timestamp() - make_interval(secs => ${given.waitedMs / 1000})
                 or doubled_at > clock_timestamp() - make_interval(secs => ${stragglerSeconds}), false) as is_double
        from identity.refresh_tokens
        where org_id = ${tx.orgId} and token_hash = ${given.tokenHash}
        for update ${wait ? sql`` : sql`skip locked`}`.execute(tx)
    ).rows[0];
  const free = await lock(false);
  // Who has to wait was sent while another was under way, whatever the clocks say.
  const taken = free ?? (await lock(true));
  if (taken === undefined) return undefined;
  const session = await sql<Omit<RefreshToken, 'is_expired' | 'is_used' | 'is_double'>>`
    select s.session_id, u.user_id, u.name, s.end_reason, s.expires_at as session_expires_at,
           case when s.revoked_at is not null then 'revoked'
                when s.expires_at <= ${given.at} then 'expired'
                when s.last_seen_at <= ${given.at}::timestamptz - make_interval(secs => ${given.idleSeconds}) then 'idle'
                when u.disabled_at is not null then 'deactivated'
                else 'live' end as state
    from identity.sessions s join identity.users u using (org_id, user_id)
    where s.org_id = ${tx.orgId} and s.session_id = ${taken.session_id}`.execute(tx);
  const found = session.rows[0];
  if (found === undefined) return undefined;
  return { ...found, ...taken, is_double: taken.is_used && (taken.is_double || free === undefined) };
}

/** The last statement before the commit, so that little time lies between the two. */
export async function markUsed(tx: Tx, tokenHash: string): Promise<void> {
  await sql`update identity.refresh_tokens set used_at = clock_timestamp()
            where org_id = ${tx.orgId} and token_hash = ${tokenHash}`.execute(tx);
}

export async function markDoubled(tx: Tx, tokenHash: string): Promise<void> {
  await sql`update identity.refresh_tokens set doubled_at = coalesce(doubled_at, clock_timestamp())
            where org_id = ${tx.orgId} and token_hash = ${tokenHash}`.execute(tx);
}

export async function touchSession(tx: Tx, sessionId: string, at: Date): Promise<void> {
  await sql`update identity.sessions set last_seen_at = ${at}
            where org_id = ${tx.orgId} and session_id = ${sessionId}`.execute(tx);
}
