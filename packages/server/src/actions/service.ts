import { readAudit, recordAudit } from '../identity/index.ts';
import type { Platform } from '../platform/capability.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';
import { AppError, conflict, invalid, missing, stale } from '../platform/http/errors.ts';
import {
  type DecidedOn,
  findClaims,
  findLocaleAndTimeZone,
  findNewestSnapshotDate,
  lockForDecision,
  setDecision,
  setDone,
} from './decision-queries.ts';
import { type ActionStatus, type Decision, transition } from './lifecycle.ts';
import { type Decider, refuseBeyondLimit, refuseWhenNotOrigin } from './limits.ts';
import { createProposals } from './proposals.ts';
import { findAction, findOutcomes, findPlan, findProof, listActions } from './queries.ts';
import type { ActionRow, CompleteBody } from './schema.ts';

export type ActionService = ReturnType<typeof createService>;

export function createService({ database, events }: Pick<Platform, 'database' | 'events'>) {
  /** Locks, judges, saves, records and announces one decision in one transaction. */
  async function decide(
    orgId: string,
    actionId: number,
    given: { decision: Decision; version: number; actor: Decider },
    save: (tx: Tx, action: DecidedOn) => Promise<object>,
  ): Promise<ActionRow> {
    return withOrganization(
      database,
      orgId,
      async (tx) => {
        const action = (await lockForDecision(tx, actionId)) ?? unknownAction(actionId);
        refuseWhenNotOrigin(action, given.actor);
        const status = await nextStatus(tx, action, given.decision);
        if (action.version !== given.version) throw staleVersion(action, given.version);
        const recorded = await save(tx, action);
        const after = await loadAction(tx, actionId);
        await recordAudit(tx, given.actor, [
          {
            verb: pastTense[given.decision],
            entity: 'action',
            entityId: String(actionId),
            before: { status: action.status, version: action.version },
            after: { status, version: after.version, ...recorded },
          },
        ]);
        await events.announce(tx, { type: 'actions.changed', action_ids: [actionId] });
        return after;
      },
      // Two decisions on one batch wait for each other; a deadlock with a refresh is resolved by trying again.
      { retries: 3 },
    );
  }

  async function approve(
    orgId: string,
    actionId: number,
    given: { version: number; note?: string | undefined },
    actor: Decider,
  ) {
    return decide(
      orgId,
      actionId,
      { decision: 'approve', version: given.version, actor },
      async (tx, action) => {
        await refuseBeyondLimit(tx, action, actor);
        await refuseWhenTooLate(tx, action);
        await refuseBeyondOnHand(tx, action);
        await setDecision(tx, actionId, {
          status: 'APPROVED',
          userId: actor.userId,
          name: actor.name,
          note: given.note,
        });
        return given.note === undefined ? {} : { note: given.note };
      },
    );
  }

  return {
    ...createProposals(events),
    approve,

    /** Approves each on its own: one that cannot be approved does not hold up the others. */
    async approveMany(orgId: string, items: { action_id: number; version: number }[], actor: Decider) {
      const results: { action_id: number; ok: boolean; error?: { code: string; message: string } }[] = [];
      for (const { action_id, version } of items) {
        try {
          await approve(orgId, action_id, { version }, actor);
          results.push({ action_id, ok: true });
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          results.push({ action_id, ok: false, error: { code: error.code, message: error.message } });
        }
      }
      return { results };
    },

    reject: (orgId: string, actionId: number, given: { version: number; reason: string }, actor: Decider) =>
      decide(orgId, actionId, { decision: 'reject', version: given.version, actor }, async (tx) => {
        await setDecision(tx, actionId, {
          status: 'REJECTED',
          userId: actor.userId,
          name: actor.name,
          note: given.reason,
        });
        return { reason: given.reason };
      }),

    complete: (orgId: string, actionId: number, given: CompleteBody, actor: Decider) =>
      decide(orgId, actionId, { decision: 'complete', version: given.version, actor }, async (tx, action) => {
        if (given.cleared_units > action.qty) throw clearedTooMany(action, given.cleared_units);
        const { recovered_value, cleared_units, notes } = given;
        await setDone(tx, actionId, {
          userId: actor.userId,
          recoveredValue: recovered_value,
          clearedUnits: cleared_units,
          notes,
        });
        return { recovered_value, cleared_units, ...(notes === undefined ? {} : { notes }) };
      }),

    /** Actions about one item at one place, at either end of a transfer, the dearest first. */
    ofSeries: async (tx: Tx, storeId: string, skuId: string): Promise<ActionRow[]> => {
      const about = { store_id: storeId, sku_id: skuId };
      return (await listActions(tx, { ...about, sort: '-expected_savings', limit: 100, format: 'json' }))
        .data;
    },

    /** The action with its proof, what came of it, its history, and the rest of the batch's plan. */
    detail: (orgId: string, actionId: number) =>
      withOrganization(
        database,
        orgId,
        async (tx) => {
          const action = await loadAction(tx, actionId);
          return {
            ...action,
            proof: await findProof(tx, actionId),
            outcomes: await findOutcomes(tx, actionId),
            history: await readAudit(tx, 'action', String(actionId)),
            plan: await findPlan(tx, action),
          };
        },
        { readOnly: true, isolation: 'repeatable read' },
      ),
  };
}

const pastTense = { approve: 'approved', reject: 'rejected', complete: 'completed' } as const;

async function loadAction(tx: Tx, actionId: number): Promise<ActionRow> {
  return (await findAction(tx, actionId)) ?? unknownAction(actionId);
}

function unknownAction(actionId: number): never {
  throw missing('actions.not_found', `There is no action ${actionId}.`);
}

async function nextStatus(tx: Tx, action: DecidedOn, decision: Decision): Promise<ActionStatus> {
  const step = transition(action.status, decision);
  if (step.kind === 'to') return step.status;
  if (step.because === 'not_approved') throw conflict('actions.not_approved', step.reason);
  throw conflict('actions.already_decided', (await lastDecision(tx, action.action_id)) ?? step.reason);
}

/** "Approved by Ana on 3 March.", from the action's history. */
async function lastDecision(tx: Tx, actionId: number): Promise<string | undefined> {
  const history = await readAudit(tx, 'action', String(actionId));
  const last = history.findLast((entry) =>
    ['approved', 'rejected', 'completed', 'withdrawn'].includes(entry.verb),
  );
  if (last === undefined) return undefined;
  const verb = last.verb[0]?.toUpperCase() + last.verb.slice(1);
  return `${verb} by ${last.actor_name} on ${sayDay(last.at, await findLocaleAndTimeZone(tx))}.`;
}

function sayDay(instant: string, { locale, time_zone }: { locale: string; time_zone: string }): string {
  const year = (at: Date) =>
    new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: time_zone }).format(at);
  const at = new Date(instant);
  const isThisYear = year(at) === year(new Date());
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    timeZone: time_zone,
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}

function staleVersion(action: DecidedOn, given: number): AppError {
  return stale(
    'actions.stale_version',
    `This action has changed since you loaded it (you saw version ${given}, it is at ${action.version}). Look at it again before you decide.`,
    { details: [{ field: 'version', message: `is ${action.version} now`, current_version: action.version }] },
  );
}

async function refuseWhenTooLate(tx: Tx, action: DecidedOn): Promise<void> {
  const newest = await findNewestSnapshotDate(tx);
  if (newest === null || action.decide_by >= newest) return;
  throw conflict(
    'actions.too_late',
    `This had to be decided by ${action.decide_by}, and the stock is of ${newest} by now. The next run proposes what is still possible.`,
  );
}

async function refuseBeyondOnHand(tx: Tx, action: DecidedOn): Promise<void> {
  const { on_hand, claimed } = await findClaims(tx, action);
  if (claimed + action.qty <= on_hand) return;
  throw conflict(
    'actions.exceeds_on_hand',
    `This needs ${action.qty} units of batch ${action.batch_id}. ${on_hand} are on hand at ${action.from_store}, and ${claimed} of them are claimed by approved actions.`,
    { details: [{ field: 'qty', message: `at most ${Math.max(0, on_hand - claimed)}`, on_hand, claimed }] },
  );
}

function clearedTooMany(action: DecidedOn, cleared: number): AppError {
  return invalid(
    'actions.cleared_too_many',
    `${cleared} units cannot be cleared by an action for ${action.qty}.`,
    {
      details: [{ field: 'cleared_units', message: `at most ${action.qty}` }],
    },
  );
}
