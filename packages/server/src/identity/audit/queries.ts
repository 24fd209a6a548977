import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from '../../platform/database/index.ts';

/** One entry as `identity.append_audit` reads it. */
export interface ToldEntry {
  actor_id?: string;
  actor_name?: string;
  actor_label?: string;
  verb: string;
  entity: string;
  entity_id: string;
  before: object | undefined;
  after: object | undefined;
  correlation_id: string | undefined;
  /** The person whom the fields named in `personal` tell of. */
  person?: string;
  personal?: readonly string[];
}

/** Adds entries to the organization's chain; the chain's end is locked until the transaction ends. */
export async function appendEntries(tx: Tx, entriesAsJson: readonly string[]): Promise<void> {
  await sql`select identity.append_audit(${tx.orgId}::uuid, ${`[${entriesAsJson.join(',')}]`}::jsonb)`.execute(
    tx,
  );
}

/** The same as one statement, to be sent with the commit. */
export function appendStatement(tx: Tx, entriesAsJson: readonly string[]): string {
  return `select identity.append_audit('${tx.orgId}'::uuid, ${pg.escapeLiteral(`[${entriesAsJson.join(',')}]`)}::jsonb)`;
}

/** A personal value set apart: the chain holds this in its place. */
export interface PersonalMark {
  person: string;
  digest: string | null;
}

export interface AuditRow {
  at: string;
  actor_name: string;
  verb: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export async function selectHistory(tx: Tx, entity: string, entityId: string): Promise<AuditRow[]> {
  const found = await sql<AuditRow>`
    select to_json(at) #>> '{}' as at, actor_name, verb, before, after
    from identity.audit_trail
    where entity = ${entity} and entity_id = ${entityId}
    order by audit_id`.execute(tx);
  return found.rows;
}

/** The values behind these digests, as far as their persons were not erased. */
export async function selectPersonal(tx: Tx, digests: readonly string[]): Promise<Map<string, string>> {
  if (digests.length === 0) return new Map();
  const found = await sql<{ digest: string; value: string }>`
    select encode(digest, 'hex') as digest, value from identity.audit_personal
    where digest in (select decode(d, 'hex') from unnest(${digests}::text[]) d)`.execute(tx);
  return new Map(found.rows.map(({ digest, value }) => [digest, value]));
}

/** Every value the trail keeps about these persons. */
export async function selectValuesOf(tx: Tx, persons: readonly string[]): Promise<string[]> {
  const found = await sql<{ value: string }>`
    select distinct value from identity.audit_personal where person_id = any (${persons}::uuid[])`.execute(
    tx,
  );
  return found.rows.map(({ value }) => value);
}

/**
 * Whom the trail knows by one of these addresses and who is no user: invitations
 * that were outdated and removed, of which the trail still holds the address.
 */
export async function selectStrangersBy(tx: Tx, addresses: readonly string[]): Promise<string[]> {
  const found = await sql<{ person_id: string }>`
    select distinct p.person_id from identity.audit_personal p
    where p.value = any (${addresses}::text[])
      and not exists (select from identity.users u where u.org_id = p.org_id and u.user_id = p.person_id)`.execute(
    tx,
  );
  return found.rows.map((row) => row.person_id);
}

/** Takes from the trail what names these persons; the chain stays whole. To be sent with the commit. */
export function eraseStatement(tx: Tx, persons: readonly string[]): string {
  const list = persons.map((person) => pg.escapeLiteral(person)).join(', ');
  return `select identity.erase_from_trail('${tx.orgId}'::uuid, array[${list}]::uuid[])`;
}

export interface OwnEntry {
  audit_id: number;
  at: string;
  verb: string;
  entity: string;
  entity_id: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** What a person did, and what was done to their account, newest first. */
export async function selectEntriesOf(tx: Tx, userId: string, limit: number): Promise<OwnEntry[]> {
  const found = await sql<OwnEntry>`
    select audit_id, to_json(at) #>> '{}' as at, verb, entity, entity_id, before, after
    from identity.audit_entries
    where actor_id = ${userId} or (entity = 'user' and entity_id = ${userId}::text)
    order by audit_id desc limit ${limit}`.execute(tx);
  return found.rows;
}
