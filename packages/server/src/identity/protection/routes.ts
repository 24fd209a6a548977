import { z } from 'zod';
import type { Database } from '../../platform/database/index.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { refuseUnlessOperator } from '../../platform/ops/whole-installation.ts';
import { blockedAddressList } from './schema.ts';
import type { Protection } from './service.ts';

const tag = 'security';

export function protectionRoutes({
  database,
  protection,
}: {
  database: Database;
  protection: Protection;
}): Route[] {
  return [
    route({
      method: 'GET',
      path: '/blocked-addresses',
      permission: 'ops.read',
      summary: 'Network addresses that are refused at the moment, since attacks came from them; newest first',
      tag,
      reply: { 200: blockedAddressList },
      errors: ['installation_wide'],
      example: {},
      handle: async ({ caller }) => {
        await refuseUnlessOperator(database, caller, 'ops.read');
        return { data: await protection.list() };
      },
    }),
    route({
      method: 'DELETE',
      path: '/blocked-addresses/:address',
      permission: 'ops.manage',
      summary: 'Lift the block of an address',
      tag,
      params: z.strictObject({ address: z.string().min(1).max(100) }),
      reply: { 204: z.undefined() },
      errors: ['address_not_blocked', 'installation_wide'],
      example: { params: { address: '203.0.113.7' } },
      handle: async ({ caller, params, correlationId, reply }) => {
        await refuseUnlessOperator(database, caller, 'ops.manage');
        await protection.unblock(caller, params.address, correlationId);
        reply.status(204);
      },
    }),
  ];
}
