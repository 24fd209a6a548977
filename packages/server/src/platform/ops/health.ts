import { z } from 'zod';
import type { Database } from '../database/index.ts';
import { type Route, route } from '../http/route.ts';

const healthReply = z
  .object({
    status: z.enum(['ok', 'degraded']),
    version: z.string(),
    database: z.object({ kind: z.enum(['embedded', 'server']), version: z.string().nullable() }),
    uptime_seconds: z.number(),
  })
  .meta({ title: 'Health' });

/** `GET /health`: tells the truth about the database with a short patience, and needs no sign-in. */
export function healthRoute(database: Database, kind: 'embedded' | 'server', version: string): Route {
  return route({
    method: 'GET',
    path: '/health',
    permission: 'public',
    summary: 'Whether Granary and its database answer',
    tag: 'operations',
    rootAlias: true,
    reply: { 200: healthReply, 503: healthReply },
    apiAlias: true,
    example: {},
    handle: async ({ reply }) => {
      const found = await databaseVersion(database);
      if (found === null) reply.status(503);
      return {
        status: found === null ? ('degraded' as const) : ('ok' as const),
        version,
        database: { kind, version: found },
        uptime_seconds: Math.round(process.uptime()),
      };
    },
  });
}

async function databaseVersion(database: Database): Promise<string | null> {
  const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), 2_000).unref());
  const answer = database.appPool
    .query<{ server_version: string }>('show server_version')
    .then(({ rows }) => rows[0]?.server_version ?? null)
    .catch(() => null);
  return Promise.race([answer, patience]);
}
