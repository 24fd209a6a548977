import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { type Database, type Tx, withOrganization } from '../platform/database/index.ts';
import { missing } from '../platform/http/errors.ts';
import { type Route, route } from '../platform/http/route.ts';
import { rightsOf } from './roles/rights.ts';
import { accountBody, type DataStatus, linkBody, linkReply, loginBody, meReply } from './schema.ts';
import { type Identity, sessionCookie } from './service.ts';

export interface IdentityRoutes {
  config: Pick<Config, 'loginAttemptsPerMinute' | 'publicUrl'>;
  database: Database;
  service: Identity;
  allPermissions(): string[];
  /** What the screen says about the data's age; told by the capability that reads it all. */
  dataStatus(tx: Tx): Promise<DataStatus>;
}

export function identityRoutes({
  config,
  database,
  service,
  allPermissions,
  dataStatus,
}: IdentityRoutes): Route[] {
  const describeMe = (orgId: string, userId: string) =>
    withOrganization(database, orgId, async (tx) => {
      const user = await service.user(tx, userId);
      if (user === undefined) throw missing('user_not_found', 'This person no longer exists.');
      return {
        ...user,
        permissions: (await rightsOf(tx, userId, allPermissions()))?.permissions ?? [],
        organization: await service.organization(tx),
        data: await dataStatus(tx),
      };
    });

  const keepSession = (reply: FastifyReply, token: string) =>
    reply.setCookie(sessionCookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: config.publicUrl?.startsWith('https:') ?? false,
      maxAge: 7 * 24 * 3600,
    });

  return [
    route({
      method: 'POST',
      path: '/auth/link',
      permission: 'public',
      summary: 'Sign in with a one-time link',
      tag: 'identity',
      perMinute: config.loginAttemptsPerMinute,
      body: linkBody,
      reply: { 200: meReply },
      errors: ['link_used_or_expired'],
      example: { body: { token: 'k3Jw0cZ…' } },
      handle: async ({ body, request, reply, correlationId }) => {
        const session = await service.signInByLink(body.token, request.headers['user-agent'], correlationId);
        keepSession(reply, session.token);
        return describeMe(session.orgId, session.userId);
      },
    }),
    route({
      method: 'POST',
      path: '/auth/links',
      permission: 'identity.owners',
      summary: 'Make a one-time link that signs the owner in',
      tag: 'identity',
      perMinute: config.loginAttemptsPerMinute,
      reply: { 201: linkReply },
      example: {},
      handle: async ({ caller, correlationId, request, reply }) => {
        const actor = { userId: caller.userId, name: caller.name, correlationId };
        const token = await service.createSignInLink(caller.orgId, actor);
        reply.status(201);
        return { link: `${config.publicUrl ?? `${request.protocol}://${request.host}`}/app/link#${token}` };
      },
    }),
    route({
      method: 'POST',
      path: '/auth/login',
      permission: 'public',
      summary: 'Sign in with e-mail address and password',
      tag: 'identity',
      rootAlias: true,
      perMinute: config.loginAttemptsPerMinute,
      body: loginBody,
      reply: { 200: meReply },
      errors: ['wrong_email_or_password'],
      example: { body: { email: 'mira@greenleaf.example', password: 'rain on the harbour' } },
      handle: async ({ body, request, reply, correlationId }) => {
        const session = await service.signInByPassword(body, request.headers['user-agent'], correlationId);
        keepSession(reply, session.token);
        return describeMe(session.orgId, session.userId);
      },
    }),
    route({
      method: 'POST',
      path: '/auth/logout',
      permission: 'signed-in',
      summary: 'End this session at once',
      tag: 'identity',
      rootAlias: true,
      reply: { 204: z.undefined() },
      example: {},
      handle: async ({ caller, reply }) => {
        await service.signOut(caller);
        reply.clearCookie(sessionCookie, { path: '/' }).status(204);
      },
    }),
    route({
      method: 'PUT',
      path: '/auth/account',
      permission: 'signed-in',
      summary: 'Set the name, e-mail address and password you sign in with',
      tag: 'identity',
      perMinute: config.loginAttemptsPerMinute,
      body: accountBody,
      reply: { 200: meReply },
      errors: ['operator_has_no_account', 'email_in_use'],
      example: {
        body: { name: 'Mira Lund', email: 'mira@greenleaf.example', password: 'rain on the harbour' },
      },
      handle: async ({ caller, body, correlationId }) => {
        await service.setAccount(caller, body, correlationId);
        return describeMe(caller.orgId, caller.userId);
      },
    }),
    route({
      method: 'GET',
      path: '/me',
      permission: 'signed-in',
      summary: 'Who you are, what you may do, and how fresh the data is',
      tag: 'identity',
      reply: { 200: meReply },
      example: {},
      handle: ({ caller }) => describeMe(caller.orgId, caller.userId),
    }),
  ];
}
