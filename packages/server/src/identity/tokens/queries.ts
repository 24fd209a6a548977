import { sql } from 'kysely';
import {
  callForOrganization,
  changesOfOrganization,
  type Database,
  type Tx,
} from '../../platform/database/index.ts';
import { type Page, pageOf, sortedKeyset } from '../../platform/http/paging.ts';
import type { StoredRights } from '../roles/queries.ts';
import type { MachineToken, TokensQuery } from './schema.ts';

export interface FoundToken extends StoredRights {
  token_id: string;
  state: 'live' | 'revoked' | 'expired' | 'deactivated';
  user_id: string;
  name: string;
  /** What the token was made for; its maker may have lost some of it since. */
  scopes: string[];
  changes: string;
}

export async function findMachineToken(
  database: Database,
  key: { orgId: string; tokenHash: string },
  at: Date,
): Promise<FoundToken | undefined> {
  const rows = await callForOrganization<FoundToken>(
    database,
    `select * from identity.machine_token_of($1, $2, $3), ${changesOfOrganization}`,
    [key.orgId, key.tokenHash, at],
  );
  return rows[0];
}

const columns = sql`
  t.token_id, t.name, t.prefix, t.permissions, t.user_id, u.name as made_by,
  to_json(t.created_at) #>> '{}' as created_at, to_json(t.expires_at) #>> '{}' as expires_at,
  to_json(t.last_used_at) #>> '{}' as last_used_at, to_json(t.revoked_at) #>> '{}' as revoked_at`;

export async function insertMachineToken(
  tx: Tx,
  token: {
    userId: string;
    name: string;
    prefix: string;
    tokenHash: string;
    permissions: readonly string[];
    at: Date;
    expiresAt: Date;
  },
): Promise<string> {
  const inserted = await sql<{ token_id: string }>`
    insert into identity.machine_tokens
      (org_id, user_id, name, prefix, token_hash, permissions, created_at, expires_at)
    values (${tx.orgId}, ${token.userId}, ${token.name}, ${token.prefix}, ${token.tokenHash},
            ${[...token.permissions]}::text[], ${token.at}, ${token.expiresAt})
    returning token_id`.execute(tx);
  return (inserted.rows[0] as { token_id: string }).token_id;
}

export async function readMachineToken(tx: Tx, tokenId: string): Promise<MachineToken | undefined> {
  const found = await sql<MachineToken>`
    select ${columns}
    from identity.machine_tokens t join identity.users u using (org_id, user_id)
    where t.org_id = ${tx.orgId} and t.token_id = ${tokenId}`.execute(tx);
  return found.rows[0];
}

const sortColumns = {
  created_at: sql`t.created_at`,
  expires_at: sql`t.expires_at`,
  name: sql`t.name collate "C"`,
};

/** @param query.userId whose; undefined for everybody's */
export async function listMachineTokens(
  tx: Tx,
  query: { userId: string | undefined } & TokensQuery,
): Promise<Page<MachineToken>> {
  const order = sortedKeyset(query, sortColumns, { token_id: sql`t.token_id` });
  const where = sql`
    t.org_id = ${tx.orgId} and (${query.userId ?? null}::uuid is null or t.user_id = ${query.userId ?? null})`;
  const rows = await sql<MachineToken>`
    select ${columns}
    from identity.machine_tokens t join identity.users u using (org_id, user_id)
    where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*) as total from identity.machine_tokens t where ${where}`.execute(tx);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

export async function revokeMachineToken(
  tx: Tx,
  which: { tokenId: string; userId: string | undefined },
  at: Date,
): Promise<{ user_id: string; name: string } | undefined> {
  const revoked = await sql<{ user_id: string; name: string }>`
    update identity.machine_tokens set revoked_at = ${at}
    where org_id = ${tx.orgId} and token_id = ${which.tokenId} and revoked_at is null
      and (${which.userId ?? null}::uuid is null or user_id = ${which.userId ?? null})
    returning user_id, name`.execute(tx);
  return revoked.rows[0];
}
