import type { FastifyRequest } from 'fastify';
import type { Declared, Platform } from '../platform/capability.ts';
import type { Tx } from '../platform/database/index.ts';
import type { Route } from '../platform/http/route.ts';
import type { PersonalTable } from '../platform/personal-data/personal-table.ts';
import { createRefusals } from './audit/refusals.ts';
import { auditRoutes } from './audit/routes.ts';
import { hashPassword } from './credentials/password.ts';
import { createDoors } from './doors.ts';
import { identityErrors } from './errors.ts';
import { organizationRoutes } from './organization/routes.ts';
import { writeInvitation } from './people/invitation-mail.ts';
import { invitationRoutes } from './people/invitation-routes.ts';
import { createInvitations } from './people/invitations.ts';
import { peopleRoutes } from './people/routes.ts';
import { createPeople } from './people/service.ts';
import { permissions } from './permissions.ts';
import { retentionStep } from './personal-data/retention.ts';
import { personalDataRoutes } from './personal-data/routes.ts';
import { createPersonalData } from './personal-data/service.ts';
import { identityPersonalData, trailPersonalData } from './personal-data/tables.ts';
import { protectionErrors } from './protection/errors.ts';
import { protectionRoutes } from './protection/routes.ts';
import { createProtection } from './protection/service.ts';
import { roleRoutes } from './roles/routes.ts';
import { createRoles } from './roles/service.ts';
import { createRefuseSuperior } from './roles/superior.ts';
import { viewAs } from './roles/view-as.ts';
import { createDescribeMe, meRoutes } from './routes.ts';
import type { DataStatus } from './schema.ts';
import { createService } from './service.ts';
import type { Authenticate } from './sessions/authenticate.ts';
import { comesFromOurPage } from './sessions/cookie-defence.ts';

export {
  type Actor,
  type AuditEntry,
  nightlyActor,
  recordAudit,
} from './audit/record.ts';
export { recordSecurityEvent, type SecurityEvent } from './audit/security-events.ts';
export { readAudit } from './audit/service.ts';
export type { Protection } from './protection/service.ts';
export type { Organization } from './queries.ts';
export { askWhoMay, type WhoMay } from './roles/who-may.ts';
export type { DataStatus } from './schema.ts';
export type { Identity } from './service.ts';

/**
 * Created first, declared last: its routes answer what a person may do, which
 * is known when every capability has named its permissions.
 */
export function createIdentity(
  platform: Pick<Platform, 'config' | 'database' | 'clock' | 'log' | 'secret' | 'mail' | 'ops' | 'runs'>,
) {
  const { database } = platform;
  let known: string[] = [];
  const allPermissions = () => known;
  const { config, clock, mail } = platform;
  const doors = createDoors(platform, allPermissions);
  const { sessions } = doors;
  const authenticate: Authenticate = async (request, how) => {
    const caller = await doors.authenticate(request, how);
    return caller === undefined ? undefined : viewAs(database, caller, request, known);
  };
  const roles = createRoles(database, allPermissions);
  const people = createPeople({
    database,
    clock,
    known: allPermissions,
    hashPassword,
    endSessions: (tx, userId, actor) => sessions.end(tx, { userId }, 'deactivated', actor),
    guard: doors.guard,
  });
  const invitations = createInvitations({
    database,
    clock,
    known: allPermissions,
    hashPassword,
    sendMail: mail.isConfigured ? (invitation) => mail.send(writeInvitation(invitation)) : undefined,
  });
  const service = createService(platform, { ...doors, authenticate });
  const protection = createProtection(platform, authenticate);
  return {
    service,
    comesFromOurPage: (request: FastifyRequest) => comesFromOurPage(request, config.publicUrl),
    onRefused: createRefusals(platform),
    protection,
    declare(rest: {
      permissions: string[];
      /** Every permission with its sentence, and every route; asked when all capabilities are declared. */
      sentences(): Record<string, string>;
      routes(): readonly Route[];
      /** Tables of the other capabilities and of the platform that hold values about people. */
      personalData: readonly PersonalTable[];
      dataStatus(tx: Tx): Promise<DataStatus>;
    }): Declared {
      const personal = createPersonalData(
        platform.database,
        [...identityPersonalData, ...rest.personalData],
        trailPersonalData,
        createRefuseSuperior(allPermissions),
      );
      known = [...rest.permissions, ...Object.keys(permissions)];
      const { dataStatus } = rest;
      const describeMe = createDescribeMe({ database, service, allPermissions, dataStatus });
      const { createSignInLink } = service;
      return {
        name: 'identity',
        permissions,
        errors: { ...identityErrors, ...protectionErrors },
        routes: [
          ...doors.routes({ createSignInLink, describeMe }),
          ...meRoutes(describeMe),
          ...peopleRoutes({ people }),
          ...invitationRoutes({ config, invitations }),
          ...roleRoutes({ roles, sentences: rest.sentences, routes: rest.routes }),
          ...organizationRoutes({
            database,
            onTimeZone: (orgId, timeZone) =>
              platform.runs.schedule(orgId, 'nightly', config.nightlyCron, timeZone),
          }),
          ...auditRoutes(database),
          ...protectionRoutes(protection),
          ...personalDataRoutes(database, personal),
        ],
        personalData: [...identityPersonalData, ...trailPersonalData],
        nightly: [retentionStep(platform), doors.nightly],
      };
    },
  };
}
