import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { ChainedEntry } from './chain.ts';

const chained = sql`
  org_id, audit_id, encode(previous_hash, 'hex') as previous_hash,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  actor_id, actor_label, encode(actor_digest, 'hex') as actor_digest, verb, entity, entity_id,
  before::text as before, after::text as after, correlation_id, encode(hash, 'hex') as hash`;

/** Entries after a number, in order. */
export async function selectChain(tx: Tx, after: number | undefined, limit: number): Promise<ChainedEntry[]> {
  const found = await sql<ChainedEntry>`
    select ${chained} from identity.audit_entries
    where ${after === undefined ? sql`true` : sql`audit_id > ${after}`}
    order by audit_id limit ${limit}`.execute(tx);
  return found.rows;
}

export interface Head {
  audit_id: number;
  hash: string;
}

export async function selectHead(tx: Tx): Promise<Head | undefined> {
  const found = await sql<Head>`
    select audit_id, encode(hash, 'hex') as hash from identity.audit_heads`.execute(tx);
  return found.rows[0];
}

export async function countEntries(tx: Tx): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count from identity.audit_entries`.execute(
    tx,
  );
  return found.rows[0]?.count ?? 0;
}

export async function countWithHash(tx: Tx, hash: string): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*) as count from identity.audit_entries where hash = decode(${hash}, 'hex')`.execute(tx);
  return found.rows[0]?.count ?? 0;
}

/** Entries that say they follow this hash; of an untouched chain at most one. */
export async function selectFollowers(tx: Tx, hash: string): Promise<ChainedEntry[]> {
  const found = await sql<ChainedEntry>`
    select ${chained} from identity.audit_entries
    where previous_hash = decode(${hash}, 'hex') order by audit_id limit 5`.execute(tx);
  return found.rows;
}

/** What is known behind a digest: the value and its person's salt, which is gone when the person was erased. */
export interface KeptValue {
  digest: string;
  person_id: string;
  value: string;
  salt: Buffer | null;
}

export async function selectKeptValues(tx: Tx, digests: readonly string[]): Promise<Map<string, KeptValue>> {
  if (digests.length === 0) return new Map();
  const found = await sql<KeptValue>`
    select encode(v.digest, 'hex') as digest, v.person_id, v.value, p.salt
    from identity.audit_personal v left join identity.audit_people p using (org_id, person_id)
    where v.digest in (select decode(d, 'hex') from unnest(${digests}::text[]) d)`.execute(tx);
  return new Map(found.rows.map((row) => [row.digest, row]));
}
