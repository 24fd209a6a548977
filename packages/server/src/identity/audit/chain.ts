import { createHash } from 'node:crypto';

/**
 * An entry as the database writes it out: instants in UTC with microseconds,
 * JSON in PostgreSQL's own form, hashes in hexadecimal. Text, so that nothing
 * is rounded or reordered between the row and its hash.
 */
export interface ChainedEntry {
  org_id: string;
  audit_id: number;
  previous_hash: string | null;
  at: string | null;
  actor_id: string | null;
  actor_label: string | null;
  actor_digest: string | null;
  verb: string | null;
  entity: string | null;
  entity_id: string | null;
  before: string | null;
  after: string | null;
  correlation_id: string | null;
  hash: string | null;
}

/** What the first entry of a chain follows. */
export const startHash = '00'.repeat(32);

/**
 * SHA-256 over every field of an entry, each with its length in bytes before
 * it (`5:hello,`; `-,` for none), so that no two entries are written alike.
 * The function `identity.audit_hash` of the database writes the same form.
 *
 * @returns hexadecimal
 */
export function hashOf(entry: ChainedEntry): string {
  const hash = createHash('sha256').update('granary audit 1,');
  for (const field of [
    entry.org_id,
    String(entry.audit_id),
    entry.previous_hash,
    entry.at,
    entry.actor_id,
    entry.actor_label,
    entry.actor_digest,
    entry.verb,
    entry.entity,
    entry.entity_id,
    entry.before,
    entry.after,
    entry.correlation_id,
  ]) {
    hash.update(field === null ? '-,' : `${Buffer.byteLength(field)}:${field},`);
  }
  return hash.digest('hex');
}

export const isWhole = (entry: ChainedEntry) => entry.hash === hashOf(entry);

/** The digest that stands in the chain for a value that names a person. */
export function digestOf(salt: Buffer, value: string): string {
  return createHash('sha256').update(salt).update(value).digest('hex');
}
