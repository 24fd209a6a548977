import type { Tx } from '../../platform/database/index.ts';
import { type ChainedEntry, hashOf, isWhole, startHash } from './chain.ts';
import { countWithHash, selectFollowers, selectHead } from './chain-queries.ts';

export type BreakKind = 'changed' | 'removed' | 'inserted' | 'reordered';

export interface Break {
  /** The first entry that is not in order, or the number that is missing. */
  audit_id: number;
  kind: BreakKind;
  message: string;
}

/**
 * Says what happened where the chain breaks: `found` stands where the entry
 * after `last` should. That it breaks is certain; the kind is told from what
 * is left, so of several tamperings at one place the plainest is named.
 */
export async function nameTheBreak(
  tx: Tx,
  last: ChainedEntry | undefined,
  found: ChainedEntry,
): Promise<Break> {
  const expected = (last?.audit_id ?? 0) + 1;
  const previous = last?.hash ?? startHash;
  const followers = await selectFollowers(tx, previous);
  // The entry that belongs here keeps its hash, whatever number it bears now.
  const moved = followers.find(
    (entry) => entry.audit_id !== found.audit_id && isWhole({ ...entry, audit_id: expected }),
  );
  const told = (kind: BreakKind, message: string, at = expected): Break => ({ audit_id: at, kind, message });

  if (found.audit_id > expected) {
    return moved === undefined
      ? told('removed', `Entry ${expected} is missing: after ${expected - 1} comes ${found.audit_id}.`)
      : told('reordered', `Entry ${expected} was given the number ${moved.audit_id}.`);
  }
  if (found.audit_id < expected) {
    return told(
      'inserted',
      `An entry has the number ${found.audit_id}, which was never given.`,
      found.audit_id,
    );
  }
  if (found.previous_hash === previous || isWhole({ ...found, previous_hash: previous })) {
    return moved === undefined
      ? told('changed', `Entry ${expected} is not as it was written: its fields and its hash do not agree.`)
      : told(
          'inserted',
          `Entry ${expected} was inserted; the entry that was there is ${moved.audit_id} now.`,
        );
  }
  if (last !== undefined && found.previous_hash === (last.previous_hash ?? startHash)) {
    return told(
      'inserted',
      `Entry ${last.audit_id} was inserted: the entry after it follows the one before it.`,
      last.audit_id,
    );
  }
  if (moved !== undefined) {
    return (await wasWrittenInTheChain(tx, found))
      ? told('reordered', `Entry ${moved.audit_id} stood here; another entry was put in its place.`)
      : told(
          'inserted',
          `Entry ${expected} was inserted; the entry that was there is ${moved.audit_id} now.`,
        );
  }
  return wasRenumbered(found, expected) || isWhole(found)
    ? told('removed', `What stood at ${expected} is missing, and the entries after it were numbered anew.`)
    : told(
        'changed',
        `Entry ${expected} is not as it was written: it does not follow entry ${expected - 1}.`,
      );
}

/** Whether another entry follows this one, and it is no copy: then it was written in the chain, and not put into it. */
async function wasWrittenInTheChain(tx: Tx, entry: ChainedEntry): Promise<boolean> {
  if (entry.hash === null || (await countWithHash(tx, entry.hash)) > 1) return false;
  const head = await selectHead(tx);
  return head?.hash === entry.hash || (await selectFollowers(tx, entry.hash)).length > 0;
}

/** Whether its hash agrees with a number some places further on. */
function wasRenumbered(entry: ChainedEntry, expected: number): boolean {
  for (let gap = 1; gap <= 1_000; gap += 1) {
    if (hashOf({ ...entry, audit_id: expected + gap }) === entry.hash) return true;
  }
  return false;
}
