import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/database/index.ts';

/**
 * @param account.passwordHash null leaves the password as it is
 * @returns false when another person uses the e-mail address
 */
export async function setAccount(
  tx: Tx,
  userId: string,
  account: { name: string; email: string; passwordHash: string | null },
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
            set name = ${account.name}, email = ${account.email},
                password_hash = coalesce(${account.passwordHash}, password_hash),
                version = version + 1
            where org_id = ${tx.orgId} and user_id = ${userId}`.execute(tx);
  return true;
}

export async function setPasswordHash(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await sql`update identity.users set password_hash = ${passwordHash}
            where org_id = ${tx.orgId} and user_id = ${userId}`.execute(tx);
}

export async function findSignInName(
  database: Database,
  email: string,
): Promise<{ org_id: string; user_id: string } | undefined> {
  const found = await sql<{ org_id: string; user_id: string }>`
    select org_id, user_id from identity.sign_in_names where email = ${email}`.execute(database.kysely);
  return found.rows[0];
}

/** @param lock until the transaction ends the password stays as it is, and whoever changes it sees what was opened by it */
export async function findPassword(
  tx: Tx,
  userId: string,
  lock?: 'lock',
): Promise<{ name: string; email: string | null; password_hash: string | null } | undefined> {
  const found = await sql<{ name: string; email: string | null; password_hash: string | null }>`
    select name, email, password_hash from identity.users
    where org_id = ${tx.orgId} and user_id = ${userId} and disabled_at is null
    ${lock === undefined ? sql`` : sql`for no key update`}`.execute(tx);
  return found.rows[0];
}

/**
 * Sign-ins that were begun and not finished: links, and questions for the
 * second factor. Called before sessions are ended, so that none is opened
 * behind their end.
 */
export async function endSignIns(tx: Tx, userId: string, at: Date): Promise<void> {
  await sql`update identity.sign_in_links set used_at = ${at}
            where org_id = ${tx.orgId} and user_id = ${userId} and used_at is null`.execute(tx);
  await sql`update identity.sign_in_challenges set used_at = ${at}
            where org_id = ${tx.orgId} and user_id = ${userId} and used_at is null`.execute(tx);
}

/** Every way into an account that was begun, links to a new password among them. */
export async function endWaysIn(tx: Tx, userId: string, at: Date): Promise<void> {
  await endSignIns(tx, userId, at);
  await sql`update identity.password_resets set used_at = ${at}
            where org_id = ${tx.orgId} and user_id = ${userId} and used_at is null`.execute(tx);
}

export async function insertSignInLink(
  tx: Tx,
  link: { userId: string; tokenHash: string; at: Date; expiresAt: Date; onMachine: boolean },
): Promise<void> {
  await sql`
    insert into identity.sign_in_links (org_id, user_id, token_hash, created_at, expires_at, made_on_machine)
    values (${tx.orgId}, ${link.userId}, ${link.tokenHash}, ${link.at}, ${link.expiresAt}, ${link.onMachine})`.execute(
    tx,
  );
}

/** Uses a link up; of two simultaneous tries one wins. */
export async function useSignInLink(
  tx: Tx,
  tokenHash: string,
  at: Date,
): Promise<{ user_id: string; made_on_machine: boolean } | undefined> {
  const used = await sql<{ user_id: string; made_on_machine: boolean }>`
    update identity.sign_in_links set used_at = ${at}
    where org_id = ${tx.orgId} and token_hash = ${tokenHash} and used_at is null and expires_at > ${at}
      and exists (select from identity.users u
                  where u.org_id = sign_in_links.org_id and u.user_id = sign_in_links.user_id and u.disabled_at is null)
    returning user_id, made_on_machine`.execute(tx);
  return used.rows[0];
}
