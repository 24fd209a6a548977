import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from '../database/index.ts';

/** A key as one caller sent it to one route. */
export interface IdempotencyKey {
  userId: string;
  route: string;
  key: string;
}

/** A reply as it was written. */
export interface KeptReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface EarlierRequest {
  request_hash: string;
  /** A transaction of the request has changed something. */
  has_effect: boolean;
  /** The request began long enough ago to have ended, one way or the other. */
  is_over: boolean;
  /** Null while the first request is under way, 0 where its reply is not kept. */
  status: number | null;
  headers: Record<string, string> | null;
  body: string | null;
}

const rowOf = ({ userId, route, key }: IdempotencyKey) =>
  sql`user_id = ${userId}::uuid and route = ${route} and key = ${key}`;

/**
 * Takes a key for a request. One whose request died without an effect is free
 * again after ten minutes; the nightly run forgets what is older than
 * GRANARY_KEEP_IDEMPOTENCY_DAYS.
 *
 * @returns undefined when the key is ours now, otherwise what it was used for
 */
export async function claimKey(
  tx: Tx,
  given: IdempotencyKey,
  requestHash: string,
): Promise<EarlierRequest | undefined> {
  await sql`
    delete from platform.idempotency_keys
    where status is null and not has_effect and created_at < now() - interval '10 minutes'`.execute(tx);
  const claimed = await sql`
    insert into platform.idempotency_keys (org_id, user_id, route, key, request_hash)
    values (${tx.orgId}, ${given.userId}, ${given.route}, ${given.key}, ${requestHash})
    on conflict do nothing`.execute(tx);
  return claimed.numAffectedRows === 1n ? undefined : findKey(tx, given);
}

export async function findKey(tx: Tx, given: IdempotencyKey): Promise<EarlierRequest | undefined> {
  const found = await sql<EarlierRequest>`
    select request_hash, has_effect, status, headers, body,
           created_at < now() - interval '10 minutes' as is_over
    from platform.idempotency_keys where ${rowOf(given)}`.execute(tx);
  return found.rows[0];
}

export async function keepReply(tx: Tx, given: IdempotencyKey, reply: KeptReply): Promise<void> {
  await sql`
    update platform.idempotency_keys
    set status = ${reply.status}, headers = ${JSON.stringify(reply.headers)}::jsonb, body = ${reply.body}
    where ${rowOf(given)}`.execute(tx);
}

/**
 * Gives back the key of a request that failed, so that it can be sent again:
 * always, or only if none of its transactions has changed anything.
 */
export async function releaseKey(tx: Tx, given: IdempotencyKey, always: boolean): Promise<void> {
  await sql`
    delete from platform.idempotency_keys
    where ${rowOf(given)} and status is null and (${always}::boolean or not has_effect)`.execute(tx);
}

/** Runs in each transaction of the request that writes, with its commit. */
export function markEffect(orgId: string, { userId, route, key }: IdempotencyKey): string {
  const [org, user, path, name] = [orgId, userId, route, key].map((text) => pg.escapeLiteral(text));
  return `
    update platform.idempotency_keys set has_effect = true
    where org_id = ${org} and user_id = ${user} and route = ${path} and key = ${name} and not has_effect
      and pg_current_xact_id_if_assigned() is not null`;
}

/** Forgets kept replies from before a moment. */
export async function forgetReplies(tx: Tx, before: Date): Promise<number> {
  const gone = await sql`delete from platform.idempotency_keys where created_at < ${before}`.execute(tx);
  return Number(gone.numAffectedRows ?? 0n);
}
