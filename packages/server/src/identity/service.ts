import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Platform } from '../platform/capability.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';
import { conflict, forbidden, unauthenticated } from '../platform/http/errors.ts';
import type { Caller } from '../platform/http/route.ts';
import { type Actor, machineActor, recordAudit } from './audit.ts';
import { hashPassword, verifyPassword } from './password.ts';
import * as queries from './queries.ts';
import { rightsOf } from './roles/rights.ts';
import { createToken, readToken } from './token.ts';

export const sessionCookie = 'granary_session';

/** A web session ends after this long, however busy. */
const webSessionHours = 7 * 24;
const terminalSessionHours = 365 * 24;

export type Identity = ReturnType<typeof createService>;

export function createService(
  platform: Pick<Platform, 'config' | 'database'>,
  allPermissions: () => string[],
) {
  const { database, config } = platform;

  async function openSession(tx: Tx, userId: string, kind: 'web' | 'terminal', userAgent?: string) {
    const { token, tokenHash } = createToken(tx.orgId);
    const hours = kind === 'web' ? webSessionHours : terminalSessionHours;
    await queries.insertSession(tx, { userId, tokenHash, kind, hours, userAgent });
    return token;
  }

  async function ownerOf(tx: Tx) {
    return (await queries.findUserByRole(tx, 'owner')) ?? (await queries.insertUser(tx, 'Owner', 'owner'));
  }

  return {
    organizations: () => queries.listOrganizations(database),
    organization: queries.findOrganization,
    user: queries.findUser,

    createOrganization: (organization: {
      name: string;
      currency: string;
      locale: string;
      timeZone: string;
      isDemo: boolean;
    }) =>
      withOrganization(database, randomUUID(), (tx) =>
        queries.insertOrganization(tx, {
          name: organization.name,
          currency: organization.currency,
          locale: organization.locale,
          time_zone: organization.timeZone,
          is_demo: organization.isDemo,
        }),
      ),

    /** Answers who sent a request, or undefined; never throws on what a stranger sends. */
    async authenticate(request: FastifyRequest): Promise<Caller | undefined> {
      const given = readCredential(request);
      const token = given === undefined ? undefined : readToken(given.token);
      if (given === undefined || token === undefined) return undefined;
      if (given.from === 'cookie' && !isReadOnly(request) && request.headers['x-granary-client'] !== 'web') {
        throw forbidden(
          'csrf_header_missing',
          'A change made with the session cookie needs the header x-granary-client: web.',
        );
      }
      return withOrganization(database, token.orgId, async (tx) => {
        const session = await queries.findSession(tx, token.tokenHash, config.sessionIdleHours);
        if (session === undefined) return undefined;
        if (session.is_idle_update_due) await queries.touchSession(tx, session.session_id);
        const rights = await rightsOf(tx, session.user_id, allPermissions());
        if (rights === undefined) return undefined;
        return {
          orgId: tx.orgId,
          userId: session.user_id,
          name: session.name,
          sessionId: session.session_id,
          ...rights,
          permissions: new Set(rights.permissions),
          viewAs: null,
        };
      });
    },

    /** Whether somebody can sign in by password already; makes the owner when there is none. */
    async ownerHasPassword(orgId: string): Promise<boolean> {
      return withOrganization(database, orgId, async (tx) => (await ownerOf(tx)).has_password);
    },

    /** A link that signs the owner in once. */
    async createSignInLink(orgId: string, actor: Actor = machineActor): Promise<string> {
      return withOrganization(database, orgId, async (tx) => {
        const owner = await ownerOf(tx);
        const { token, tokenHash } = createToken(orgId);
        await queries.insertSignInLink(tx, owner.user_id, tokenHash);
        await recordAudit(tx, actor, [
          { verb: 'link_made', entity: 'user', entityId: owner.user_id, after: { for: owner.name } },
        ]);
        return token;
      });
    },

    /** The token of this machine's terminal: the one it has while that is valid, else a new one. */
    async openTerminal(orgId: string, existing: string | undefined): Promise<string> {
      const read = existing === undefined ? undefined : readToken(existing);
      return withOrganization(database, orgId, async (tx) => {
        if (existing !== undefined && read?.orgId === orgId) {
          const session = await queries.findSession(tx, read.tokenHash, config.sessionIdleHours);
          if (session !== undefined) return existing;
        }
        const operator =
          (await queries.findUserByRole(tx, 'operator')) ??
          (await queries.insertUser(tx, 'Terminal', 'operator'));
        return openSession(tx, operator.user_id, 'terminal');
      });
    },

    async signInByLink(token: string, userAgent: string | undefined, correlationId: string) {
      const read = readToken(token);
      const used = () =>
        unauthenticated(
          'link_used_or_expired',
          'This link was used or has expired. Run "granary link" on the server for a new one.',
        );
      if (read === undefined) throw used();
      return withOrganization(database, read.orgId, async (tx) => {
        const userId = await queries.useSignInLink(tx, read.tokenHash);
        const user = userId === undefined ? undefined : await queries.findUser(tx, userId);
        if (user === undefined) throw used();
        await recordAudit(tx, { userId: user.user_id, name: user.name, correlationId }, [
          { verb: 'signed_in', entity: 'user', entityId: user.user_id, after: { by: 'link' } },
        ]);
        return {
          orgId: read.orgId,
          userId: user.user_id,
          token: await openSession(tx, user.user_id, 'web', userAgent),
        };
      });
    },

    async signInByPassword(
      given: { email: string; password: string },
      userAgent: string | undefined,
      correlationId: string,
    ) {
      const name = await queries.findSignInName(database, given.email);
      const hash =
        name === undefined
          ? undefined
          : await withOrganization(database, name.org_id, (tx) => queries.findPasswordHash(tx, name.user_id));
      // The same work for an unknown address, so that the time tells nothing.
      const isRight = await verifyPassword(given.password, hash);
      if (!isRight || name === undefined) {
        throw unauthenticated('wrong_email_or_password', 'The e-mail address or the password is not right.');
      }
      return withOrganization(database, name.org_id, async (tx) => {
        const user = await queries.findUser(tx, name.user_id);
        await recordAudit(tx, { userId: name.user_id, name: user?.name ?? given.email, correlationId }, [
          { verb: 'signed_in', entity: 'user', entityId: name.user_id, after: { by: 'password' } },
        ]);
        return {
          orgId: name.org_id,
          userId: name.user_id,
          token: await openSession(tx, name.user_id, 'web', userAgent),
        };
      });
    },

    signOut: (caller: Caller) =>
      withOrganization(database, caller.orgId, (tx) => queries.revokeSession(tx, caller.sessionId)),

    async setAccount(
      caller: Caller,
      account: { name: string; email: string; password: string },
      correlationId: string,
    ) {
      if (caller.role === 'operator') {
        throw forbidden(
          'operator_has_no_account',
          'The terminal cannot have an e-mail address and password. Sign in on the web.',
        );
      }
      const passwordHash = await hashPassword(account.password);
      await withOrganization(database, caller.orgId, async (tx) => {
        const before = await queries.findUser(tx, caller.userId);
        const saved = await queries.setAccount(tx, caller.userId, {
          name: account.name,
          email: account.email,
          passwordHash,
        });
        if (!saved) {
          throw conflict('email_in_use', 'Another person signs in with this e-mail address.', {
            details: [{ field: 'email', message: 'in use' }],
          });
        }
        await recordAudit(tx, { userId: caller.userId, name: account.name, correlationId }, [
          {
            verb: 'account_set',
            entity: 'user',
            entityId: caller.userId,
            before: { name: before?.name, email: before?.email },
            after: { name: account.name, email: account.email },
          },
        ]);
      });
    },
  };
}

function readCredential(request: FastifyRequest): { from: 'bearer' | 'cookie'; token: string } | undefined {
  const authorization = request.headers.authorization;
  if (authorization !== undefined) {
    const match = /^Bearer (\S+)$/i.exec(authorization);
    return match === null ? undefined : { from: 'bearer', token: match[1] as string };
  }
  const token = request.cookies[sessionCookie];
  return token === undefined ? undefined : { from: 'cookie', token };
}

function isReadOnly(request: FastifyRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
}
