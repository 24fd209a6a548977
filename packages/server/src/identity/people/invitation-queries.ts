import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { type Page, pageOf, sortedKeyset } from '../../platform/http/paging.ts';
import type { InvitationBody, InvitationQuery, InvitationRow } from './schema.ts';

const stateAt = (at: Date) => sql`
  case when accepted_at is not null then 'accepted' when revoked_at is not null then 'withdrawn'
       when expires_at <= ${at} then 'expired' else 'open' end`;

const columns = (at: Date) => sql`
  invitation_id, email, name, role, store_ids, supplier_ids, approval_limit::float8 as approval_limit,
  ${stateAt(at)} as state, invited_by_name, to_json(created_at) #>> '{}' as created_at,
  to_json(expires_at) #>> '{}' as expires_at`;

const sortColumns = {
  created_at: sql`created_at`,
  expires_at: sql`expires_at`,
  email: sql`email collate "C"`,
};

export async function listInvitations(
  tx: Tx,
  query: InvitationQuery & { at: Date },
): Promise<Page<InvitationRow>> {
  const order = sortedKeyset(query, sortColumns, { invitation_id: sql`invitation_id` });
  const where = sql`(${query.state} = 'all' or ${stateAt(query.at)} = ${query.state})`;
  const rows = await sql<InvitationRow>`
    select ${columns(query.at)} from identity.invitations where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*) as total from identity.invitations where ${where}`.execute(tx);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

export async function findInvitation(
  tx: Tx,
  invitationId: string,
  at: Date,
): Promise<InvitationRow | undefined> {
  const found = await sql<InvitationRow>`
    select ${columns(at)} from identity.invitations where invitation_id = ${invitationId} for update`.execute(
    tx,
  );
  return found.rows[0];
}

/** A new invitation takes the place of an open one for the same address. @returns ids of the one and the others */
export async function insertInvitation(
  tx: Tx,
  invitation: InvitationBody & {
    tokenHash: string;
    at: Date;
    expiresAt: Date;
    by: { userId: string; name: string };
  },
): Promise<{ invitationId: string; replaced: string[] }> {
  const replaced = await sql<{ invitation_id: string }>`
    update identity.invitations set revoked_at = ${invitation.at}
    where email = ${invitation.email} and accepted_at is null and revoked_at is null
    returning invitation_id`.execute(tx);
  const inserted = await sql<{ invitation_id: string }>`
    insert into identity.invitations
      (org_id, token_hash, email, name, role, store_ids, supplier_ids, approval_limit, invited_by, invited_by_name,
       created_at, expires_at)
    values (${tx.orgId}, ${invitation.tokenHash}, ${invitation.email}, ${invitation.name ?? null}, ${invitation.role},
            ${invitation.store_ids}::text[], ${invitation.supplier_ids}::text[], ${invitation.approval_limit},
            ${invitation.by.userId}, ${invitation.by.name}, ${invitation.at}, ${invitation.expiresAt})
    returning invitation_id`.execute(tx);
  return {
    invitationId: inserted.rows[0]?.invitation_id ?? '',
    replaced: replaced.rows.map((row) => row.invitation_id),
  };
}

export async function withdrawInvitation(tx: Tx, invitationId: string, at: Date): Promise<void> {
  await sql`update identity.invitations set revoked_at = ${at}
            where invitation_id = ${invitationId} and accepted_at is null and revoked_at is null`.execute(tx);
}

export interface OpenInvitation {
  invitation_id: string;
  email: string;
  role: string;
  store_ids: string[];
  supplier_ids: string[];
  approval_limit: number | null;
  invited_by: string | null;
}

/** Uses an invitation up; of two simultaneous tries one wins. */
export async function useInvitation(
  tx: Tx,
  tokenHash: string,
  at: Date,
): Promise<OpenInvitation | undefined> {
  const used = await sql<OpenInvitation>`
    update identity.invitations set accepted_at = ${at}
    where token_hash = ${tokenHash} and accepted_at is null and revoked_at is null and expires_at > ${at}
    returning invitation_id, email, role, store_ids, supplier_ids, approval_limit::float8 as approval_limit,
              invited_by`.execute(tx);
  return used.rows[0];
}

export async function setInvited(tx: Tx, invitationId: string, userId: string): Promise<void> {
  await sql`update identity.invitations set user_id = ${userId} where invitation_id = ${invitationId}`.execute(
    tx,
  );
}
