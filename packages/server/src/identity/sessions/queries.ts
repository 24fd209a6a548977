import { sql } from 'kysely';
import {
  callForOrganization,
  changesOfOrganization,
  type Database,
  type Tx,
} from '../../platform/database/index.ts';
import { type Page, pageOf, sortedKeyset } from '../../platform/http/paging.ts';
import type { StoredRights } from '../roles/queries.ts';
import type { SessionRow, SessionsQuery } from './schema.ts';

export type SessionKind = 'web' | 'token' | 'terminal';

/** Why a session ended; shown to its owner. */
export type EndReason =
  | 'signed_out'
  | 'signed_out_everywhere'
  | 'revoked'
  | 'replaced'
  | 'refresh_token_reused'
  | 'password_changed'
  | 'deactivated';

export interface NewSession {
  userId: string;
  kind: SessionKind;
  /** The secret's hash; none where access and refresh tokens speak for the session. */
  tokenHash: string | null;
  at: Date;
  expiresAt: Date;
  address: string | undefined;
  userAgent: string | undefined;
}

export async function insertSession(tx: Tx, session: NewSession): Promise<string> {
  const inserted = await sql<{ session_id: string }>`
    insert into identity.sessions
      (org_id, user_id, token_hash, kind, created_at, last_seen_at, expires_at, address, user_agent)
    values (${tx.orgId}, ${session.userId}, ${session.tokenHash}, ${session.kind}, ${session.at}, ${session.at},
            ${session.expiresAt}, ${session.address ?? null}, ${session.userAgent?.slice(0, 300) ?? null})
    returning session_id`.execute(tx);
  return (inserted.rows[0] as { session_id: string }).session_id;
}

export type SessionState = 'live' | 'revoked' | 'expired' | 'idle' | 'deactivated';

/** A session with its person and their rights, as one round trip yields them. */
export interface FoundSession extends StoredRights {
  session_id: string;
  kind: SessionKind;
  state: SessionState;
  end_reason: EndReason | null;
  user_id: string;
  name: string;
  changes: string;
}

export interface SessionKey {
  orgId: string;
  /** One of the two. */
  sessionId?: string;
  tokenHash?: string;
}

/** @param how.isActivity whether it counts against idleness; what a page asks by itself does not */
export async function findSession(
  database: Database,
  key: SessionKey,
  how: { at: Date; idleSeconds: number; isActivity: boolean },
): Promise<FoundSession | undefined> {
  const rows = await callForOrganization<FoundSession>(
    database,
    `select * from identity.session_of($1, $2, $3, $4, $5, $6), ${changesOfOrganization}`,
    [key.orgId, key.sessionId ?? null, key.tokenHash ?? null, how.at, how.idleSeconds, how.isActivity],
  );
  return rows[0];
}

/** All of a person's are those of browsers and programs; the machine's terminal is named to be ended. */
export async function endSessions(
  tx: Tx,
  which: { userId?: string; sessionId?: string; except?: string },
  reason: EndReason,
  at: Date,
): Promise<{ session_id: string; user_id: string }[]> {
  const ended = await sql<{ session_id: string; user_id: string }>`
    update identity.sessions set revoked_at = ${at}, end_reason = ${reason}
    where org_id = ${tx.orgId} and revoked_at is null
      and (${which.userId ?? null}::uuid is null or user_id = ${which.userId ?? null})
      and (${which.sessionId ?? null}::uuid is null and kind <> 'terminal' or session_id = ${which.sessionId ?? null})
      and (${which.except ?? null}::uuid is null or session_id <> ${which.except ?? null})
    returning session_id, user_id`.execute(tx);
  return ended.rows;
}

/** The session that a cookie's secret opened. */
export async function findWebSession(
  tx: Tx,
  tokenHash: string,
): Promise<{ session_id: string; user_id: string; name: string } | undefined> {
  const found = await sql<{ session_id: string; user_id: string; name: string }>`
    select s.session_id, u.user_id, u.name
    from identity.sessions s join identity.users u using (org_id, user_id)
    where s.org_id = ${tx.orgId} and s.token_hash = ${tokenHash} and s.kind = 'web' and s.revoked_at is null`.execute(
    tx,
  );
  return found.rows[0];
}

/** Moves the end of a browser's session, never nearer, and not beyond the longest a session lasts. */
export async function prolongWebSession(
  tx: Tx,
  session: { sessionId: string; expiresAt: Date; longestSeconds: number },
): Promise<void> {
  await sql`
    update identity.sessions set expires_at = greatest(expires_at,
      least(${session.expiresAt}::timestamptz, created_at + make_interval(secs => ${session.longestSeconds})))
    where org_id = ${tx.orgId} and session_id = ${session.sessionId} and kind = 'web' and revoked_at is null`.execute(
    tx,
  );
}

const sortColumns = {
  created_at: sql`s.created_at`,
  last_seen_at: sql`s.last_seen_at`,
  expires_at: sql`s.expires_at`,
};

/** Sessions that still work; those of one person, so any order is cheap. */
export async function listSessions(
  tx: Tx,
  query: { userId: string; at: Date; idleSeconds: number } & SessionsQuery,
): Promise<Page<Omit<SessionRow, 'is_current'>>> {
  const order = sortedKeyset(query, sortColumns, { session_id: sql`s.session_id` });
  const where = sql`
    s.org_id = ${tx.orgId} and s.user_id = ${query.userId} and s.revoked_at is null and s.expires_at > ${query.at}
    and (s.kind = 'terminal' or s.last_seen_at > ${query.at}::timestamptz - make_interval(secs => ${query.idleSeconds}))`;
  const rows = await sql<Omit<SessionRow, 'is_current'>>`
    select s.session_id, case s.kind when 'web' then 'browser' when 'token' then 'program' else 'terminal' end as kind,
           to_json(s.created_at) #>> '{}' as created_at, to_json(s.last_seen_at) #>> '{}' as last_seen_at,
           to_json(s.expires_at) #>> '{}' as expires_at, s.address, s.user_agent
    from identity.sessions s where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*) as total from identity.sessions s where ${where}`.execute(tx);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}
