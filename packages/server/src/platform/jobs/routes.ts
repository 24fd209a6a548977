import { z } from 'zod';
import type { Platform } from '../capability.ts';
import { withOrganization } from '../database/index.ts';
import { missing } from '../http/errors.ts';
import { listOf, pageQuery, sortParameter } from '../http/paging.ts';
import { type Route, route } from '../http/route.ts';
import type { RecordChange } from '../record-change.ts';
import { askToCancel, findRun, listRuns } from './run-queries.ts';

export const runReply = z
  .object({
    run_id: z.uuid(),
    kind: z.string(),
    state: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']),
    progress_pct: z.number().min(0).max(100),
    step: z.string().nullable(),
    message: z.string().nullable(),
    counts: z.record(z.string(), z.union([z.number(), z.string()])),
    error: z.object({ code: z.string(), message: z.string(), details: z.array(z.unknown()) }).nullable(),
    created_at: z.string(),
    started_at: z.string().nullable(),
    finished_at: z.string().nullable(),
  })
  .meta({ title: 'Run' });

export const runPermissions = {
  'runs.read': 'See what is running and what has run',
  'runs.start': 'Start the nightly run by hand and cancel runs',
};

const runParams = z.strictObject({ run_id: z.uuid() });

/** Long work, seen from outside: list, follow, start by hand, cancel. */
export function runRoutes(
  platform: Pick<Platform, 'database' | 'events' | 'runs'>,
  recordChange: RecordChange,
): Route[] {
  const { database, events, runs } = platform;
  return [
    route({
      method: 'GET',
      path: '/runs',
      permission: 'runs.read',
      summary: 'Runs, newest first',
      tag: 'runs',
      query: z.strictObject({
        state: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']).optional(),
        kind: z.string().max(100).optional(),
        limit: pageQuery.limit,
        cursor: pageQuery.cursor,
        sort: sortParameter(['created_at', 'kind'], '-created_at'),
      }),
      reply: { 200: listOf(runReply) },
      example: { query: { kind: 'nightly', limit: 2 } },
      handle: ({ caller, query }) =>
        withOrganization(database, caller.orgId, (tx) => listRuns(tx, query), { readOnly: true }),
    }),
    route({
      method: 'GET',
      path: '/runs/:run_id',
      permission: 'runs.read',
      summary: 'One run with its progress',
      tag: 'runs',
      params: runParams,
      reply: { 200: runReply },
      errors: ['run_not_found'],
      example: { params: { run_id: '0e2a7c1d-5c0f-4d5e-8a9b-6f7e8d9c0b1a' } },
      handle: ({ caller, params }) =>
        withOrganization(
          database,
          caller.orgId,
          async (tx) => (await findRun(tx, params.run_id)) ?? unknownRun(params.run_id),
        ),
    }),
    route({
      method: 'POST',
      path: '/runs',
      permission: 'runs.start',
      summary: 'Start the nightly run now; one that is under way is returned instead',
      tag: 'runs',
      body: z.strictObject({ kind: z.enum(['nightly']) }),
      reply: { 202: runReply },
      example: { body: { kind: 'nightly' } },
      handle: async ({ caller, body, reply, correlationId }) => {
        const run = await withOrganization(database, caller.orgId, async (tx) => {
          const requested = await runs.request(tx, body.kind, {}, caller.userId);
          await recordChange(tx, { userId: caller.userId, name: caller.name, correlationId }, [
            { verb: 'requested', entity: 'run', entityId: requested.run_id, after: { kind: body.kind } },
          ]);
          return requested;
        });
        reply.status(202).header('location', `/api/v1/runs/${run.run_id}`);
        return run;
      },
    }),
    route({
      method: 'POST',
      path: '/runs/:run_id/cancel',
      permission: 'runs.start',
      summary: 'Ask a run to stop',
      tag: 'runs',
      params: runParams,
      reply: { 200: runReply },
      errors: ['run_not_found'],
      example: { params: { run_id: '0e2a7c1d-5c0f-4d5e-8a9b-6f7e8d9c0b1a' } },
      handle: ({ caller, params, correlationId }) =>
        withOrganization(database, caller.orgId, async (tx) => {
          const run = (await askToCancel(tx, events, params.run_id)) ?? unknownRun(params.run_id);
          await recordChange(tx, { userId: caller.userId, name: caller.name, correlationId }, [
            { verb: 'cancel_asked', entity: 'run', entityId: run.run_id, after: { kind: run.kind } },
          ]);
          return run;
        }),
    }),
  ];
}

function unknownRun(runId: string): never {
  throw missing('run_not_found', `There is no run ${runId}.`);
}
