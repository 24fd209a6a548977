import { type Clock, secondsAfter } from '../../platform/clock.ts';
import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { missing } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import { recordSecurityEvent, type SecurityEventKind } from '../audit/security-events.ts';
import { endSignIns } from '../credentials/queries.ts';
import { findUser } from '../queries.ts';
import type { RefuseSuperior } from '../roles/superior.ts';
import { createToken, readToken } from '../token.ts';
import { type AccessTokens, accessTokenSeconds } from './access-token.ts';
import { cookieDays } from './cookies.ts';
import {
  type EndReason,
  endSessions,
  findWebSession,
  insertSession,
  listSessions,
  prolongWebSession,
} from './queries.ts';
import { insertRefreshToken } from './refresh-queries.ts';
import type { SessionsQuery, TokenReply } from './schema.ts';

const day = 24 * 3600;
export const refreshTokenSeconds = 7 * day;
const terminalSeconds = 365 * day;

/** From where somebody signs in. */
export interface Visitor {
  address: string | undefined;
  userAgent: string | undefined;
  correlationId: string;
}

/** What a person who signed in is given: a secret for a cookie, or a pair of tokens. */
export type Opened = { orgId: string; userId: string; sessionId: string } & (
  | { cookie: string }
  | { tokens: TokenReply }
);

export interface SessionsOptions {
  database: Database;
  clock: Clock;
  accessTokens: AccessTokens;
  refuseSuperior: RefuseSuperior;
  idleSeconds: number;
  /** A session ends after this, however often it is refreshed or prolonged. */
  maxSeconds: number;
}

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(options: SessionsOptions) {
  const { database, clock, accessTokens, idleSeconds, refuseSuperior } = options;
  const inOrganization = <Result>(caller: Pick<Caller, 'orgId'>, work: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, caller.orgId, work);

  async function mayDecide(tx: Tx, caller: Caller, userId: string): Promise<void> {
    const person = await findUser(tx, userId);
    if (person !== undefined) await refuseSuperior(tx, caller, { userId, name: person.name });
  }

  async function makePair(
    tx: Tx,
    session: { sessionId: string; userId: string; endsAt: Date },
  ): Promise<TokenReply> {
    const at = clock();
    const { token, tokenHash } = createToken(tx.orgId);
    const expiresAt = earlier(secondsAfter(at, refreshTokenSeconds), session.endsAt);
    await insertRefreshToken(tx, { tokenHash, sessionId: session.sessionId, at, expiresAt });
    return {
      access_token: await accessTokens.issue({ orgId: tx.orgId, ...session }),
      refresh_token: token,
      token_type: 'Bearer',
      expires_in: accessTokenSeconds,
    };
  }

  /** Ends sessions and tells the trail; in the caller's transaction. */
  async function end(
    tx: Tx,
    which: Parameters<typeof endSessions>[1],
    reason: EndReason,
    actor: Actor,
  ): Promise<number> {
    const ended = await endSessions(tx, which, reason, clock());
    await recordAudit(
      tx,
      actor,
      ended.map((session) => ({
        verb: 'session_ended',
        entity: 'user',
        entityId: session.user_id,
        after: { session_id: session.session_id, reason },
      })),
    );
    for (const { session_id: sessionId, user_id: userId } of ended) {
      await recordSecurityEvent(tx, {
        kind: eventOf[reason],
        userId,
        actorId: actor.userId,
        sessionId,
        detail: { reason },
        correlationId: actor.correlationId,
      });
    }
    return ended.length;
  }

  return {
    makePair,
    end,

    /** Opens a session of its own for each sign-in; a secret that was known before is never taken over. */
    async open(tx: Tx, userId: string, mode: 'cookie' | 'token', visitor: Visitor): Promise<Opened> {
      const at = clock();
      const { address, userAgent } = visitor;
      if (mode === 'cookie') {
        const { token, tokenHash } = createToken(tx.orgId);
        const expiresAt = secondsAfter(at, cookieDays * day);
        const session = { userId, kind: 'web' as const, tokenHash, at, expiresAt, address, userAgent };
        return { orgId: tx.orgId, userId, sessionId: await insertSession(tx, session), cookie: token };
      }
      const endsAt = secondsAfter(at, options.maxSeconds);
      const session = { userId, kind: 'token' as const, tokenHash: null, at, expiresAt: endsAt };
      const sessionId = await insertSession(tx, { ...session, address, userAgent });
      return {
        orgId: tx.orgId,
        userId,
        sessionId,
        tokens: await makePair(tx, { sessionId, userId, endsAt }),
      };
    },

    /**
     * A browser that is in use keeps its session for another seven days. Its
     * secret stays, so that two tabs may ask at once: there is nothing to use twice.
     */
    prolong: (caller: Caller) =>
      inOrganization(caller, (tx) =>
        prolongWebSession(tx, {
          sessionId: caller.sessionId,
          expiresAt: secondsAfter(clock(), cookieDays * day),
          longestSeconds: options.maxSeconds,
        }),
      ),

    /** The token of this machine's terminal. */
    async openTerminal(tx: Tx, userId: string): Promise<string> {
      const at = clock();
      const { token, tokenHash } = createToken(tx.orgId);
      const expiresAt = secondsAfter(at, terminalSeconds);
      const session = { userId, kind: 'terminal' as const, tokenHash, at, expiresAt };
      await insertSession(tx, { ...session, address: undefined, userAgent: undefined });
      return token;
    },

    list: (caller: Caller, userId: string, query: SessionsQuery) =>
      inOrganization(caller, async (tx) => {
        await mustExist(tx, userId);
        const found = await listSessions(tx, { userId, at: clock(), idleSeconds, ...query });
        const data = found.data.map((row) => ({ ...row, is_current: row.session_id === caller.sessionId }));
        return { ...found, data };
      }),

    signOut: (caller: Caller, correlationId: string) =>
      inOrganization(caller, (tx) =>
        end(tx, { sessionId: caller.sessionId }, 'signed_out', actorOf(caller, correlationId)),
      ),

    signOutEverywhere: (caller: Caller, correlationId: string) =>
      inOrganization(caller, async (tx) => {
        await endSignIns(tx, caller.userId, clock());
        return end(tx, { userId: caller.userId }, 'signed_out_everywhere', actorOf(caller, correlationId));
      }),

    /** @throws {AppError} 404 when this person has no such session that still works */
    revoke: (caller: Caller, which: { userId: string; sessionId: string }, correlationId: string) =>
      inOrganization(caller, async (tx) => {
        await mayDecide(tx, caller, which.userId);
        if ((await end(tx, which, 'revoked', actorOf(caller, correlationId))) === 0) {
          throw missing('session_not_found', 'There is no such session, or it has ended already.');
        }
      }),

    /** A browser that signs in again gives up the session it had, so that no old secret outlives the sign-in. */
    async endReplaced(cookie: string): Promise<void> {
      const read = readToken(cookie);
      if (read === undefined) return;
      await withOrganization(database, read.orgId, async (tx) => {
        const before = await findWebSession(tx, read.tokenHash);
        if (before === undefined) return;
        await end(tx, { sessionId: before.session_id }, 'replaced', {
          userId: before.user_id,
          name: before.name,
        });
      });
    },

    revokeAll: (caller: Caller, userId: string, correlationId: string) =>
      inOrganization(caller, async (tx) => {
        await mustExist(tx, userId);
        await mayDecide(tx, caller, userId);
        await endSignIns(tx, userId, clock());
        return end(tx, { userId }, 'revoked', actorOf(caller, correlationId));
      }),
  };
}

const eventOf: Record<EndReason, SecurityEventKind> = {
  signed_out: 'logged_out',
  signed_out_everywhere: 'logged_out',
  replaced: 'logged_out',
  revoked: 'session_revoked',
  refresh_token_reused: 'refresh_reused',
  password_changed: 'session_revoked',
  deactivated: 'session_revoked',
};

async function mustExist(tx: Tx, userId: string): Promise<void> {
  if ((await findUser(tx, userId)) === undefined) {
    throw missing('user_not_found', 'There is no such person in this organization.');
  }
}

export function actorOf(caller: Pick<Caller, 'userId' | 'name'>, correlationId: string): Actor {
  return { userId: caller.userId, name: caller.name, correlationId };
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
