import { sql } from 'kysely';
import type { Database } from '../../platform/database/index.ts';

export interface BlockedAddress {
  address: string;
  reason: string;
  times: number;
  blocked_at: string;
  blocked_until: string;
}

const columns = sql`
  address, reason, times, to_json(blocked_at) #>> '{}' as blocked_at, to_json(blocked_until) #>> '{}' as blocked_until`;

/**
 * Blocks an address; each block within a day of the last is twice as long.
 *
 * @returns undefined when another server has blocked it already
 */
export async function blockAddress(
  database: Database,
  block: { address: string; reason: string; minutes: number; mostMinutes: number; at: Date },
): Promise<BlockedAddress | undefined> {
  const blocked = await sql<BlockedAddress>`
    insert into identity.blocked_addresses as b (address, reason, blocked_at, blocked_until)
    values (${block.address}, ${block.reason}, ${block.at}, ${block.at}::timestamptz + make_interval(mins => ${block.minutes}))
    on conflict (address) do update set
      reason = excluded.reason,
      times = case when b.blocked_until > excluded.blocked_at - interval '1 day' then b.times + 1 else 1 end,
      blocked_at = excluded.blocked_at,
      blocked_until = excluded.blocked_at + least(
        make_interval(mins => ${block.minutes})
          * case when b.blocked_until > excluded.blocked_at - interval '1 day' then power(2, least(b.times, 20)) else 1 end,
        make_interval(mins => ${block.mostMinutes}))
    where b.blocked_until <= excluded.blocked_at
    returning ${columns}`.execute(database.kysely);
  return blocked.rows[0];
}

export async function listBlockedAddresses(database: Database, at: Date): Promise<BlockedAddress[]> {
  const found = await sql<BlockedAddress>`
    select ${columns} from identity.blocked_addresses
    where blocked_until > ${at} order by blocked_at desc, address limit 1000`.execute(database.kysely);
  return found.rows;
}

/** Ends a block; the row stays for a day, so that the next one is longer. */
export async function unblockAddress(database: Database, address: string, at: Date): Promise<boolean> {
  const ended = await sql<{ address: string }>`
    update identity.blocked_addresses set blocked_until = ${at}, times = 0
    where address = ${address} and blocked_until > ${at} returning address`.execute(database.kysely);
  return ended.rows.length > 0;
}

export async function removeOldBlocks(database: Database, at: Date): Promise<void> {
  await sql`delete from identity.blocked_addresses
            where blocked_until < ${at}::timestamptz - interval '2 days'`.execute(database.kysely);
}
