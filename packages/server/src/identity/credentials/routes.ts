import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { meReply } from '../schema.ts';
import { challengeReply } from '../second-factor/schema.ts';
import { readSessionCookie, setSessionCookie } from '../sessions/cookies.ts';
import { tokenReply } from '../sessions/schema.ts';
import type { Opened, Sessions, Visitor } from '../sessions/service.ts';
import { accountBody, linkBody, linkReply, loginBody, passwordBody } from './schema.ts';
import type { Credentials } from './service.ts';

export interface CredentialRoutes {
  config: Pick<Config, 'loginAttemptsPerMinute' | 'publicUrl'>;
  sessions: Sessions;
  credentials: Credentials;
  /** The owner's link, on behalf of this actor. */
  createSignInLink(
    orgId: string,
    actor: { userId: string; name: string; correlationId: string },
  ): Promise<string>;
  describeMe(who: { orgId: string; userId: string }): Promise<z.input<typeof meReply>>;
}

/** The ways in: password and one-time link, and setting what one signs in with. */
export function credentialRoutes(options: CredentialRoutes): Route[] {
  const { config, sessions, credentials, describeMe } = options;
  const tag = 'identity';
  const perMinute = config.loginAttemptsPerMinute;

  /** Sets the cookie, or hands out the tokens; the browser's session before ends, whoever had it. */
  async function welcome(opened: Opened, request: FastifyRequest, reply: FastifyReply) {
    reply.header('cache-control', 'no-store');
    if ('tokens' in opened) return opened.tokens;
    const before = readSessionCookie(request, config.publicUrl);
    if (before !== undefined) await sessions.endReplaced(before);
    setSessionCookie(reply, opened.cookie, config.publicUrl);
    return describeMe(opened);
  }

  return [
    route({
      method: 'POST',
      path: '/auth/link',
      permission: 'public',
      summary: 'Sign in with a one-time link',
      tag,
      perMinute,
      body: linkBody,
      reply: { 200: meReply },
      errors: ['link_used_or_expired'],
      example: { body: { token: 'k3Jw0cZ…' } },
      handle: async ({ body, request, reply }) =>
        welcome(await credentials.signInByLink(body.token, visitorOf(request)), request, reply),
    }),
    route({
      method: 'POST',
      path: '/auth/links',
      secretReply: true,
      permission: 'identity.owners',
      summary: 'Make a one-time link that signs the owner in',
      tag,
      perMinute,
      reply: { 201: linkReply },
      example: {},
      handle: async ({ caller, correlationId, request, reply }) => {
        const actor = { userId: caller.userId, name: caller.name, correlationId };
        const token = await options.createSignInLink(caller.orgId, actor);
        reply.status(201);
        // The page alone: headers are written to logs on the way, and the token opens the account.
        reply.header('location', '/app/link');
        return { link: `${config.publicUrl ?? `${request.protocol}://${request.host}`}/app/link#${token}` };
      },
    }),
    route({
      method: 'POST',
      path: '/auth/login',
      permission: 'public',
      summary: 'Sign in with e-mail address and password',
      tag,
      rootAlias: true,
      perMinute,
      body: loginBody,
      reply: { 200: z.union([tokenReply, challengeReply, meReply]) },
      errors: ['wrong_email_or_password', 'too_many_sign_ins'],
      example: { body: { email: 'mira@greenleaf.example', password: 'Rain-on-the-harbour-7' } },
      handle: async ({ body, request, reply }) => {
        const mode = body.mode ?? (request.headers['x-granary-client'] === 'web' ? 'cookie' : 'token');
        const opened = await credentials.signInByPassword({ ...body, mode }, visitorOf(request));
        return welcome(opened, request, reply);
      },
    }),
    route({
      method: 'PUT',
      path: '/auth/account',
      permission: 'signed-in',
      summary:
        'Set name, e-mail address and password you sign in with; a new password ends your other sessions',
      tag,
      perMinute,
      body: accountBody,
      reply: { 200: meReply },
      errors: [
        'operator_has_no_account',
        'email_in_use',
        'current_password_wrong',
        'no_password',
        'too_many_sign_ins',
      ],
      example: {
        body: { name: 'Mira Lund', email: 'mira@greenleaf.example', password: 'Rain-on-the-harbour-7' },
      },
      handle: async ({ caller, body, correlationId }) => {
        await credentials.setAccount(caller, body, correlationId);
        return describeMe(caller);
      },
    }),
    route({
      method: 'PUT',
      path: '/auth/password',
      permission: 'signed-in',
      summary: 'Change your password; your other sessions end',
      tag,
      perMinute,
      body: passwordBody,
      reply: { 204: z.undefined() },
      errors: ['current_password_wrong', 'no_password', 'too_many_sign_ins'],
      example: {
        body: { current_password: 'Rain-on-the-harbour-7', new_password: 'Sun-on-the-harbour-8' },
      },
      handle: async ({ caller, body, reply, correlationId }) => {
        await credentials.changePassword(caller, body, correlationId);
        reply.status(204);
      },
    }),
  ];
}

export function visitorOf(request: FastifyRequest): Visitor {
  return { address: request.ip, userAgent: request.headers['user-agent'], correlationId: request.id };
}
