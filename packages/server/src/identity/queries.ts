import { sql } from 'kysely';
import type { Database, Tx } from '../platform/database/index.ts';
import type { OrganizationRow } from './organization/schema.ts';
import type { BuiltInRole } from './roles/built-in-roles.ts';

export interface Organization {
  org_id: string;
  name: string;
  currency: string;
  locale: string;
  time_zone: string;
  is_demo: boolean;
}

export interface User {
  user_id: string;
  name: string;
  email: string | null;
  /** The role's code. */
  role: string;
  has_password: boolean;
}

const userColumns = sql`user_id, name, email, role, password_hash is not null as has_password`;

export async function listOrganizations(database: Database): Promise<Organization[]> {
  const found = await sql<Organization>`
    select org_id, name, currency, locale, time_zone, is_demo
    from platform.organizations order by created_at, org_id`.execute(database.kysely);
  return found.rows;
}

/** The organization of the transaction, with the built-in roles. */
export async function insertOrganization(
  tx: Tx,
  organization: Omit<Organization, 'org_id'>,
): Promise<Organization> {
  const inserted = await sql<Organization>`
    insert into platform.organizations (org_id, name, currency, locale, time_zone, is_demo)
    values (${tx.orgId}, ${organization.name}, ${organization.currency}, ${organization.locale},
            ${organization.time_zone}, ${organization.is_demo})
    returning org_id, name, currency, locale, time_zone, is_demo`.execute(tx);
  await sql`call identity.add_built_in_roles(${tx.orgId}::uuid)`.execute(tx);
  return inserted.rows[0] as Organization;
}

export async function findOrganization(tx: Tx): Promise<Organization> {
  const found = await sql<Organization>`
    select org_id, name, currency, locale, time_zone, is_demo
    from platform.organizations where org_id = ${tx.orgId}`.execute(tx);
  return found.rows[0] as Organization;
}

export async function findUserByRole(tx: Tx, role: BuiltInRole): Promise<User | undefined> {
  const found = await sql<User>`
    select ${userColumns} from identity.users
    where role = ${role} and disabled_at is null order by created_at limit 1`.execute(tx);
  return found.rows[0];
}

export async function findUser(tx: Tx, userId: string): Promise<User | undefined> {
  const found = await sql<User>`select ${userColumns} from identity.users where user_id = ${userId}`.execute(
    tx,
  );
  return found.rows[0];
}

export async function insertUser(tx: Tx, name: string, role: BuiltInRole): Promise<User> {
  const inserted = await sql<User>`
    insert into identity.users (org_id, name, role) values (${tx.orgId}, ${name}, ${role})
    returning ${userColumns}`.execute(tx);
  return inserted.rows[0] as User;
}

/** @param lock keeps others from changing it until the transaction ends */
export async function readOrganization(tx: Tx, lock?: 'lock'): Promise<OrganizationRow> {
  const found = await sql<OrganizationRow>`
    select org_id, name, currency, locale, time_zone, is_demo, version
    from platform.organizations where org_id = ${tx.orgId} ${lock === undefined ? sql`` : sql`for update`}`.execute(
    tx,
  );
  return found.rows[0] as OrganizationRow;
}

/** A time zone that the database does not know fails here, and not in every list. */
export async function updateOrganization(
  tx: Tx,
  change: Partial<Record<'name' | 'currency' | 'locale' | 'time_zone', string | undefined>>,
): Promise<OrganizationRow> {
  if (change.time_zone !== undefined) await sql`select now() at time zone ${change.time_zone}`.execute(tx);
  const updated = await sql<OrganizationRow>`
    update platform.organizations
    set name = coalesce(${change.name ?? null}, name), currency = coalesce(${change.currency ?? null}, currency),
        locale = coalesce(${change.locale ?? null}, locale),
        time_zone = coalesce(${change.time_zone ?? null}, time_zone), version = version + 1, updated_at = now()
    where org_id = ${tx.orgId}
    returning org_id, name, currency, locale, time_zone, is_demo, version`.execute(tx);
  return updated.rows[0] as OrganizationRow;
}

/** Whether there are figures in the organization's currency. */
export async function hasMoney(tx: Tx): Promise<boolean> {
  const found = await sql<{ has: boolean }>`
    select exists (select from stock.purchases) or exists (select from demand.sales_daily)
        or exists (select from stock.inventory_batches) or exists (select from actions.actions)
        or exists (select from catalog.items where mrp is not null) as has`.execute(tx);
  return found.rows[0]?.has ?? false;
}
