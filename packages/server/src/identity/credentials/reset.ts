import type { Logger } from 'pino';
import { type Clock, secondsAfter } from '../../platform/clock.ts';
import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { AppError, conflict, invalid, missing } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import type { Mail, Message } from '../../platform/mail/mail.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import { recordSecurityEvent } from '../audit/security-events.ts';
import type { Bounds } from '../protection/delays.ts';
import { type Client, type Guard, passwordAccount } from '../protection/guard.ts';
import { findUser } from '../queries.ts';
import { type RefuseSuperior, refuseOwnAccount } from '../roles/superior.ts';
import type { Sessions, Visitor } from '../sessions/service.ts';
import { createToken, readToken } from '../token.ts';
import { hashPassword } from './password.ts';
import { endWaysIn, findPassword, findSignInName, setPasswordHash } from './queries.ts';
import { insertReset, lockReset } from './reset-queries.ts';

const resetSeconds = 30 * 60;

/**
 * Strangers cannot flood a mailbox, nor keep its owner from a link: a mail is
 * left out only while one of the last quarter of an hour holds a link that is
 * good for another. Browsers and networks from which the owner signed in are
 * counted apart from strangers.
 */
const resetBounds: Bounds = {
  free: 3,
  freeOfAccount: 5,
  firstDelaySeconds: resetSeconds / 2,
  longestDelaySeconds: resetSeconds / 2,
  forgottenAfterSeconds: 2 * 3600,
};

/** Mails asked for, by the address as it is typed; whether somebody has it does not matter. */
export const resetAccount = (email: string) => `reset ${email}`;

export type PasswordResets = ReturnType<typeof createPasswordResets>;

/** A new password for who cannot give the old one: by a link in a mail, or one made by an administrator. */
export function createPasswordResets(options: {
  database: Database;
  clock: Clock;
  log: Logger;
  mail: Mail;
  guard: Guard;
  sessions: Sessions;
  refuseSuperior: RefuseSuperior;
  /** Where the screens are for who reads a mail, by the settings: never by what a stranger's request says its host is. */
  address: string;
}) {
  const { database, clock, log, mail, guard, sessions, refuseSuperior } = options;

  async function makeLink(tx: Tx, userId: string, address: string): Promise<string> {
    const at = clock();
    const { token, tokenHash } = createToken(tx.orgId);
    await insertReset(tx, { userId, tokenHash, at, expiresAt: secondsAfter(at, resetSeconds) });
    return `${address}/app/reset-password#${token}`;
  }

  async function writeMail(email: string, visitor: Visitor): Promise<Message | undefined> {
    const name = await findSignInName(database, email);
    if (name === undefined) return undefined;
    return withOrganization(database, name.org_id, async (tx) => {
      const person = await findPassword(tx, name.user_id);
      if (person === undefined) return undefined;
      await recordSecurityEvent(tx, {
        kind: 'password_reset_asked',
        userId: name.user_id,
        address: visitor.address,
        userAgent: visitor.userAgent,
        correlationId: visitor.correlationId,
      });
      return resetMail({
        to: email,
        name: person.name,
        link: await makeLink(tx, name.user_id, options.address),
      });
    });
  }

  return {
    /**
     * Asks for a mail. Whether somebody has this address shows neither in the
     * reply nor in its time: the same is done for every address, and what is done
     * for a known one is done after the reply.
     */
    async ask(email: string, visitor: Visitor & Client): Promise<void> {
      try {
        await guard.enter(resetAccount(email), visitor, {
          bounds: resetBounds,
          knownBy: passwordAccount(email),
        });
      } catch (error) {
        // Enough mails were asked for; the answer is the same.
        if (error instanceof AppError) return;
        throw error;
      }
      if (!mail.isConfigured) {
        log.warn(
          'a password reset was asked for, and no mail server is set (GRANARY_SMTP_URL): an administrator can make a link at POST /users/:user_id/password-reset, or "granary link" for the owner',
        );
        return;
      }
      mail.sendLater(() => writeMail(email, visitor));
    },

    /**
     * A link for somebody, told once to the administrator who asks. Only to who holds every right of that person.
     *
     * @param address where the screens are for who asks
     */
    makeLinkFor: (caller: Caller, userId: string, actor: Actor, address: string): Promise<string> =>
      withOrganization(database, caller.orgId, async (tx) => {
        const person = await findUser(tx, userId);
        if (person === undefined) {
          throw missing('user_not_found', 'There is no such person in this organization.');
        }
        refuseOwnAccount(caller, userId);
        await refuseSuperior(tx, caller, { userId, name: person.name });
        if (person.email === null) {
          throw conflict('no_password', 'This person has no e-mail address to sign in with.');
        }
        const link = await makeLink(tx, userId, address);
        await recordAudit(tx, actor, [
          { verb: 'password_reset_link_made', entity: 'user', entityId: userId, after: { for: person.name } },
        ]);
        return link;
      }),

    /** @throws {AppError} 422 `token_used`, `token_outdated` or `token_unknown` */
    async confirm(given: { token: string; new_password: string }, visitor: Visitor): Promise<void> {
      const read = readToken(given.token);
      if (read === undefined) throw unknownToken();
      const passwordHash = await hashPassword(given.new_password);
      const email = await withOrganization(database, read.orgId, async (tx) => {
        const at = clock();
        const reset = await lockReset(tx, read.tokenHash, at);
        if (reset === undefined || reset.is_deactivated) throw unknownToken();
        if (reset.is_used) {
          throw invalid('token_used', 'This link was used already. Ask for a new one.', {
            details: [{ field: 'token', message: 'was used' }],
          });
        }
        if (reset.is_expired) {
          throw invalid('token_outdated', 'This link is older than 30 minutes. Ask for a new one.', {
            details: [{ field: 'token', message: 'has expired' }],
          });
        }
        await endWaysIn(tx, reset.user_id, at);
        await setPasswordHash(tx, reset.user_id, passwordHash);
        const actor = { userId: reset.user_id, name: reset.name, correlationId: visitor.correlationId };
        await recordAudit(tx, actor, [{ verb: 'password_reset', entity: 'user', entityId: reset.user_id }]);
        await recordSecurityEvent(tx, {
          kind: 'password_reset',
          userId: reset.user_id,
          address: visitor.address,
          userAgent: visitor.userAgent,
          correlationId: visitor.correlationId,
        });
        await sessions.end(tx, { userId: reset.user_id }, 'password_changed', actor);
        return reset.email;
      });
      if (email === null) return;
      await guard.unlock(passwordAccount(email));
      // Whoever forgets the new one soon is not kept waiting for a mail: the links of the last ones are used up.
      await guard.unlock(resetAccount(email));
    },
  };
}

function unknownToken() {
  return invalid('token_unknown', 'This link was not made here, or is not whole. Ask for a new one.', {
    details: [{ field: 'token', message: 'is not known' }],
  });
}

function resetMail({ to, name, link }: { to: string; name: string; link: string }): Message {
  return {
    to,
    subject: 'Your password for Granary',
    text: [
      `Hello ${name},`,
      'somebody asked for a new password for you. Choose one here, once, within 30 minutes:',
      link,
      'All your sessions end then. If it was not you, do nothing: your password stays as it is.',
      '',
    ].join('\n\n'),
  };
}
