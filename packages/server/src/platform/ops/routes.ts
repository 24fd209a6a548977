import { z } from 'zod';
import { type Database, withOrganization } from '../database/index.ts';
import { missing } from '../http/errors.ts';
import type { ReplyCache } from '../http/reply-cache.ts';
import { type Route, route } from '../http/route.ts';
import type { Outside } from '../outside/outside.ts';
import type { RecordChange } from '../record-change.ts';
import { summarize } from './error-counts.ts';
import type { Metrics } from './metrics.ts';
import * as queries from './queries.ts';
import { errorSummary, notice, noticeList, noticeQuery } from './schema.ts';
import { mayRunInstallation } from './whole-installation.ts';

export interface OpsRoutes {
  database: Database;
  outside: Outside;
  replies: ReplyCache;
  metrics: Metrics;
  /** Writes what is still in memory, so that figures are up to now. */
  flush(): Promise<void>;
  recordChange: RecordChange;
}

const tag = 'operations';

export function opsRoutes({ database, outside, replies, metrics, flush, recordChange }: OpsRoutes): Route[] {
  return [
    route({
      method: 'GET',
      path: '/errors/summary',
      permission: 'ops.read',
      summary:
        'Failed requests by code, route and hour: of the organization, and, for who runs the installation, of requests without a sign-in',
      tag,
      query: z.strictObject({
        hours: z.coerce.number().int().min(1).max(2_160).default(24).describe('How far back, in hours.'),
      }),
      reply: { 200: errorSummary },
      example: { query: { hours: 24 } },
      handle: async ({ caller, query }) => {
        await flush();
        const own = await withOrganization(
          database,
          caller.orgId,
          (tx) => queries.readErrorCounts(tx, query.hours),
          { readOnly: true },
        );
        const unsigned = (await mayRunInstallation(database, caller))
          ? await queries.readUnsignedErrorCounts(database, query.hours)
          : [];
        return summarize([...own, ...unsigned], query.hours);
      },
    }),
    route({
      method: 'GET',
      path: '/notices',
      permission: 'ops.read',
      summary: 'What whoever runs Granary should know of; equal faults are one notice with a count',
      tag,
      query: noticeQuery,
      reply: { 200: noticeList },
      errors: ['cursor_not_valid'],
      example: { query: { open: 'true', limit: 2 } },
      handle: async ({ caller, query }) => {
        await flush();
        return withOrganization(database, caller.orgId, (tx) => queries.listNotices(tx, query), {
          readOnly: true,
        });
      },
    }),
    route({
      method: 'POST',
      path: '/notices/:notice_id/acknowledge',
      permission: 'ops.manage',
      summary: 'Take note of a notice; the same fault opens a new one when it comes again',
      tag,
      params: z.strictObject({ notice_id: z.uuid() }),
      reply: { 200: notice },
      example: { params: { notice_id: '0e2a7c1d-5c0f-4d5e-8a9b-6f7e8d9c0b1a' } },
      errors: ['notice_not_found'],
      handle: ({ caller, params, correlationId }) =>
        withOrganization(database, caller.orgId, async (tx) => {
          const changed = await queries.acknowledgeNotice(tx, params.notice_id, caller.userId);
          if (changed === undefined)
            throw missing('notice_not_found', `There is no notice ${params.notice_id}.`);
          await recordChange(tx, { userId: caller.userId, name: caller.name, correlationId }, [
            {
              verb: 'acknowledged',
              entity: 'notice',
              entityId: params.notice_id,
              after: { kind: changed.kind, message: changed.message },
            },
          ]);
          return changed;
        }),
    }),
    route({
      method: 'GET',
      path: '/metrics',
      permission: 'ops.read',
      summary:
        'Figures of this process for Prometheus; give it a token with ops.read, made at the terminal where several organizations share the installation',
      tag,
      replyType: 'text/plain',
      installationWide: true,
      reply: { 200: z.string() },
      errors: ['installation_wide'],
      example: {},
      handle: ({ reply }) => {
        reply.type('text/plain; version=0.0.4; charset=utf-8');
        return metrics.render({ database, outside, replies });
      },
    }),
  ];
}
