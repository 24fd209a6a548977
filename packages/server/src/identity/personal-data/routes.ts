import { type Database, withOrganization } from '../../platform/database/index.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { recordSecurityEvent } from '../audit/security-events.ts';
import { onlyPeople } from '../sessions/only-people.ts';
import { erasureReply, personalDataReply, personParams } from './schema.ts';
import type { PersonalDataService } from './service.ts';

const tag = 'personal data';

export function personalDataRoutes(database: Database, service: PersonalDataService): Route[] {
  return [
    route({
      method: 'GET',
      path: '/me/personal-data',
      permission: 'signed-in',
      summary: 'Everything that is held about you, table by table',
      tag,
      reply: { 200: personalDataReply },
      errors: ['user_not_found', 'not_for_machines'],
      example: {},
      handle: ({ caller }) => {
        onlyPeople(caller);
        return service.read(caller.orgId, caller.userId);
      },
    }),
    route({
      method: 'GET',
      path: '/users/:user_id/personal-data',
      permission: 'identity.personal_data',
      summary: 'Everything that is held about a person, table by table',
      tag,
      params: personParams,
      reply: { 200: personalDataReply },
      errors: ['user_not_found'],
      example: { params: { user_id: '8376e47e-702c-4b67-b2c0-adae4432f070' } },
      handle: async ({ caller, params, correlationId }) => {
        const held = await service.read(caller.orgId, params.user_id);
        await withOrganization(database, caller.orgId, (tx) =>
          recordSecurityEvent(tx, {
            kind: 'personal_data_read',
            userId: params.user_id,
            actorId: caller.userId,
            sessionId: caller.sessionId,
            correlationId,
          }),
        );
        return held;
      },
    }),
    route({
      method: 'POST',
      path: '/users/:user_id/erasure',
      permission: 'identity.personal_data',
      summary: 'Put a pseudonym in the place of a person everywhere; cannot be undone',
      tag,
      params: personParams,
      reply: { 200: erasureReply },
      errors: ['user_not_found', 'operator_is_no_person', 'last_owner', 'beyond_own_rights'],
      example: { params: { user_id: '8376e47e-702c-4b67-b2c0-adae4432f070' } },
      handle: ({ caller, params, correlationId }) => service.erase(caller, params.user_id, correlationId),
    }),
  ];
}
