import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../database/index.ts';
import { networkOf } from '../client-network.ts';
import { tooMany } from '../errors.ts';
import type { Caller, Route } from '../route.ts';
import { Allowances } from './allowances.ts';
import { forgetOldWindows, takeFromWindow } from './window-queries.ts';

/** Requests accepted in a window of time. */
export interface RateLimitSettings {
  windowSeconds: number;
  /** Of one person or machine token. */
  reads: number;
  writes: number;
  /** Of one address, whoever asks from there. */
  address: number;
}

export interface RateLimits {
  /** Before it is known who asks: by address, and by address and route where abuse is likely. */
  countStranger(route: Route, request: FastifyRequest, reply: FastifyReply): Promise<void>;
  countCaller(route: Route, caller: Caller, reply: FastifyReply): Promise<void>;
}

/** @throws {AppError} 429 with `Retry-After`: after that time the same call is accepted */
export function createRateLimits(
  database: Database,
  log: FastifyBaseLogger,
  settings: RateLimitSettings,
): RateLimits {
  let cleanedAt = performance.now();
  const allowances = new Allowances(
    async (key, count) => {
      if (performance.now() - cleanedAt > settings.windowSeconds * 2000) {
        cleanedAt = performance.now();
        await forgetOldWindows(database, settings.windowSeconds);
      }
      return takeFromWindow(database, key, count, settings.windowSeconds);
    },
    () => performance.now(),
  );

  async function count(policy: string, key: string, limit: number, reply: FastifyReply): Promise<void> {
    const allowance = await allowances.use(key, limit).catch((error: unknown) => {
      // Whoever needs the database finds out by themselves; nobody is refused for want of a count.
      log.warn({ err: error }, 'requests cannot be counted');
      return undefined;
    });
    if (allowance === undefined) return;
    const seconds = Math.max(1, Math.ceil(allowance.resetMs / 1000));
    reply.header('ratelimit-policy', `"${policy}";q=${limit};w=${settings.windowSeconds}`);
    reply.header('ratelimit', `"${policy}";r=${allowance.remaining};t=${seconds}`);
    if (allowance.isAllowed) return;
    reply.header('retry-after', String(seconds));
    throw tooMany(
      'too_many_requests',
      `More than ${limit} requests in ${settings.windowSeconds} s. Wait ${seconds} s, then go on.`,
      { details: [{ message: `wait ${seconds} s`, policy, limit, retry_after_seconds: seconds }] },
    );
  }

  return {
    async countStranger(route, request, reply) {
      const address = networkOf(request.ip);
      await count('address', `address ${address}`, settings.address, reply);
      if (route.perMinute === undefined) return;
      await count('route', `${route.method} ${route.path} ${address}`, route.perMinute, reply);
    },
    async countCaller(route, { orgId, userId }, reply) {
      if (route.perMinute !== undefined) return;
      const kind = route.method === 'GET' ? 'reads' : 'writes';
      await count(kind, `${kind} ${orgId} ${userId}`, settings[kind], reply);
    },
  };
}
