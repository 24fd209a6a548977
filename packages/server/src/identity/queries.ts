import { sql } from 'kysely';
import type { Database, Tx } from '../platform/database/index.ts';
import type { BuiltInRole } from './roles/built-in-roles.ts';

export interface Organization {
  org_id: string;
  name: string;
  currency: string;
  locale: string;
  time_zone: string;
  is_demo: boolean;
}

export interface User {
  user_id: string;
  name: string;
  email: string | null;
  /** The role's code. */
  role: string;
  has_password: boolean;
}

const userColumns = sql`user_id, name, email, role, password_hash is not null as has_password`;

export async function listOrganizations(database: Database): Promise<Organization[]> {
  const found = await sql<Organization>`
    select org_id, name, currency, locale, time_zone, is_demo
    from platform.organizations order by created_at, org_id`.execute(database.kysely);
  return found.rows;
}

/** The organization of the transaction, with the built-in roles. */
export async function insertOrganization(
  tx: Tx,
  organization: Omit<Organization, 'org_id'>,
): Promise<Organization> {
  const inserted = await sql<Organization>`
    insert into platform.organizations (org_id, name, currency, locale, time_zone, is_demo)
    values (${tx.orgId}, ${organization.name}, ${organization.currency}, ${organization.locale},
            ${organization.time_zone}, ${organization.is_demo})
    returning org_id, name, currency, locale, time_zone, is_demo`.execute(tx);
  await sql`call identity.add_built_in_roles(${tx.orgId}::uuid)`.execute(tx);
  return inserted.rows[0] as Organization;
}

export async function findOrganization(tx: Tx): Promise<Organization> {
  const found = await sql<Organization>`
    select org_id, name, currency, locale, time_zone, is_demo
    from platform.organizations where org_id = ${tx.orgId}`.execute(tx);
  return found.rows[0] as Organization;
}

export async function findUserByRole(tx: Tx, role: BuiltInRole): Promise<User | undefined> {
  const found = await sql<User>`
    select ${userColumns} from identity.users
    where role = ${role} and disabled_at is null order by created_at limit 1`.execute(tx);
  return found.rows[0];
}

export async function findUser(tx: Tx, userId: string): Promise<User | undefined> {
  const found = await sql<User>`select ${userColumns} from identity.users where user_id = ${userId}`.execute(
    tx,
  );
  return found.rows[0];
}

export async function insertUser(tx: Tx, name: string, role: BuiltInRole): Promise<User> {
  const inserted = await sql<User>`
    insert into identity.users (org_id, name, role) values (${tx.orgId}, ${name}, ${role})
    returning ${userColumns}`.execute(tx);
  return inserted.rows[0] as User;
}

/** @returns false when another person uses the e-mail address */
export async function setAccount(
  tx: Tx,
  userId: string,
  account: { name: string; email: string; passwordHash: string },
): Promise<boolean> {
  const claimed = await sql<{ user_id: string }>`
    insert into identity.sign_in_names (email, org_id, user_id)
    values (${account.email}, ${tx.orgId}, ${userId})
    on conflict (email) do update set email = excluded.email
    where sign_in_names.user_id = excluded.user_id and sign_in_names.org_id = excluded.org_id
    returning user_id`.execute(tx);
  if (claimed.rows.length === 0) return false;
  await sql`delete from identity.sign_in_names
            where user_id = ${userId} and org_id = ${tx.orgId} and email <> ${account.email}`.execute(tx);
  await sql`update identity.users
            set name = ${account.name}, email = ${account.email}, password_hash = ${account.passwordHash}
            where user_id = ${userId}`.execute(tx);
  return true;
}

export async function findSignInName(
  database: Database,
  email: string,
): Promise<{ org_id: string; user_id: string } | undefined> {
  const found = await sql<{ org_id: string; user_id: string }>`
    select org_id, user_id from identity.sign_in_names where email = ${email}`.execute(database.kysely);
  return found.rows[0];
}

export async function findPasswordHash(tx: Tx, userId: string): Promise<string | undefined> {
  const found = await sql<{ password_hash: string | null }>`
    select password_hash from identity.users
    where user_id = ${userId} and disabled_at is null`.execute(tx);
  return found.rows[0]?.password_hash ?? undefined;
}

export async function insertSession(
  tx: Tx,
  session: {
    userId: string;
    tokenHash: string;
    kind: 'web' | 'terminal';
    hours: number;
    userAgent: string | undefined;
  },
): Promise<void> {
  await sql`
    insert into identity.sessions (org_id, user_id, token_hash, kind, expires_at, user_agent)
    values (${tx.orgId}, ${session.userId}, ${session.tokenHash}, ${session.kind},
            now() + make_interval(hours => ${session.hours}), ${session.userAgent?.slice(0, 300) ?? null})`.execute(
    tx,
  );
}

export interface SessionUser extends User {
  session_id: string;
  is_idle_update_due: boolean;
}

/** A session that is neither revoked, expired nor idle for too long, with its person. */
export async function findSession(
  tx: Tx,
  tokenHash: string,
  idleHours: number,
): Promise<SessionUser | undefined> {
  const found = await sql<SessionUser>`
    select s.session_id, u.user_id, u.name, u.email, u.role, u.password_hash is not null as has_password,
           s.last_seen_at < now() - interval '1 minute' as is_idle_update_due
    from identity.sessions s join identity.users u using (org_id, user_id)
    where s.token_hash = ${tokenHash} and s.revoked_at is null and s.expires_at > now() and u.disabled_at is null
      and (s.kind = 'terminal' or s.last_seen_at > now() - make_interval(secs => ${idleHours * 3600}))`.execute(
    tx,
  );
  return found.rows[0];
}

export async function touchSession(tx: Tx, sessionId: string): Promise<void> {
  await sql`update identity.sessions set last_seen_at = now() where session_id = ${sessionId}`.execute(tx);
}

export async function revokeSession(tx: Tx, sessionId: string): Promise<void> {
  await sql`update identity.sessions set revoked_at = now() where session_id = ${sessionId}`.execute(tx);
}

export async function insertSignInLink(tx: Tx, userId: string, tokenHash: string): Promise<void> {
  await sql`insert into identity.sign_in_links (org_id, user_id, token_hash, expires_at)
            values (${tx.orgId}, ${userId}, ${tokenHash}, now() + interval '24 hours')`.execute(tx);
}

/** Uses a link up; of two simultaneous tries one wins. */
export async function useSignInLink(tx: Tx, tokenHash: string): Promise<string | undefined> {
  const used = await sql<{ user_id: string }>`
    update identity.sign_in_links set used_at = now()
    where token_hash = ${tokenHash} and used_at is null and expires_at > now()
      and exists (select from identity.users u where u.user_id = sign_in_links.user_id and u.disabled_at is null)
    returning user_id`.execute(tx);
  return used.rows[0]?.user_id;
}
