import type { Tx } from '../../platform/database/index.ts';
import { type Break, nameTheBreak } from './breaks.ts';
import { type ChainedEntry, isWhole, startHash } from './chain.ts';
import { countEntries, type Head, selectChain, selectHead } from './chain-queries.ts';
import { type PersonsSeen, personalBreak, unexplainedAbsence } from './personal-check.ts';

export interface Verification {
  valid: boolean;
  /** Entries that were found in order before the first break. */
  entries: number;
  /** The last entry that is in order; save it, to compare with it later. */
  head: Head | null;
  broken: Break | null;
}

const pageRows = 1_000;

/**
 * Computes the chain of the transaction's organization again, a page at a
 * time, and stops at the first break. Give it a transaction that sees one
 * moment (repeatable read), so that entries added meanwhile do not look like
 * breaks.
 *
 * @param saved a head that was saved earlier: finds what the chain alone cannot
 *   tell, an end that was cut off or a chain that was written anew as a whole
 */
export async function verifyChain(tx: Tx, saved?: Head): Promise<Verification> {
  const storedHead = await selectHead(tx);
  const persons: PersonsSeen = { absent: new Map(), erased: new Set() };
  let last: ChainedEntry | undefined;
  let entries = 0;
  const head = () => (last === undefined ? null : { audit_id: last.audit_id, hash: last.hash ?? '' });
  const brokenBy = (broken: Break): Verification => ({ valid: false, entries, head: head(), broken });
  let after: number | undefined;
  for (;;) {
    const page = await selectChain(tx, after, pageRows);
    for (const entry of page) {
      const follows =
        entry.audit_id === entries + 1 && entry.previous_hash === (last?.hash ?? startHash) && isWhole(entry);
      if (!follows) return brokenBy(await nameTheBreak(tx, last, entry));
      if (saved?.audit_id === entry.audit_id && saved.hash !== entry.hash) {
        return brokenBy({
          audit_id: entry.audit_id,
          kind: 'changed',
          message: `Entry ${entry.audit_id} is not the one whose head was saved: the chain was written anew up to it.`,
        });
      }
      last = entry;
      entries += 1;
    }
    const personal = await personalBreak(tx, page, persons);
    if (personal !== undefined) return brokenBy(personal);
    if (page.length < pageRows) break;
    after = page.at(-1)?.audit_id;
  }
  const broken = (await brokenEnd(tx, last, storedHead, saved)) ?? unexplainedAbsence(persons);
  return broken === undefined ? { valid: true, entries, head: head(), broken: null } : brokenBy(broken);
}

/** What the end of the chain tells: entries that are not reached, that are missing, or that nobody added. */
async function brokenEnd(
  tx: Tx,
  last: ChainedEntry | undefined,
  stored: Head | undefined,
  saved: Head | undefined,
): Promise<Break | undefined> {
  const end = last?.audit_id ?? 0;
  const hash = last?.hash ?? startHash;
  if (saved !== undefined && saved.audit_id > end) {
    return {
      audit_id: end + 1,
      kind: 'removed',
      message: `The chain ends at entry ${end}; the saved head is that of entry ${saved.audit_id}. The entries between were removed.`,
    };
  }
  if ((await countEntries(tx)) > end) {
    return { audit_id: end, kind: 'inserted', message: `A second entry has a number up to ${end}.` };
  }
  const storedEnd = stored?.audit_id ?? 0;
  if (storedEnd > end) {
    return {
      audit_id: end + 1,
      kind: 'removed',
      message: `The chain ends at entry ${end}, but ${storedEnd} entries were written: the last ones were removed.`,
    };
  }
  if (storedEnd < end) {
    return {
      audit_id: storedEnd + 1,
      kind: 'inserted',
      message: `${storedEnd} entries were written, but the chain has ${end}: the last ones were inserted, or the record of its end was changed.`,
    };
  }
  if ((stored?.hash ?? startHash) !== hash) {
    return {
      audit_id: end,
      kind: 'changed',
      message: `Entry ${end} is not the one that was written last, or the record of the chain's end was changed.`,
    };
  }
  return undefined;
}
