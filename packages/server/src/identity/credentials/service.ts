import { randomUUID } from 'node:crypto';
import { type Clock, secondsAfter } from '../../platform/clock.ts';
import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { conflict, forbidden, invalid, unauthenticated } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import { actorOf, type Opened, type Sessions, type Visitor } from '../sessions/service.ts';
import { createToken, readToken } from '../token.ts';
import { hashPassword, isOutdated, verifyPassword } from './password.ts';
import {
  findPassword,
  findSignInName,
  insertSignInLink,
  setAccount,
  setPasswordHash,
  useSignInLink,
} from './queries.ts';

const linkSeconds = 24 * 3600;

export type Credentials = ReturnType<typeof createCredentials>;

export function createCredentials({
  database,
  clock,
  sessions,
}: {
  database: Database;
  clock: Clock;
  sessions: Sessions;
}) {
  async function open(
    tx: Tx,
    user: { userId: string; name: string },
    by: string,
    mode: 'cookie' | 'token',
    visitor: Visitor,
  ): Promise<Opened> {
    const opened = await sessions.open(tx, user.userId, mode, visitor);
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

  /** @throws {AppError} 422 when the person has a password and this is not it */
  async function checkCurrent(caller: Caller, current: string | undefined) {
    // Not within the change: a connection is not held while a password is computed.
    const person = await withOrganization(database, caller.orgId, (tx) => findPassword(tx, caller.userId));
    if (person?.password_hash == null) return person;
    if (current !== undefined && (await verifyPassword(current, person.password_hash))) return person;
    throw invalid('current_password_wrong', 'The current password is not right.', {
      details: [{ field: 'current_password', message: 'is not right' }],
    });
  }

  return {
    /** A link that signs a person in once. */
    async makeLink(tx: Tx, user: { user_id: string; name: string }, actor: Actor): Promise<string> {
      const { token, tokenHash } = createToken(tx.orgId);
      const at = clock();
      await insertSignInLink(tx, {
        userId: user.user_id,
        tokenHash,
        at,
        expiresAt: secondsAfter(at, linkSeconds),
      });
      await recordAudit(tx, actor, [
        { verb: 'link_made', entity: 'user', entityId: user.user_id, after: { for: user.name } },
      ]);
      return token;
    },

    async signInByLink(token: string, visitor: Visitor): Promise<Opened> {
      const read = readToken(token);
      const used = () =>
        unauthenticated(
          'link_used_or_expired',
          'This link was used or has expired. Run "granary link" on the server for a new one.',
        );
      if (read === undefined) throw used();
      return withOrganization(database, read.orgId, async (tx) => {
        const userId = await useSignInLink(tx, read.tokenHash, clock());
        const person = userId === undefined ? undefined : await findPassword(tx, userId);
        if (userId === undefined || person === undefined) throw used();
        return open(tx, { userId, name: person.name }, 'link', 'cookie', visitor);
      });
    },

    async signInByPassword(
      given: { email: string; password: string; mode: 'cookie' | 'token' },
      visitor: Visitor,
    ): Promise<Opened> {
      const name = await findSignInName(database, given.email);
      // The same work for an unknown address, so that the time tells nothing.
      const { org_id: orgId, user_id: userId } = name ?? { org_id: randomUUID(), user_id: randomUUID() };
      const person = await withOrganization(database, orgId, (tx) => findPassword(tx, userId));
      const hash = person?.password_hash ?? undefined;
      if (!(await verifyPassword(given.password, hash)) || person === undefined || hash === undefined) {
        throw unauthenticated('wrong_email_or_password', 'The e-mail address or the password is not right.');
      }
      const better = isOutdated(hash) ? await hashPassword(given.password) : undefined;
      return withOrganization(database, orgId, async (tx) => {
        if (better !== undefined) await setPasswordHash(tx, userId, better);
        return open(tx, { userId, name: person.name }, 'password', given.mode, visitor);
      });
    },

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
        if (passwordHash === null) return;
        await sessions.end(
          tx,
          { userId: caller.userId, except: caller.sessionId },
          'password_changed',
          actor,
        );
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
        await setPasswordHash(tx, caller.userId, passwordHash);
        const actor = actorOf(caller, correlationId);
        await recordAudit(tx, actor, [{ verb: 'password_changed', entity: 'user', entityId: caller.userId }]);
        await sessions.end(
          tx,
          { userId: caller.userId, except: caller.sessionId },
          'password_changed',
          actor,
        );
      });
    },
  };
}
