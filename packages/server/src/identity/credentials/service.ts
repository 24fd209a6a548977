import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { type Clock, secondsAfter } from '../../platform/clock.ts';
import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { conflict, forbidden, invalid, missing, unauthenticated } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import { recordSecurityEvent } from '../audit/security-events.ts';
import { type Client, type Guard, passwordAccount } from '../protection/guard.ts';
import { findUser } from '../queries.ts';
import { type GivenCode, type SecondFactors, secondFactorAccount } from '../second-factor/service.ts';
import { actorOf, type Opened, type Sessions, type Visitor } from '../sessions/service.ts';
import { createToken, readToken } from '../token.ts';
import { hashPassword, isOutdated, verifyPassword } from './password.ts';
import {
  endWaysIn,
  findPassword,
  findSignInName,
  insertSignInLink,
  setAccount,
  setPasswordHash,
  useSignInLink,
} from './queries.ts';
import { resetAccount } from './reset.ts';

const linkSeconds = 24 * 3600;

export type Credentials = ReturnType<typeof createCredentials>;

/** What a sign-in is answered with: a session, or the question for the second factor. */
export type SignedIn =
  | { kind: 'opened'; opened: Opened; email: string | null }
  | { kind: 'challenged'; challenge: { challenge_token: string; methods: ('totp' | 'recovery_code')[] } };

export function createCredentials(options: {
  database: Database;
  clock: Clock;
  log: Logger;
  sessions: Sessions;
  guard: Guard;
  /** Told apart from this file so that the second factor can ask for the password. */
  secondFactors: () => SecondFactors;
}) {
  const { database, clock, log, sessions, guard } = options;

  async function open(
    tx: Tx,
    user: { userId: string; name: string },
    by: string,
    mode: 'cookie' | 'token',
    visitor: Visitor,
  ): Promise<Opened> {
    const opened = await sessions.open(tx, user.userId, mode, visitor);
    await recordSecurityEvent(tx, {
      kind: 'login_succeeded',
      userId: user.userId,
      sessionId: opened.sessionId,
      address: visitor.address,
      userAgent: visitor.userAgent,
      detail: { by },
      correlationId: visitor.correlationId,
    });
    await recordAudit(tx, actorOf(user, visitor.correlationId), [
      {
        verb: 'signed_in',
        entity: 'user',
        entityId: user.userId,
        after: { by, session_id: opened.sessionId, address: visitor.address },
      },
    ]);
    return opened;
  }

  /** The password or link was right; a second factor may still be asked for. */
  async function openOrAsk(
    tx: Tx,
    person: { userId: string; name: string; email: string | null },
    how: { by: string; mode: 'cookie' | 'token'; needsSecondFactor: boolean },
    visitor: Visitor,
  ): Promise<SignedIn> {
    const secondFactors = options.secondFactors();
    if (how.needsSecondFactor && (await secondFactors.isOn(tx, person.userId))) {
      const challenge = await secondFactors.challenge(tx, person.userId, how.mode, how.by);
      return { kind: 'challenged', challenge };
    }
    const opened = await open(tx, person, how.by, how.mode, visitor);
    return { kind: 'opened', opened, email: person.email };
  }

  /**
   * Notes a failure after the reply, so that it takes as long for somebody as
   * for nobody; what cannot be noted is at least in the log.
   */
  function noteFailure(user: { orgId: string; userId: string } | undefined, delay: number, visitor: Visitor) {
    log.info({ known: user !== undefined, delay }, 'a sign-in failed');
    if (user === undefined) return;
    const event = {
      userId: user.userId,
      address: visitor.address,
      userAgent: visitor.userAgent,
      correlationId: visitor.correlationId,
    };
    withOrganization(database, user.orgId, async (tx) => {
      await recordSecurityEvent(tx, { kind: 'login_failed', ...event });
      if (delay > 0)
        await recordSecurityEvent(tx, { kind: 'login_delayed', ...event, detail: { seconds: delay } });
    }).catch((error: unknown) => log.error({ err: error }, 'a failed sign-in was not noted'));
  }

  /** @throws {AppError} 422 when the person has a password and this is not it */
  async function checkCurrent(caller: Caller, current: string | undefined) {
    // Not within the change: a connection is not held while a password is computed.
    const person = await withOrganization(database, caller.orgId, (tx) => findPassword(tx, caller.userId));
    if (person?.password_hash == null) return person;
    // A session somebody else got hold of must not be a way to try passwords.
    const attempt = await guard.enter(`current password ${caller.userId}`, {
      address: `session ${caller.sessionId}`,
    });
    if (current !== undefined && (await verifyPassword(current, person.password_hash))) {
      await attempt.succeeded();
      return person;
    }
    throw wrongCurrent();
  }

  /** A new password ends what the old one opened or began to open; tokens for machines go on. */
  async function endOthers(tx: Tx, caller: Caller, actor: Actor): Promise<void> {
    await endWaysIn(tx, caller.userId, clock());
    await sessions.end(tx, { userId: caller.userId, except: caller.sessionId }, 'password_changed', actor);
    await recordSecurityEvent(tx, {
      kind: 'password_changed',
      userId: caller.userId,
      sessionId: caller.sessionId,
      correlationId: actor.correlationId,
    });
  }

  /** The account as it was when its password was checked. */
  async function lockUnchanged(tx: Tx, caller: Caller, passwordHash: string | null | undefined) {
    const now = await findPassword(tx, caller.userId, 'lock');
    if ((now?.password_hash ?? null) !== (passwordHash ?? null)) throw wrongCurrent();
  }

  return {
    checkCurrent,

    /**
     * A link that signs a person in once.
     *
     * @param made.onMachine by who commands the machine; only such a link needs no second factor
     */
    async makeLink(
      tx: Tx,
      user: { user_id: string; name: string },
      actor: Actor,
      made: { onMachine: boolean },
    ): Promise<string> {
      const { token, tokenHash } = createToken(tx.orgId);
      const at = clock();
      await insertSignInLink(tx, {
        userId: user.user_id,
        tokenHash,
        at,
        expiresAt: secondsAfter(at, linkSeconds),
        onMachine: made.onMachine,
      });
      await recordAudit(tx, actor, [
        { verb: 'link_made', entity: 'user', entityId: user.user_id, after: { for: user.name } },
      ]);
      return token;
    },

    async signInByLink(token: string, visitor: Visitor): Promise<SignedIn> {
      const read = readToken(token);
      const used = () =>
        unauthenticated(
          'link_used_or_expired',
          'This link was used or has expired. Run "granary link" on the server for a new one.',
        );
      if (read === undefined) throw used();
      return withOrganization(database, read.orgId, async (tx) => {
        const link = await useSignInLink(tx, read.tokenHash, clock());
        const person = link === undefined ? undefined : await findPassword(tx, link.user_id, 'lock');
        if (link === undefined || person === undefined) throw used();
        const how = { by: 'link', mode: 'cookie' as const, needsSecondFactor: !link.made_on_machine };
        return openOrAsk(tx, { userId: link.user_id, ...person }, how, visitor);
      });
    },

    async signInByPassword(
      given: { email: string; password: string; mode: 'cookie' | 'token' },
      visitor: Visitor & Client,
    ): Promise<SignedIn> {
      const attempt = await guard.enter(passwordAccount(given.email), visitor);
      const name = await findSignInName(database, given.email);
      // The same work for an unknown address, so that the time tells nothing.
      const { org_id: orgId, user_id: userId } = name ?? { org_id: randomUUID(), user_id: randomUUID() };
      const person = await withOrganization(database, orgId, (tx) => findPassword(tx, userId));
      const hash = person?.password_hash ?? undefined;
      if (!(await verifyPassword(given.password, hash)) || person === undefined || hash === undefined) {
        noteFailure(name === undefined ? undefined : { orgId, userId }, attempt.delaySeconds, visitor);
        throw wrongPassword();
      }
      await attempt.succeeded();
      const better = isOutdated(hash) ? await hashPassword(given.password) : undefined;
      return withOrganization(database, orgId, async (tx) => {
        // A password that was changed while this one was computed opens nothing, and is not overwritten.
        if ((await findPassword(tx, userId, 'lock'))?.password_hash !== hash) throw wrongPassword();
        if (better !== undefined) await setPasswordHash(tx, userId, better);
        const how = { by: 'password', mode: given.mode, needsSecondFactor: true };
        return openOrAsk(tx, { userId, ...person }, how, visitor);
      });
    },

    /** The second step, for who was asked for it. */
    async signInBySecondFactor(
      given: GivenCode & { challenge_token: string },
      visitor: Visitor & Client,
    ): Promise<{ opened: Opened; email: string | null }> {
      return options
        .secondFactors()
        .answer(given, visitor, (tx, challenge) =>
          open(
            tx,
            { userId: challenge.user_id, name: challenge.name },
            `${challenge.first_step} and ${given.code === undefined ? 'recovery code' : 'second factor'}`,
            challenge.mode,
            visitor,
          ),
        );
    },

    /** Lifts the delays before somebody's sign-in. */
    unlock: (caller: Caller, userId: string, correlationId: string): Promise<void> =>
      withOrganization(database, caller.orgId, async (tx) => {
        const person = await findUser(tx, userId);
        if (person === undefined) {
          throw missing('user_not_found', 'There is no such person in this organization.');
        }
        if (person.email !== null) {
          await guard.unlock(passwordAccount(person.email));
          await guard.unlock(resetAccount(person.email));
        }
        await guard.unlock(secondFactorAccount(userId));
        await recordAudit(tx, actorOf(caller, correlationId), [
          { verb: 'unlocked', entity: 'user', entityId: userId },
        ]);
        await recordSecurityEvent(tx, { kind: 'unlocked', userId, actorId: caller.userId, correlationId });
      }),

    async setAccount(
      caller: Caller,
      account: {
        name: string;
        email: string;
        password?: string | undefined;
        current_password?: string | undefined;
      },
      correlationId: string,
    ): Promise<void> {
      if (caller.role === 'operator') {
        throw forbidden(
          'operator_has_no_account',
          'The terminal cannot have an e-mail address and password. Sign in on the web.',
        );
      }
      const before = await checkCurrent(caller, account.current_password);
      if (account.password === undefined && before?.password_hash == null) {
        throw conflict('no_password', 'You have no password yet. Choose one to sign in with.', {
          details: [{ field: 'password', message: 'required while you have none' }],
        });
      }
      const passwordHash = account.password === undefined ? null : await hashPassword(account.password);
      await withOrganization(database, caller.orgId, async (tx) => {
        await lockUnchanged(tx, caller, before?.password_hash);
        const saved = await setAccount(tx, caller.userId, { ...account, passwordHash });
        if (!saved) {
          throw conflict('email_in_use', 'Another person signs in with this e-mail address.', {
            details: [{ field: 'email', message: 'in use' }],
          });
        }
        const actor = { userId: caller.userId, name: account.name, correlationId };
        await recordAudit(tx, actor, [
          {
            verb: 'account_set',
            entity: 'user',
            entityId: caller.userId,
            before: { name: before?.name, email: before?.email },
            after: { name: account.name, email: account.email },
          },
        ]);
        if (passwordHash !== null) await endOthers(tx, caller, actor);
        // Links that went to the old address open nothing any more.
        else if (before?.email !== account.email) await endWaysIn(tx, caller.userId, clock());
      });
    },

    /** Changes one's own password; every other session ends. */
    async changePassword(
      caller: Caller,
      given: { current_password: string; new_password: string },
      correlationId: string,
    ): Promise<void> {
      const person = await checkCurrent(caller, given.current_password);
      if (person?.password_hash == null) {
        throw conflict('no_password', 'You have no password yet. Set one with PUT /auth/account.');
      }
      const passwordHash = await hashPassword(given.new_password);
      await withOrganization(database, caller.orgId, async (tx) => {
        await lockUnchanged(tx, caller, person.password_hash);
        await setPasswordHash(tx, caller.userId, passwordHash);
        const actor = actorOf(caller, correlationId);
        await recordAudit(tx, actor, [{ verb: 'password_changed', entity: 'user', entityId: caller.userId }]);
        await endOthers(tx, caller, actor);
      });
    },
  };
}

function wrongPassword() {
  return unauthenticated('wrong_email_or_password', 'The e-mail address or the password is not right.');
}

function wrongCurrent() {
  return invalid('current_password_wrong', 'The current password is not right.', {
    details: [{ field: 'current_password', message: 'is not right' }],
  });
}
