import { declareErrors, type FailuresOf } from '../platform/http/error-catalogue.ts';

export const actionErrors = declareErrors({
  'actions.not_found': {
    failure: 'missing',
    when: 'There is no action with this id.',
    remedy: 'List the actions for the right id.',
  },
  'actions.already_decided': {
    failure: 'conflict',
    when: 'The action was approved, rejected or completed before; the message says by whom.',
    remedy: 'Load the action again; nothing more is to be decided.',
  },
  'actions.not_approved': {
    failure: 'conflict',
    when: 'An action that nobody approved was reported as done.',
    remedy: 'Approve it first.',
  },
  'actions.stale_version': {
    failure: 'stale',
    when: 'The action has changed since the caller loaded it.',
    remedy: 'Load it again, look at what changed, and decide with its version.',
  },
  'actions.too_late': {
    failure: 'conflict',
    when: 'The last day to carry the action out as proposed lies before the newest stock count.',
    remedy: 'Decide on what the next run proposes.',
  },
  'actions.exceeds_on_hand': {
    failure: 'conflict',
    when: 'Approved actions claim so many units of the batch that too few are left for this one.',
    remedy: 'Reject another action for the batch, or wait for the next count.',
  },
  'actions.cleared_too_many': {
    failure: 'invalid',
    when: 'More units are reported as cleared than the action was for.',
    remedy: 'Report at most the quantity of the action.',
  },
  'actions.not_your_location': {
    failure: 'forbidden',
    when: 'The caller sees the action at the destination of a transfer, and decides only about stock of their own locations.',
    remedy: 'Ask somebody responsible for the location that `details` names.',
  },
  approval_limit_exceeded: {
    failure: 'forbidden',
    when: 'The stock an approval is about is worth more, at cost, than the caller may approve.',
    remedy: 'Ask one of those the message names, or have the limit raised.',
  },
});

declare module '../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof actionErrors> {}
}
