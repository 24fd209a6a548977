import { type Tx, withOrganization } from '../../platform/database/index.ts';
import { answerItems, attemptEach, type UnreadableItem } from '../../platform/http/bulk.ts';
import { AppError, conflict, invalid, missing } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import { recordSecurityEvent } from '../audit/security-events.ts';
import { findOrganization } from '../queries.ts';
import { beyondRights, refuseBeyond } from '../roles/grants.ts';
import { rightsOf } from '../roles/rights.ts';
import { createToken, readToken } from '../token.ts';
import { emailInUse } from './changes.ts';
import * as queries from './invitation-queries.ts';
import { rightsOfPlacement } from './placement.ts';
import { claimSignInName, insertPerson, mayAct } from './queries.ts';
import type { InvitationBody, InvitationQuery, InvitationRow } from './schema.ts';
import type { PeopleOptions } from './service.ts';

/** An invitation is good for this long, once. */
const validDays = 7;

export interface InvitationMail {
  to: string;
  organization: string;
  invitedBy: string;
  link: string;
  expiresAt: Date;
}

export interface InvitationOptions
  extends Pick<PeopleOptions, 'database' | 'clock' | 'known' | 'hashPassword'> {
  /** Answers whether it went out; absent where no mail is set. */
  sendMail?: ((mail: InvitationMail) => Promise<boolean>) | undefined;
}

/** An invitation with its secret, which only its link tells. */
interface Opened {
  made: InvitationRow;
  token: string;
  expiresAt: Date;
}

/** A mail server takes some at a time; more would not be faster. */
const mailsAtOnce = 5;

export type Invitations = ReturnType<typeof createInvitations>;

export function createInvitations({ database, clock, known, hashPassword, sendMail }: InvitationOptions) {
  async function write(tx: Tx, caller: Caller, actor: Actor, given: InvitationBody): Promise<Opened> {
    const at = clock();
    const expiresAt = new Date(at.getTime() + validDays * 86_400_000);
    const { token, tokenHash } = createToken(caller.orgId);
    const values = { ...given, name: given.name ?? given.email };
    refuseBeyond(caller, await rightsOfPlacement(tx, values, known()), 'This person');
    const { invitationId, replaced } = await queries.insertInvitation(tx, {
      ...given,
      tokenHash,
      at,
      expiresAt,
      by: caller,
    });
    await recordAudit(tx, actor, [
      ...replaced.map((id) => ({ verb: 'withdrawn', entity: 'invitation', entityId: id })),
      { verb: 'invited', entity: 'invitation', entityId: invitationId, after: given },
    ]);
    await recordSecurityEvent(tx, {
      kind: 'invited',
      actorId: caller.userId,
      sessionId: caller.sessionId,
      detail: { invitation_id: invitationId, role: given.role },
      correlationId: actor.correlationId,
    });
    const made = (await queries.findInvitation(tx, invitationId, at)) ?? unknownInvitation();
    return { made, token, expiresAt };
  }

  return {
    list: (orgId: string, query: InvitationQuery) =>
      withOrganization(database, orgId, (tx) => queries.listInvitations(tx, { ...query, at: clock() }), {
        readOnly: true,
      }),

    /** @param addressOf makes the address to open of a token */
    async invite(caller: Caller, actor: Actor, given: InvitationBody, addressOf: (token: string) => string) {
      const open = await withOrganization(database, caller.orgId, (tx) => write(tx, caller, actor, given));
      return { ...open.made, ...(await deliver(caller, open, addressOf)) };
    },

    /** Written in one transaction; the mails go out after it. */
    inviteMany: (
      caller: Caller,
      actor: Actor,
      items: readonly (InvitationBody | UnreadableItem)[],
      addressOf: (token: string) => string,
    ) =>
      answerItems(
        items,
        () => null as string | null,
        async (readable) => {
          const written = await withOrganization(database, caller.orgId, (tx) =>
            attemptEach(tx, readable, (given) => write(tx, caller, actor, given)),
          );
          return inGroups(written, mailsAtOnce, async (open) => {
            if (open instanceof AppError) return open;
            const { invitation_id, email } = open.made;
            return { id: invitation_id, email, ...(await deliver(caller, open, addressOf)) };
          });
        },
      ),

    withdraw: (caller: Caller, actor: Actor, invitationId: string) =>
      withOrganization(database, caller.orgId, async (tx) => {
        const at = clock();
        const invitation = (await queries.findInvitation(tx, invitationId, at)) ?? unknownInvitation();
        if (invitation.state === 'accepted') {
          throw conflict(
            'invitation_accepted',
            'This invitation was accepted. Deactivate the person instead.',
          );
        }
        if (invitation.state === 'withdrawn') return;
        await queries.withdrawInvitation(tx, invitationId, at);
        await recordAudit(tx, actor, [{ verb: 'withdrawn', entity: 'invitation', entityId: invitationId }]);
      }),

    /** Makes the person. Whoever invited them must still manage people, and hold what they gave. */
    async accept(given: { token: string; name: string; password: string }, correlationId: string) {
      const read = readToken(given.token);
      if (read === undefined) throw usedOrExpired();
      const passwordHash = await hashPassword(given.password);
      return withOrganization(database, read.orgId, async (tx) => {
        const open = await queries.useInvitation(tx, read.tokenHash, clock());
        if (open === undefined) throw usedOrExpired();
        const values = { ...open, name: given.name };
        const asked = await rightsOfPlacement(tx, values, known());
        const held =
          open.invited_by !== null && (await mayAct(tx, open.invited_by))
            ? await rightsOf(tx, open.invited_by, known())
            : undefined;
        const mayInvite = held?.permissions.includes('identity.manage') ?? false;
        if (held === undefined || !mayInvite || beyondRights(held, asked).length > 0) throw usedOrExpired();
        const userId = await insertPerson(tx, { ...values, passwordHash });
        if (!(await claimSignInName(tx, userId, open.email))) throw emailInUse();
        await queries.setInvited(tx, open.invitation_id, userId);
        await recordAudit(tx, { userId, name: given.name, correlationId }, [
          { verb: 'accepted', entity: 'invitation', entityId: open.invitation_id },
          {
            verb: 'created',
            entity: 'user',
            entityId: userId,
            after: { name: given.name, email: open.email, role: open.role },
          },
        ]);
        await recordSecurityEvent(tx, { kind: 'invitation_accepted', userId, correlationId });
        return { user_id: userId, name: given.name, email: open.email };
      });
    },
  };

  /** By e-mail where that is set; otherwise the link is told to who made it, once. */
  async function deliver(
    caller: Caller,
    { made, token, expiresAt }: Opened,
    addressOf: (token: string) => string,
  ) {
    const link = addressOf(token);
    const organization = await withOrganization(database, caller.orgId, findOrganization);
    const mail = { to: made.email, organization: organization.name, invitedBy: caller.name, link, expiresAt };
    const sent = (await sendMail?.(mail)) ?? false;
    return { sent, link: sent ? null : link };
  }
}

async function inGroups<Item, Result>(
  items: readonly Item[],
  size: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += size)
    results.push(...(await Promise.all(items.slice(start, start + size).map(work))));
  return results;
}

function unknownInvitation(): never {
  throw missing('invitation_not_found', 'There is no such invitation.');
}

function usedOrExpired() {
  return invalid(
    'invitation_used_or_expired',
    'This invitation was used or withdrawn, or is older than seven days. Ask for a new one.',
    { details: [{ field: 'token', message: 'no longer valid' }] },
  );
}
