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

/** People who can sign in on the web, by name. */
export async function findEveryonesRights(tx: Tx): Promise<(StoredRights & { name: string })[]> {
  const found = await sql<StoredRights & { name: string }>`
    select u.name, ${rightsColumns}
    from identity.users u join identity.roles r on r.org_id = u.org_id and r.code = u.role
    where u.disabled_at is null and u.role <> 'operator' order by u.name, u.user_id`.execute(tx);
  return found.rows;
}

export async function findRights(tx: Tx, userId: string): Promise<StoredRights | undefined> {
  const found = await sql<StoredRights>`
    select ${rightsColumns}
    from identity.users u join identity.roles r on r.org_id = u.org_id and r.code = u.role
    where u.user_id = ${userId}`.execute(tx);
  return found.rows[0];
}
