import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { conflict, invalid, missing, stale } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import { recordSecurityEvent } from '../audit/security-events.ts';
import { type BuiltInRole, builtInRoles, isBuiltInRole, permissionsOf, placeOf } from './built-in-roles.ts';
import { type HeldRights, refuseBeyond } from './grants.ts';
import * as queries from './queries.ts';
import { permissionsOfRole } from './rights.ts';
import type { RoleBody, RoleReply } from './schema.ts';

export type Roles = ReturnType<typeof createRoles>;

/** The role editor. @param known every permission that the capabilities declare */
export function createRoles(database: Database, known: () => readonly string[]) {
  const reply = ({ code, ...role }: queries.RoleRow): RoleReply => ({
    role_id: code,
    ...role,
    description: isBuiltInRole(code) ? builtInRoles[code] : null,
    permissions: permissionsOfRole(code, role.permissions, known()),
  });

  /** What somebody with the role could do at most: with every location and supplier that the role leaves open. */
  const rightsOfRole = (code: string, role: queries.RoleValues): HeldRights => ({
    permissions: permissionsOfRole(code, role.permissions, known()),
    scope: {
      storeIds: role.is_limited_to_locations ? [] : null,
      supplierIds: role.is_limited_to_suppliers ? [] : null,
    },
    approvalLimit: role.approval_limit,
  });

  function checkPermissions(role: RoleBody): void {
    const wrong = role.permissions.flatMap((permission, index) => {
      const message = reasonAgainst(permission, role, known());
      return message === undefined ? [] : [{ field: `permissions.${index}`, message, permission }];
    });
    if (wrong.length === 0) return;
    throw invalid(
      'permission_not_for_role',
      `This role cannot hold ${wrong.map(({ permission, message }) => `${permission} (${message})`).join(', ')}.`,
      { details: wrong },
    );
  }

  async function findForChange(tx: Tx, code: string): Promise<queries.RoleRow> {
    await queries.lockRole(tx, code);
    return (await queries.findRole(tx, code)) ?? unknownRole(code);
  }

  return {
    list: (orgId: string) =>
      withOrganization(database, orgId, async (tx) => (await queries.listRoles(tx)).map(reply), {
        readOnly: true,
      }),

    find: (orgId: string, code: string) =>
      withOrganization(
        database,
        orgId,
        async (tx) => reply((await queries.findRole(tx, code)) ?? unknownRole(code)),
        { readOnly: true },
      ),

    create: (caller: Caller, actor: Actor, given: { role_id?: string | undefined } & RoleBody) => {
      const { role_id: code = codeFrom(given.name), ...role } = given;
      checkPermissions(role);
      refuseBeyond(caller, rightsOfRole(code, role), 'This role');
      return withOrganization(database, caller.orgId, async (tx) => {
        if (!(await queries.insertRole(tx, code, role))) {
          throw conflict(
            'role_exists',
            `There is a role "${code}" already. Choose another name or role_id.`,
            {
              details: [{ field: 'role_id', message: 'in use' }],
            },
          );
        }
        await recordAudit(tx, actor, [
          { verb: 'created', entity: 'role', entityId: code, after: factsOf(role) },
        ]);
        return reply((await queries.findRole(tx, code)) ?? unknownRole(code));
      });
    },

    change: (
      caller: Caller,
      actor: Actor,
      code: string,
      { version, ...role }: RoleBody & { version: number },
    ) =>
      withOrganization(database, caller.orgId, async (tx) => {
        const before = await findForChange(tx, code);
        if (before.version !== version) throw staleRole(before, version);
        if (before.is_built_in) refuseBuiltInChange(reply(before), role);
        else checkPermissions(role);
        const values = before.is_built_in ? { ...before, approval_limit: role.approval_limit } : role;
        refuseBeyond(caller, rightsOfRole(code, before), `The role ${before.name}`);
        refuseBeyond(caller, rightsOfRole(code, values), `The role as you would have it`);
        await refuseNewLimits(tx, before, values);
        await queries.updateRole(tx, code, values);
        await recordAudit(tx, actor, [
          {
            verb: 'changed',
            entity: 'role',
            entityId: code,
            before: factsOf(before),
            after: factsOf(values),
          },
        ]);
        await recordSecurityEvent(tx, {
          kind: 'role_changed',
          actorId: caller.userId,
          sessionId: caller.sessionId,
          detail: { role: code },
          correlationId: actor.correlationId,
        });
        return reply((await queries.findRole(tx, code)) ?? unknownRole(code));
      }),

    remove: (caller: Caller, actor: Actor, code: string) =>
      withOrganization(database, caller.orgId, async (tx) => {
        const role = await findForChange(tx, code);
        if (role.is_built_in) throw builtIn(role.name, 'It stays.');
        refuseBeyond(caller, rightsOfRole(code, role), `The role ${role.name}`);
        await refuseInUse(tx, role, 'Give them another role first.');
        await queries.deleteRole(tx, code);
        await recordAudit(tx, actor, [
          { verb: 'removed', entity: 'role', entityId: code, before: factsOf(role) },
        ]);
      }),
  };
}

/** Why a role cannot hold a permission; undefined when it can. */
export function reasonAgainst(
  permission: string,
  role: Pick<RoleBody, 'is_limited_to_locations' | 'is_limited_to_suppliers'>,
  known: readonly string[],
): string | undefined {
  if (!known.includes(permission)) return 'there is no such permission';
  if (placeOf(permission).roles.length === 0) return 'it is the owners’ alone';
  if (role.is_limited_to_locations && !holds('store_manager', permission))
    return 'it reaches beyond locations';
  if (role.is_limited_to_suppliers && !holds('supplier', permission)) return 'it reaches beyond suppliers';
  return undefined;
}

/** A limited role holds at most what the built-in one limited in the same way holds: the rest shows rows of all. */
const holds = (role: BuiltInRole, permission: string) => permissionsOf(role, [permission]).has(permission);

function codeFrom(name: string): string {
  const code = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 50);
  if (code !== '') return code;
  throw invalid('validation_failed', 'No role_id can be made from this name. Send one.', {
    details: [{ field: 'role_id', message: 'required with this name' }],
  });
}

const factsOf = (role: queries.RoleValues) => ({
  title: role.name,
  permissions: role.permissions,
  is_limited_to_locations: role.is_limited_to_locations,
  is_limited_to_suppliers: role.is_limited_to_suppliers,
  approval_limit: role.approval_limit,
});

/** People have the locations that their role asks for; a role with people does not begin or cease to ask. */
async function refuseNewLimits(tx: Tx, before: queries.RoleRow, after: queries.RoleValues): Promise<void> {
  const same =
    before.is_limited_to_locations === after.is_limited_to_locations &&
    before.is_limited_to_suppliers === after.is_limited_to_suppliers;
  if (!same) {
    await refuseInUse(
      tx,
      before,
      'Whether it is limited to locations or suppliers cannot change; make another role.',
    );
  }
}

async function refuseInUse(tx: Tx, role: queries.RoleRow, advice: string): Promise<void> {
  const { people, invited } = await queries.countUses(tx, role.code);
  if (people + invited === 0) return;
  throw conflict(
    'role_in_use',
    `The role ${role.name} is in use: ${people} with it, ${invited} invited to it. ${advice}`,
    { details: [{ message: 'in use', people, invited }] },
  );
}

function refuseBuiltInChange(before: RoleReply, role: RoleBody): void {
  const isSame =
    before.name === role.name &&
    before.is_limited_to_locations === role.is_limited_to_locations &&
    before.is_limited_to_suppliers === role.is_limited_to_suppliers &&
    before.permissions.length === new Set(role.permissions).size &&
    before.permissions.every((permission) => role.permissions.includes(permission));
  const mayHaveLimit = before.role_id !== 'owner' && before.role_id !== 'operator';
  if (isSame && (mayHaveLimit || role.approval_limit === null)) return;
  throw builtIn(
    before.name,
    mayHaveLimit
      ? 'Only its approval limit can be changed; make a role of your own for the rest.'
      : 'It stays as it is.',
  );
}

const builtIn = (name: string, advice: string) =>
  conflict('role_is_built_in', `The role ${name} comes with Granary. ${advice}`);

function unknownRole(code: string): never {
  throw missing('role_not_found', `There is no role ${code}.`);
}

function staleRole(role: queries.RoleRow, given: number) {
  return stale(
    'role_stale_version',
    `The role ${role.name} has changed since you loaded it (you saw version ${given}, it is at ${role.version}). Look at it again before you change it.`,
    { details: [{ field: 'version', message: `is ${role.version} now`, current_version: role.version }] },
  );
}
