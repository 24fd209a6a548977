import { z } from 'zod';
import type { Database } from '../database/index.ts';
import { type Route, route } from '../http/route.ts';
import type { Outside } from '../outside/outside.ts';
import { type HealthPart, healthPart } from './schema.ts';

const healthReply = z
  .object({
    status: z.enum(['ok', 'degraded']),
    version: z.string(),
    database: z.object({ kind: z.enum(['embedded', 'server']), version: z.string().nullable() }),
    uptime_seconds: z.number(),
    parts: z.array(healthPart).describe('What Granary consists of, and what of it does not work.'),
  })
  .meta({ title: 'Health' });

const aliveReply = z.object({ status: z.literal('ok') }).meta({ title: 'Alive' });

export interface HealthSources {
  database: Database;
  kind: 'embedded' | 'server';
  version: string;
  outside: Outside;
  /** Whether announcements of other servers arrive. */
  isListening(): boolean;
}

/**
 * `GET /health` tells the truth about every part with a short patience, and
 * needs no sign-in. 503 only when nothing works without the part that is away:
 * the database. `/health/live` says that this process answers, `/health/ready`
 * that it can be sent requests.
 */
export function healthRoutes(sources: HealthSources): Route[] {
  let reading: ReturnType<typeof readNow> | undefined;
  /** Those who ask at the same time get the same answer: many of them must not use up the connections. */
  const read = () => {
    reading ??= readNow().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const readNow = async () => {
    const { database, kind, version } = sources;
    const [found, waiting] = await Promise.all([database.pulse.ask(), waitingRuns(database)]);
    const parts = partsOf(sources, found !== null, waiting);
    return {
      isReady: found !== null,
      reply: {
        status: parts.some((part) => part.status === 'degraded') ? ('degraded' as const) : ('ok' as const),
        version,
        database: { kind, version: found },
        uptime_seconds: Math.round(process.uptime()),
        parts,
      },
    };
  };
  const shared = { method: 'GET', permission: 'public', tag: 'operations', rootAlias: true } as const;
  return [
    route({
      ...shared,
      path: '/health',
      apiAlias: true,
      summary: 'Whether Granary and its parts work',
      example: {},
      reply: { 200: healthReply, 503: healthReply },
      handle: async ({ reply }) => {
        const health = await read();
        if (!health.isReady) reply.status(503).header('retry-after', '2');
        return health.reply;
      },
    }),
    route({
      ...shared,
      path: '/health/live',
      summary: 'Whether this process answers; if not, start it again',
      reply: { 200: aliveReply },
      example: {},
      handle: () => ({ status: 'ok' as const }),
    }),
    route({
      ...shared,
      path: '/health/ready',
      summary: 'Whether requests can be sent here: 503 while the database is away',
      reply: { 200: healthReply, 503: healthReply },
      example: {},
      handle: async ({ reply }) => {
        const health = await read();
        if (!health.isReady) reply.status(503).header('retry-after', '2');
        return health.reply;
      },
    }),
  ];
}

/** A run that no worker takes for this long shows that none is at work. */
const waitedTooLongSeconds = 60;

function partsOf(sources: HealthSources, isUp: boolean, waiting: number | null): HealthPart[] {
  const part = (name: string, isOk: boolean, detail: string): HealthPart => ({
    name,
    status: isOk ? 'ok' : 'degraded',
    detail: isOk ? null : detail,
  });
  const services = sources.outside.figures();
  return [
    part('database', isUp, 'does not answer; requests are told to come again'),
    part('events', sources.isListening(), 'announcements do not arrive; screens ask now and then instead'),
    part(
      'jobs',
      waiting === 0,
      waiting === null
        ? `cannot be asked ${isUp ? 'in time' : 'without the database'}`
        : `${waiting} runs wait and no worker takes them`,
    ),
    ...(services.some(({ name }) => name === 'mail')
      ? []
      : [{ name: 'mail', status: 'off' as const, detail: 'not set up; nothing is sent' }]),
    ...services.map(({ name, state }) =>
      part(
        name,
        state === 'closed',
        state === 'open' ? 'failed several times; left alone for now' : 'is being tried again',
      ),
    ),
  ];
}

function withPatience<T>(answer: Promise<T>, ms = 2_000): Promise<T | null> {
  const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), ms).unref());
  return Promise.race([answer.catch(() => null), patience]);
}

function waitingRuns(database: Database): Promise<number | null> {
  return withPatience(
    database.ownerPool
      .query<{ waiting: number }>(
        `select count(*)::int as waiting from pgboss.job
         where name = 'runs' and state < 'active' and start_after < now() - make_interval(secs => $1)`,
        [waitedTooLongSeconds],
      )
      .then(({ rows }) => rows[0]?.waiting ?? 0),
  );
}
