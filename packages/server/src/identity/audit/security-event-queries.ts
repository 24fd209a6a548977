import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { SecurityEvent } from './security-events.ts';

export async function insertSecurityEvent(tx: Tx, event: SecurityEvent): Promise<void> {
  await sql`
    insert into identity.security_events
      (org_id, kind, user_id, actor_id, session_id, address, user_agent, detail, correlation_id)
    values (${tx.orgId}, ${event.kind}, ${event.userId ?? null}, ${event.actorId ?? null},
            ${event.sessionId ?? null}, ${event.address ?? null}, ${event.userAgent ?? null},
            ${JSON.stringify(event.detail ?? {})}::jsonb, ${event.correlationId ?? null})`.execute(tx);
}
