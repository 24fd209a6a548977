import { askWhoMay, readAudit, recordAudit, type WhoMay } from '../identity/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { asRefusal } from '../platform/http/bulk.ts';
import { type AppError, conflict, missing, stale } from '../platform/http/errors.ts';
import { type DecidedOn, findCurrency, findLocaleAndTimeZone, lockForDecisions } from './decision-queries.ts';
import { type ActionStatus, type Decision, transition } from './lifecycle.ts';
import { type Decider, refuseWhenNotOrigin } from './limits.ts';

/** Names an action and the version of it that was seen. */
export interface Asked {
  action_id: number;
  version: number;
}

/** What the decisions of one call look at, read when it is first asked for and once. */
export interface Facts {
  whoMay: WhoMay;
  currency: () => Promise<string>;
}

/** A kind of decision: what it refuses beyond the life of an action, and what it writes. */
export interface DecisionKind<Item extends Asked> {
  decision: Decision;
  /** Throws an AppError; made once for a call, so that an item sees what those before it took. */
  judge(
    tx: Tx,
    ids: readonly number[],
    facts: Facts,
  ): (action: DecidedOn, item: Item) => void | Promise<void>;
  save(tx: Tx, taken: readonly Item[], actor: Decider): Promise<void>;
  /** Kept in the trail beside status and version. */
  told(item: Item): object;
}

/**
 * Locks, judges, saves and records decisions of one kind, in the order given.
 * What cannot be decided is judged before anything is written, so a refusal
 * undoes nothing of the others; a decision on one action is this with one item.
 *
 * @returns for each item the version it has now, or why it was not decided
 */
export async function decideAll<Item extends Asked>(
  tx: Tx,
  kind: DecisionKind<Item>,
  items: readonly Item[],
  actor: Decider,
): Promise<({ version: number } | AppError)[]> {
  const ids = [...new Set(items.map(({ action_id }) => action_id))];
  const actions = await lockForDecisions(tx, ids);
  const facts = { whoMay: askWhoMay(tx), currency: once(() => findCurrency(tx)) };
  const judge = kind.judge(tx, ids, facts);
  const sayLast = createLastDecision(tx);
  const decided = new Map<number, { item: Item; before: DecidedOn; status: ActionStatus }>();

  async function take(item: Item): Promise<{ version: number }> {
    const action = actions.get(item.action_id) ?? unknownAction(item.action_id);
    refuseWhenNotOrigin(action, actor);
    const status = await nextStatus(
      action,
      kind.decision,
      decided.has(action.action_id) ? undefined : sayLast,
    );
    if (action.version !== item.version) throw staleVersion(action, item.version);
    await judge(action, item);
    decided.set(action.action_id, { item, before: { ...action }, status });
    action.status = status;
    action.version += 1;
    return { version: action.version };
  }

  const outcomes: ({ version: number } | AppError)[] = [];
  for (const item of items) outcomes.push(await take(item).catch(asRefusal));
  const taken = [...decided.values()];
  if (taken.length === 0) return outcomes;
  await kind.save(
    tx,
    taken.map(({ item }) => item),
    actor,
  );
  await recordAudit(
    tx,
    actor,
    taken.map(({ item, before, status }) => ({
      verb: pastTense[kind.decision],
      entity: 'action',
      entityId: String(before.action_id),
      before: { status: before.status, version: before.version },
      after: { status, version: before.version + 1, ...kind.told(item) },
    })),
  );
  return outcomes;
}

export const pastTense = { approve: 'approved', reject: 'rejected', complete: 'completed' } as const;

export function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => {
    value ??= read();
    return value;
  };
}

export function unknownAction(actionId: number): never {
  throw missing('actions.not_found', `There is no action ${actionId}.`);
}

/** @param sayLast absent when the decision before was one of the same call, which the trail does not hold yet */
async function nextStatus(
  action: DecidedOn,
  decision: Decision,
  sayLast: ((actionId: number) => Promise<string | undefined>) | undefined,
): Promise<ActionStatus> {
  const step = transition(action.status, decision);
  if (step.kind === 'to') return step.status;
  if (step.because === 'not_approved') throw conflict('actions.not_approved', step.reason);
  throw conflict('actions.already_decided', (await sayLast?.(action.action_id)) ?? step.reason);
}

/** "Approved by Ana on 3 March.", from the action's history. */
function createLastDecision(tx: Tx) {
  const place = once(() => findLocaleAndTimeZone(tx));
  return async (actionId: number): Promise<string | undefined> => {
    const history = await readAudit(tx, 'action', String(actionId));
    const last = history.findLast((entry) =>
      ['approved', 'rejected', 'completed', 'withdrawn'].includes(entry.verb),
    );
    if (last === undefined) return undefined;
    const verb = last.verb[0]?.toUpperCase() + last.verb.slice(1);
    return `${verb} by ${last.actor_name} on ${sayDay(last.at, await place())}.`;
  };
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
