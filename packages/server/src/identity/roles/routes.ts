import { z } from 'zod';
import { type Route, route } from '../../platform/http/route.ts';
import type { Actor } from '../audit/record.ts';
import { onlyPeople } from '../sessions/only-people.ts';
import { builtInRoles, permissionsOf, placeOf } from './built-in-roles.ts';
import { changedRoleBody, newRoleBody, permissionList, roleList, roleParams, roleReply } from './schema.ts';
import { type Roles, reasonAgainst } from './service.ts';

const tag = 'roles';

export interface RoleRoutes {
  roles: Roles;
  /** Every permission with its sentence, and every route: known when all capabilities are declared. */
  sentences(): Record<string, string>;
  routes(): readonly Pick<Route, 'method' | 'path' | 'permission'>[];
}

export function roleRoutes({ roles, sentences, routes }: RoleRoutes): Route[] {
  const actorOf = (caller: { userId: string; name: string }, correlationId: string): Actor => ({
    userId: caller.userId,
    name: caller.name,
    correlationId,
  });
  return [
    route({
      method: 'GET',
      path: '/permissions',
      permission: 'identity.read',
      summary: 'Every permission with its sentence, who holds it and which routes ask for it',
      tag,
      reply: { 200: permissionList },
      example: {},
      handle: () => ({ data: describePermissions(sentences(), routes()) }),
    }),
    route({
      method: 'GET',
      path: '/roles',
      permission: 'identity.read',
      summary: 'Roles with what they may do, built-in ones first',
      tag,
      reply: { 200: roleList },
      example: {},
      handle: async ({ caller }) => ({ data: await roles.list(caller.orgId) }),
    }),
    route({
      method: 'GET',
      path: '/roles/:role_id',
      permission: 'identity.read',
      summary: 'One role',
      tag,
      params: roleParams,
      errors: ['role_not_found'],
      reply: { 200: roleReply },
      example: { params: { role_id: 'planner' } },
      handle: ({ caller, params }) => roles.find(caller.orgId, params.role_id),
    }),
    route({
      method: 'POST',
      path: '/roles',
      permission: 'identity.roles',
      summary: 'Make a role of your own; it holds at most what you hold',
      tag,
      body: newRoleBody,
      errors: ['role_exists', 'permission_not_for_role', 'beyond_own_rights', 'not_for_machines'],
      reply: { 201: roleReply },
      example: {
        body: {
          role_id: 'night_planner',
          name: 'Night planner',
          permissions: ['actions.read', 'actions.approve'],
          is_limited_to_locations: false,
          is_limited_to_suppliers: false,
          approval_limit: 250,
        },
      },
      handle: async ({ caller, body, correlationId, reply }) => {
        onlyPeople(caller);
        const made = await roles.create(caller, actorOf(caller, correlationId), body);
        reply.status(201).header('location', `/api/v1/roles/${made.role_id}`);
        return made;
      },
    }),
    route({
      method: 'PUT',
      path: '/roles/:role_id',
      permission: 'identity.roles',
      summary: 'Change a role; it takes effect with the next request of those who have it',
      tag,
      params: roleParams,
      body: changedRoleBody,
      errors: [
        'role_not_found',
        'role_is_built_in',
        'role_in_use',
        'role_stale_version',
        'permission_not_for_role',
        'beyond_own_rights',
        'not_for_machines',
      ],
      reply: { 200: roleReply },
      example: {
        params: { role_id: 'night_planner' },
        body: {
          name: 'Night planner',
          permissions: ['actions.read', 'actions.approve'],
          is_limited_to_locations: false,
          is_limited_to_suppliers: false,
          approval_limit: 250,
          version: 1,
        },
      },
      handle: ({ caller, params, body, correlationId }) => {
        onlyPeople(caller);
        return roles.change(caller, actorOf(caller, correlationId), params.role_id, body);
      },
    }),
    route({
      method: 'DELETE',
      path: '/roles/:role_id',
      permission: 'identity.roles',
      summary: 'Remove a role of your own that nobody has',
      tag,
      params: roleParams,
      errors: ['role_not_found', 'role_is_built_in', 'role_in_use', 'beyond_own_rights', 'not_for_machines'],
      reply: { 204: z.undefined() },
      example: { params: { role_id: 'night_planner' } },
      handle: async ({ caller, params, correlationId, reply }) => {
        onlyPeople(caller);
        await roles.remove(caller, actorOf(caller, correlationId), params.role_id);
        reply.status(204);
      },
    }),
  ];
}

export function describePermissions(
  sentences: Record<string, string>,
  routes: ReturnType<RoleRoutes['routes']>,
) {
  const known = Object.keys(sentences);
  const codes = Object.keys(builtInRoles) as (keyof typeof builtInRoles)[];
  const limitedTo = (kind: 'locations' | 'suppliers') => ({
    is_limited_to_locations: kind === 'locations',
    is_limited_to_suppliers: kind === 'suppliers',
  });
  return Object.entries(sentences).map(([permission, sentence]) => ({
    permission,
    sentence,
    is_owners_alone: placeOf(permission).roles.length === 0,
    for_locations: reasonAgainst(permission, limitedTo('locations'), known) === undefined,
    for_suppliers: reasonAgainst(permission, limitedTo('suppliers'), known) === undefined,
    built_in_roles: codes.filter((code) => permissionsOf(code, [permission]).size === 1),
    routes: routes
      .filter((candidate) => candidate.permission === permission)
      .map(({ method, path }) => `${method} /api/v1${path}`),
  }));
}
