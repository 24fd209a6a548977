import { randomUUID } from 'node:crypto';
import type { Platform } from '../platform/capability.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';
import { type Actor, machineActor } from './audit/record.ts';
import type { Credentials } from './credentials/service.ts';
import * as queries from './queries.ts';
import type { Authenticate } from './sessions/authenticate.ts';
import { findSession } from './sessions/queries.ts';
import type { Sessions } from './sessions/service.ts';
import { readToken } from './token.ts';

export type Identity = ReturnType<typeof createService>;

/** What the program and other capabilities ask of `identity`. */
export function createService(
  platform: Pick<Platform, 'database' | 'clock'>,
  parts: { sessions: Sessions; credentials: Credentials; authenticate: Authenticate },
) {
  const { database, clock } = platform;
  const { sessions, credentials, authenticate } = parts;

  async function ownerOf(tx: Tx) {
    return (await queries.findUserByRole(tx, 'owner')) ?? (await queries.insertUser(tx, 'Owner', 'owner'));
  }

  return {
    authenticate,
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

    /** Whether somebody can sign in by password already; makes the owner when there is none. */
    async ownerHasPassword(orgId: string): Promise<boolean> {
      return withOrganization(database, orgId, async (tx) => (await ownerOf(tx)).has_password);
    },

    /** A link that signs the owner in once. */
    async createSignInLink(
      orgId: string,
      actor: Actor = machineActor,
      made: { onMachine: boolean } = { onMachine: true },
    ): Promise<string> {
      return withOrganization(database, orgId, async (tx) =>
        credentials.makeLink(tx, await ownerOf(tx), actor, made),
      );
    },

    /** The token of this machine's terminal: the one it has while that is valid, else a new one. */
    async openTerminal(orgId: string, existing: string | undefined): Promise<string> {
      const read = existing === undefined ? undefined : readToken(existing);
      if (existing !== undefined && read?.orgId === orgId) {
        // A terminal's session is not ended by idleness.
        const session = await findSession(database, read, { at: clock(), idleSeconds: 0, isActivity: false });
        if (session?.state === 'live') return existing;
      }
      return withOrganization(database, orgId, async (tx) => {
        const operator =
          (await queries.findUserByRole(tx, 'operator')) ??
          (await queries.insertUser(tx, 'Terminal', 'operator'));
        return sessions.openTerminal(tx, operator.user_id);
      });
    },
  };
}
