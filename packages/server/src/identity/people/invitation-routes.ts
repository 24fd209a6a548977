import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { apiPrefix } from '../../platform/http/addresses.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { onlyPeople } from '../sessions/only-people.ts';
import type { Invitations } from './invitations.ts';
import { actorOf } from './routes.ts';
import {
  acceptBody,
  acceptedReply,
  bulkInvitations,
  bulkInvitationsReply,
  invitationBody,
  invitationList,
  invitationParams,
  invitationQuery,
  madeInvitationReply,
} from './schema.ts';

const tag = 'people';

export function invitationRoutes({
  config,
  invitations,
}: {
  config: Pick<Config, 'publicUrl' | 'loginAttemptsPerMinute'>;
  invitations: Invitations;
}): Route[] {
  const addressOf = (request: FastifyRequest) => (token: string) =>
    `${config.publicUrl ?? `${request.protocol}://${request.host}`}/app/invitation#${token}`;
  return [
    route({
      method: 'GET',
      path: '/invitations',
      permission: 'identity.read',
      summary: 'Invitations, newest first',
      tag,
      query: invitationQuery,
      reply: { 200: invitationList },
      example: { query: { state: 'open' } },
      handle: ({ caller, query }) => invitations.list(caller.orgId, query),
    }),
    route({
      method: 'POST',
      path: '/invitations',
      secretReply: true,
      permission: 'identity.manage',
      summary: 'Invite a person by e-mail; it can be accepted once, within seven days',
      tag,
      perMinute: config.loginAttemptsPerMinute,
      body: invitationBody,
      errors: ['beyond_own_rights', 'role_not_assignable', 'placement_not_valid', 'not_for_machines'],
      reply: { 201: madeInvitationReply },
      example: {
        body: {
          email: 'ben@greenleaf.example',
          role: 'viewer',
          store_ids: [],
          supplier_ids: [],
          approval_limit: null,
        },
      },
      handle: async ({ caller, body, request, correlationId, reply }) => {
        onlyPeople(caller);
        const made = await invitations.invite(
          caller,
          actorOf(caller, correlationId),
          body,
          addressOf(request),
        );
        // One by itself has no address; the list of those not accepted yet is where it is found.
        reply.status(201).header('location', `${apiPrefix}/invitations`);
        return made;
      },
    }),
    route({
      method: 'POST',
      path: '/invitations/batch',
      secretReply: true,
      permission: 'identity.manage',
      summary: 'Invite several people, each on its own',
      tag,
      perMinute: config.loginAttemptsPerMinute,
      body: bulkInvitations,
      errors: ['not_for_machines'],
      reply: { 200: bulkInvitationsReply },
      example: { body: { items: [{ email: 'cleo@greenleaf.example', role: 'viewer' }] } },
      handle: ({ caller, body, request, correlationId }) => {
        onlyPeople(caller);
        return invitations.inviteMany(caller, actorOf(caller, correlationId), body.items, addressOf(request));
      },
    }),
    route({
      method: 'DELETE',
      path: '/invitations/:invitation_id',
      permission: 'identity.manage',
      summary: 'Withdraw an invitation',
      tag,
      params: invitationParams,
      errors: ['invitation_not_found', 'invitation_accepted'],
      reply: { 204: z.undefined() },
      example: { params: { invitation_id: '5b1f1c3e-2f0e-4a59-8f5c-1f1f5b8f9d10' } },
      handle: async ({ caller, params, correlationId, reply }) => {
        await invitations.withdraw(caller, actorOf(caller, correlationId), params.invitation_id);
        reply.status(204);
      },
    }),
    route({
      method: 'POST',
      path: '/auth/invitation',
      permission: 'public',
      summary: 'Accept an invitation: choose name and password, then sign in',
      tag,
      rootAlias: true,
      perMinute: config.loginAttemptsPerMinute,
      body: acceptBody,
      errors: ['invitation_used_or_expired', 'email_in_use'],
      reply: { 201: acceptedReply },
      example: {
        body: {
          token: '2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…',
          name: 'Ben Okri',
          password: 'Rain-on-the-harbour-7',
        },
      },
      handle: async ({ body, correlationId, reply }) => {
        const accepted = await invitations.accept(body, correlationId);
        reply.status(201).header('location', `${apiPrefix}/users/${accepted.user_id}`);
        return accepted;
      },
    }),
  ];
}
