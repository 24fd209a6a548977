import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

export interface KeptReply {
  request_hash: string;
  /** Null while the first request is under way. */
  status: number | null;
  reply: unknown;
}

/**
 * Takes a key for a request. A request that never came to an end loses its key
 * after ten minutes; kept replies are forgotten after a day.
 *
 * @returns undefined when the key is ours now, otherwise what it was used for
 */
export async function claimKey(tx: Tx, key: string, requestHash: string): Promise<KeptReply | undefined> {
  await sql`
    delete from platform.idempotency_keys
    where created_at < now() - interval '1 day'
       or (status is null and created_at < now() - interval '10 minutes')`.execute(tx);
  const claimed = await sql`
    insert into platform.idempotency_keys (org_id, key, request_hash)
    values (${tx.orgId}, ${key}, ${requestHash})
    on conflict do nothing`.execute(tx);
  if (claimed.numAffectedRows === 1n) return undefined;
  const found = await sql<KeptReply>`
    select request_hash, status, reply from platform.idempotency_keys where key = ${key}`.execute(tx);
  return found.rows[0];
}

export async function keepReply(tx: Tx, key: string, status: number, reply: unknown): Promise<void> {
  await sql`
    update platform.idempotency_keys set status = ${status}, reply = ${JSON.stringify(reply)}::jsonb
    where key = ${key}`.execute(tx);
}

/** Gives back the key of a request that failed, so that it can be sent again. */
export async function releaseKey(tx: Tx, key: string): Promise<void> {
  await sql`delete from platform.idempotency_keys where key = ${key} and status is null`.execute(tx);
}

/** Forgets kept replies from before a moment. */
export async function forgetReplies(tx: Tx, before: Date): Promise<number> {
  const gone = await sql`delete from platform.idempotency_keys where created_at < ${before}`.execute(tx);
  return Number(gone.numAffectedRows ?? 0n);
}
