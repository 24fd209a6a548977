import type { Formats } from '../ui/formats.ts';
import type { Action, ActionDetail, ActionStatus, ActionType } from './types.ts';

type Proposed = Pick<Action, 'action_type' | 'qty' | 'discount_pct' | 'dispose'>;

export const TYPE_NAMES: Readonly<Record<ActionType, string>> = {
  TRANSFER: 'Move',
  MARKDOWN: 'Mark down',
  LIQUIDATE: 'Sell off',
};

export const STATUS_NAMES: Readonly<Record<ActionStatus, string>> = {
  PROPOSED: 'Proposed',
  APPROVED: 'Approved',
  DONE: 'Done',
  REJECTED: 'Rejected',
};

/** The verb and the quantity: "Move 60", "30 % off 31", "Sell off 24". */
export function verbAndQuantity(action: Proposed, formats: Formats): string {
  const units = formats.quantity(action.qty);
  switch (action.action_type) {
    case 'TRANSFER':
      return `Move ${units}`;
    case 'MARKDOWN':
      return `${formats.percent(Number(action.discount_pct ?? 0) / 100)} off ${units}`;
    case 'LIQUIDATE':
      return action.dispose ? `Dispose of ${units}` : `Sell off ${units}`;
    default:
      return action.action_type satisfies never;
  }
}

/** Whether a proof is about more than this action: then its saving is that of several steps for the batch. */
export function isOneOfSeveral(action: ActionDetail): boolean {
  return Math.abs(Number(action.expected_savings) - action.proof.savings.mean) >= CENTS_APART;
}

/** What the proof's plan does: "Move 79 and Move 46"; of one step, the action itself. */
export function planTitle(action: ActionDetail, formats: Formats): string {
  if (!isOneOfSeveral(action)) return verbAndQuantity(action, formats);
  const steps = [action, ...action.plan];
  const together = steps.reduce((sum, step) => sum + Number(step.expected_savings), 0);
  // A step that was rejected since is not among them any more.
  if (Math.abs(together - action.proof.savings.mean) >= CENTS_APART) return 'The whole plan';
  return steps.map((step) => verbAndQuantity(step, formats)).join(' and ');
}

/** More than the roundings of a few steps can make. */
const CENTS_APART = 0.045;

/** Where: "Lyon 3 → Lyon 7", or the one store. */
export function whereText(
  action: Pick<Action, 'from_store' | 'from_store_name' | 'to_store' | 'to_store_name'>,
): string {
  const from = action.from_store_name || action.from_store;
  return action.to_store === null ? from : `${from} → ${action.to_store_name || action.to_store}`;
}

/** The whole proposal in one line. */
export function actionTitle(action: Action, formats: Formats): string {
  return `${verbAndQuantity(action, formats)} ${action.item_name}, ${whereText(action)}`;
}

/** What the approving button says: the decision itself. */
export function approveLabel(action: Proposed, formats: Formats): string {
  switch (action.action_type) {
    case 'TRANSFER':
      return `Approve moving ${formats.quantity(action.qty)}`;
    case 'MARKDOWN':
      return `Approve ${formats.percent(Number(action.discount_pct ?? 0) / 100)} off`;
    case 'LIQUIDATE':
      return action.dispose ? 'Approve disposal' : 'Approve selling off';
    default:
      return action.action_type satisfies never;
  }
}
