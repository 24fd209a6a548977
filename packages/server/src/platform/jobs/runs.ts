import { EventEmitter } from 'node:events';
import pg from 'pg';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { z } from 'zod';
import {
  type Database,
  DatabaseUnavailable,
  everyRow,
  grantToApp,
  inRowScope,
  type Tx,
  withOrganization,
} from '../database/index.ts';
import type { Events } from '../events/events.ts';
import { AppError, invalid, unavailable } from '../http/errors.ts';
import { createProgress } from './progress.ts';
import {
  findRun,
  finishRun,
  insertRun,
  listUnfinishedRuns,
  type Run,
  requeueRun,
  startRun,
} from './run-queries.ts';

/** What a kind of long work is: its input, and how it is done. */
export interface RunDefinition<Input extends z.ZodType = z.ZodType> {
  kind: string;
  input: Input;
  perform(context: RunContext, input: z.output<Input>): Promise<Record<string, number | string>>;
}

export interface RunContext {
  orgId: string;
  runId: string;
  requestedBy: string | null;
  log: Logger;
  /** Aborted when somebody cancels the run, or the worker stops: then the run goes back to the queue. */
  signal: AbortSignal;
  /** @param percent 0 to 100 */
  progress(percent: number, step?: string, message?: string): Promise<void>;
}

export interface Runs {
  define(definitions: RunDefinition[]): void;
  /** Told of each run that stopped on an error nobody foresaw. */
  onFailed(listener: (run: { orgId: string; runId: string; kind: string }) => void): void;
  /**
   * Records the run and queues it in the caller's transaction: both or none.
   * A second request for work that is queued or running is answered with that run.
   */
  request(tx: Tx, kind: string, input: object, requestedBy: string | null): Promise<Run>;
  /** Takes work from the queue until {@link Runs.stop}. */
  work(): Promise<void>;
  /** Puts every unfinished run in the queue anew, when no other worker can be alive; returns how many. */
  resume(orgId: string): Promise<number>;
  schedule(orgId: string, kind: string, cron: string, timeZone: string): Promise<void>;
  /** Performs a run that is already recorded, in this process. */
  perform(orgId: string, runId: string): Promise<void>;
  waitFor(orgId: string, runId: string, onProgress?: (run: Run) => void): Promise<Run>;
  stop(): Promise<void>;
}

export const queueName = 'runs';
const scheduleQueue = 'scheduled-runs';
/** Where a run goes whose workers died each time it was tried. */
const abandonedQueue = 'abandoned-runs';

/** Without a heartbeat for this long a worker counts as dead and its run starts again. */
const heartbeatSeconds = 20;
const pollEveryMs = 200;
const stopWithinMs = 7_000;
/**
 * A new job wakes a worker by NOTIFY. One that waited behind another, or is
 * tried again, does not: unless asked to look, a worker would see it after 30 s.
 */
const prompt = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2, burstWhenBatchFull: true };

/** For the pool of pg-boss, which hands them on to pg: a dead connection must not hold the queue for ever. */
const wireOptions: object = { connectionTimeoutMillis: 5_000, query_timeout: 20_000, keepAlive: true };

/** pg-boss on our database, in its own schema. */
function createBoss(database: Database): PgBoss {
  const { host, port, user, password, database: name, ssl } = database.clientConfig;
  return new PgBoss({
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    ...(typeof password === 'string' ? { password } : {}),
    ...(name === undefined ? {} : { database: name }),
    ...(ssl === undefined ? {} : { ssl }),
    ...wireOptions,
    max: 4,
    schema: 'pgboss',
    application_name: 'granary-jobs',
    useListenNotify: true,
    superviseIntervalSeconds: 10,
    // Its own default is a minute, which would keep the run of a dead worker waiting.
    monitorIntervalSeconds: 10,
  });
}

/** Makes the queue tables, once per database, before the application role is granted its rights. */
export async function installJobs(database: Database): Promise<void> {
  const boss = createBoss(database);
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await makeQueues(boss);
  } finally {
    await boss.stop({ graceful: false });
  }
  const client = await database.ownerPool.connect();
  try {
    await grantToApp(client, ['pgboss']);
  } finally {
    client.release();
  }
}

/** Also for a database whose queues an earlier version made: making one that is there changes nothing. */
async function makeQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(abandonedQueue, { retryLimit: 3, notify: true });
  const options = { retryLimit: 3, retryDelay: 1, heartbeatSeconds, expireInSeconds: 6 * 3600, notify: true };
  await boss.createQueue(queueName, options);
  await boss.updateQueue(queueName, { deadLetter: abandonedQueue });
  await boss.createQueue(scheduleQueue, { retryLimit: 3, notify: true });
}

export async function createRuns(database: Database, events: Events, log: Logger): Promise<Runs> {
  const boss = createBoss(database);
  boss.on('error', (error) => log.error({ err: error }, 'the job queue reported an error'));
  await boss.start();
  const definitions = new Map<string, RunDefinition>();
  const underWay = new Map<string, AbortController>();
  const failed = new EventEmitter<{ failed: [{ orgId: string; runId: string; kind: string }] }>();
  let stopping = false;

  /** The work itself; the caller holds the lock of the run. */
  async function performLocked(orgId: string, runId: string): Promise<void> {
    if (stopping) throw workerStops;
    const started = await withOrganization(database, orgId, (tx) => startRun(tx, events, runId));
    // Already finished or cancelled before it began: a repeated delivery does no harm.
    if (started === undefined) return;
    const definition = definitions.get(started.kind);
    const controller = new AbortController();
    underWay.set(runId, controller);
    const progress = createProgress(database, events, orgId, runId, controller);
    try {
      if (definition === undefined)
        throw new Error(`no run of kind ${started.kind} is known to this version`);
      // A run is the organization's, also when somebody who sees part of it has asked for it.
      const counts = await inRowScope(everyRow, () =>
        definition.perform(
          {
            orgId,
            runId,
            requestedBy: started.requested_by,
            log: log.child({ runId, kind: started.kind }),
            signal: controller.signal,
            progress: progress.report,
          },
          definition.input.parse(started.input),
        ),
      );
      await progress.settle();
      await withOrganization(database, orgId, (tx) =>
        finishRun(tx, events, runId, { state: 'completed', counts }),
      );
    } catch (error) {
      await progress.settle();
      if (controller.signal.reason === workerStops) {
        await withOrganization(database, orgId, (tx) => requeueRun(tx, events, runId));
        throw workerStops;
      }
      // No verdict on the work: the queue delivers it again when the database is back.
      if (error instanceof DatabaseUnavailable) {
        log.warn({ err: error, runId, kind: started.kind }, 'a run lost the database and starts again');
        throw error;
      }
      const cancelled = controller.signal.aborted;
      if (!cancelled) log.error({ err: error, orgId, runId, kind: started.kind }, 'a run failed');
      if (!cancelled && !(error instanceof AppError))
        failed.emit('failed', { orgId, runId, kind: started.kind });
      await withOrganization(database, orgId, (tx) =>
        finishRun(
          tx,
          events,
          runId,
          cancelled ? { state: 'cancelled' } : { state: 'failed', error: describeFailure(error) },
        ),
      );
    } finally {
      underWay.delete(runId);
    }
  }

  const runs: Runs = {
    define(added) {
      for (const definition of added) {
        if (definitions.has(definition.kind)) throw new Error(`two runs are named ${definition.kind}`);
        definitions.set(definition.kind, definition);
      }
    },

    onFailed: (listener) => void failed.on('failed', listener),

    async request(tx, kind, input, requestedBy) {
      if (!definitions.has(kind)) {
        throw invalid(
          'run_kind_unknown',
          `There is no run "${kind}"; there are ${[...definitions.keys()].join(', ')}.`,
          {
            details: [{ field: 'kind', message: 'unknown' }],
          },
        );
      }
      const { run, isNew } = await insertRun(tx, kind, input, requestedBy);
      if (isNew) await boss.send(queueName, { orgId: tx.orgId, runId: run.run_id }, { db: fromKysely(tx) });
      return run;
    },

    async work() {
      await makeQueues(boss);
      await boss.work<{ orgId: string; runId: string }>(
        queueName,
        { batchSize: 1, localConcurrency: 2, ...prompt },
        async ([job]) => {
          if (job !== undefined) await runs.perform(job.data.orgId, job.data.runId);
        },
      );
      await boss.work<{ orgId: string; runId: string }>(abandonedQueue, prompt, async ([job]) => {
        if (job === undefined) return;
        const { orgId, runId } = job.data;
        log.error({ runId }, 'a run was given up: its workers died');
        await withOrganization(database, orgId, (tx) =>
          finishRun(tx, events, runId, { state: 'failed', error: abandoned }),
        );
      });
      await boss.work<{ orgId: string; kind: string }>(scheduleQueue, prompt, async ([job]) => {
        if (job === undefined) return;
        await withOrganization(database, job.data.orgId, (tx) => runs.request(tx, job.data.kind, {}, null));
      });
    },

    // The old delivery stays; whichever comes second finds the run done.
    resume: (orgId) =>
      withOrganization(database, orgId, async (tx) => {
        const unfinished = await listUnfinishedRuns(tx, 500);
        for (const run of unfinished) {
          await boss.send(queueName, { orgId, runId: run.run_id }, { db: fromKysely(tx) });
        }
        return unfinished.length;
      }),

    schedule: (orgId, kind, cron, timeZone) =>
      boss.schedule(scheduleQueue, cron, { orgId, kind }, { tz: timeZone, key: `${orgId}/${kind}` }),

    async perform(orgId, runId) {
      const unlock = await lockRun(database, runId);
      try {
        await performLocked(orgId, runId);
      } finally {
        await unlock();
      }
    },

    async waitFor(orgId, runId, onProgress) {
      for (;;) {
        const run = await withOrganization(database, orgId, (tx) => findRun(tx, runId));
        if (run === undefined) throw new Error(`run ${runId} does not exist`);
        onProgress?.(run);
        if (run.finished_at !== null) return run;
        await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
      }
    },

    async stop() {
      stopping = true;
      for (const controller of underWay.values()) controller.abort(workerStops);
      // A dead connection of the queue would hold the stop until its statement times out.
      const stopped = boss.stop({ graceful: true, timeout: 5_000 });
      await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, stopWithinMs).unref())]);
    },
  };
  return runs;
}

/** Why a run under way is aborted when its worker stops: it goes back to the queue. */
const workerStops = unavailable(
  'worker_stops',
  'Granary is stopping. What was under way goes back to the queue and is done at the next start.',
);

/** Whether a run ended only to be delivered again, so that it must leave no verdict behind. */
export function isDeliveredAgain(signal: AbortSignal, error: unknown): boolean {
  return signal.reason === workerStops || error instanceof DatabaseUnavailable;
}

const abandoned = {
  code: 'run_abandoned',
  message: 'The worker died each time this run was tried. The log has the detail; start it again.',
  details: [],
};

/**
 * At most one process performs a run: whoever comes second waits, and finds it
 * finished or, when the first one died and its connection with it, takes it up.
 * A connection of its own, so that waiting ones do not use up the pool that the
 * one they wait for needs.
 */
async function lockRun(database: Database, runId: string): Promise<() => Promise<void>> {
  const client = new pg.Client(database.clientConfig);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [runId]);
  } catch (error) {
    await client.end();
    throw error;
  }
  // The lock ends with the connection.
  return () => client.end();
}

function describeFailure(error: unknown): { code: string; message: string; details: unknown[] } {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details };
  return {
    code: 'run_failed',
    message: 'The run stopped on an unexpected error; the log has the detail.',
    details: [],
  };
}
