import { type Database, withOrganization } from '../../platform/database/index.ts';
import { allPages } from '../../platform/http/all-pages.ts';
import { replyWithCsv } from '../../platform/http/csv-reply.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { startHash } from './chain.ts';
import { selectHead } from './chain-queries.ts';
import { listAudit, listSecurityEvents } from './list-queries.ts';
import {
  type AuditEntryRow,
  auditColumns,
  auditList,
  auditQuery,
  headReply,
  type SecurityEventRow,
  securityEventColumns,
  securityEventList,
  securityEventQuery,
  verificationQuery,
  verificationReply,
} from './schema.ts';
import { verifyChain } from './verify.ts';

const tag = 'audit';
const permission = 'audit.read';

export function auditRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/audit',
      permission,
      summary: 'Who did what, when, to which thing, with before and after; newest first',
      tag,
      query: auditQuery,
      reply: { 200: auditList },
      errors: ['cursor_not_valid'],
      example: { query: { entity: 'upload', limit: 2 } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv(
              reply,
              'audit.csv',
              auditColumns,
              linesOf(
                allPages(database, caller.orgId, (tx, cursor) =>
                  listAudit(tx, { ...query, limit: 500, cursor }),
                ),
                auditLine,
              ),
            )
          : withOrganization(database, caller.orgId, (tx) => listAudit(tx, query), { readOnly: true }),
    }),
    route({
      method: 'GET',
      path: '/audit/head',
      permission,
      summary: 'The end of the chain; saved elsewhere, it shows later whether entries were cut off',
      tag,
      reply: { 200: headReply },
      example: {},
      handle: ({ caller }) =>
        withOrganization(
          database,
          caller.orgId,
          async (tx) => ({
            ...((await selectHead(tx)) ?? { audit_id: 0, hash: startHash }),
            org_id: caller.orgId,
            at: new Date().toISOString(),
          }),
          { readOnly: true },
        ),
    }),
    route({
      method: 'GET',
      path: '/audit/verification',
      permission,
      summary:
        'Computes the chain again and names the first entry that was changed, removed, inserted or moved',
      tag,
      query: verificationQuery,
      reply: { 200: verificationReply },
      example: {},
      handle: ({ caller, query }) =>
        withOrganization(
          database,
          caller.orgId,
          (tx) =>
            verifyChain(
              tx,
              query.audit_id === undefined || query.hash === undefined
                ? undefined
                : { audit_id: query.audit_id, hash: query.hash },
            ),
          { readOnly: true, isolation: 'repeatable read' },
        ),
    }),
    route({
      method: 'GET',
      path: '/security-events',
      permission,
      summary: 'Sign-ins, failures, refusals, locks and changes of rights; newest first',
      tag,
      query: securityEventQuery,
      reply: { 200: securityEventList },
      errors: ['cursor_not_valid'],
      example: { query: { limit: 2 } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv(
              reply,
              'security-events.csv',
              securityEventColumns,
              linesOf(
                allPages(database, caller.orgId, (tx, cursor) =>
                  listSecurityEvents(tx, { ...query, limit: 500, cursor }),
                ),
                eventLine,
              ),
            )
          : withOrganization(database, caller.orgId, (tx) => listSecurityEvents(tx, query), {
              readOnly: true,
            }),
    }),
  ];
}

/** In a file, what was before and after stands as JSON in one cell. */
const auditLine = (row: AuditEntryRow) => ({
  ...row,
  before: row.before === null ? null : JSON.stringify(row.before),
  after: row.after === null ? null : JSON.stringify(row.after),
});

const eventLine = (row: SecurityEventRow) => ({ ...row, detail: JSON.stringify(row.detail) });

async function* linesOf<Row, Line>(rows: AsyncIterable<Row>, line: (row: Row) => Line): AsyncGenerator<Line> {
  for await (const row of rows) yield line(row);
}
