import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { unauthenticated } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { readToken } from '../token.ts';
import { readMachineTokenText } from '../tokens/machine-token.ts';
import { findMachineToken } from '../tokens/queries.ts';
import type { AccessTokens } from './access-token.ts';
import { refuseForeignPage } from './cookie-defence.ts';
import { readSessionCookie } from './cookies.ts';
import type { RightsFrom } from './known-rights.ts';
import { type EndReason, type FoundSession, findSession, type SessionKey } from './queries.ts';

export interface AuthenticateOptions {
  database: Database;
  clock: Clock;
  accessTokens: AccessTokens;
  rights: RightsFrom;
  idleSeconds: number;
  publicUrl: string | undefined;
}

/** @param how.isActivity whether it keeps the session from ending as idle; default true */
export type Authenticate = (
  request: FastifyRequest,
  how?: { isActivity: boolean },
) => Promise<Caller | undefined>;

type Credential =
  | { via: 'cookie' | 'access_token'; key: SessionKey }
  | { via: 'machine_token'; key: { orgId: string; tokenHash: string } };

/**
 * Answers who sent a request: undefined when it carries no credential.
 *
 * @throws {AppError} 401 with a code that says what is wrong with the credential; 403 when the cookie came from another site's page
 */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  return async (request, { isActivity } = { isActivity: true }) => {
    const credential = await readCredential(request, options);
    if (credential === undefined) return undefined;
    if (credential.via === 'cookie') refuseForeignPage(request, options.publicUrl);
    const { database, clock, idleSeconds } = options;
    if (credential.via === 'machine_token') return callerOfToken(credential.key, options);
    const found = await findSession(database, credential.key, { at: clock(), idleSeconds, isActivity });
    if (found === undefined) throw notValid();
    if (found.state !== 'live') throw sessionEnded(found.state, found.end_reason);
    return callerOf(credential, found, options.rights);
  };
}

async function callerOfToken(
  key: { orgId: string; tokenHash: string },
  { database, clock, rights }: AuthenticateOptions,
): Promise<Caller> {
  const found = await findMachineToken(database, key, clock());
  if (found === undefined) throw notValid();
  switch (found.state) {
    case 'revoked':
    case 'deactivated':
      throw unauthenticated('session_revoked', 'This token was revoked, or its maker deactivated.');
    case 'expired':
      throw unauthenticated('token_expired', 'This token has reached its last day. Make a new one.');
    case 'live': {
      const makers = rights(found);
      const permissions = new Set(found.scopes.filter((name) => makers.permissions.has(name)));
      const { orgId } = key;
      return {
        orgId,
        userId: found.user_id,
        name: found.name,
        sessionId: found.token_id,
        ...makers,
        permissions,
        via: 'machine_token',
        viewAs: null,
        changes: found.changes,
      };
    }
  }
}

function callerOf(
  { via, key }: Exclude<Credential, { via: 'machine_token' }>,
  found: FoundSession,
  rights: RightsFrom,
): Caller {
  return {
    orgId: key.orgId,
    userId: found.user_id,
    name: found.name,
    sessionId: found.session_id,
    ...rights(found),
    via,
    viewAs: null,
    changes: found.changes,
  };
}

async function readCredential(
  request: FastifyRequest,
  { accessTokens, publicUrl }: AuthenticateOptions,
): Promise<Credential | undefined> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw malformed('The Authorization header must read "Bearer <token>".');
    return readBearer(token, accessTokens);
  }
  const cookie = readSessionCookie(request, publicUrl);
  if (cookie === undefined) return undefined;
  const key = readToken(cookie);
  if (key === undefined) throw malformed('The session cookie has not the form of one.');
  return { via: 'cookie', key };
}

async function readBearer(token: string, accessTokens: AccessTokens): Promise<Credential> {
  const machine = readMachineTokenText(token);
  if (machine !== undefined) return { via: 'machine_token', key: machine };
  const secret = readToken(token);
  if (secret !== undefined) return { via: 'access_token', key: secret };
  const read = await accessTokens.read(token);
  switch (read.state) {
    case 'valid':
      return { via: 'access_token', key: { orgId: read.claims.orgId, sessionId: read.claims.sessionId } };
    case 'expired':
      throw unauthenticated(
        'token_expired',
        'The access token has expired. Exchange the refresh token for a new pair at POST /auth/refresh.',
      );
    case 'malformed':
      throw malformed('This is not a token that Granary makes. Sign in, or send one that is.');
    case 'not_valid':
      throw notValid();
  }
}

const malformed = (message: string) => unauthenticated('token_malformed', message);

function notValid() {
  return unauthenticated('token_not_valid', 'This token was not made here, or was changed. Sign in again.');
}

const endings: Record<EndReason, string> = {
  signed_out: 'This session was signed out.',
  signed_out_everywhere: 'All sessions were signed out.',
  revoked: 'This session was ended from another session or by an administrator.',
  replaced: 'This session ended when its browser signed in again.',
  refresh_token_reused: 'This session was ended since one of its refresh tokens was used twice.',
  password_changed: 'This session ended when the password was changed.',
  deactivated: 'The account was deactivated.',
};

/** Why a session that is known no longer works. */
export function sessionEnded(state: Exclude<FoundSession['state'], 'live'>, reason: EndReason | null) {
  switch (state) {
    case 'revoked':
      return unauthenticated('session_revoked', `${endings[reason ?? 'revoked']} Sign in again.`);
    case 'deactivated':
      return unauthenticated('session_revoked', `${endings.deactivated} An administrator can reactivate it.`);
    case 'expired':
      return unauthenticated('session_expired', 'This session has reached its end. Sign in again.');
    case 'idle':
      return unauthenticated('session_expired', 'This session was idle for too long. Sign in again.');
  }
}
