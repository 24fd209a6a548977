import type { Logger } from 'pino';
import type { Clock } from '../../platform/clock.ts';
import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { conflict, unauthenticated } from '../../platform/http/errors.ts';
import { readToken } from '../token.ts';
import { sessionEnded } from './authenticate.ts';
import type { EndReason, SessionState } from './queries.ts';
import { lockRefreshToken, markDoubled, markUsed, touchSession } from './refresh-queries.ts';
import type { TokenReply } from './schema.ts';
import type { Sessions } from './service.ts';

type Outcome =
  | { kind: 'renewed'; tokens: TokenReply }
  | { kind: 'ended'; state: Exclude<SessionState, 'live'>; reason: EndReason | null }
  | { kind: 'unknown' | 'expired' | 'double' | 'stolen' };

/**
 * Exchanges a refresh token for a new pair. Each works once.
 *
 * A copy that was under way while the first was being answered comes from a
 * client that sends twice: it is told so (409) and nothing ends, since the
 * pair went to that client. A copy that comes later comes from somebody who
 * kept it: the whole session ends at once, for the client and for the thief,
 * whichever of them was first. The 409 hands out nothing, so a thief gains
 * nothing by being quick.
 */
export function createRefresh(options: {
  database: Database;
  clock: Clock;
  log: Logger;
  sessions: Sessions;
  idleSeconds: number;
}) {
  const { clock, log, sessions, idleSeconds } = options;

  async function exchange(
    tx: Tx,
    given: { tokenHash: string; arrivedAt: number; correlationId: string },
  ): Promise<Outcome> {
    const at = clock();
    const waitedMs = performance.now() - given.arrivedAt;
    const found = await lockRefreshToken(tx, { tokenHash: given.tokenHash, waitedMs, at, idleSeconds });
    if (found === undefined) return { kind: 'unknown' };
    if (found.state !== 'live') return { kind: 'ended', state: found.state, reason: found.end_reason };
    if (found.is_double) {
      await markDoubled(tx, given.tokenHash);
      return { kind: 'double' };
    }
    if (found.is_used) {
      const actor = { userId: found.user_id, name: found.name, correlationId: given.correlationId };
      await sessions.end(tx, { sessionId: found.session_id }, 'refresh_token_reused', actor);
      return { kind: 'stolen' };
    }
    if (found.is_expired) return { kind: 'expired' };
    await touchSession(tx, found.session_id, at);
    const session = { sessionId: found.session_id, userId: found.user_id, endsAt: found.session_expires_at };
    const tokens = await sessions.makePair(tx, session);
    await markUsed(tx, given.tokenHash);
    return { kind: 'renewed', tokens };
  }

  /** @param given.arrivedAt when the request came, by `performance.now()` */
  return async (given: {
    refreshToken: string;
    arrivedAt: number;
    correlationId: string;
  }): Promise<TokenReply> => {
    const read = readToken(given.refreshToken);
    if (read === undefined) {
      throw unauthenticated('token_malformed', 'This is not a refresh token that Granary makes.');
    }
    const outcome = await withOrganization(options.database, read.orgId, (tx) =>
      exchange(tx, { ...given, tokenHash: read.tokenHash }),
    );
    switch (outcome.kind) {
      case 'renewed':
        return outcome.tokens;
      case 'ended':
        throw sessionEnded(outcome.state, outcome.reason);
      case 'unknown':
        throw unauthenticated('token_not_valid', 'This refresh token was not made here. Sign in again.');
      case 'expired':
        throw unauthenticated('token_expired', 'The refresh token has expired. Sign in again.');
      case 'double':
        throw conflict(
          'refresh_under_way',
          'This refresh token was sent twice at the same time. Use the pair that the other request was answered with.',
        );
      case 'stolen':
        log.warn({ orgId: read.orgId }, 'a refresh token was used again; its session was ended');
        throw unauthenticated(
          'refresh_token_reused',
          'This refresh token was used before. Somebody else may hold it, so the session was ended. Sign in again.',
        );
    }
  };
}
