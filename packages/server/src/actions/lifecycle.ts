export const actionStatuses = ['PROPOSED', 'APPROVED', 'DONE', 'REJECTED'] as const;
export type ActionStatus = (typeof actionStatuses)[number];

export const decisions = ['approve', 'reject', 'complete'] as const;
export type Decision = (typeof decisions)[number];

/** Where a decision leads, or why it cannot be taken. */
export type Transition =
  | { kind: 'to'; status: ActionStatus }
  | { kind: 'refused'; because: 'already_decided' | 'not_approved'; reason: string };

/**
 * The life of an action: PROPOSED → APPROVED → DONE, and PROPOSED or APPROVED
 * → REJECTED. DONE and REJECTED are final: their outcome is on record.
 */
export function transition(status: ActionStatus, decision: Decision): Transition {
  switch (status) {
    case 'PROPOSED':
      switch (decision) {
        case 'approve':
          return { kind: 'to', status: 'APPROVED' };
        case 'reject':
          return { kind: 'to', status: 'REJECTED' };
        case 'complete':
          return {
            kind: 'refused',
            because: 'not_approved',
            reason: 'This action is not approved yet. Approve it before you complete it.',
          };
      }
      break;
    case 'APPROVED':
      switch (decision) {
        case 'approve':
          return alreadyDecided('This action is approved already.');
        case 'reject':
          return { kind: 'to', status: 'REJECTED' };
        case 'complete':
          return { kind: 'to', status: 'DONE' };
      }
      break;
    case 'DONE':
      return alreadyDecided('This action is done, and its outcome is recorded.');
    case 'REJECTED':
      return alreadyDecided('This action was rejected.');
  }
}

function alreadyDecided(reason: string): Transition {
  return { kind: 'refused', because: 'already_decided', reason };
}
