import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

/** A person's rights as they are stored: the role's, with what is the person's own. */
export interface StoredRights {
  role: string;
  permissions: string[];
  is_limited_to_locations: boolean;
  is_limited_to_suppliers: boolean;
  store_ids: string[];
  supplier_ids: string[];
  approval_limit: number | null;
}

const rightsColumns = sql`
  r.code as role, r.permissions, r.is_limited_to_locations, r.is_limited_to_suppliers,
  u.store_ids, u.supplier_ids, coalesce(u.approval_limit, r.approval_limit)::float8 as approval_limit`;

export async function findRights(tx: Tx, userId: string): Promise<StoredRights | undefined> {
  const found = await sql<StoredRights>`
    select ${rightsColumns}
    from identity.users u join identity.roles r on r.org_id = u.org_id and r.code = u.role
    where u.user_id = ${userId}`.execute(tx);
  return found.rows[0];
}

export async function findRightsOfMany(
  tx: Tx,
  userIds: readonly string[],
): Promise<(StoredRights & { user_id: string })[]> {
  const found = await sql<StoredRights & { user_id: string }>`
    select u.user_id, ${rightsColumns}
    from identity.users u join identity.roles r on r.org_id = u.org_id and r.code = u.role
    where u.user_id = any (${userIds}::uuid[])`.execute(tx);
  return found.rows;
}

/** People who can sign in on the web, by name. */
export async function findEveryonesRights(tx: Tx): Promise<(StoredRights & { name: string })[]> {
  const found = await sql<StoredRights & { name: string }>`
    select u.name, ${rightsColumns}
    from identity.users u join identity.roles r on r.org_id = u.org_id and r.code = u.role
    where u.disabled_at is null and u.role <> 'operator' order by u.name, u.user_id`.execute(tx);
  return found.rows;
}

export interface RoleRow {
  code: string;
  name: string;
  permissions: string[];
  is_built_in: boolean;
  is_limited_to_locations: boolean;
  is_limited_to_suppliers: boolean;
  approval_limit: number | null;
  version: number;
  people: number;
}

const roleColumns = sql`
  r.code, r.name, r.permissions, r.is_built_in, r.is_limited_to_locations, r.is_limited_to_suppliers,
  r.approval_limit::float8 as approval_limit, r.version,
  (select count(*) from identity.users u where u.org_id = r.org_id and u.role = r.code) as people`;

export async function listRoles(tx: Tx): Promise<RoleRow[]> {
  const found = await sql<RoleRow>`
    select ${roleColumns} from identity.roles r
    order by not r.is_built_in, r.created_at, r.code collate "C"`.execute(tx);
  return found.rows;
}

export async function findRole(tx: Tx, code: string): Promise<RoleRow | undefined> {
  const found =
    await sql<RoleRow>`select ${roleColumns} from identity.roles r where r.code = ${code}`.execute(tx);
  return found.rows[0];
}

/** Until the transaction ends, the role neither changes nor goes. */
export async function lockRole(tx: Tx, code: string): Promise<void> {
  await sql`select code from identity.roles where code = ${code} for update`.execute(tx);
}

export type RoleValues = Pick<
  RoleRow,
  'name' | 'permissions' | 'is_limited_to_locations' | 'is_limited_to_suppliers' | 'approval_limit'
>;

/** @returns false when there is a role of this code */
export async function insertRole(tx: Tx, code: string, role: RoleValues): Promise<boolean> {
  const inserted = await sql`
    insert into identity.roles
      (org_id, code, name, permissions, is_limited_to_locations, is_limited_to_suppliers, approval_limit)
    values (${tx.orgId}, ${code}, ${role.name}, ${role.permissions}::text[], ${role.is_limited_to_locations},
            ${role.is_limited_to_suppliers}, ${role.approval_limit})
    on conflict do nothing`.execute(tx);
  return inserted.numAffectedRows === 1n;
}

export async function updateRole(tx: Tx, code: string, role: RoleValues): Promise<void> {
  await sql`
    update identity.roles
    set name = ${role.name}, permissions = ${role.permissions}::text[], approval_limit = ${role.approval_limit},
        is_limited_to_locations = ${role.is_limited_to_locations},
        is_limited_to_suppliers = ${role.is_limited_to_suppliers}, version = version + 1, updated_at = now()
    where code = ${code}`.execute(tx);
}

export async function deleteRole(tx: Tx, code: string): Promise<void> {
  await sql`delete from identity.roles where code = ${code}`.execute(tx);
}

/** How many have the role, and how many are invited to it. */
export async function countUses(tx: Tx, code: string): Promise<{ people: number; invited: number }> {
  const found = await sql<{ people: number; invited: number }>`
    select (select count(*) from identity.users where role = ${code}) as people,
           (select count(*) from identity.invitations
            where role = ${code} and accepted_at is null and revoked_at is null) as invited`.execute(tx);
  return found.rows[0] ?? { people: 0, invited: 0 };
}

/** @returns false when this session has looked through these eyes before */
export async function insertViewAsUse(tx: Tx, sessionKey: string, target: string): Promise<boolean> {
  const inserted = await sql`
    insert into identity.view_as_uses (org_id, session_key, target)
    values (${tx.orgId}, ${sessionKey}, ${target}) on conflict do nothing`.execute(tx);
  return inserted.numAffectedRows === 1n;
}
