import { secondsAfter } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { createToken } from '../token.ts';
import { insertSession } from './queries.ts';

/** For tests: the token of a session of its own for somebody, for an hour. */
export async function openTestSession(tx: Tx, userId: string, at = new Date()): Promise<string> {
  const { token, tokenHash } = createToken(tx.orgId);
  const session = { userId, kind: 'terminal' as const, tokenHash, at, expiresAt: secondsAfter(at, 3600) };
  await insertSession(tx, { ...session, address: undefined, userAgent: 'test' });
  return token;
}
