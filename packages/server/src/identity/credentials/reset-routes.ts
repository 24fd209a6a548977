import { z } from 'zod';
import type { Config } from '../../config.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { readDeviceCookie } from '../sessions/cookies.ts';
import { onlyPeople } from '../sessions/only-people.ts';
import { userParams } from '../sessions/schema.ts';
import { actorOf } from '../sessions/service.ts';
import type { PasswordResets } from './reset.ts';
import { visitorOf } from './routes.ts';
import { resetBody, resetConfirmBody, resetLinkReply } from './schema.ts';

/** A new password without the old one. */
export function resetRoutes(options: {
  config: Pick<Config, 'loginAttemptsPerMinute' | 'publicUrl'>;
  resets: PasswordResets;
}): Route[] {
  const { resets } = options;
  const perMinute = options.config.loginAttemptsPerMinute;
  const tag = 'identity';
  return [
    route({
      method: 'POST',
      path: '/auth/password-reset',
      permission: 'public',
      summary:
        'Ask for a mail with a link to a new password; the reply does not tell whether the address is known',
      tag,
      rootAlias: true,
      perMinute,
      body: resetBody,
      reply: { 202: z.object({ message: z.string() }).meta({ title: 'PasswordResetAsked' }) },
      example: { body: { email: 'mira@greenleaf.example' } },
      handle: async ({ body, request, reply }) => {
        const device = readDeviceCookie(request, options.config.publicUrl);
        await resets.ask(body.email, { ...visitorOf(request), device });
        reply.status(202);
        return { message: 'If somebody signs in with this address, a mail is on its way.' };
      },
    }),
    route({
      method: 'POST',
      path: '/auth/password-reset/confirm',
      permission: 'public',
      summary: 'Set a new password by the link of a mail; all sessions end',
      tag,
      rootAlias: true,
      perMinute,
      body: resetConfirmBody,
      reply: { 204: z.undefined() },
      errors: ['token_used', 'token_outdated', 'token_unknown', 'too_many_sign_ins'],
      example: {
        body: { token: '2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…', new_password: 'Sun-on-the-harbour-8' },
      },
      handle: async ({ body, request, reply }) => {
        await resets.confirm(body, visitorOf(request));
        reply.status(204);
      },
    }),
    route({
      method: 'POST',
      path: '/users/:user_id/password-reset',
      secretReply: true,
      permission: 'identity.manage',
      summary: 'Make a link by which somebody sets a new password; for when no mail can be sent',
      tag,
      perMinute,
      params: userParams,
      reply: { 201: resetLinkReply },
      errors: ['user_not_found', 'no_password', 'beyond_own_rights', 'own_account', 'not_for_machines'],
      example: { params: { user_id: '8376e47e-702c-4b67-b2c0-adae4432f070' } },
      handle: async ({ caller, params, request, reply, correlationId }) => {
        onlyPeople(caller);
        const actor = actorOf(caller, correlationId);
        const address = options.config.publicUrl ?? `${request.protocol}://${request.host}`;
        const link = await resets.makeLinkFor(caller, params.user_id, actor, address);
        // The screen it opens; the secret that makes it work is told in the reply alone.
        reply.status(201).header('location', '/app/reset-password').header('cache-control', 'no-store');
        return { link };
      },
    }),
  ];
}
