import type { Tx } from '../../platform/database/index.ts';
import { appendEntries, appendStatement, type ToldEntry } from './queries.ts';

/** Who did something: a person, or the machine itself. */
export interface Actor {
  userId: string | null;
  name: string;
  correlationId?: string | undefined;
}

/** Who starts Granary on its machine. */
export const machineActor: Actor = { userId: null, name: 'Granary (at start)' };
export const nightlyActor: Actor = { userId: null, name: 'Granary (nightly run)' };

export interface AuditEntry {
  verb: string;
  entity: string;
  entityId: string;
  before?: object | undefined;
  after?: object | undefined;
  /**
   * Whom the personal fields of `before` and `after` name, where that is not
   * the user or invitation the entry is about. These fields can be erased.
   */
  person?: string | undefined;
}

/** Fields of `before` and `after` that name a person; the chain holds a digest of them. */
const personalFields = ['name', 'email', 'for', 'user_agent', 'address'];
const entitiesThatArePeople = new Set(['user', 'invitation']);

/** Entries as JSON: what the caller does to its objects later is not part of them. */
const waiting = new WeakMap<Tx, string[]>();

/**
 * Writes to the trail in the transaction of the change it tells of. The
 * entries join the organization's chain in the message that commits, since the end of the chain is locked from then on: two changes of other
 * things never wait for each other's work, and cannot deadlock here.
 */
export async function recordAudit(tx: Tx, actor: Actor, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const told = entries.map((entry) => JSON.stringify(tell(actor, entry)));
  const earlier = waiting.get(tx);
  if (earlier !== undefined) {
    const length = earlier.length;
    tx.onUndo(() => earlier.splice(length));
    earlier.push(...told);
    return;
  }
  tx.onUndo(() => told.splice(0));
  waiting.set(tx, told);
  tx.atCommit(() => {
    const left = told.splice(0);
    return left.length === 0 ? undefined : appendStatement(tx, left);
  });
}

/** Writes what the transaction has told so far; for those who read the trail in the same transaction. */
export async function writeWaiting(tx: Tx): Promise<void> {
  const entries = waiting.get(tx);
  const told = entries?.splice(0) ?? [];
  tx.onUndo(() => entries?.splice(0, entries.length, ...told));
  if (told.length > 0) await appendEntries(tx, told);
}

function tell(actor: Actor, entry: AuditEntry): ToldEntry {
  const person = entry.person ?? (entitiesThatArePeople.has(entry.entity) ? entry.entityId : undefined);
  return {
    ...(actor.userId === null
      ? { actor_label: actor.name }
      : { actor_id: actor.userId, actor_name: actor.name }),
    verb: entry.verb,
    entity: entry.entity,
    entity_id: entry.entityId,
    before: entry.before,
    after: entry.after,
    correlation_id: actor.correlationId,
    ...(person === undefined ? {} : { person, personal: personalFields }),
  };
}
