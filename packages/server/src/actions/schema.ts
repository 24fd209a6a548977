import { z } from 'zod';
import { bulkBody, bulkReply } from '../platform/http/bulk.ts';
import { listOf, pageQuery, sortParameter } from '../platform/http/paging.ts';
import { actionTypes } from './action-type.ts';
import { actionStatuses } from './lifecycle.ts';
import { proofShape } from './proof.ts';

export const actionReply = z
  .object({
    action_id: z.number().int(),
    rank: z
      .number()
      .int()
      .describe('Position by expected savings among the actions of the same status; 1 is the best.'),
    action_type: z.enum(actionTypes),
    status: z.enum(actionStatuses),
    from_store: z.string(),
    from_store_name: z.string(),
    to_store: z.string().nullable(),
    to_store_name: z.string().nullable(),
    sku_id: z.string(),
    item_name: z.string(),
    category: z.string(),
    unit: z.string(),
    batch_id: z.string(),
    expiry_date: z.string().nullable(),
    qty: z.number().int(),
    discount_pct: z.number().nullable(),
    start_date: z.string(),
    end_date: z.string().nullable(),
    decide_by: z.string().describe('Last day on which the action can still be carried out as proposed.'),
    expected_savings: z
      .number()
      .describe('Mean saving against doing nothing, in the currency of the organization.'),
    savings_low: z.number().describe('The saving is higher than this with a chance of 90 %.'),
    savings_high: z.number().describe('The saving is lower than this with a chance of 90 %.'),
    chance_of_gain: z.number().min(0).max(1),
    at_risk_units: z.number(),
    on_hand_qty: z
      .number()
      .int()
      .nullable()
      .describe('Units of the batch at the snapshot the action was proposed from.'),
    unit_cost: z.number(),
    value_at_stake: z
      .number()
      .describe(
        'Stock at cost that the action decides about (quantity × unit cost); approval limits are compared with it.',
      ),
    reason: z.string(),
    dispose: z.boolean().describe('Getting rid of the units costs more than it brings in.'),
    version: z.number().int().describe('Send it back with a decision, so that you decide on what you saw.'),
    snapshot_date: z.string(),
    created_at: z.string(),
    decided_by_name: z.string().nullable(),
    decided_at: z.string().nullable(),
    decision_note: z.string().nullable(),
  })
  .meta({ title: 'Action' });
export type ActionRow = z.output<typeof actionReply>;

export const actionList = listOf(actionReply);

export const csvColumns = [
  'action_id',
  'action_type',
  'from_store',
  'to_store',
  'sku_id',
  'batch_id',
  'qty',
  'discount_pct',
  'start_date',
  'expected_savings',
  'status',
  'rank',
  'end_date',
  'decide_by',
  'savings_low',
  'savings_high',
  'chance_of_gain',
  'at_risk_units',
  'unit_cost',
  'value_at_stake',
  'item_name',
  'category',
  'expiry_date',
  'snapshot_date',
  'reason',
  'version',
] as const satisfies readonly (keyof ActionRow)[];

const code = z.string().min(1).max(100);

export const sortFields = [
  'expected_savings',
  'action_id',
  'created_at',
  'decide_by',
  'start_date',
  'qty',
  'chance_of_gain',
  'at_risk_units',
  'savings_low',
  'sku_id',
  'from_store',
  'action_type',
  'status',
] as const;

export const actionQuery = z.strictObject({
  ...pageQuery,
  status: z
    .enum([...actionStatuses, 'pending'])
    .optional()
    .describe('`pending` is PROPOSED.'),
  action_type: z.enum(actionTypes).optional(),
  store_id: code.optional().describe('The store the batch is in, or the store it would go to.'),
  from_store: code.optional(),
  to_store: code.optional(),
  sku_id: code.optional(),
  category: code.optional(),
  batch_id: code.optional(),
  sort: sortParameter(sortFields, '-expected_savings'),
});
export type ActionQuery = z.output<typeof actionQuery>;

export const actionParams = z.strictObject({
  action_id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
});

export const outcomeReply = z
  .object({
    outcome_id: z.number().int(),
    measured_at: z.string(),
    recovered_value: z.number(),
    cleared_units: z.number().int(),
    notes: z.string().nullable(),
  })
  .meta({ title: 'Outcome' });
export type OutcomeRow = z.output<typeof outcomeReply>;

export const actionDetail = actionReply
  .extend({
    proof: proofShape,
    outcomes: z.array(outcomeReply),
    history: z.array(
      z.object({
        at: z.string(),
        actor_name: z.string(),
        verb: z.string(),
        before: z.record(z.string(), z.unknown()).nullable(),
        after: z.record(z.string(), z.unknown()).nullable(),
      }),
    ),
    plan: z.array(actionReply).describe('The other actions for the same batch that were not rejected.'),
  })
  .meta({ title: 'ActionDetail' });

const version = z.number().int().positive().describe('`version` of the action as you saw it.');
const words = z.string().trim().min(1).max(1000);

export const approveBody = z.strictObject({ version, note: words.optional() });
export const rejectBody = z.strictObject({ version, reason: words });
export const completeBody = z.strictObject({
  version,
  recovered_value: z
    .number()
    .min(0)
    .max(999_999_999_999)
    .describe('Money the units brought in, at most two decimals are kept.'),
  cleared_units: z
    .number()
    .int()
    .min(0)
    .max(2_147_483_647)
    .describe('Units that left the shelf, at most `qty`.'),
  notes: words.optional(),
});
export type CompleteBody = z.output<typeof completeBody>;

const actionId = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const named = { action_id: actionId };
export const bulkApproveBody = bulkBody(z.strictObject({ ...named, ...approveBody.shape }));
export const bulkRejectBody = bulkBody(z.strictObject({ ...named, ...rejectBody.shape }));
export const bulkCompleteBody = bulkBody(z.strictObject({ ...named, ...completeBody.shape }));
export const bulkDecisionReply = bulkReply(z.number().int(), {
  action_id: z.number().int().describe('`id`; 0 where the item named none.'),
  ok: z.boolean().describe('`status` as true or false.'),
  version: z.number().int().optional().describe('Of the action now that it is decided.'),
}).meta({ title: 'BulkDecisions' });
