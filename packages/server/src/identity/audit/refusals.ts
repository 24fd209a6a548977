import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Platform } from '../../platform/capability.ts';
import { withOrganization } from '../../platform/database/index.ts';
import type { Caller } from '../../platform/http/route.ts';
import { recordSecurityEvent } from './security-events.ts';

/** Of repeated refusals of one person for one permission, one is noted in this time: a loop must not fill the table. */
const quietMs = 60_000;

/** Notes requests that were refused for want of a permission. */
export function createRefusals({ database, log }: Pick<Platform, 'database' | 'log'>) {
  const noted = new LRUCache<string, true>({ max: 10_000, ttl: quietMs });
  return async (caller: Caller, permission: string, request: FastifyRequest): Promise<void> => {
    const key = `${caller.orgId} ${caller.userId} ${permission}`;
    if (noted.has(key)) return;
    noted.set(key, true);
    try {
      await withOrganization(database, caller.orgId, (tx) =>
        recordSecurityEvent(tx, {
          kind: 'refused',
          userId: caller.userId,
          sessionId: caller.sessionId,
          address: request.ip,
          userAgent: request.headers['user-agent'],
          detail: { permission, method: request.method, route: request.routeOptions.url },
          correlationId: request.id,
        }),
      );
    } catch (error) {
      // The refusal stands, whether or not it could be noted.
      noted.delete(key);
      log.error({ err: error, permission }, 'a refused request could not be noted');
    }
  };
}
