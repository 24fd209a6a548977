import type { Declared, Platform } from '../platform/capability.ts';
import type { Tx } from '../platform/database/index.ts';
import type { PersonalTable } from '../platform/personal-data/personal-table.ts';
import { createRefusals } from './audit/refusals.ts';
import { auditRoutes } from './audit/routes.ts';
import { identityErrors } from './errors.ts';
import { permissions } from './permissions.ts';
import { retentionStep } from './personal-data/retention.ts';
import { personalDataRoutes } from './personal-data/routes.ts';
import { createPersonalData } from './personal-data/service.ts';
import { identityPersonalData, trailPersonalData } from './personal-data/tables.ts';
import { identityRoutes } from './routes.ts';
import type { DataStatus } from './schema.ts';
import { createService } from './service.ts';

export {
  type Actor,
  type AuditEntry,
  nightlyActor,
  recordAudit,
} from './audit/record.ts';
export { recordSecurityEvent, type SecurityEvent } from './audit/security-events.ts';
export { readAudit } from './audit/service.ts';
export type { Organization } from './queries.ts';
export { sayWhoMay } from './roles/who-may.ts';
export type { DataStatus } from './schema.ts';
export type { Identity } from './service.ts';

/**
 * Created first, declared last: its routes answer what a person may do, which
 * is known when every capability has named its permissions.
 */
export function createIdentity(platform: Pick<Platform, 'config' | 'database' | 'log'>) {
  let known: string[] = [];
  const allPermissions = () => known;
  const service = createService(platform, allPermissions);
  return {
    service,
    onRefused: createRefusals(platform),
    declare(rest: {
      permissions: string[];
      /** Tables of the other capabilities and of the platform that hold values about people. */
      personalData: readonly PersonalTable[];
      dataStatus(tx: Tx): Promise<DataStatus>;
    }): Declared {
      const personal = createPersonalData(
        platform.database,
        [...identityPersonalData, ...rest.personalData],
        trailPersonalData,
      );
      known = [...rest.permissions, ...Object.keys(permissions)];
      return {
        name: 'identity',
        permissions,
        errors: identityErrors,
        routes: [
          ...identityRoutes({ ...platform, service, allPermissions, dataStatus: rest.dataStatus }),
          ...auditRoutes(platform.database),
          ...personalDataRoutes(platform.database, personal),
        ],
        personalData: [...identityPersonalData, ...trailPersonalData],
        nightly: [retentionStep(platform.database, platform.config.keepDays)],
      };
    },
  };
}
