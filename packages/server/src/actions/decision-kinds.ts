import type { Tx } from '../platform/database/index.ts';
import { type AppError, conflict, invalid } from '../platform/http/errors.ts';
import { type Asked, type DecisionKind, once } from './decide.ts';
import {
  batchOf,
  type Claims,
  type DecidedOn,
  findClaims,
  findNewestSnapshotDate,
  setDecisions,
  setDone,
} from './decision-queries.ts';
import { type Decider, refuseBeyondLimit } from './limits.ts';
import type { CompleteBody } from './schema.ts';

export type Approval = Asked & { note?: string | undefined };
export type Rejection = Asked & { reason: string };
export type Completion = Asked & CompleteBody;

export function approvalBy(actor: Decider): DecisionKind<Approval> {
  return {
    decision: 'approve',
    judge(tx, ids, facts) {
      const newest = once(() => findNewestSnapshotDate(tx));
      const claims = once(() => findClaims(tx, ids));
      return async (action) => {
        await refuseBeyondLimit(action, actor, facts);
        refuseWhenTooLate(action, await newest());
        claim(action, await claims());
      };
    },
    save: (tx, taken) =>
      setDecisions(
        tx,
        { status: 'APPROVED', userId: actor.userId, name: actor.name },
        taken.map(({ action_id, note }) => ({ action_id, note })),
      ),
    told: ({ note }) => (note === undefined ? {} : { note }),
  };
}

export function rejectionBy(actor: Decider): DecisionKind<Rejection> {
  return {
    decision: 'reject',
    judge: () => () => {},
    save: (tx, taken) =>
      setDecisions(
        tx,
        { status: 'REJECTED', userId: actor.userId, name: actor.name },
        taken.map(({ action_id, reason }) => ({ action_id, note: reason })),
      ),
    told: ({ reason }) => ({ reason }),
  };
}

export function completionBy(actor: Decider): DecisionKind<Completion> {
  return {
    decision: 'complete',
    judge: () => (action, item) => {
      if (item.cleared_units > action.qty) throw clearedTooMany(action, item.cleared_units);
    },
    save: (tx: Tx, taken) => setDone(tx, actor.userId, taken),
    told: ({ recovered_value, cleared_units, notes }) => ({
      recovered_value,
      cleared_units,
      ...(notes === undefined ? {} : { notes }),
    }),
  };
}

function refuseWhenTooLate(action: DecidedOn, newest: string | null): void {
  if (newest === null || action.decide_by >= newest) return;
  throw conflict(
    'actions.too_late',
    `This had to be decided by ${action.decide_by}, and the stock is of ${newest} by now. The next run proposes what is still possible.`,
  );
}

/** Takes the units for this action, so that the next one of the same call sees what is left. */
function claim(action: DecidedOn, claims: Map<string, Claims>): void {
  const { on_hand, claimed } = claims.get(batchOf(action)) ?? { on_hand: 0, claimed: 0 };
  if (claimed + action.qty > on_hand) {
    throw conflict(
      'actions.exceeds_on_hand',
      `This needs ${action.qty} units of batch ${action.batch_id}. ${on_hand} are on hand at ${action.from_store}, and ${claimed} of them are claimed by approved actions.`,
      { details: [{ field: 'qty', message: `at most ${Math.max(0, on_hand - claimed)}`, on_hand, claimed }] },
    );
  }
  claims.set(batchOf(action), { on_hand, claimed: claimed + action.qty });
}

function clearedTooMany(action: DecidedOn, cleared: number): AppError {
  return invalid(
    'actions.cleared_too_many',
    `${cleared} units cannot be cleared by an action for ${action.qty}.`,
    { details: [{ field: 'cleared_units', message: `at most ${action.qty}` }] },
  );
}
