import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

export interface KnownPerson {
  user_id: string;
  name: string;
  email: string | null;
  role: string;
  is_active: boolean;
  erased_at: string | null;
}

/**
 * The person, locked until the transaction ends; before, and in the order of
 * their ids, the active owners: two who erase each other wait in a line, not
 * in a circle.
 */
export async function lockPerson(tx: Tx, userId: string): Promise<KnownPerson | undefined> {
  await sql`
    select user_id from identity.users
    where user_id = ${userId} or (role = 'owner' and disabled_at is null)
    order by user_id for update`.execute(tx);
  return findPerson(tx, userId);
}

export async function findPerson(tx: Tx, userId: string): Promise<KnownPerson | undefined> {
  const found = await sql<KnownPerson>`
    select user_id, name, email, role, disabled_at is null as is_active, to_json(erased_at) #>> '{}' as erased_at
    from identity.users where user_id = ${userId}`.execute(tx);
  return found.rows[0];
}

/** Owners who can still act, besides this person; they are locked. */
export async function countOtherOwners(tx: Tx, userId: string): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*) as count from identity.users
    where role = 'owner' and disabled_at is null and user_id <> ${userId}`.execute(tx);
  return found.rows[0]?.count ?? 0;
}

/** Invitations that led to the person, or went to their address: in the trail they are persons of their own. */
export async function findInvitationsOf(
  tx: Tx,
  person: { user_id: string; email: string | null },
): Promise<string[]> {
  const found = await sql<{ invitation_id: string }>`
    select invitation_id from identity.invitations
    where user_id = ${person.user_id} or email = ${person.email}`.execute(tx);
  return found.rows.map((row) => row.invitation_id);
}

export async function markErased(tx: Tx, userId: string): Promise<string> {
  const marked = await sql<{ erased_at: string }>`
    update identity.users
    set erased_at = now(), disabled_at = coalesce(disabled_at, now()), version = version + 1
    where user_id = ${userId} returning to_json(erased_at) #>> '{}' as erased_at`.execute(tx);
  return marked.rows[0]?.erased_at ?? '';
}
