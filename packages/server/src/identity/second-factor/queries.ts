import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

export interface SecondFactor {
  encrypted_secret: string;
  is_confirmed: boolean;
}

export async function findSecondFactor(tx: Tx, userId: string): Promise<SecondFactor | undefined> {
  const found = await sql<SecondFactor>`
    select encrypted_secret, confirmed_at is not null as is_confirmed
    from identity.second_factors where org_id = ${tx.orgId} and user_id = ${userId}`.execute(tx);
  return found.rows[0];
}

/** Begins an enrolment anew; one that is confirmed is left alone. */
export async function beginEnrolment(
  tx: Tx,
  given: { userId: string; encryptedSecret: string; at: Date },
): Promise<boolean> {
  const begun = await sql`
    insert into identity.second_factors (org_id, user_id, encrypted_secret, created_at)
    values (${tx.orgId}, ${given.userId}, ${given.encryptedSecret}, ${given.at})
    on conflict (org_id, user_id) do update
      set encrypted_secret = excluded.encrypted_secret, created_at = excluded.created_at, last_step = 0
      where second_factors.confirmed_at is null`.execute(tx);
  return begun.numAffectedRows === 1n;
}

/** Uses a code's step up: of two requests with one code, or an older one, the second gets false. */
export async function useStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const used = await sql`
    update identity.second_factors set last_step = ${step}
    where org_id = ${tx.orgId} and user_id = ${userId} and last_step < ${step}`.execute(tx);
  return used.numAffectedRows === 1n;
}

export async function confirmFactor(tx: Tx, userId: string, at: Date): Promise<boolean> {
  const confirmed = await sql`
    update identity.second_factors set confirmed_at = ${at}
    where org_id = ${tx.orgId} and user_id = ${userId} and confirmed_at is null`.execute(tx);
  return confirmed.numAffectedRows === 1n;
}

/** Its recovery codes go with it. */
export async function removeFactor(tx: Tx, userId: string): Promise<boolean> {
  const removed = await sql`
    delete from identity.second_factors
    where org_id = ${tx.orgId} and user_id = ${userId} and confirmed_at is not null`.execute(tx);
  return removed.numAffectedRows === 1n;
}

export async function replaceRecoveryCodes(tx: Tx, userId: string, codeHashes: string[]): Promise<void> {
  await sql`delete from identity.recovery_codes where org_id = ${tx.orgId} and user_id = ${userId}`.execute(
    tx,
  );
  for (const codeHash of codeHashes) {
    await sql`insert into identity.recovery_codes (org_id, code_hash, user_id)
              values (${tx.orgId}, ${codeHash}, ${userId})`.execute(tx);
  }
}

export async function useRecoveryCode(tx: Tx, userId: string, codeHash: string, at: Date): Promise<boolean> {
  const used = await sql`
    update identity.recovery_codes set used_at = ${at}
    where org_id = ${tx.orgId} and user_id = ${userId} and code_hash = ${codeHash} and used_at is null`.execute(
    tx,
  );
  return used.numAffectedRows === 1n;
}

export async function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  const found = await sql<{ unused: number }>`
    select count(*) as unused from identity.recovery_codes
    where org_id = ${tx.orgId} and user_id = ${userId} and used_at is null`.execute(tx);
  return found.rows[0]?.unused ?? 0;
}

export interface Challenge {
  user_id: string;
  name: string;
  email: string | null;
  mode: 'cookie' | 'token';
  first_step: string;
}

export async function insertChallenge(
  tx: Tx,
  given: {
    tokenHash: string;
    userId: string;
    mode: 'cookie' | 'token';
    by: string;
    at: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await sql`
    insert into identity.sign_in_challenges
      (org_id, token_hash, user_id, mode, first_step, created_at, expires_at)
    values (${tx.orgId}, ${given.tokenHash}, ${given.userId}, ${given.mode}, ${given.by}, ${given.at},
            ${given.expiresAt})`.execute(tx);
}

/** An open challenge with its person; its row is locked, so that it opens one session. */
export async function lockChallenge(tx: Tx, tokenHash: string, at: Date): Promise<Challenge | undefined> {
  const locked = await sql<{ user_id: string; mode: 'cookie' | 'token'; first_step: string }>`
    select user_id, mode, first_step from identity.sign_in_challenges
    where org_id = ${tx.orgId} and token_hash = ${tokenHash} and used_at is null and expires_at > ${at}
    for update`.execute(tx);
  const challenge = locked.rows[0];
  if (challenge === undefined) return undefined;
  const found = await sql<{ name: string; email: string | null }>`
    select name, email from identity.users
    where org_id = ${tx.orgId} and user_id = ${challenge.user_id} and disabled_at is null`.execute(tx);
  const person = found.rows[0];
  return person === undefined ? undefined : { ...challenge, ...person };
}

export async function useChallenge(tx: Tx, tokenHash: string, at: Date): Promise<void> {
  await sql`update identity.sign_in_challenges set used_at = ${at}
            where org_id = ${tx.orgId} and token_hash = ${tokenHash}`.execute(tx);
}

export async function removeOldChallenges(tx: Tx, before: Date): Promise<void> {
  await sql`delete from identity.sign_in_challenges
            where org_id = ${tx.orgId} and expires_at < ${before}`.execute(tx);
}
