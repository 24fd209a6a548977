import type { z } from 'zod';
import { type Database, inRowScope, type Tx, withOrganization } from '../platform/database/index.ts';
import { missing } from '../platform/http/errors.ts';
import { type Caller, type Route, route } from '../platform/http/route.ts';
import { rightsOf } from './roles/rights.ts';
import { type DataStatus, meReply } from './schema.ts';
import type { Identity } from './service.ts';

/** Somebody who is signed in, or whom a caller looks through the eyes of. */
type Who = Pick<Caller, 'orgId' | 'userId'> &
  Partial<Pick<Caller, 'role' | 'permissions' | 'scope' | 'approvalLimit' | 'viewAs'>>;

export type DescribeMe = (who: Who) => Promise<z.input<typeof meReply>>;

export interface MeOptions {
  database: Database;
  service: Pick<Identity, 'user' | 'organization'>;
  allPermissions(): string[];
  /** What the screen says about the data's age; told by the capability that reads it all. */
  dataStatus(tx: Tx): Promise<DataStatus>;
}

export function createDescribeMe({ database, service, allPermissions, dataStatus }: MeOptions): DescribeMe {
  return async (who) => {
    const known = await withOrganization(database, who.orgId, async (tx) => ({
      user: await service.user(tx, who.userId),
      rights: await rightsOf(tx, who.userId, allPermissions()),
      organization: await service.organization(tx),
    }));
    const { user, rights, organization } = known;
    if (user === undefined || rights === undefined) {
      throw missing('user_not_found', 'This person no longer exists.');
    }
    const { role, permissions, scope, approvalLimit } = { ...rights, ...who };
    // Who has just signed in is not yet in the scope of a request.
    const data = await inRowScope(scope, () => withOrganization(database, who.orgId, dataStatus));
    return {
      ...user,
      role,
      permissions: [...permissions],
      store_ids: scope.storeIds === null ? null : [...scope.storeIds],
      supplier_ids: scope.supplierIds === null ? null : [...scope.supplierIds],
      approval_limit: approvalLimit,
      viewing_as: who.viewAs ?? null,
      organization,
      data,
    };
  };
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
