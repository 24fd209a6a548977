import type { Me } from '@granary/client';
import { whyNotPermitted } from '../app/session.tsx';
import type { Action } from './types.ts';

type Decided = Pick<Action, 'status' | 'decided_by_name'>;

/** Why a proposal cannot be approved or rejected now; null when it can. */
export function whyNotDecide(me: Me, action: Decided): string | null {
  if (action.status !== 'PROPOSED') return decidedSentence(action);
  return whyNotPermitted(me, 'actions.approve');
}

/** Why an outcome cannot be recorded now; null when it can. */
export function whyNotComplete(me: Me, action: Decided): string | null {
  if (action.status === 'PROPOSED') return 'It has to be approved first.';
  if (action.status !== 'APPROVED') return decidedSentence(action);
  return whyNotPermitted(me, 'actions.complete');
}

function decidedSentence(action: Decided): string {
  const by = action.decided_by_name === null ? '' : ` by ${action.decided_by_name}`;
  switch (action.status) {
    case 'APPROVED':
      return `Already approved${by}.`;
    case 'REJECTED':
      return `Already rejected${by}.`;
    case 'DONE':
      return 'Already done, and its outcome is recorded.';
    case 'PROPOSED':
      return 'Not decided yet.';
    default:
      return action.status satisfies never;
  }
}
