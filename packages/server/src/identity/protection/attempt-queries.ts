import { sql, type Transaction } from 'kysely';
import type { Database, Tables } from '../../platform/database/index.ts';

/** The row that counts for all clients which are not known. */
export const anyClient = '';

export interface Attempts {
  client_hash: string;
  failures: number;
  last_at: Date;
  blocked_until: Date | null;
  known_until: Date | null;
}

type SharedTx = Transaction<Tables>;

/** These rows belong to no organization: an attempt comes before one is known. */
export function inSharedTransaction<Result>(
  database: Database,
  work: (tx: SharedTx) => Promise<Result>,
): Promise<Result> {
  return database.kysely.transaction().execute(work);
}

/** Makes the rows where they are missing and locks them, always in the same order. */
export async function lockAttempts(
  tx: SharedTx,
  accountHash: string,
  clientHash: string,
  at: Date,
): Promise<{ own: Attempts; all: Attempts }> {
  await sql`
    insert into identity.sign_in_attempts (account_hash, client_hash, last_at)
    values (${accountHash}, ${anyClient}, ${at}), (${accountHash}, ${clientHash}, ${at})
    on conflict do nothing`.execute(tx);
  const found = await sql<Attempts>`
    select client_hash, failures, last_at, blocked_until, known_until from identity.sign_in_attempts
    where account_hash = ${accountHash} and client_hash in (${anyClient}, ${clientHash})
    order by client_hash for update`.execute(tx);
  const [all, own] = found.rows as [Attempts, Attempts];
  return { own, all };
}

/** Whether somebody signed in to this account from there not long ago. */
export async function isKnownClient(
  tx: SharedTx,
  accountHash: string,
  clientHash: string,
  at: Date,
): Promise<boolean> {
  const found = await sql`
    select from identity.sign_in_attempts
    where account_hash = ${accountHash} and client_hash = ${clientHash} and known_until > ${at}`.execute(tx);
  return found.rows.length > 0;
}

export async function saveAttempts(tx: SharedTx, accountHash: string, row: Attempts): Promise<void> {
  await sql`
    update identity.sign_in_attempts
    set failures = ${row.failures}, last_at = ${row.last_at}, blocked_until = ${row.blocked_until},
        known_until = ${row.known_until}
    where account_hash = ${accountHash} and client_hash = ${row.client_hash}`.execute(tx);
}

/** Until when anybody has to wait at each of these accounts, of those where somebody has to. */
export async function findDelays(
  database: Database,
  accountHashes: readonly string[],
  at: Date,
): Promise<{ account_hash: string; until: Date }[]> {
  const found = await sql<{ account_hash: string; until: Date }>`
    select account_hash, max(blocked_until) as until from identity.sign_in_attempts
    where account_hash = any (${accountHashes}::text[]) and blocked_until > ${at}
    group by account_hash`.execute(database.kysely);
  return found.rows;
}

/** Lifts every delay of an account; who is known for it stays known. */
export async function clearAttempts(database: Database, accountHash: string): Promise<void> {
  await sql`update identity.sign_in_attempts set failures = 0, blocked_until = null
            where account_hash = ${accountHash}`.execute(database.kysely);
}

/** Rows that say nothing any more. */
export async function removeOldAttempts(database: Database, at: Date): Promise<number> {
  const removed = await sql`
    delete from identity.sign_in_attempts
    where last_at < ${at}::timestamptz - interval '1 day' and (known_until is null or known_until < ${at})`.execute(
    database.kysely,
  );
  return Number(removed.numAffectedRows ?? 0n);
}
