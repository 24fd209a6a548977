import type { Action, ActionDetail } from '@granary/client';
import type { Answer, Asked } from '../app/api.ts';

export type { Action, ActionDetail } from '@granary/client';

export type ActionType = Action['action_type'];
export type ActionStatus = Action['status'];
export type Proof = ActionDetail['proof'];
export type Spread = Proof['do_nothing']['unsold'];
export type ActionsSummary = Answer<'/api/v1/actions/summary'>;
export type ActionList = Answer<'/api/v1/actions'>;
export type ActionSort = NonNullable<Asked<'/api/v1/actions'>['sort']>;

export const ACTION_TYPES = ['TRANSFER', 'MARKDOWN', 'LIQUIDATE'] as const satisfies readonly ActionType[];
export const ACTION_STATUSES = [
  'PROPOSED',
  'APPROVED',
  'DONE',
  'REJECTED',
] as const satisfies readonly ActionStatus[];

/** The orders the list offers, by its headings. */
export const ACTION_SORTS = [
  '-expected_savings',
  'expected_savings',
  '-chance_of_gain',
  'chance_of_gain',
  '-decide_by',
  'decide_by',
] as const satisfies readonly ActionSort[];

/** How approving several went, one result for each. */
export interface BulkResult {
  results: { action_id: number; ok: boolean; error?: { code: string; message: string } }[];
}
