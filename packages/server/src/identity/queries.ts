import { sql } from 'kysely';
import type { Database, Tx } from '../platform/database/index.ts';
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
