import type { Config } from '../../config.ts';
import type { NightlyStep, Platform } from '../../platform/capability.ts';
import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { forgetReplies } from '../../platform/http/idempotency-queries.ts';
import { nightlyActor, recordAudit } from '../audit/record.ts';
import { removeOldBlocks } from '../protection/queries.ts';
import * as queries from './retention-queries.ts';

const dayMs = 24 * 3600 * 1000;

interface Rule {
  name: string;
  days(keep: Config['keepDays']): number;
  remove(tx: Tx, before: Date): Promise<number>;
}

const rules: readonly Rule[] = [
  { name: 'sessions', days: (keep) => keep.sessions, remove: queries.removeSessions },
  { name: 'sign_in_links', days: (keep) => keep.sessions, remove: queries.removeSignInLinks },
  { name: 'invitations', days: (keep) => keep.invitations, remove: queries.removeInvitations },
  { name: 'security_events', days: (keep) => keep.securityEvents, remove: queries.removeSecurityEvents },
  { name: 'idempotency_keys', days: (keep) => keep.idempotency, remove: forgetReplies },
];

/** Removes what is older than the settings keep it, and says in the trail how much that was. */
export async function removeOutdated(
  database: Database,
  orgId: string,
  keep: Config['keepDays'],
  now: Date,
): Promise<Record<string, number>> {
  return withOrganization(database, orgId, async (tx) => {
    const counts: Record<string, number> = {};
    for (const rule of rules) {
      const count = await rule.remove(tx, new Date(now.getTime() - rule.days(keep) * dayMs));
      if (count > 0) counts[rule.name] = count;
    }
    if (Object.keys(counts).length > 0) {
      await recordAudit(tx, nightlyActor, [
        {
          verb: 'removed_outdated',
          entity: 'retention',
          entityId: now.toISOString().slice(0, 10),
          after: counts,
        },
      ]);
    }
    return counts;
  });
}

export function retentionStep({
  database,
  config,
  clock,
}: Pick<Platform, 'database' | 'config' | 'clock'>): NightlyStep {
  return {
    name: 'retention',
    weight: 1,
    async perform({ orgId }) {
      const now = clock();
      await removeOldBlocks(database, now);
      return removeOutdated(database, orgId, config.keepDays, now);
    },
  };
}
