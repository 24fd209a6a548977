import { webcrypto } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { InstallationSecret } from '../../platform/installation-secret.ts';

/** An access token lives exactly this long. */
export const accessTokenSeconds = 3600;

/** Whom a token speaks for; what they may do is looked up on each request. */
export interface AccessClaims {
  orgId: string;
  userId: string;
  sessionId: string;
  expiresAtSeconds: number;
}

export type AccessTokenRead =
  | { state: 'valid'; claims: AccessClaims }
  | { state: 'malformed' | 'not_valid' | 'expired' };

export interface AccessTokens {
  issue(session: { orgId: string; userId: string; sessionId: string }): Promise<string>;
  read(token: string): Promise<AccessTokenRead>;
}

/** The only algorithm that is signed with and the only one that is accepted. */
const algorithm = 'HS256';
const type = 'at+jwt';

const claimedIds = z.object({ org: z.guid(), sub: z.guid(), sid: z.guid() });

/** Verified tokens kept, so that a client's second request costs no signature check; their expiry and session are checked always. */
const keptTokens = 5_000;

export function createAccessTokens(secret: InstallationSecret, clock: Clock): AccessTokens {
  const importedKey = webcrypto.subtle.importKey(
    'raw',
    new Uint8Array(secret.derive('access tokens')),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign', 'verify'],
  );
  const issuer = `urn:granary:${secret.installationId}`;
  const audience = `${issuer}:api`;
  const verified = new LRUCache<string, AccessClaims>({ max: keptTokens });

  return {
    async issue({ orgId, userId, sessionId }) {
      const issuedAt = Math.floor(clock().getTime() / 1000);
      return new SignJWT({ org: orgId, sid: sessionId })
        .setProtectedHeader({ alg: algorithm, typ: type })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + accessTokenSeconds)
        .sign(await importedKey);
    },

    async read(token) {
      const now = clock();
      const known = verified.get(token);
      if (known !== undefined) {
        return known.expiresAtSeconds <= now.getTime() / 1000
          ? { state: 'expired' }
          : { state: 'valid', claims: known };
      }
      try {
        const { payload } = await jwtVerify(token, await importedKey, {
          algorithms: [algorithm],
          typ: type,
          issuer,
          audience,
          currentDate: now,
          requiredClaims: ['exp', 'iat', 'sub', 'sid', 'org'],
        });
        const ids = claimedIds.safeParse(payload);
        if (!ids.success) return { state: 'malformed' };
        const claims = {
          orgId: ids.data.org,
          userId: ids.data.sub,
          sessionId: ids.data.sid,
          expiresAtSeconds: Number(payload.exp),
        };
        verified.set(token, claims);
        return { state: 'valid', claims };
      } catch (error) {
        return { state: stateOf(error) };
      }
    },
  };
}

function stateOf(error: unknown): 'malformed' | 'not_valid' | 'expired' {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'malformed';
  return 'not_valid';
}
