import { z } from 'zod';
import { apiPrefix } from '../../platform/http/addresses.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { onlyPeople } from '../sessions/only-people.ts';
import { newTokenReply, tokenBody, tokenList, tokenParams, tokensQuery } from './schema.ts';
import type { MachineTokens } from './service.ts';

export function tokenRoutes(tokens: MachineTokens): Route[] {
  const tag = 'identity';
  return [
    route({
      method: 'GET',
      path: '/tokens',
      permission: 'signed-in',
      summary: 'Tokens for machines, the newest first: your own, or all of them for who manages people',
      tag,
      query: tokensQuery,
      reply: { 200: tokenList },
      example: { query: { limit: 20 } },
      handle: ({ caller, query }) => tokens.list(caller, query),
    }),
    route({
      method: 'POST',
      path: '/tokens',
      secretReply: true,
      permission: 'signed-in',
      summary: 'Make a token for a machine, with some of your permissions',
      tag,
      body: tokenBody,
      reply: { 201: newTokenReply },
      errors: ['permission_missing', 'term_too_long', 'not_for_machines'],
      example: { body: { name: 'Till export', permissions: ['ingest.write'], expires_in_days: 90 } },
      handle: ({ caller, body, reply, correlationId }) => {
        onlyPeople(caller);
        reply.status(201).header('location', `${apiPrefix}/tokens`).header('cache-control', 'no-store');
        return tokens.make(caller, body, correlationId);
      },
    }),
    route({
      method: 'DELETE',
      path: '/tokens/:token_id',
      permission: 'signed-in',
      summary: 'Revoke a token; it fails at once',
      tag,
      params: tokenParams,
      reply: { 204: z.undefined() },
      errors: ['token_not_found', 'not_for_machines'],
      example: { params: { token_id: 'b0f3a0fe-0d8e-4b43-9f16-60f0f7d0c1ce' } },
      handle: async ({ caller, params, reply, correlationId }) => {
        onlyPeople(caller);
        await tokens.revoke(caller, params.token_id, correlationId);
        reply.status(204);
      },
    }),
  ];
}
