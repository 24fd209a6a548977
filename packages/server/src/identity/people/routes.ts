import { replyWithCsv } from '../../platform/http/csv-reply.ts';
import { type Caller, type Route, route } from '../../platform/http/route.ts';
import type { Actor } from '../audit/record.ts';
import { onlyPeople } from '../sessions/only-people.ts';
import {
  bulkChangedUsers,
  bulkUsers,
  bulkUsersReply,
  changedUserBody,
  newUserBody,
  type UserRow,
  userColumns,
  userList,
  userParams,
  userQuery,
  userReply,
} from './schema.ts';
import type { People } from './service.ts';

const tag = 'people';
const user_id = '8376e47e-702c-4b67-b2c0-adae4432f070';

export function actorOf(caller: Caller, correlationId: string): Actor {
  return { userId: caller.userId, name: caller.name, correlationId };
}

export function peopleRoutes({ people }: { people: People }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/users',
      permission: 'identity.read',
      summary: 'The people of the organization',
      tag,
      query: userQuery,
      reply: { 200: userList },
      example: { query: { state: 'active' } },
      handle: ({ caller, query, reply }) =>
        query.format === 'csv'
          ? replyWithCsv<UserRow>(reply, 'people.csv', userColumns, people.all(caller.orgId, query))
          : people.list(caller.orgId, query),
    }),
    route({
      method: 'POST',
      path: '/users',
      permission: 'identity.manage',
      summary: 'Add a person who can sign in at once; an invitation lets them choose their own password',
      tag,
      body: newUserBody,
      errors: [
        'beyond_own_rights',
        'role_not_assignable',
        'placement_not_valid',
        'email_in_use',
        'not_for_machines',
      ],
      reply: { 201: userReply },
      example: {
        body: {
          name: 'Ana Ruiz',
          email: 'ana@greenleaf.example',
          role: 'planner',
          store_ids: [],
          supplier_ids: [],
          approval_limit: 500,
          password: 'Rain-on-the-harbour-7',
        },
      },
      handle: async ({ caller, body, correlationId, reply }) => {
        onlyPeople(caller);
        const made = await people.create(caller, actorOf(caller, correlationId), body);
        reply.status(201).header('location', `/api/v1/users/${made.user_id}`);
        return made;
      },
    }),
    route({
      method: 'PATCH',
      path: '/users',
      permission: 'identity.manage',
      idempotent: true,
      summary: 'Change several people, each on its own',
      tag,
      body: bulkChangedUsers,
      errors: ['not_for_machines'],
      reply: { 200: bulkUsersReply },
      example: { body: { items: [{ user_id, role: 'viewer', version: 1 }] } },
      handle: ({ caller, body, correlationId }) => {
        onlyPeople(caller);
        return people.changeMany(caller, body.items, actorOf(caller, correlationId));
      },
    }),
    route({
      method: 'POST',
      path: '/users/deactivate',
      permission: 'identity.manage',
      summary: 'Keep several people out, each on its own',
      tag,
      body: bulkUsers,
      reply: { 200: bulkUsersReply },
      example: { body: { items: [{ user_id }] } },
      handle: ({ caller, body, correlationId }) =>
        people.deactivateMany(caller, body.items, actorOf(caller, correlationId)),
    }),
    route({
      method: 'POST',
      path: '/users/reactivate',
      permission: 'identity.manage',
      summary: 'Let several deactivated people sign in again, each on its own',
      tag,
      body: bulkUsers,
      errors: ['not_for_machines'],
      reply: { 200: bulkUsersReply },
      example: { body: { items: [{ user_id }] } },
      handle: ({ caller, body, correlationId }) => {
        onlyPeople(caller);
        return people.reactivateMany(caller, body.items, actorOf(caller, correlationId));
      },
    }),
    route({
      method: 'GET',
      path: '/users/:user_id',
      permission: 'identity.read',
      summary: 'One person',
      tag,
      params: userParams,
      errors: ['user_not_found'],
      reply: { 200: userReply },
      example: { params: { user_id } },
      handle: ({ caller, params }) => people.find(caller.orgId, params.user_id),
    }),
    route({
      method: 'PATCH',
      path: '/users/:user_id',
      permission: 'identity.manage',
      summary: 'Change name, e-mail address, role, locations, suppliers or approval limit of a person',
      tag,
      params: userParams,
      body: changedUserBody,
      errors: [
        'user_not_found',
        'user_stale_version',
        'beyond_own_rights',
        'own_rights_stay',
        'own_account',
        'last_owner',
        'role_not_assignable',
        'placement_not_valid',
        'email_in_use',
        'not_for_machines',
      ],
      reply: { 200: userReply },
      example: { params: { user_id }, body: { role: 'viewer', version: 1 } },
      handle: ({ caller, params, body, correlationId }) => {
        onlyPeople(caller);
        return people.change(caller, actorOf(caller, correlationId), params.user_id, body);
      },
    }),
    route({
      method: 'POST',
      path: '/users/:user_id/deactivate',
      permission: 'identity.manage',
      summary: 'Keep a person out: their sessions and tokens fail at once',
      tag,
      params: userParams,
      ifMatch: true,
      errors: ['user_not_found', 'user_stale_version', 'beyond_own_rights', 'own_rights_stay', 'last_owner'],
      reply: { 200: userReply },
      example: { params: { user_id } },
      handle: ({ caller, params, expectedVersion, correlationId }) =>
        people.deactivate(caller, actorOf(caller, correlationId), params.user_id, expectedVersion),
    }),
    route({
      method: 'POST',
      path: '/users/:user_id/reactivate',
      permission: 'identity.manage',
      summary: 'Let a deactivated person sign in again',
      tag,
      params: userParams,
      ifMatch: true,
      errors: ['user_not_found', 'user_stale_version', 'beyond_own_rights', 'not_for_machines'],
      reply: { 200: userReply },
      example: { params: { user_id } },
      handle: ({ caller, params, expectedVersion, correlationId }) => {
        onlyPeople(caller);
        return people.reactivate(caller, actorOf(caller, correlationId), params.user_id, expectedVersion);
      },
    }),
  ];
}
