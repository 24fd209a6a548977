import type { Tx } from '../../platform/database/index.ts';
import type { Break } from './breaks.ts';
import { type ChainedEntry, digestOf } from './chain.ts';
import { type KeptValue, selectKeptValues } from './chain-queries.ts';
import { marksIn } from './personal-marks.ts';

/** Persons whose values are gone, with the first entry that names them, and persons whom the trail says were erased. */
export interface PersonsSeen {
  absent: Map<string, number>;
  erased: Set<string>;
}

/** The verb of the entry that explains why a person's values are gone. */
export const erasedVerb = 'erased';

/**
 * The values behind the digests of these entries, checked against them. A
 * value may be gone only when its person was erased, of which the chain tells.
 */
export async function personalBreak(
  tx: Tx,
  entries: readonly ChainedEntry[],
  seen: PersonsSeen,
): Promise<Break | undefined> {
  const named = entries.flatMap((entry) => namedIn(entry).map((name) => ({ ...name, entry })));
  const values = await selectKeptValues(tx, [...new Set(named.flatMap(({ digest }) => digest ?? []))]);
  for (const { person, digest, entry } of named) {
    const kept = digest === null ? undefined : values.get(digest);
    if (kept === undefined) {
      if (!seen.absent.has(person)) seen.absent.set(person, entry.audit_id);
    } else if (!isAsWritten(kept, person)) {
      return {
        audit_id: entry.audit_id,
        kind: 'changed',
        message: `A name or address in entry ${entry.audit_id} is not the one that was written.`,
      };
    }
  }
  for (const entry of entries) {
    if (entry.entity === 'user' && entry.verb === erasedVerb && entry.entity_id !== null) {
      seen.erased.add(entry.entity_id);
      for (const alias of aliasesOf(entry)) seen.erased.add(alias);
    }
  }
  return undefined;
}

/** A person whose values are gone without an entry that says so. */
export function unexplainedAbsence({ absent, erased }: PersonsSeen): Break | undefined {
  for (const [person, audit_id] of absent) {
    if (erased.has(person)) continue;
    return {
      audit_id,
      kind: 'removed',
      message: `A name or address in entry ${audit_id} is gone, but the trail does not say that its person (${person}) was erased.`,
    };
  }
  return undefined;
}

function namedIn(entry: ChainedEntry): { person: string; digest: string | null }[] {
  const marks = [entry.before, entry.after].flatMap((told) => marksIn(asObject(told)));
  return entry.actor_id === null ? marks : [{ person: entry.actor_id, digest: entry.actor_digest }, ...marks];
}

function asObject(told: string | null): Record<string, unknown> | null {
  // Most entries have no mark, and need not be read.
  if (told?.includes('"digest"') !== true) return null;
  const read: unknown = JSON.parse(told);
  return typeof read === 'object' && !Array.isArray(read) ? (read as Record<string, unknown>) : null;
}

function isAsWritten(kept: KeptValue, person: string): boolean {
  return kept.person_id === person && kept.salt !== null && digestOf(kept.salt, kept.value) === kept.digest;
}

/** An invitation is a person too, until it is accepted: erasing names those that led to the user. */
function aliasesOf(entry: ChainedEntry): string[] {
  const after = entry.after === null ? null : (JSON.parse(entry.after) as { invitations?: unknown });
  return Array.isArray(after?.invitations) ? after.invitations.filter((id) => typeof id === 'string') : [];
}
