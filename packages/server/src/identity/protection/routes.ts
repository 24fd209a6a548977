import { z } from 'zod';
import { type Route, route } from '../../platform/http/route.ts';
import { blockedAddressList } from './schema.ts';
import type { Protection } from './service.ts';

const tag = 'security';

export function protectionRoutes(protection: Protection): Route[] {
  return [
    route({
      method: 'GET',
      path: '/blocked-addresses',
      permission: 'ops.read',
      installationWide: true,
      summary: 'Network addresses that are refused at the moment, since attacks came from them; newest first',
      tag,
      reply: { 200: blockedAddressList },
      errors: ['installation_wide'],
      example: {},
      handle: async () => ({ data: await protection.list() }),
    }),
    route({
      method: 'DELETE',
      path: '/blocked-addresses/:address',
      permission: 'ops.manage',
      installationWide: true,
      summary: 'Lift the block of an address',
      tag,
      params: z.strictObject({ address: z.string().min(1).max(100) }),
      reply: { 204: z.undefined() },
      errors: ['address_not_blocked', 'installation_wide'],
      example: { params: { address: '203.0.113.7' } },
      handle: async ({ caller, params, correlationId, reply }) => {
        await protection.unblock(caller, params.address, correlationId);
        reply.status(204);
      },
    }),
  ];
}
