import { type Database, withOrganization } from '../platform/database/index.ts';
import { allPages } from '../platform/http/all-pages.ts';
import { replyWithCsv } from '../platform/http/csv-reply.ts';
import { type Caller, type Route, route } from '../platform/http/route.ts';
import { approvalBy, completionBy, rejectionBy } from './decision-kinds.ts';
import type { Decider } from './limits.ts';
import { listActions } from './queries.ts';
import {
  type ActionRow,
  actionDetail,
  actionList,
  actionParams,
  actionQuery,
  actionReply,
  approveBody,
  bulkApproveBody,
  bulkCompleteBody,
  bulkDecisionReply,
  bulkRejectBody,
  completeBody,
  csvColumns,
  rejectBody,
} from './schema.ts';
import type { ActionService } from './service.ts';

const tag = 'actions';
const rootAlias = true;

export function actionRoutes(database: Database, service: ActionService): Route[] {
  return [
    route({
      method: 'GET',
      path: '/actions',
      permission: 'actions.read',
      summary: 'Actions, those that save most first',
      kept: true,
      tag,
      rootAlias,
      query: actionQuery,
      reply: { 200: actionList },
      example: { query: { status: 'PROPOSED', limit: 2 } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv<ActionRow>(
              reply,
              'actions.csv',
              csvColumns,
              allPages(database, caller.orgId, (tx, cursor) =>
                listActions(tx, { ...query, limit: 500, cursor }),
              ),
            )
          : withOrganization(database, caller.orgId, (tx) => listActions(tx, query), { readOnly: true }),
    }),
    route({
      method: 'GET',
      path: '/actions/:action_id',
      permission: 'actions.read',
      summary: 'One action with its proof, outcome, history and the rest of the plan for its batch',
      kept: true,
      tag,
      rootAlias,
      params: actionParams,
      reply: { 200: actionDetail },
      errors: ['actions.not_found'],
      example: { params: { action_id: 1 } },
      handle: ({ caller, params }) => service.detail(caller.orgId, params.action_id),
    }),
    route({
      method: 'POST',
      path: '/actions/approve',
      permission: 'actions.approve',
      summary: 'Approve several actions, each on its own',
      tag,
      rootAlias,
      body: bulkApproveBody,
      reply: { 200: bulkDecisionReply },
      example: {
        body: {
          items: [
            { action_id: 1, version: 1 },
            { action_id: 2, version: 1 },
          ],
        },
      },
      handle: ({ caller, body, correlationId }) => {
        const actor = deciderOf(caller, correlationId);
        return service.decideMany(caller.orgId, approvalBy(actor), body.items, actor);
      },
    }),
    route({
      method: 'POST',
      path: '/actions/reject',
      permission: 'actions.approve',
      summary: 'Reject several actions, each on its own and with its reason',
      tag,
      rootAlias,
      body: bulkRejectBody,
      reply: { 200: bulkDecisionReply },
      example: {
        body: {
          items: [
            { action_id: 1, version: 1, reason: 'The store has a promotion from Monday on.' },
            { action_id: 2, version: 1, reason: 'The store has a promotion from Monday on.' },
          ],
        },
      },
      handle: ({ caller, body, correlationId }) => {
        const actor = deciderOf(caller, correlationId);
        return service.decideMany(caller.orgId, rejectionBy(actor), body.items, actor);
      },
    }),
    route({
      method: 'POST',
      path: '/actions/complete',
      permission: 'actions.complete',
      summary: 'Record what several approved actions achieved, each on its own',
      tag,
      rootAlias,
      body: bulkCompleteBody,
      reply: { 200: bulkDecisionReply },
      example: {
        body: { items: [{ action_id: 1, version: 2, recovered_value: 12.5, cleared_units: 1 }] },
      },
      handle: ({ caller, body, correlationId }) => {
        const actor = deciderOf(caller, correlationId);
        return service.decideMany(caller.orgId, completionBy(actor), body.items, actor);
      },
    }),
    route({
      method: 'POST',
      path: '/actions/:action_id/approve',
      permission: 'actions.approve',
      summary: 'Approve a proposed action',
      tag,
      rootAlias,
      params: actionParams,
      body: approveBody,
      reply: { 200: actionReply },
      errors: [
        'actions.not_found',
        'actions.already_decided',
        'actions.stale_version',
        'actions.too_late',
        'actions.exceeds_on_hand',
        'actions.not_your_location',
        'approval_limit_exceeded',
      ],
      example: { params: { action_id: 1 }, body: { version: 1, note: 'The neighbours can sell it.' } },
      handle: ({ caller, params, body, correlationId }) => {
        const actor = deciderOf(caller, correlationId);
        return service.decide(caller.orgId, approvalBy(actor), { ...params, ...body }, actor);
      },
    }),
    route({
      method: 'POST',
      path: '/actions/:action_id/reject',
      permission: 'actions.approve',
      summary: 'Reject a proposed or approved action, with the reason',
      tag,
      rootAlias,
      params: actionParams,
      body: rejectBody,
      reply: { 200: actionReply },
      errors: [
        'actions.not_found',
        'actions.already_decided',
        'actions.stale_version',
        'actions.not_your_location',
      ],
      example: {
        params: { action_id: 1 },
        body: { version: 1, reason: 'The store has a promotion from Monday on.' },
      },
      handle: ({ caller, params, body, correlationId }) => {
        const actor = deciderOf(caller, correlationId);
        return service.decide(caller.orgId, rejectionBy(actor), { ...params, ...body }, actor);
      },
    }),
    route({
      method: 'POST',
      path: '/actions/:action_id/complete',
      permission: 'actions.complete',
      summary: 'Record what an approved action achieved',
      tag,
      rootAlias,
      params: actionParams,
      body: completeBody,
      reply: { 200: actionReply },
      errors: [
        'actions.not_your_location',
        'actions.not_found',
        'actions.already_decided',
        'actions.stale_version',
        'actions.not_approved',
        'actions.cleared_too_many',
      ],
      example: {
        params: { action_id: 1 },
        body: { version: 2, recovered_value: 12.5, cleared_units: 1, notes: 'Sold in two days.' },
      },
      handle: ({ caller, params, body, correlationId }) => {
        const actor = deciderOf(caller, correlationId);
        return service.decide(caller.orgId, completionBy(actor), { ...params, ...body }, actor);
      },
    }),
  ];
}

function deciderOf(caller: Caller, correlationId: string): Decider {
  return {
    userId: caller.userId,
    name: caller.name,
    correlationId,
    storeIds: caller.scope.storeIds,
    approvalLimit: caller.approvalLimit,
  };
}
