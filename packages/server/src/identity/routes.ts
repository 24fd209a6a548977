import type { z } from 'zod';
import { type Database, type Tx, withOrganization } from '../platform/database/index.ts';
import { missing } from '../platform/http/errors.ts';
import { type Route, route } from '../platform/http/route.ts';
import { rightsOf } from './roles/rights.ts';
import { type DataStatus, meReply } from './schema.ts';
import type { Identity } from './service.ts';

export type DescribeMe = (who: { orgId: string; userId: string }) => Promise<z.input<typeof meReply>>;

export interface MeOptions {
  database: Database;
  service: Pick<Identity, 'user' | 'organization'>;
  allPermissions(): string[];
  /** What the screen says about the data's age; told by the capability that reads it all. */
  dataStatus(tx: Tx): Promise<DataStatus>;
}

export function createDescribeMe({ database, service, allPermissions, dataStatus }: MeOptions): DescribeMe {
  return ({ orgId, userId }) =>
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
}

export function meRoutes(describeMe: DescribeMe): Route[] {
  return [
    route({
      method: 'GET',
      path: '/me',
      permission: 'signed-in',
      summary: 'Who you are, what you may do, and how fresh the data is',
      tag: 'identity',
      reply: { 200: meReply },
      example: {},
      handle: ({ caller }) => describeMe(caller),
    }),
  ];
}
