import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { type Guard, passwordAccount } from '../protection/guard.ts';
import { meReply } from '../schema.ts';
import { answerBody, challengeReply } from '../second-factor/schema.ts';
import {
  readDeviceCookie,
  readSessionCookie,
  setDeviceCookie,
  setSessionCookie,
} from '../sessions/cookies.ts';
import { onlyPeople } from '../sessions/only-people.ts';
import { tokenReply, userParams } from '../sessions/schema.ts';
import type { Sessions, Visitor } from '../sessions/service.ts';
import { accountBody, linkBody, linkReply, loginBody, passwordBody } from './schema.ts';
import type { Credentials, SignedIn } from './service.ts';

export interface CredentialRoutes {
  config: Pick<Config, 'loginAttemptsPerMinute' | 'publicUrl'>;
  sessions: Sessions;
  credentials: Credentials;
  /** The owner's link, on behalf of this actor. */
  createSignInLink(
    orgId: string,
    actor: { userId: string; name: string; correlationId: string },
    made: { onMachine: boolean },
  ): Promise<string>;
  guard: Guard;
  describeMe(who: { orgId: string; userId: string }): Promise<z.input<typeof meReply>>;
}

/** The ways in: password and one-time link, and setting what one signs in with. */
export function credentialRoutes(options: CredentialRoutes): Route[] {
  const { config, sessions, credentials, guard, describeMe } = options;
  const tag = 'identity';
  const perMinute = config.loginAttemptsPerMinute;

  /** Sets the cookies, or hands out the tokens; the browser's session before ends, whoever had it. */
  async function welcome(signedIn: SignedIn, request: FastifyRequest, reply: FastifyReply) {
    reply.header('cache-control', 'no-store');
    if (signedIn.kind === 'challenged') return signedIn.challenge;
    const { opened, email } = signedIn;
    if ('tokens' in opened) return opened.tokens;
    const before = readSessionCookie(request, config.publicUrl);
    if (before !== undefined) await sessions.endReplaced(before);
    setSessionCookie(reply, opened.cookie, config.publicUrl);
    if (email !== null) {
      const device = guard.deviceCookie(passwordAccount(email), randomBytes(16).toString('base64url'));
      setDeviceCookie(reply, device, config.publicUrl);
    }
    return describeMe(opened);
  }

  const clientOf = (request: FastifyRequest) => ({
    ...visitorOf(request),
    device: readDeviceCookie(request, config.publicUrl),
  });

  return [
    route({
      method: 'POST',
      path: '/auth/link',
      permission: 'public',
      summary: 'Sign in with a one-time link',
      tag,
      perMinute,
      body: linkBody,
      reply: { 200: z.union([challengeReply, meReply]) },
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
      errors: ['not_for_machines'],
      example: {},
      handle: async ({ caller, correlationId, request, reply }) => {
        onlyPeople(caller);
        const actor = { userId: caller.userId, name: caller.name, correlationId };
        // A terminal is the machine's own; a link made on the web still asks for the second factor.
        const made = { onMachine: caller.role === 'operator' };
        const token = await options.createSignInLink(caller.orgId, actor, made);
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
      errors: ['wrong_email_or_password', 'sign_in_delayed', 'too_many_sign_ins'],
      example: { body: { email: 'mira@greenleaf.example', password: 'Rain-on-the-harbour-7' } },
      handle: async ({ body, request, reply }) => {
        const mode = body.mode ?? (request.headers['x-granary-client'] === 'web' ? 'cookie' : 'token');
        const signedIn = await credentials.signInByPassword({ ...body, mode }, clientOf(request));
        return welcome(signedIn, request, reply);
      },
    }),
    route({
      method: 'POST',
      path: '/auth/second-factor',
      permission: 'public',
      summary: 'Answer the question for the second factor, and be signed in',
      tag,
      perMinute,
      body: answerBody,
      reply: { 200: z.union([tokenReply, meReply]) },
      errors: ['challenge_not_valid', 'second_factor_wrong', 'sign_in_delayed'],
      example: { body: { challenge_token: '2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…', code: '492039' } },
      handle: async ({ body, request, reply }) => {
        const opened = await credentials.signInBySecondFactor(body, clientOf(request));
        return welcome({ kind: 'opened', ...opened }, request, reply);
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
        'sign_in_delayed',
        'too_many_sign_ins',
      ],
      example: {
        body: { name: 'Mira Lund', email: 'mira@greenleaf.example', password: 'Rain-on-the-harbour-7' },
      },
      handle: async ({ caller, body, correlationId }) => {
        onlyPeople(caller);
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
      errors: [
        'current_password_wrong',
        'no_password',
        'sign_in_delayed',
        'too_many_sign_ins',
        'not_for_machines',
      ],
      example: {
        body: { current_password: 'Rain-on-the-harbour-7', new_password: 'Sun-on-the-harbour-8' },
      },
      handle: async ({ caller, body, reply, correlationId }) => {
        onlyPeople(caller);
        await credentials.changePassword(caller, body, correlationId);
        reply.status(204);
      },
    }),
    route({
      method: 'POST',
      path: '/users/:user_id/unlock',
      permission: 'identity.manage',
      summary: 'Lift the delays before somebody’s next sign-in',
      tag,
      params: userParams,
      reply: { 204: z.undefined() },
      errors: ['user_not_found', 'not_for_machines'],
      example: { params: { user_id: '8376e47e-702c-4b67-b2c0-adae4432f070' } },
      handle: async ({ caller, params, reply, correlationId }) => {
        onlyPeople(caller);
        await credentials.unlock(caller, params.user_id, correlationId);
        reply.status(204);
      },
    }),
  ];
}

export function visitorOf(request: FastifyRequest): Visitor {
  return { address: request.ip, userAgent: request.headers['user-agent'], correlationId: request.id };
}
