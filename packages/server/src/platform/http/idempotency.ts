import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Database, type Tx, withEveryCommit, withOrganization } from '../database/index.ts';
import { AppError, conflict, invalid } from './errors.ts';
import {
  claimKey,
  type EarlierRequest,
  findKey,
  type IdempotencyKey,
  type KeptReply,
  keepReply,
  markEffect,
  releaseKey,
} from './idempotency-queries.ts';
import type { Route } from './route.ts';

/**
 * Every POST of a signed-in caller takes an `Idempotency-Key`, unless its route
 * says otherwise; of the other changes those do that say so.
 */
export function takesIdempotencyKey(route: Route): boolean {
  if (route.method === 'GET' || route.permission === 'public') return false;
  return route.idempotent ?? route.method === 'POST';
}

export interface OnceOptions {
  orgId: string;
  userId: string;
  /** `METHOD path`, the same at all addresses of the route. */
  route: string;
  key: string;
  /** What must be the same when the key comes again. */
  request: unknown;
  /** False where the reply holds a secret: the change is made once, its reply is not repeated. */
  keepsReply: boolean;
}

/** In place of a status, for a reply that is not kept. */
const notRepeated = 0;

/** How long a repetition waits for the first request to end. */
const patienceMs = 10_000;

/**
 * Does `work` once for a key. The same request with the same key is answered
 * with the first reply and nothing happens again; one that arrives while the
 * first is under way waits for it. A request that was refused may be sent
 * again; so may one that broke, if it had changed nothing.
 *
 * @throws {AppError} 409 `idempotency_key_reused`, `request_under_way` or `reply_not_kept`
 */
export async function answerOnce(
  database: Database,
  given: OnceOptions,
  work: () => Promise<KeptReply>,
): Promise<KeptReply & { isRepeated: boolean }> {
  const key: IdempotencyKey = given;
  const inOrganization = <Result>(task: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, given.orgId, task);
  const requestHash = hashOf(given.request);
  const deadline = Date.now() + patienceMs;
  let earlier = await inOrganization((tx) => claimKey(tx, key, requestHash));
  for (let pauseMs = 20; earlier !== undefined; pauseMs = Math.min(pauseMs * 2, 250)) {
    const reply = replyOf(earlier, requestHash);
    if (reply !== undefined) return { ...reply, isRepeated: true };
    if (Date.now() > deadline) throw underWay();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    // The first may have been refused meanwhile; then the key is free and this one takes it.
    earlier =
      (await inOrganization((tx) => findKey(tx, key))) ??
      (await inOrganization((tx) => claimKey(tx, key, requestHash)));
  }
  try {
    const reply = await withEveryCommit(markEffect(given.orgId, key), work);
    const kept = given.keepsReply ? reply : { status: notRepeated, headers: {}, body: '' };
    await inOrganization((tx) => keepReply(tx, key, kept));
    return { ...reply, isRepeated: false };
  } catch (error) {
    const isRefusal = error instanceof AppError && error.status < 500;
    await inOrganization((tx) => releaseKey(tx, key, isRefusal)).catch(() => undefined);
    throw error;
  }
}

/** @returns undefined while the first request may still be under way */
function replyOf(earlier: EarlierRequest, requestHash: string): KeptReply | undefined {
  if (earlier.request_hash !== requestHash) {
    throw conflict(
      'idempotency_key_reused',
      'This Idempotency-Key was sent with another request. Send a new key with each new request.',
    );
  }
  const { status, headers, body } = earlier;
  if (status === notRepeated) throw notKept();
  if (status !== null) return { status, headers: headers ?? {}, body: body ?? '' };
  if (earlier.has_effect && earlier.is_over) throw notKept();
  return undefined;
}

function underWay(): AppError {
  return conflict(
    'request_under_way',
    'The first request with this Idempotency-Key is still under way. Ask again in a moment.',
  );
}

function notKept(): AppError {
  return conflict(
    'reply_not_kept',
    'The first request with this Idempotency-Key has made its change, but its reply cannot be repeated. Look at what there is now.',
  );
}

const keyForm = /^[\x21-\x7e]{1,200}$/;

/** @throws {AppError} 422 `idempotency_key_not_valid` */
export function readIdempotencyKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && keyForm.test(key)) return key;
  throw invalid(
    'idempotency_key_not_valid',
    'The Idempotency-Key must be 1 to 200 visible characters without spaces.',
    { details: [{ field: 'idempotency-key', message: '1 to 200 visible characters' }] },
  );
}

/** Of the request as it was read: spaces and line ends between the parts of a body do not count. */
function hashOf(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}
