import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';

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
}

/** Writes to the trail in the transaction of the change it tells of. */
export async function recordAudit(tx: Tx, actor: Actor, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into identity.audit_entries
      (org_id, actor_id, actor_name, verb, entity, entity_id, before, after, correlation_id)
    select ${tx.orgId}::uuid, ${actor.userId}::uuid, ${actor.name}, e.verb, e.entity, e."entityId", e.before, e.after,
           ${actor.correlationId ?? null}
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      as e (verb text, entity text, "entityId" text, before jsonb, after jsonb)`.execute(tx);
}

export interface AuditRow {
  at: string;
  actor_name: string;
  verb: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** The history of one thing, oldest first. */
export async function readAudit(tx: Tx, entity: string, entityId: string): Promise<AuditRow[]> {
  const found = await sql<AuditRow>`
    select to_json(at) #>> '{}' as at, actor_name, verb, before, after
    from identity.audit_entries
    where entity = ${entity} and entity_id = ${entityId}
    order by audit_id`.execute(tx);
  return found.rows;
}
