import { z } from 'zod';
import { recordAudit } from '../identity/index.ts';
import type { Platform } from '../platform/capability.ts';
import { withOrganization } from '../platform/database/index.ts';
import { allPages } from '../platform/http/all-pages.ts';
import { replyWithCsv } from '../platform/http/csv-reply.ts';
import { type Caller, type Route, route } from '../platform/http/route.ts';
import { runReply } from '../platform/jobs/routes.ts';
import { listRisk, summarizeRisk } from './list-queries.ts';
import { expiryRules } from './rules.ts';
import { riskList, riskQuery, summaryQuery, summaryReply } from './schema.ts';
import type { createService } from './service.ts';

/** What a planner opens first, in the order a planner reads it. */
const csvColumns = [
  'store_id',
  'sku_id',
  'batch_id',
  'p_waste',
  'expected_wasted_units',
  'at_risk_value',
  'risk_score',
  'snapshot_date',
  'expiry_date',
  'days_to_expiry',
  'on_hand_qty',
  'expected_sales_to_expiry',
  'at_risk_units',
  'at_risk_units_low',
  'at_risk_units_high',
  'unit_cost',
  'unit_cost_source',
  'store_name',
  'item_name',
  'category',
  'rule_version',
] as const;

export function expiryRoutes(
  platform: Pick<Platform, 'database' | 'runs'>,
  service: ReturnType<typeof createService>,
): Route[] {
  const { database, runs } = platform;
  const request = async (
    { orgId, userId, name }: Caller,
    kind: 'risk' | 'proposals',
    correlationId: string,
  ) =>
    withOrganization(database, orgId, async (tx) => {
      const run = await runs.request(tx, kind, {}, userId);
      await recordAudit(tx, { userId, name, correlationId }, [
        { verb: 'requested', entity: 'run', entityId: run.run_id, after: { kind } },
      ]);
      return run;
    });
  const rulesBody = expiryRules
    .safeExtend({
      version: z
        .number()
        .int()
        .positive()
        .optional()
        .describe('`version` of the rules as you saw them; If-Match says the same.'),
    })
    .meta({ title: 'ExpiryRulesChange' });
  const rulesReply = z
    .object({ version: z.number().int(), rules: expiryRules })
    .meta({ title: 'ExpiryRuleSet' });

  return [
    route({
      method: 'GET',
      path: '/risk',
      permission: 'expiry.read',
      summary: 'Batches with their risk, highest score first',
      kept: true,
      tag: 'expiry',
      rootAlias: true,
      query: riskQuery,
      reply: { 200: riskList },
      example: { query: { store_id: 'S01', min_score: 70, limit: 2 } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv(
              reply,
              'risk.csv',
              csvColumns,
              allPages(database, caller.orgId, (tx, cursor) =>
                listRisk(tx, { ...query, limit: 500, cursor }),
              ),
            )
          : withOrganization(database, caller.orgId, (tx) => listRisk(tx, query), { readOnly: true }),
    }),
    route({
      method: 'GET',
      path: '/risk/summary',
      permission: 'expiry.read',
      summary: 'Risk in total, by store and by category',
      kept: true,
      tag: 'expiry',
      rootAlias: true,
      query: summaryQuery,
      reply: { 200: summaryReply },
      example: {},
      handle: ({ caller, query }) =>
        withOrganization(
          database,
          caller.orgId,
          async (tx) =>
            summarizeRisk(tx, query.snapshot_date, (await service.currentRules(tx)).rules.high_risk_score),
          { readOnly: true },
        ),
    }),
    route({
      method: 'POST',
      path: '/risk/refresh',
      permission: 'expiry.assess',
      summary: 'Calculate risk anew; a calculation under way is returned instead',
      tag: 'expiry',
      rootAlias: true,
      reply: { 202: runReply },
      example: {},
      handle: async ({ caller, reply, correlationId }) => {
        const run = await request(caller, 'risk', correlationId);
        reply.status(202).header('location', `/api/v1/runs/${run.run_id}`);
        return run;
      },
    }),
    route({
      method: 'POST',
      path: '/actions/generate',
      permission: 'actions.propose',
      summary: 'Find the best remedy for each batch at risk',
      tag: 'expiry',
      rootAlias: true,
      reply: { 202: runReply },
      example: {},
      handle: async ({ caller, reply, correlationId }) => {
        const run = await request(caller, 'proposals', correlationId);
        reply.status(202).header('location', `/api/v1/runs/${run.run_id}`);
        return run;
      },
    }),
    route({
      method: 'GET',
      path: '/expiry/rules',
      permission: 'expiry.read',
      summary: 'The rules for expiring stock and their version',
      kept: true,
      tag: 'expiry',
      reply: { 200: rulesReply },
      example: {},
      handle: ({ caller }) =>
        withOrganization(database, caller.orgId, service.currentRules, { readOnly: true }),
    }),
    route({
      method: 'PUT',
      path: '/expiry/rules',
      permission: 'expiry.rules',
      summary: 'Set the rules; the next calculation uses them',
      tag: 'expiry',
      body: rulesBody,
      reply: { 200: rulesReply },
      errors: ['expiry.stale_rules'],
      example: { body: { high_risk_score: 75, min_savings: 5, transfer_allowed: true } },
      handle: ({ caller, body: { version, ...rules }, correlationId }) => {
        const actor = { userId: caller.userId, name: caller.name, correlationId };
        return withOrganization(database, caller.orgId, (tx) => service.setRules(tx, rules, actor, version));
      },
    }),
  ];
}
