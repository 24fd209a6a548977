import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { keyset, type Page, pageOf, readSort } from '../../platform/http/paging.ts';
import type { StoredRights } from '../roles/queries.ts';
import type { StoredUser } from './schema.ts';

const columns = sql`
  u.user_id, u.name, u.email, u.role, r.name as role_name, u.store_ids, u.supplier_ids,
  u.approval_limit::float8 as approval_limit,
  coalesce(u.approval_limit, r.approval_limit)::float8 as effective_approval_limit,
  u.password_hash is not null as has_password, u.disabled_at is null as is_active,
  exists (select from identity.second_factors f
          where f.org_id = u.org_id and f.user_id = u.user_id and f.confirmed_at is not null) as has_second_factor,
  to_json((select max(s.last_seen_at) from identity.sessions s
           where s.org_id = u.org_id and s.user_id = u.user_id)) #>> '{}' as last_seen_at,
  to_json(u.created_at) #>> '{}' as created_at, u.version`;

/** The machine's terminal is no person. */
const people = sql`identity.users u join identity.roles r on r.org_id = u.org_id and r.code = u.role`;

const sortColumns = { name: sql`u.name collate "C"`, created_at: sql`u.created_at` };

export async function listUsers(
  tx: Tx,
  query: {
    role?: string | undefined;
    state: 'active' | 'deactivated' | 'all';
    q?: string | undefined;
    sort: string;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<Page<StoredUser>> {
  const { field, descending } = readSort(query.sort);
  const order = keyset(
    [
      { expression: sortColumns[field as keyof typeof sortColumns], field, descending },
      { expression: sql`u.user_id`, field: 'user_id', descending: false },
    ],
    query.cursor,
  );
  const pattern = query.q === undefined ? null : `%${query.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const where = sql`u.role <> 'operator'
    and (${query.role ?? null}::text is null or u.role = ${query.role ?? null})
    and (${query.state} = 'all' or (u.disabled_at is null) = (${query.state} = 'active'))
    and (${pattern}::text is null or u.name ilike ${pattern} or u.email ilike ${pattern})`;
  const rows = await sql<StoredUser>`
    select ${columns} from ${people} where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{
    total: number;
  }>`select count(*) as total from ${people} where ${where}`.execute(tx);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

export async function findPerson(tx: Tx, userId: string): Promise<StoredUser | undefined> {
  const found = await sql<StoredUser>`
    select ${columns} from ${people} where u.user_id = ${userId} and u.role <> 'operator'`.execute(tx);
  return found.rows[0];
}

export async function findPeople(tx: Tx, userIds: readonly string[]): Promise<StoredUser[]> {
  const found = await sql<StoredUser>`
    select ${columns} from ${people}
    where u.user_id = any (${userIds}::uuid[]) and u.role <> 'operator'`.execute(tx);
  return found.rows;
}

/** Whether somebody, or the terminal of the machine, is there and may act. */
export async function mayAct(tx: Tx, userId: string): Promise<boolean> {
  const found = await sql`
    select from identity.users where user_id = ${userId} and disabled_at is null`.execute(tx);
  return found.rows.length > 0;
}

/**
 * Locks the active owners and these people, in the order of their ids: whoever
 * else changes an owner waits, and sees afterwards how many there are.
 */
export async function lockPeople(tx: Tx, userIds: readonly string[]): Promise<void> {
  await sql`
    select user_id from identity.users
    where user_id = any (${userIds}::uuid[]) or (role = 'owner' and disabled_at is null)
    order by user_id for update`.execute(tx);
}

/** Active owners beside this person; they are locked. */
export async function countOtherOwners(tx: Tx, userId: string): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*) as count from identity.users
    where role = 'owner' and disabled_at is null and user_id <> ${userId}`.execute(tx);
  return found.rows[0]?.count ?? 0;
}

export interface PersonValues {
  name: string;
  role: string;
  store_ids: readonly string[];
  supplier_ids: readonly string[];
  approval_limit: number | null;
}

export async function insertPerson(
  tx: Tx,
  person: PersonValues & { email: string; passwordHash: string },
): Promise<string> {
  const inserted = await sql<{ user_id: string }>`
    insert into identity.users
      (org_id, name, email, role, password_hash, store_ids, supplier_ids, approval_limit)
    values (${tx.orgId}, ${person.name}, ${person.email}, ${person.role}, ${person.passwordHash},
            ${person.store_ids}::text[], ${person.supplier_ids}::text[], ${person.approval_limit})
    returning user_id`.execute(tx);
  return inserted.rows[0]?.user_id ?? '';
}

export async function updatePerson(
  tx: Tx,
  userId: string,
  person: PersonValues & { email: string | null },
): Promise<void> {
  await sql`
    update identity.users
    set name = ${person.name}, email = ${person.email}, role = ${person.role}, store_ids = ${person.store_ids}::text[],
        supplier_ids = ${person.supplier_ids}::text[], approval_limit = ${person.approval_limit}, version = version + 1
    where user_id = ${userId}`.execute(tx);
}

/** @returns false when another person, of whichever organization, signs in with this address */
export async function claimSignInName(tx: Tx, userId: string, email: string): Promise<boolean> {
  const claimed = await sql<{ user_id: string }>`
    insert into identity.sign_in_names (email, org_id, user_id)
    values (${email}, ${tx.orgId}, ${userId})
    on conflict (email) do update set email = excluded.email
    where sign_in_names.user_id = excluded.user_id and sign_in_names.org_id = excluded.org_id
    returning user_id`.execute(tx);
  if (claimed.rows.length === 0) return false;
  await sql`delete from identity.sign_in_names
            where user_id = ${userId} and org_id = ${tx.orgId} and email <> ${email}`.execute(tx);
  return true;
}

export async function setActive(tx: Tx, userId: string, at: Date | null): Promise<void> {
  await sql`
    update identity.users set disabled_at = ${at}, version = version + 1 where user_id = ${userId}`.execute(
    tx,
  );
}

/** Those of these locations that do not exist. */
export async function unknownLocations(tx: Tx, storeIds: readonly string[]): Promise<string[]> {
  const found = await sql<{ store_id: string }>`
    select asked.store_id from unnest(${storeIds}::text[]) as asked (store_id)
    where not exists (select from catalog.locations l where l.store_id = asked.store_id)`.execute(tx);
  return found.rows.map((row) => row.store_id);
}

export async function rightsAsStored(tx: Tx, values: PersonValues): Promise<StoredRights | undefined> {
  const found = await sql<StoredRights>`
    select r.code as role, r.permissions, r.is_limited_to_locations, r.is_limited_to_suppliers,
           ${values.store_ids}::text[] as store_ids, ${values.supplier_ids}::text[] as supplier_ids,
           coalesce(${values.approval_limit}::numeric, r.approval_limit)::float8 as approval_limit
    from identity.roles r where r.code = ${values.role} for share of r`.execute(tx);
  return found.rows[0];
}
