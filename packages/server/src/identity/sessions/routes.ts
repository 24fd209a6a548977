import { z } from 'zod';
import type { Config } from '../../config.ts';
import { unauthenticated } from '../../platform/http/errors.ts';
import { type Route, route } from '../../platform/http/route.ts';
import type { Authenticate } from './authenticate.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './cookies.ts';
import { onlyPeople } from './only-people.ts';
import type { createRefresh } from './refresh.ts';
import {
  endedReply,
  refreshBody,
  sessionList,
  sessionParams,
  sessionsQuery,
  tokenReply,
  userParams,
  userSessionParams,
} from './schema.ts';
import type { Sessions } from './service.ts';

export interface SessionRoutes {
  config: Pick<Config, 'publicUrl' | 'loginAttemptsPerMinute'>;
  sessions: Sessions;
  refresh: ReturnType<typeof createRefresh>;
  authenticate: Authenticate;
}

const user_id = '8376e47e-702c-4b67-b2c0-adae4432f070';
const session_id = '0d3b8d0e-8c58-4d0f-9c7c-0a3a3cf5a1de';

/** Keeping a session, ending it, and seeing which there are. */
export function sessionRoutes({ config, sessions, refresh, authenticate }: SessionRoutes): Route[] {
  const tag = 'identity';
  return [
    route({
      method: 'POST',
      path: '/auth/refresh',
      permission: 'public',
      summary: 'Exchange the refresh token for a new pair, or keep the cookie’s session for another 7 days',
      tag,
      rootAlias: true,
      perMinute: Math.max(60, config.loginAttemptsPerMinute),
      body: refreshBody,
      reply: { 200: tokenReply, 204: z.undefined() },
      errors: [
        'not_signed_in',
        'token_malformed',
        'token_not_valid',
        'token_expired',
        'session_expired',
        'session_revoked',
        'refresh_token_reused',
        'refresh_under_way',
        'csrf_header_missing',
        'csrf_origin_foreign',
      ],
      example: { body: { refresh_token: '2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…' } },
      handle: async ({ body, request, reply, correlationId }) => {
        const arrivedAt = performance.now();
        if (body.refresh_token !== undefined) {
          reply.header('cache-control', 'no-store');
          return refresh({ refreshToken: body.refresh_token, arrivedAt, correlationId });
        }
        const caller = await authenticate(request);
        if (caller === undefined) {
          throw unauthenticated('not_signed_in', 'Send a refresh token, or sign in.');
        }
        const cookie = readSessionCookie(request, config.publicUrl);
        if (caller.via === 'cookie' && cookie !== undefined) {
          await sessions.prolong(caller);
          setSessionCookie(reply, cookie, config.publicUrl);
        }
        reply.status(204);
      },
    }),
    route({
      method: 'POST',
      path: '/auth/logout',
      permission: 'signed-in',
      summary: 'End this session at once',
      tag,
      rootAlias: true,
      reply: { 204: z.undefined() },
      errors: ['not_for_machines'],
      example: {},
      handle: async ({ caller, reply, correlationId }) => {
        onlyPeople(caller);
        await sessions.signOut(caller, correlationId);
        clearSessionCookie(reply, config.publicUrl);
        reply.status(204);
      },
    }),
    route({
      method: 'POST',
      path: '/auth/logout-everywhere',
      permission: 'signed-in',
      summary: 'End all your sessions at once, this one too',
      tag,
      rootAlias: true,
      reply: { 200: endedReply },
      errors: ['not_for_machines'],
      example: {},
      handle: async ({ caller, reply, correlationId }) => {
        onlyPeople(caller);
        const ended = await sessions.signOutEverywhere(caller, correlationId);
        clearSessionCookie(reply, config.publicUrl);
        return { ended };
      },
    }),
    route({
      method: 'GET',
      path: '/sessions',
      permission: 'signed-in',
      summary: 'Your sessions that still work, the latest first',
      tag,
      query: sessionsQuery,
      reply: { 200: sessionList },
      errors: ['not_for_machines'],
      example: { query: { limit: 20 } },
      handle: ({ caller, query }) => {
        onlyPeople(caller);
        return sessions.list(caller, caller.userId, query);
      },
    }),
    route({
      method: 'DELETE',
      path: '/sessions/:session_id',
      permission: 'signed-in',
      summary: 'End one of your sessions',
      tag,
      params: sessionParams,
      reply: { 204: z.undefined() },
      errors: ['session_not_found', 'not_for_machines'],
      example: { params: { session_id } },
      handle: async ({ caller, params, reply, correlationId }) => {
        onlyPeople(caller);
        const which = { userId: caller.userId, sessionId: params.session_id };
        await sessions.revoke(caller, which, correlationId);
        reply.status(204);
      },
    }),
    route({
      method: 'GET',
      path: '/users/:user_id/sessions',
      permission: 'identity.manage',
      summary: 'A person’s sessions that still work, the latest first',
      tag,
      params: userParams,
      query: sessionsQuery,
      reply: { 200: sessionList },
      errors: ['user_not_found'],
      example: { params: { user_id } },
      handle: ({ caller, params, query }) => sessions.list(caller, params.user_id, query),
    }),
    route({
      method: 'DELETE',
      path: '/users/:user_id/sessions',
      permission: 'identity.manage',
      summary: 'End all sessions of a person',
      tag,
      params: userParams,
      reply: { 200: endedReply },
      errors: ['user_not_found', 'beyond_own_rights'],
      example: { params: { user_id } },
      handle: async ({ caller, params, correlationId }) => ({
        ended: await sessions.revokeAll(caller, params.user_id, correlationId),
      }),
    }),
    route({
      method: 'DELETE',
      path: '/users/:user_id/sessions/:session_id',
      permission: 'identity.manage',
      summary: 'End one session of a person',
      tag,
      params: userSessionParams,
      reply: { 204: z.undefined() },
      errors: ['session_not_found', 'beyond_own_rights'],
      example: { params: { user_id, session_id } },
      handle: async ({ caller, params, reply, correlationId }) => {
        const which = { userId: params.user_id, sessionId: params.session_id };
        await sessions.revoke(caller, which, correlationId);
        reply.status(204);
      },
    }),
  ];
}
