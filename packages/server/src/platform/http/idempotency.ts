import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Database, type Tx, withOrganization } from '../database/index.ts';
import { conflict, invalid } from './errors.ts';
import { claimKey, keepReply, releaseKey } from './idempotency-queries.ts';

/** Keeps the reply in the transaction of the change, so that both are there or neither. */
export type KeepReply<Reply> = (tx: Tx, reply: Reply) => Promise<void>;

const keyForm = /^[\x21-\x7e]{1,200}$/;

/**
 * Does `work` once for an `Idempotency-Key`. The same request with the same key
 * is answered with the first reply and nothing happens again; another request
 * with that key is 409, as is one that arrives while the first is under way.
 * A request that failed may be sent again. Without the header, `work` is done.
 *
 * @param given.operation names what is done, the same at all addresses of the route
 * @param work must call `keep` in its transaction
 * @throws {AppError} 422 `idempotency_key_not_valid`, 409 `idempotency_key_reused` or `request_under_way`
 */
export async function answerOnce<Reply>(
  database: Database,
  given: { orgId: string; operation: string; request: FastifyRequest; status: number },
  work: (keep: KeepReply<Reply>) => Promise<Reply>,
): Promise<Reply> {
  const key = readKey(given.request);
  if (key === undefined) return work(async () => {});
  const inOrganization = <Result>(task: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, given.orgId, task);
  const requestHash = hashOf(given.operation, given.request.body);
  const earlier = await inOrganization((tx) => claimKey(tx, key, requestHash));
  if (earlier !== undefined) {
    if (earlier.request_hash !== requestHash) {
      throw conflict(
        'idempotency_key_reused',
        'This Idempotency-Key was sent with another request. Send a new key with each new request.',
      );
    }
    if (earlier.status === null) {
      throw conflict(
        'request_under_way',
        'The first request with this Idempotency-Key is still under way. Ask again in a moment.',
      );
    }
    return earlier.reply as Reply;
  }
  try {
    return await work((tx, reply) => keepReply(tx, key, given.status, reply));
  } catch (error) {
    await inOrganization((tx) => releaseKey(tx, key));
    throw error;
  }
}

function readKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && keyForm.test(key)) return key;
  throw invalid(
    'idempotency_key_not_valid',
    'The Idempotency-Key must be 1 to 200 visible characters without spaces.',
    { details: [{ field: 'idempotency-key', message: '1 to 200 visible characters' }] },
  );
}

/** Of the body as it was read: spaces and line ends between its parts do not count. */
function hashOf(operation: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([operation, body]))
    .digest('hex');
}
