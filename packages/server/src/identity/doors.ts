import type { NightlyStep, Platform } from '../platform/capability.ts';
import { secondsAfter } from '../platform/clock.ts';
import { type Database, type Tx, withOrganization } from '../platform/database/index.ts';
import type { Route } from '../platform/http/route.ts';
import { createPasswordResets } from './credentials/reset.ts';
import { removeOldResets } from './credentials/reset-queries.ts';
import { resetRoutes } from './credentials/reset-routes.ts';
import { type CredentialRoutes, credentialRoutes } from './credentials/routes.ts';
import { createCredentials } from './credentials/service.ts';
import { createGuard } from './protection/guard.ts';
import { createRefuseSuperior } from './roles/superior.ts';
import { createCodes } from './second-factor/codes.ts';
import { removeOldChallenges } from './second-factor/queries.ts';
import { secondFactorRoutes } from './second-factor/routes.ts';
import { createSecondFactors, type SecondFactors } from './second-factor/service.ts';
import { createAccessTokens } from './sessions/access-token.ts';
import { createAuthenticate } from './sessions/authenticate.ts';
import { createRights } from './sessions/known-rights.ts';
import { createRefresh } from './sessions/refresh.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { createSessions } from './sessions/service.ts';
import { tokenRoutes } from './tokens/routes.ts';
import { createMachineTokens } from './tokens/service.ts';

export type Doors = ReturnType<typeof createDoors>;

/**
 * Every way in and out: passwords, links, second factors, sessions, tokens,
 * and what slows down who tries them.
 *
 * @param known every permission that the capabilities declare
 */
export function createDoors(
  platform: Pick<Platform, 'config' | 'database' | 'clock' | 'log' | 'secret' | 'mail'>,
  known: () => readonly string[],
) {
  const { config, database, clock, log, secret, mail } = platform;
  const idleSeconds = config.sessionIdleHours * 3600;
  const maxSeconds = config.sessionMaxDays * 24 * 3600;
  const accessTokens = createAccessTokens(secret, clock);
  const rights = createRights(known);
  const authenticate = createAuthenticate({
    database,
    clock,
    accessTokens,
    rights,
    idleSeconds,
    publicUrl: config.publicUrl,
  });
  const refuseSuperior = createRefuseSuperior(known);
  const guard = createGuard({ database, clock, secret });
  const sessions = createSessions({
    database,
    clock,
    accessTokens,
    refuseSuperior,
    idleSeconds,
    maxSeconds,
  });
  const refresh = createRefresh({ database, clock, log, sessions, idleSeconds });
  const credentials = createCredentials({
    database,
    clock,
    log,
    sessions,
    guard,
    secondFactors: (): SecondFactors => secondFactors,
  });
  const secondFactors = createSecondFactors({
    database,
    clock,
    guard,
    codes: createCodes(secret),
    refuseSuperior,
    checkPassword: credentials.checkCurrent,
  });
  const address = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const resets = createPasswordResets({
    database,
    clock,
    log,
    mail,
    guard,
    sessions,
    refuseSuperior,
    address,
  });
  const tokens = createMachineTokens({ database, clock, mostDays: config.tokenMaxDays });

  return {
    authenticate,
    sessions,
    credentials,
    guard,

    routes: (own: Pick<CredentialRoutes, 'createSignInLink' | 'describeMe'>): Route[] => [
      ...credentialRoutes({ config, sessions, credentials, guard, ...own }),
      ...resetRoutes({ config, resets }),
      ...secondFactorRoutes({ config, secondFactors }),
      ...sessionRoutes({ config, sessions, refresh, authenticate }),
      ...tokenRoutes(tokens),
    ],

    /** Removes what has expired and says nothing any more. */
    nightly: removeExpired(database, () => secondsAfter(clock(), -24 * 3600), guard.removeOld),
  };
}

function removeExpired(
  database: Database,
  aDayAgo: () => Date,
  removeAttempts: () => Promise<number>,
): NightlyStep {
  return {
    name: 'sign_ins',
    weight: 1,
    async perform({ orgId }) {
      await withOrganization(database, orgId, async (tx: Tx) => {
        await removeOldResets(tx, aDayAgo());
        await removeOldChallenges(tx, aDayAgo());
      });
      return { attempts_forgotten: await removeAttempts() };
    },
  };
}
